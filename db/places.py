"""Where entries stand for permissions: `placed` rows and the questions asked of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, ScalarSelect, and_, bindparam, select, update

from audit.entry import Opened
from db.chunks import chunks
from db.rows import Rows
from db.store import Reading
from db.tables.log import entry as entries
from db.tables.projected import logbook as logbooks
from db.tables.projected import placed, result, screening
from schemas.kinds import KINDS
from schemas.roles import Action, Row

ITS_ENTRY = and_(entries.c.logbook == placed.c.logbook, entries.c.position == placed.c.position)
"""Joins the row of a place to the log's own row."""

# Built once: to build a statement costs several times what running it does.
_ENTRY_KEY = select(logbooks.c.entry_key).where(logbooks.c.logbook == bindparam("of"))
_TAKEN = select(placed.c.subject).where(
    placed.c.logbook == bindparam("of"),
    placed.c.subject.in_(bindparam("subjects", expanding=True)),
    placed.c.aside == 0,
)
_REPORTED = select(result.c.item).where(
    result.c.logbook == bindparam("of"), result.c.item.in_(bindparam("items", expanding=True))
)


def add_place(rows: Rows, entry: Opened, position: int, row: Row, *, aside: bool) -> None:
    """Keep where an entry stands; of an unknown kind only the log and quarantine may be read."""
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


def entry_key_of(reading: Reading, logbook: str) -> str:
    """Return the name of the key with which the server speaks in this logbook."""
    row = reading.first(_ENTRY_KEY, {"of": logbook})
    return row.entry_key if row else ""


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the log: what it is, whether it is kept aside, how it stands to people."""

    position: int
    id: str
    subject: str
    kind: str
    aside: bool
    row: Row


def position_of(logbook: str, entry_id: str) -> ScalarSelect[int]:
    """Return the position of an entry, as part of a query: only the log is indexed by ids."""
    named = and_(entries.c.logbook == logbook, entries.c.id == entry_id)
    return select(entries.c.position).where(named).scalar_subquery()


def place_of(reading: Reading, logbook: str, entry_id: str) -> Place | None:
    """Return where an entry stands, by its id."""
    at = position_of(logbook, entry_id)
    return _place(reading, placed.c.logbook == logbook, placed.c.position == at)


def first_place_of(reading: Reading, logbook: str, subject: str) -> Place | None:
    """Return where the first accepted entry of a record stands."""
    mine = and_(placed.c.subject == subject, placed.c.aside == 0)
    return _place(reading, placed.c.logbook == logbook, mine)


def find_taken(reading: Reading, logbook: str, subjects: Iterable[str]) -> set[str]:
    """Return those of these subjects that have an accepted entry already."""
    taken: set[str] = set()
    for chunk in chunks(subjects):
        rows = reading.rows(_TAKEN, {"of": logbook, "subjects": chunk})
        taken.update(row.subject for row in rows)
    return taken


def find_reported(reading: Reading, logbook: str, items: Iterable[str]) -> set[str]:
    """Return those of these items on which a laboratory has reported already."""
    reported: set[str] = set()
    for chunk in chunks(items):
        rows = reading.rows(_REPORTED, {"of": logbook, "items": chunk})
        reported.update(row.item for row in rows)
    return reported


def show_results(rows: Rows, item: str, unit: str) -> None:
    """Let results that came before the first screening of their item speak about its unit too.

    Until then they stood at their laboratory alone, because nobody could know whose item it was.
    """
    mine = and_(result.c.logbook == rows.logbook, result.c.item == item)
    reports = select(result.c.result).where(mine)
    rows.flush()
    rows.writing.execute(
        update(placed)
        .where(placed.c.logbook == rows.logbook, placed.c.subject.in_(reports))
        .where(placed.c.about == placed.c.unit, placed.c.aside == 0)
        .values(about=unit)
    )


def _place(reading: Reading, *conditions: ColumnElement[bool]) -> Place | None:
    query = select(placed).where(*conditions).order_by(placed.c.position).limit(1)
    found = reading.first(query)
    if found is None:
        return None
    row = Row(found.person, found.unit, found.about)
    return Place(found.position, found.id, found.subject, found.kind, bool(found.aside), row)


def unit_of_item(reading: Reading, logbook: str, item: str) -> str:
    """Return the unit that screened an item first, or nothing while the log knows no screening."""
    query = (
        select(screening.c.unit)
        .where(screening.c.logbook == logbook, screening.c.item == item)
        .order_by(screening.c.position)
        .limit(1)
    )
    row = reading.first(query)
    return row.unit if row else ""
