"""The review queue: findings and conflicts in reach, with what was said about them, in pages."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    tuple_,
    union_all,
)

from db.log.placement import ITS_ENTRY
from db.store import ReadTransaction
from db.tables.log import entry, part
from db.tables.projected import finding, placed, review, screening
from schemas.kinds.review import Concern, ReviewDecision

PAGE = 50

OPEN, ESCALATED, SETTLED = range(3)
"""Where a row stands, in the order of the queue."""

PageEnd = tuple[int, int, str]
"""Where a page ends: standing, position and concern of its last row."""

BEGINNING: PageEnd = (-1, -1, "")


@dataclass(frozen=True, slots=True)
class ReviewQueue:
    """A page of rows, how many there are in all, and how many of each concern are open."""

    rows: list[Any]
    more: bool
    total: int
    open: dict[Concern, int]


def list_queue(
    reading: ReadTransaction, logbook: str, mine: ColumnElement[bool], about: str, after: PageEnd
) -> ReviewQueue:
    """Return what is to be reviewed: first what nobody has spoken of, the oldest before."""
    found = _found(logbook)
    standing = case(
        (review.c.decision.is_(None), OPEN),
        (review.c.decision == ReviewDecision.ESCALATED.value, ESCALATED),
        else_=SETTLED,
    )
    joined, fitting = _joined(found), and_(mine, _holds(found))
    wanted = and_(fitting, found.c.about == about) if about else fitting
    order = tuple_(standing, found.c.position, found.c.about)
    page = (
        select(*_columns(found), standing.label("standing"))
        .select_from(joined)
        .where(wanted, order > tuple_(*after))
        .order_by(standing, found.c.position, found.c.about)
        .limit(PAGE + 1)
    )
    rows = reading.mappings(page)
    counted = select(func.count()).select_from(joined).where(wanted)
    total = int(reading.connection.execute(counted).scalar_one())
    waiting = and_(fitting, standing == OPEN)
    return ReviewQueue(
        rows[:PAGE], len(rows) > PAGE, total, _count_by(reading, found, joined, waiting)
    )


def _found(logbook: str) -> FromClause:
    """Return findings, and the conflicts there are now, each at its record's newest version."""
    shown = and_(entry.c.logbook == screening.c.logbook, entry.c.id == screening.c.current)
    beside = (
        select(entry.c.position, literal(Concern.CONFLICT.value).label("about"))
        .select_from(screening.join(entry, shown))
        .where(screening.c.logbook == logbook, screening.c.heads > 1)
    )
    kept = select(finding.c.position, finding.c.about).where(finding.c.logbook == logbook)
    both = union_all(kept, beside).subquery("found")
    return select(both, literal(logbook).label("logbook")).subquery("listed")


def _joined(found: FromClause) -> FromClause:
    its_place = and_(placed.c.logbook == found.c.logbook, placed.c.position == found.c.position)
    said = and_(
        review.c.logbook == found.c.logbook,
        review.c.reviewed == found.c.position,
        review.c.about == found.c.about,
    )
    return found.join(placed, its_place).join(entry, ITS_ENTRY).outerjoin(review, said)


def _holds(found: FromClause) -> ColumnElement[bool]:
    """A change that is kept aside has changed nothing; what was released is decided."""
    changes = (Concern.AMENDED.value, Concern.VOIDED.value)
    return or_(
        and_(found.c.about.in_(changes), placed.c.aside == 0),
        and_(found.c.about == Concern.QUARANTINED.value, placed.c.aside == 1),
        found.c.about.not_in((*changes, Concern.QUARANTINED.value)),
    )


def _columns(found: FromClause) -> tuple[ColumnElement[Any], ...]:
    return (
        found.c.position,
        found.c.about,
        placed.c.id.label("entry"),
        placed.c.subject,
        placed.c.kind,
        placed.c.person.label("author"),
        placed.c.unit,
        entry.c.header,
        entry.c.stamp,
        review.c.position.label("reviewed"),
        review.c.person.label("reviewer"),
        review.c.decision,
    )


def _count_by(
    reading: ReadTransaction, found: FromClause, joined: FromClause, waiting: ColumnElement[bool]
) -> dict[Concern, int]:
    query = (
        select(found.c.about, func.count().label("number"))
        .select_from(joined)
        .where(waiting)
        .group_by(found.c.about)
        .order_by(found.c.about)
    )
    return {row.about: row.number for row in reading.rows(query)}


def said_at(
    reading: ReadTransaction, logbook: str, positions: list[int]
) -> dict[int, tuple[bytes, bytes]]:
    """Return stamp and words of the reviews at these positions; a review is never erased."""
    words = and_(
        part.c.logbook == entry.c.logbook,
        part.c.position == entry.c.position,
        part.c.name == "review",
    )
    query = (
        select(entry.c.position, entry.c.stamp, part.c.body)
        .select_from(entry.join(part, words))
        .where(entry.c.logbook == logbook, entry.c.position.in_(positions))
    )
    return {row.position: (row.stamp, row.body) for row in reading.rows(query)}


def list_reasons(
    reading: ReadTransaction, logbook: str, mine: ColumnElement[bool], first_day: str, last_day: str
) -> list[Any]:
    """Return author, concern and reason part of the changes that count, by days of receipt."""
    its_place = and_(placed.c.logbook == finding.c.logbook, placed.c.position == finding.c.position)
    given = and_(
        part.c.logbook == finding.c.logbook,
        part.c.position == finding.c.position,
        part.c.name == "reason",
    )
    return reading.rows(
        _between(first_day, last_day)
        .select_from(finding.join(placed, its_place).outerjoin(part, given))
        .where(finding.c.logbook == logbook, placed.c.aside == 0, mine)
        .where(finding.c.about.in_((Concern.AMENDED.value, Concern.VOIDED.value)))
    )


def _between(first_day: str, last_day: str) -> Select[Any]:
    query = select(placed.c.person, finding.c.about, part.c.body)
    if first_day:
        query = query.where(finding.c.received >= first_day)
    return query.where(finding.c.received < last_day + "U") if last_day else query
