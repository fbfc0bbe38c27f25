"""Named queries for evidence: rows of the log by what ties them to a record."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import ColumnElement, select

from db.driver.chunks import chunks
from db.driver.hints import likely
from db.log.lookup import Link, find_linked
from db.store import ReadTransaction
from db.tables.log import entry, part
from db.tables.projected import enrolled_key, placed
from proof.entry import StoredPart, leaf_bytes


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """An entry of the log: its header as JSON, what the tree hashes, the parts still stored."""

    position: int
    id: str
    header: dict[str, Any]
    leaf: bytes
    parts: tuple[StoredPart, ...]
    counted: bool


@dataclass(frozen=True, slots=True)
class KeyRow:
    """Whose a key is, and where it was enrolled and revoked; -1 while it speaks."""

    person: str
    enrolled: int
    revoked: int


def rows_at(reading: ReadTransaction, logbook: str, positions: Iterable[int]) -> list[EvidenceRow]:
    """Return the entries at these positions, in order."""
    wanted = sorted(set(positions))
    parts = _parts_at(reading, logbook, wanted)
    columns = (entry.c.position, entry.c.id, entry.c.header, entry.c.signature, entry.c.stamp)
    found: list[EvidenceRow] = []
    for chunk in chunks(wanted):
        query = select(*columns).where(entry.c.logbook == logbook, entry.c.position.in_(chunk))
        for row in reading.rows(query.order_by(entry.c.position)):
            leaf = leaf_bytes(row.header, row.signature, row.stamp)
            held = tuple(parts.get(row.position, ()))
            counted = bool(orjson.loads(row.stamp)["verdict"] == "accepted")
            found.append(
                EvidenceRow(row.position, row.id, orjson.loads(row.header), leaf, held, counted)
            )
    return found


def _parts_at(
    reading: ReadTransaction, logbook: str, positions: list[int]
) -> dict[int, list[StoredPart]]:
    found: dict[int, list[StoredPart]] = {}
    for chunk in chunks(positions):
        query = select(part).where(part.c.logbook == logbook, part.c.position.in_(chunk))
        for row in reading.rows(query.order_by(part.c.position, part.c.name)):
            stored = StoredPart(row.name, row.salt, row.body)
            found.setdefault(row.position, []).append(stored)
    return found


def positions_of(reading: ReadTransaction, logbook: str, ids: Iterable[str]) -> set[int]:
    """Return where the entries of these ids stand; what the log does not hold is left out."""
    return _positions(reading, entry.c.position, entry.c.logbook == logbook, entry.c.id, ids)


def positions_about(
    reading: ReadTransaction,
    logbook: str,
    subjects: Iterable[str],
    kinds: frozenset[str] = frozenset(),
) -> set[int]:
    """Return the accepted entries of these subjects; of these kinds alone, if any are named."""
    counted = likely(placed.c.logbook == logbook) & (placed.c.aside == 0)
    wanted = counted & placed.c.kind.in_(sorted(kinds)) if kinds else counted
    return _positions(reading, placed.c.position, wanted, placed.c.subject, subjects)


def _positions(
    reading: ReadTransaction, position: ColumnElement[int], condition: ColumnElement[bool],
    column: ColumnElement[str], values: Iterable[str],
) -> set[int]:  # fmt: skip
    found: set[int] = set()
    for chunk in chunks(sorted(set(values))):
        rows = reading.rows(select(position).where(condition, column.in_(chunk)))
        found |= {row[0] for row in rows}
    return found


def units_at(reading: ReadTransaction, logbook: str, positions: Iterable[int]) -> set[str]:
    """Return the units that these entries were written in, and those they are about."""
    found: set[str] = set()
    for chunk in chunks(sorted(set(positions))):
        mine = (placed.c.logbook == logbook) & placed.c.position.in_(chunk)
        for row in reading.rows(select(placed.c.unit, placed.c.about).where(mine)):
            found |= {row.unit, row.about}
    return found - {""}


def positions_linked(reading: ReadTransaction, logbook: str, links: Iterable[Link]) -> set[int]:
    """Return where the entries at these places of keys' chains stand."""
    ids = find_linked(reading, logbook, links).values()
    return positions_of(reading, logbook, set().union(*ids))


def keys_of(reading: ReadTransaction, logbook: str, keys: Iterable[str]) -> dict[str, KeyRow]:
    """Return what the log knows of these keys, and of all that ever spoke in the same browsers.

    The server's own stand in the opening entry and in what follows it.
    """
    mine = enrolled_key.c.logbook == logbook
    named = _key_rows(reading, mine, enrolled_key.c.key, keys)
    spoke = likely(mine) & (enrolled_key.c.enrolled != enrolled_key.c.revoked)
    browsers = {row.browser_key for row in named}
    beside = _key_rows(reading, spoke, enrolled_key.c.browser_key, browsers)
    return {row.key: KeyRow(row.person, row.enrolled, row.revoked) for row in [*named, *beside]}


def _key_rows(
    reading: ReadTransaction, condition: ColumnElement[bool], column: ColumnElement[str],
    values: Iterable[str],
) -> list[Any]:  # fmt: skip
    query = select(enrolled_key).where(condition)
    chosen = (query.where(column.in_(chunk)) for chunk in chunks(sorted(set(values))))
    return [row for one in chosen for row in reading.rows(one)]
