"""The review queue: findings and conflicts in reach, with what was said about them, in pages."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
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
)

from db.driver.hints import likely
from db.log.placement import ITS_ENTRY
from db.store import ReadTransaction
from db.tables.log import entry, part
from db.tables.projected import IN_CONFLICT, finding, placed, review, screening
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
    """Return what is to be reviewed: first what has no review yet, the oldest before."""
    sources = [_Source(logbook, mine, found) for found in (_kept(logbook), _conflicts(logbook))]
    rows = _page(reading, sources, about, after)
    counts = Counter({key: n for one in sources for key, n in one.count(reading).items()})
    total = sum(n for (concern, _), n in counts.items() if about in ("", concern))
    waiting = {Concern(concern): n for (concern, standing), n in counts.items() if standing == OPEN}
    shown = _describe(reading, logbook, rows[:PAGE])
    return ReviewQueue(shown, len(rows) > PAGE, total, dict(sorted(waiting.items())))


def _page(
    reading: ReadTransaction, sources: Sequence["_Source"], about: str, after: PageEnd
) -> list[dict[str, Any]]:
    """Return the next rows of all sources in order, at least one more than a page if there are."""
    rows: list[dict[str, Any]] = []
    for standing in range(max(after[0], OPEN), SETTLED + 1):
        begin = after[1:] if standing == after[0] else BEGINNING[1:]
        found = [row for one in sources for row in one.rows(reading, about, standing, begin)]
        rows += sorted(found, key=itemgetter("position", "about"))
        if len(rows) > PAGE:
            break
    return rows


def _kept(logbook: str) -> Select[Any]:
    """Return the query for findings."""
    return select(finding.c.position, finding.c.about).where(finding.c.logbook == logbook)


def _conflicts(logbook: str) -> Select[Any]:
    """Return the query for the conflicts there are now, each at its record's newest version."""
    shown = and_(entry.c.logbook == logbook, entry.c.id == screening.c.current)
    position = select(entry.c.position).where(shown).correlate(screening).scalar_subquery()
    return select(position.label("position"), literal(Concern.CONFLICT.value).label("about")).where(
        likely(screening.c.logbook == logbook), IN_CONFLICT
    )


class _Source:
    """What a query finds of position and concern, as far as it is in reach.

    Where each row stands is asked of its place and its review, by their keys: a planner that does
    not know better would join all the places of the logbook.
    """

    def __init__(self, logbook: str, mine: ColumnElement[bool], query: Select[Any]) -> None:
        self._found = query.subquery("found")
        self._standing = self._stand(logbook)
        in_reach = (
            select(literal(1))
            .where(placed.c.logbook == logbook, placed.c.position == self._found.c.position)
            .where(mine, _holds(self._found))
            .correlate(self._found)
        )
        self._in_reach = in_reach.scalar_subquery() == 1

    def rows(
        self, reading: ReadTransaction, about: str, standing: int, after: tuple[int, str]
    ) -> list[dict[str, Any]]:
        """Return the next rows of a standing, as many as a page and one more."""
        place = (self._found.c.position, self._found.c.about)
        query = (
            select(*place, literal(standing).label("standing"))
            .where(self._in_reach, self._standing == standing)
            .where(tuple_(*place) > tuple_(*after))
            .order_by(*place)
            .limit(PAGE + 1)
        )
        return reading.mappings(query.where(self._found.c.about == about) if about else query)

    def count(self, reading: ReadTransaction) -> dict[tuple[str, int], int]:
        """Return how many rows there are of each concern and standing."""
        query = (
            select(self._found.c.about, self._standing.label("standing"), func.count())
            .where(self._in_reach)
            .group_by(self._found.c.about, "standing")
        )
        return {(about, standing): number for about, standing, number in reading.rows(query)}

    def _stand(self, logbook: str) -> ColumnElement[int]:
        said = select(review.c.decision).where(
            review.c.logbook == logbook,
            review.c.reviewed == self._found.c.position,
            review.c.about == self._found.c.about,
        )
        decision = said.correlate(self._found).scalar_subquery()
        escalated = decision == ReviewDecision.ESCALATED.value
        return case((decision.is_(None), OPEN), (escalated, ESCALATED), else_=SETTLED)


def _holds(found: FromClause) -> ColumnElement[bool]:
    """A change that is kept aside has changed nothing; what was released is decided."""
    changes = (Concern.AMENDED.value, Concern.VOIDED.value)
    return or_(
        and_(found.c.about.in_(changes), placed.c.aside == 0),
        and_(found.c.about == Concern.QUARANTINED.value, placed.c.aside == 1),
        found.c.about.not_in((*changes, Concern.QUARANTINED.value)),
    )


def _describe(
    reading: ReadTransaction, logbook: str, rows: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Return the rows of a page with the entries that they are about, and what was said of them."""
    positions = sorted({row["position"] for row in rows})
    entries = {row["position"]: row for row in _entries_at(reading, logbook, positions)}
    said = {(row["at"], row["about"]): row for row in _reviews_of(reading, logbook, positions)}
    return [
        entries[row["position"]] | said.get((row["position"], row["about"]), _NOTHING_SAID) | row
        for row in rows
    ]


_NOTHING_SAID = dict.fromkeys(("reviewed", "reviewer", "decision"))


def _entries_at(
    reading: ReadTransaction, logbook: str, positions: Sequence[int]
) -> list[dict[str, Any]]:
    columns = (
        placed.c.position,
        placed.c.id.label("entry"),
        placed.c.subject,
        placed.c.kind,
        placed.c.person.label("author"),
        placed.c.unit,
        entry.c.header,
        entry.c.stamp,
    )
    query = select(*columns).select_from(placed.join(entry, ITS_ENTRY))
    at = (placed.c.position.in_(positions), entry.c.position.in_(positions))
    return reading.mappings(query.where(placed.c.logbook == logbook, *at))


def _reviews_of(
    reading: ReadTransaction, logbook: str, positions: Sequence[int]
) -> list[dict[str, Any]]:
    query = select(
        review.c.reviewed.label("at"),
        review.c.about,
        review.c.position.label("reviewed"),
        review.c.person.label("reviewer"),
        review.c.decision,
    )
    return reading.mappings(
        query.where(review.c.logbook == logbook, review.c.reviewed.in_(positions))
    )


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
    its_place = (placed.c.logbook == logbook, placed.c.position == finding.c.position)
    its_reason = (part.c.logbook == logbook, part.c.position == finding.c.position)
    author = select(placed.c.person).where(*its_place, placed.c.aside == 0, mine)
    given = select(part.c.body).where(*its_reason, part.c.name == "reason")
    query = select(
        author.correlate(finding).scalar_subquery().label("person"),
        finding.c.about,
        given.correlate(finding).scalar_subquery().label("body"),
    ).where(finding.c.logbook == logbook, *_between(first_day, last_day))
    changes = finding.c.about.in_((Concern.AMENDED.value, Concern.VOIDED.value))
    return [row for row in reading.rows(query.where(changes)) if row.person is not None]


def _between(first_day: str, last_day: str) -> list[ColumnElement[bool]]:
    conditions = (
        (first_day, finding.c.received >= first_day),
        (last_day, finding.c.received < last_day + "U"),
    )
    return [condition for asked, condition in conditions if asked]
