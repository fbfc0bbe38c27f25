"""Holds, orders to erase, and the one way in which parts leave the log."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from db.driver.chunks import chunks
from db.driver.hints import likely
from db.driver.statements import DriverSql
from db.log.dead_letters import forget_lines
from db.log.versions import opened_at
from db.queries.evidence import positions_of
from db.queries.records import related_records
from db.store import ReadTransaction, WriteTransaction
from db.tables.log import entry
from db.tables.projected import IN_FORCE, NOT_ERASED, erasure, hold, placed


@dataclass(frozen=True, slots=True)
class ErasureOrder:
    """An order to erase parts: who gave it, what it names, and what has become of it.

    `target` and `approval` are entry ids, `approval` empty until another person approves; `erased`
    is a position, -1 until it is carried out.
    """

    erasure: str
    ordered: str
    record: str
    target: str
    parts: tuple[str, ...]
    person: str
    approval: str
    erased: int


def find_order(reading: ReadTransaction, logbook: str, ordered: str) -> ErasureOrder | None:
    """Return the order that an entry gives."""
    subject = select(entry.c.subject).where(entry.c.logbook == logbook, entry.c.id == ordered)
    mine = (erasure.c.logbook == logbook, erasure.c.erasure == subject.scalar_subquery())
    row = reading.first(select(erasure).where(*mine, erasure.c.current == ordered))
    return _order(row) if row else None


def list_open_orders(reading: ReadTransaction, logbook: str) -> list[ErasureOrder]:
    """Return the approved orders that have not been carried out, oldest first."""
    query = (
        select(erasure)
        .where(likely(erasure.c.logbook == logbook), NOT_ERASED, erasure.c.approval != "")
        .order_by(erasure.c.position)
    )
    return [_order(row) for row in reading.rows(query)]


def erasures_of(reading: ReadTransaction, logbook: str, targets: Iterable[str]) -> set[int]:
    """Return where parts of these entries were ordered away, approved and erased."""
    found: set[int] = set()
    for chunk in chunks(sorted(set(targets))):
        mine = (likely(erasure.c.logbook == logbook), erasure.c.target.in_(chunk))
        query = select(erasure.c.erased, erasure.c.current, erasure.c.approval)
        rows = reading.rows(query.where(*mine, erasure.c.erased >= 0))
        found |= {row.erased for row in rows}
        named = [entry_id for row in rows for entry_id in (row.current, row.approval)]
        found |= positions_of(reading, logbook, named)
    return found


def is_erased(reading: ReadTransaction, logbook: str, entry_id: str) -> bool:
    """Say whether parts of an entry have been erased."""
    mine = select(erasure.c.erasure).where(
        likely(erasure.c.logbook == logbook), erasure.c.target == entry_id, erasure.c.erased >= 0
    )
    return reading.first(mine.limit(1)) is not None


def is_held(reading: ReadTransaction, logbook: str, record: str) -> bool:
    """Say whether a hold is in force on a record.

    One on any record that shares its item or a decision counts, and for a person one on a record
    about which that person has stated something: who stated it is evidence too.
    """
    in_force = (likely(hold.c.logbook == logbook), IN_FORCE)
    shared = hold.c.record.in_(sorted(related_records(reading, logbook, record)))
    stated = (
        select(placed.c.position)
        .where(likely(placed.c.logbook == logbook), placed.c.subject == hold.c.record)
        .where(placed.c.person == record)
        .limit(1)
        .correlate(hold)
        .scalar_subquery()
    )
    asked = (select(hold.c.hold).where(*in_force, its) for its in (shared, stated.is_not(None)))
    return any(reading.first(query.limit(1)) for query in asked)


def erase_parts(
    writing: WriteTransaction, logbook: str, position: int, names: Iterable[str]
) -> None:
    """Delete these parts of an entry, and the malformed lines that may repeat them.

    The database itself refuses unless the `part.erased/1` entry that names them stands behind the
    head: in this transaction.
    """
    entry = opened_at(writing, logbook, position)
    going = [part for part in entry.parts if part.name in set(names)]
    forget_lines(writing, logbook, entry.header.key, going)
    for part in going:
        writing.tell((_ERASE, {"of": logbook, "at": position, "named": part.name}))


_ERASE = DriverSql(
    "DELETE FROM part WHERE logbook = :of AND position = :at AND name = :named",
    "SELECT erase_part(%(of)s, %(at)s, %(named)s)",
)


def _order(row: Any) -> ErasureOrder:
    return ErasureOrder(
        erasure=row.erasure,
        ordered=row.current,
        record=row.record,
        target=row.target,
        parts=tuple(json.loads(row.parts)),
        person=row.person,
        approval=row.approval,
        erased=row.erased,
    )
