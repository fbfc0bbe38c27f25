"""Which entries make up a record: its own versions, and those that speak about it."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Executable, and_, select, union

from db.driver.chunks import chunks
from db.driver.hints import likely
from db.store import ReadTransaction
from db.tables.projected import (
    erasure,
    hold,
    item_named,
    placed,
    reconciliation,
    result,
    screening,
)


def own_positions(
    reading: ReadTransaction, logbook: str, subject: str, visible: ColumnElement[bool]
) -> list[int]:
    """Return the positions of the visible entries of a subject, kept aside ones too."""
    return _positions(reading, logbook, {subject}, visible)


def related_positions(
    reading: ReadTransaction, logbook: str, subject: str, visible: ColumnElement[bool]
) -> list[int]:
    """Return the visible entries of every record that shares an item or a decision with this.

    Holds of any of them and orders to erase parts of them come with them, and so do disclosures
    of the item.
    """
    shared = related_records(reading, logbook, subject)
    items = _items_of(reading, logbook, subject)
    subjects = (shared | items | _retained(reading, logbook, shared)) - {subject}
    return _positions(reading, logbook, subjects, visible)


def item_positions(
    reading: ReadTransaction, logbook: str, item: str, visible: ColumnElement[bool]
) -> list[int]:
    """Return the visible entries of every record about an item, as above."""
    shared = _decided(reading, logbook, _naming(reading, logbook, {item}))
    return _positions(reading, logbook, shared | _retained(reading, logbook, shared), visible)


def _positions(
    reading: ReadTransaction, logbook: str, subjects: set[str], visible: ColumnElement[bool]
) -> list[int]:
    mine = and_(likely(placed.c.logbook == logbook), placed.c.subject.in_(sorted(subjects)))
    query = select(placed.c.position).where(mine, visible).order_by(placed.c.position)
    return [row.position for row in reading.rows(query)]


def visible_among(
    reading: ReadTransaction, logbook: str, positions: Collection[int], visible: ColumnElement[bool]
) -> set[int]:
    """Return those of these positions at which a visible entry stands."""
    found: set[int] = set()
    for chunk in chunks(sorted(positions)):
        among = and_(placed.c.logbook == logbook, placed.c.position.in_(chunk))
        found |= _column(reading, select(placed.c.position).where(among, visible))
    return found


def related_records(reading: ReadTransaction, logbook: str, subject: str) -> set[str]:
    """Return the record itself and every record that shares an item or a decision with it."""
    items = _items_of(reading, logbook, subject)
    return _decided(reading, logbook, {subject} | _naming(reading, logbook, items))


def _items_of(reading: ReadTransaction, logbook: str, subject: str) -> set[str]:
    """Return the items that any version of a screening or a result names.

    All of them count, so that no correction takes a record out of another's reach.
    """
    now = (
        select(table.c.item).where(table.c.logbook == logbook, table.c[table.name] == subject)
        for table in (screening, result)
    )
    ever = select(item_named.c.item).where(
        item_named.c.logbook == logbook, item_named.c.record == subject
    )
    return set().union(*(_column(reading, query) for query in (*now, ever)))


def _naming(reading: ReadTransaction, logbook: str, items: set[str]) -> set[str]:
    """Return the screenings and results of which any version names one of these items."""
    now = (
        select(table.c[table.name]).where(
            likely(table.c.logbook == logbook), table.c.item.in_(items)
        )
        for table in (screening, result)
    )
    ever = select(item_named.c.record).where(
        likely(item_named.c.logbook == logbook), item_named.c.item.in_(items)
    )
    return set().union(*(_column(reading, query) for query in (*now, ever)))


def _decided(reading: ReadTransaction, logbook: str, found: set[str]) -> set[str]:
    """Return these records with the decisions about them, and with both sides of each."""
    sides = (reconciliation.c.reconciliation, reconciliation.c.screening, reconciliation.c.result)
    # Three questions in one: no index serves a condition that any of three columns may fulfil.
    mine = likely(reconciliation.c.logbook == logbook)
    about = union(*(select(*sides).where(mine, side.in_(found)) for side in sides))
    return found.union(*reading.rows(about))


def _retained(reading: ReadTransaction, logbook: str, records: set[str]) -> set[str]:
    """Return the holds of these records, and the orders to erase parts of them."""
    queries = [
        select(table.c[table.name]).where(
            likely(table.c.logbook == logbook), table.c.record.in_(sorted(records))
        )
        for table in (hold, erasure)
    ]
    return set().union(*(_column(reading, query) for query in queries))


def _column(reading: ReadTransaction, query: Executable) -> set[Any]:
    return {row[0] for row in reading.rows(query)}
