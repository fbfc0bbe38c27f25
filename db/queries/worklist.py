"""The desk's worklist: screenings with their newest result and decision, filtered and paged."""

from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import ColumnElement, FromClause, and_, case, exists, false, func, select

from db.queries.folding import fold
from db.store import ReadTransaction
from db.tables.projected import placed, reconciliation, result, screening
from lab.queues import QUEUE_OF
from schemas.answers.laboratory import Why
from schemas.kinds.laboratory import ReportStatus

PAGE = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters of the worklist; empty means any. Days are of the server's clock, inclusive."""

    queue: str = "all"
    unit: str = ""
    first_day: str = ""
    last_day: str = ""
    instrument: str = ""
    outcome: str = ""
    find: str = ""
    after: int = -1
    """Position of the last row seen; pages go from the newest to the oldest."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of rows, and how many there are in all."""

    rows: list[Any]
    more: bool
    total: int


WHY = case(
    (screening.c.voided == 1, Why.VOIDED.value),
    (result.c.status.is_(None), Why.NO_RESULT.value),
    (result.c.status == ReportStatus.WITHDRAWN.value, Why.RESULT_WITHDRAWN.value),
    (result.c.status == ReportStatus.PRELIMINARY.value, Why.RESULT_PRELIMINARY.value),
    (reconciliation.c.result.is_(None), Why.NOT_DECIDED.value),
    (
        reconciliation.c.screening_version != screening.c.current,
        Why.SCREENING_CHANGED.value,
    ),
    (reconciliation.c.result_version != result.c.current, Why.RESULT_CHANGED.value),
    else_=Why.DECIDED.value,
)
"""`lab.queues.why_of` in SQL; a property test holds the two equal."""


def list_screenings(
    reading: ReadTransaction,
    logbook: str,
    visible: ColumnElement[bool],
    readable: ColumnElement[bool],
    wanted: Wanted,
) -> Listed:
    """Return the screenings a person may see that fit the filters, newest first.

    A result that is not `readable` is none: naming its item tells nobody that it exists.
    """
    joined = _joined(readable)
    fitting = and_(screening.c.logbook == logbook, visible, *_conditions(wanted))
    count = select(func.count()).select_from(joined).where(fitting)
    total = int(reading.connection.execute(count).scalar_one())
    query = (
        select(*_COLUMNS)
        .select_from(joined)
        .where(fitting, *_later(wanted))
        .order_by(screening.c.position.desc())
        .limit(PAGE + 1)
    )
    rows = reading.mappings(query)
    return Listed([_unpacked(row) for row in rows[:PAGE]], len(rows) > PAGE, total)


_COLUMNS = (
    screening.c.screening,
    screening.c.current.label("version"),
    screening.c.position,
    screening.c.item,
    screening.c.item_number,
    screening.c.unit,
    screening.c.person.label("author"),
    screening.c.instrument,
    screening.c.outcome,
    screening.c.at,
    screening.c.received,
    screening.c.banner,
    screening.c.findings,
    screening.c.references,
    screening.c.amended,
    screening.c.voided,
    (screening.c.heads > 1).label("conflict"),
    result.c.result,
    result.c.current.label("result_version"),
    result.c.status.label("result_status"),
    result.c.laboratory_number,
    reconciliation.c.reconciliation,
    reconciliation.c.outcome.label("decided"),
    WHY.label("why"),
)


def _joined(readable: ColumnElement[bool]) -> FromClause:
    first = and_(placed.c.logbook == screening.c.logbook, placed.c.position == screening.c.position)
    latest = _latest_result(readable)
    reported = and_(result.c.logbook == screening.c.logbook, result.c.position == latest)
    decided = and_(
        reconciliation.c.logbook == screening.c.logbook,
        reconciliation.c.position == _latest_decision(),
    )
    return (
        screening.join(placed, first).outerjoin(result, reported).outerjoin(reconciliation, decided)
    )


def _latest_result(readable: ColumnElement[bool]) -> Any:
    newer = result.alias("newer")
    its_place = and_(placed.c.logbook == newer.c.logbook, placed.c.position == newer.c.position)
    return (
        select(func.max(newer.c.position))
        .where(newer.c.logbook == screening.c.logbook, newer.c.item == screening.c.item)
        .where(exists().where(its_place, readable).correlate(newer))
        .scalar_subquery()
    )


def _latest_decision() -> Any:
    later = reconciliation.alias("later")
    return (
        select(func.max(later.c.position))
        .where(
            later.c.logbook == screening.c.logbook,
            later.c.screening == screening.c.screening,
            later.c.result == result.c.result,
        )
        .scalar_subquery()
    )


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    why = [reason.value for reason, queue in QUEUE_OF.items() if queue.value == wanted.queue]
    conditions = {
        "queue": (wanted.queue != "all", WHY.in_(why)),
        "unit": (wanted.unit, screening.c.unit == wanted.unit),
        "first_day": (wanted.first_day, screening.c.received >= wanted.first_day),
        "last_day": (wanted.last_day, screening.c.received < wanted.last_day + "U"),
        "instrument": (wanted.instrument, screening.c.instrument == wanted.instrument),
        "outcome": (wanted.outcome, screening.c.outcome == wanted.outcome),
        "find": (wanted.find, _found(fold(wanted.find))),
    }
    return [condition for asked, condition in conditions.values() if asked]


def _later(wanted: Wanted) -> list[ColumnElement[bool]]:
    return [screening.c.position < wanted.after] if wanted.after >= 0 else []


def _found(folded: str) -> ColumnElement[bool]:
    """Any part of a reference, item number or receipt number; `folded` holds no wildcards.

    What folds to nothing, such as a lone sign, is part of none of them.
    """
    return screening.c.searched.contains(folded) if folded else false()


def _unpacked(row: dict[str, Any]) -> dict[str, Any]:
    return row | {name: orjson.loads(row[name]) for name in ("findings", "references")}
