"""Placements of entries for permissions: `placed` rows and the questions asked of them."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, ScalarSelect, and_, select, update

from db.driver.hints import likely
from db.driver.statements import driver_sql
from db.log.rows import Rows
from db.store import ReadTransaction
from db.tables.log import entry as entries
from db.tables.projected import logbook as logbooks
from db.tables.projected import placed, result, screening
from proof.entry import Opened
from schemas.kinds import BESIDE, KINDS
from schemas.roles import Action, Row

ITS_ENTRY = and_(entries.c.logbook == placed.c.logbook, entries.c.position == placed.c.position)
"""Joins the row of a place to the log's own row."""


def add_placement(rows: Rows, entry: Opened, position: int, row: Row, *, aside: bool) -> None:
    """Store an entry's placement; an unknown kind is read in the log and in quarantine alone."""
    kind = KINDS.get(entry.header.kind)
    rows.add(
        placed,
        position=position,
        id=entry.id,
        subject=entry.header.subject,
        kind=entry.header.kind,
        reads=(kind.reads if kind else Action.READ_LOG).value,
        person=row.author,
        unit=row.unit,
        about=row.about,
        aside=int(aside),
        superseded=0,
    )


def entry_key_of(reading: ReadTransaction, logbook: str) -> str:
    """Return the name of the key that signs the server's entries in this logbook; else ""."""
    row = reading.first(select(logbooks.c.entry_key).where(logbooks.c.logbook == logbook))
    return row.entry_key if row else ""


@dataclass(frozen=True, slots=True)
class Placement:
    """An entry of the log: its kind, whether it is quarantined, the row permissions look at."""

    position: int
    id: str
    subject: str
    kind: str
    aside: bool
    superseded: int
    row: Row

    @property
    def topic(self) -> Action:
        """Return what a person must be allowed to read before this may be read."""
        kind = KINDS.get(self.kind)
        return kind.reads if kind and not self.aside else Action.READ_QUARANTINE


def position_of(logbook: str, entry_id: str) -> ScalarSelect[int]:
    """Return the position of an entry, as part of a query: only the log is indexed by ids."""
    named = and_(entries.c.logbook == logbook, entries.c.id == entry_id)
    return select(entries.c.position).where(named).scalar_subquery()


def placement_of(reading: ReadTransaction, logbook: str, entry_id: str) -> Placement | None:
    """Return the placement of the entry with this id, or None."""
    at = position_of(logbook, entry_id)
    return _place(reading, placed.c.logbook == logbook, placed.c.position == at)


def first_placement_of(reading: ReadTransaction, logbook: str, subject: str) -> Placement | None:
    """Return the placement of the first accepted entry of a record, or None."""
    counts = and_(placed.c.aside == 0, placed.c.kind.not_in(BESIDE))
    mine = and_(placed.c.subject == subject, counts)
    return _place(reading, likely(placed.c.logbook == logbook), mine)


def any_placement_of(reading: ReadTransaction, logbook: str, subject: str) -> Placement | None:
    """Return the placement of a record's first entry, in quarantine or not; None without one."""
    return _place(reading, likely(placed.c.logbook == logbook), placed.c.subject == subject)


def is_taken(reading: ReadTransaction, logbook: str, subject: str) -> bool:
    """Say whether a subject has an accepted entry already."""
    return first_placement_of(reading, logbook, subject) is not None


def is_known(reading: ReadTransaction, logbook: str, subject: str) -> bool:
    """Say whether a record has an accepted entry, or an item a screening that ever named it."""
    return is_taken(reading, logbook, subject) or unit_that_named(reading, logbook, subject) != ""


def has_released(reading: ReadTransaction, logbook: str, subject: str, person: str) -> bool:
    """Say whether a person has let an entry of this subject count."""
    mine = and_(likely(placed.c.logbook == logbook), placed.c.subject == subject)
    released = and_(placed.c.kind == "quarantine.released/1", placed.c.aside == 0)
    query = select(placed.c.position).where(mine, released, placed.c.person == person)
    return reading.first(query.limit(1)) is not None


def is_reported(reading: ReadTransaction, logbook: str, item: str) -> bool:
    """Say whether a laboratory has reported on an item already."""
    mine = and_(likely(result.c.logbook == logbook), result.c.item == item)
    return reading.first(select(result.c.item).where(mine).limit(1)) is not None


def show_results(rows: Rows, item: str, unit: str) -> None:
    """Relate results that came before the first screening of their item to that item's unit.

    Until then only their laboratory read them, because no entry said whose item it was.
    """
    mine = and_(likely(result.c.logbook == rows.logbook), result.c.item == item)
    reports = select(result.c.result).where(mine)
    rows.flush()
    rows.writing.execute(
        update(placed)
        .where(likely(placed.c.logbook == rows.logbook), placed.c.subject.in_(reports))
        .where(placed.c.about == placed.c.unit, placed.c.aside == 0)
        .values(about=unit)
    )


def _place(reading: ReadTransaction, *conditions: ColumnElement[bool]) -> Placement | None:
    query = select(placed).where(*conditions).order_by(placed.c.position).limit(1)
    found = reading.first(query)
    if found is None:
        return None
    row = Row(found.person, found.unit, found.about)
    return Placement(
        found.position, found.id, found.subject, found.kind, bool(found.aside),
        found.superseded, row,
    )  # fmt: skip


def unit_of_item(reading: ReadTransaction, logbook: str, item: str) -> str:
    """Return the unit that screened an item first, or nothing while the log knows no screening."""
    query = (
        select(screening.c.unit)
        .where(likely(screening.c.logbook == logbook), screening.c.item == item)
        .order_by(screening.c.position)
        .limit(1)
    )
    row = reading.first(query)
    return row.unit if row else ""


def unit_that_named(reading: ReadTransaction, logbook: str, item: str) -> str:
    """Return the unit of an item, or else the one that named it before a correction, or nothing."""
    now = unit_of_item(reading, logbook, item)
    (before,) = reading.ask((_NAMED_BEFORE, {"of": logbook, "item": item}))
    return now or (before[0][0] if before else "")


_NAMED_BEFORE = driver_sql(
    "SELECT screening.unit FROM item_named "
    # SQLite begins with the item for a join in this order.
    "CROSS JOIN screening WHERE LIKELY(item_named.logbook = :of) AND item_named.item = :item "
    "AND screening.logbook = :of AND screening.screening = item_named.record "
    "ORDER BY screening.position LIMIT 1"
)
