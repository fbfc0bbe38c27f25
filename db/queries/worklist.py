"""The desk's worklist: screenings with their newest result and decision, filtered and paged.

A page is read from an index of `screening`, and only then are results and decisions looked up for
its rows. Which queue a row stands in is kept with it (`db/projections/queue.py`), but for the few
rows that stand in another queue for another reader.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Select, and_, false, func, literal, select, true

from db.driver.chunks import chunks
from db.driver.hints import likely
from db.queries.folding import fold
from db.store import ReadTransaction
from db.tables.projected import DEPENDS, placed, reconciliation, result, screening
from lab.queues import QUEUE_OF, Facts, why_of
from schemas.answers.laboratory import Why

PAGE = 50

Row = dict[str, Any]


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


def list_screenings(
    reading: ReadTransaction,
    logbook: str,
    visible: ColumnElement[bool],
    readable: ColumnElement[bool],
    wanted: Wanted,
) -> Listed:
    """Return the screenings a person may see that fit the filters, newest first.

    `visible` is a condition on rows of `screening`, `readable` one on the places of results. A
    result that is not readable is none: naming its item tells nobody that it exists.
    """
    fitting = and_(visible, *_conditions(wanted))
    kept = _kept_in(logbook, wanted.queue)
    page = reading.mappings(_newest(fitting, kept, _later(wanted)).limit(PAGE + 1))
    others: list[Row] = []
    if wanted.queue != "all":  # which holds them as it is
        others = reading.mappings(_newest(fitting, _kept_in(logbook, DEPENDS)))
    told = [
        row for row in _described(reading, logbook, readable, others)
        if QUEUE_OF[Why(row["why"])].value == wanted.queue
    ]  # fmt: skip
    rows = _described(reading, logbook, readable, page)
    rows += [row for row in told if wanted.after < 0 or row["position"] < wanted.after]
    rows.sort(key=itemgetter("position"), reverse=True)
    total = _count(reading, fitting, kept) + len(told)
    return Listed([_unpacked(row) for row in rows[:PAGE]], len(rows) > PAGE, total)


def _kept_in(logbook: str, queue: str) -> ColumnElement[bool]:
    mine = screening.c.logbook == logbook
    return mine if queue == "all" else and_(likely(mine), screening.c.queue == queue)


def _newest(*conditions: ColumnElement[bool]) -> Select[Any]:
    return select(*_COLUMNS).where(*conditions).order_by(screening.c.position.desc())


def _count(reading: ReadTransaction, *conditions: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(screening).where(*conditions)
    return int(reading.connection.execute(query).scalar_one())


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
)


def _described(
    reading: ReadTransaction, logbook: str, readable: ColumnElement[bool], rows: Sequence[Row]
) -> list[Row]:
    """Return the rows with the newest result on their item, the last decision, and the reason."""
    results = _newest_results(reading, logbook, readable, {row["item"] for row in rows})
    decisions = _last_decisions(reading, logbook, {row["screening"] for row in rows})
    found = []
    for row in rows:
        reported = results.get(row["item"], _UNREPORTED)
        decided = decisions.get((row["screening"], reported["result"]), _UNDECIDED)
        found.append({
            **row,
            **{name: reported[name] for name in _UNREPORTED},
            "reconciliation": decided["reconciliation"],
            "decided": decided["outcome"],
            "why": _why(row, reported, decided).value,
        })  # fmt: skip
    return found


def _why(row: Row, reported: Row, decided: Row) -> Why:
    facts = Facts(
        bool(row["voided"]),
        row["version"],
        reported["result_status"],
        reported["result_version"],
        decided["screening_version"],
        decided["result_version"],
    )
    return why_of(facts)


def _newest_results(
    reading: ReadTransaction, logbook: str, readable: ColumnElement[bool], items: Iterable[str]
) -> dict[str, Row]:
    """Return the newest result on each item of those that a person may read."""
    columns = (
        result.c.item,
        result.c.result,
        result.c.current.label("result_version"),
        result.c.status.label("result_status"),
        result.c.laboratory_number,
    )
    its_place = (placed.c.logbook == logbook, placed.c.position == result.c.position)
    may = select(literal(1)).where(*its_place, readable).correlate(result).scalar_subquery() == 1
    query = select(*columns).where(likely(result.c.logbook == logbook), may)
    found: dict[str, Row] = {}
    for chunk in chunks(sorted(items)):
        mine = query.where(result.c.item.in_(chunk)).order_by(result.c.position)
        found |= {row["item"]: row for row in reading.mappings(mine)}
    return found


def _last_decisions(
    reading: ReadTransaction, logbook: str, screenings: Iterable[str]
) -> dict[tuple[str, str], Row]:
    """Return the last decision about each of these screenings and each result."""
    query = select(reconciliation).where(likely(reconciliation.c.logbook == logbook))
    found: dict[tuple[str, str], Row] = {}
    for chunk in chunks(sorted(screenings)):
        mine = query.where(reconciliation.c.screening.in_(chunk))
        for row in reading.mappings(mine.order_by(reconciliation.c.position)):
            found[row["screening"], row["result"]] = row
    return found


_UNREPORTED: Row = dict.fromkeys(
    ("result", "result_version", "result_status", "laboratory_number"), ""
)
_UNDECIDED: Row = dict.fromkeys(
    ("reconciliation", "outcome", "screening_version", "result_version"), ""
)


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions = {
        "unit": (wanted.unit, screening.c.unit == wanted.unit),
        "first_day": (wanted.first_day, screening.c.received >= wanted.first_day),
        "last_day": (wanted.last_day, screening.c.received < wanted.last_day + "U"),
        "instrument": (wanted.instrument, screening.c.instrument == wanted.instrument),
        "outcome": (wanted.outcome, screening.c.outcome == wanted.outcome),
        "find": (wanted.find, _found(fold(wanted.find))),
    }
    return [condition for asked, condition in conditions.values() if asked]


def _later(wanted: Wanted) -> ColumnElement[bool]:
    return screening.c.position < wanted.after if wanted.after >= 0 else true()


def _found(folded: str) -> ColumnElement[bool]:
    """Any part of a reference, item number or receipt number; `folded` holds no wildcards.

    What folds to nothing, such as a lone sign, is part of none of them.
    """
    return screening.c.searched.contains(folded) if folded else false()


def _unpacked(row: Row) -> Row:
    return row | {name: orjson.loads(row[name]) for name in ("findings", "references")}
