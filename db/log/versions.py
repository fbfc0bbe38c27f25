"""Entries read back, and the whole content of a version with the replacements up to it."""

from collections.abc import Iterable

import orjson
from sqlalchemy import select

from db.driver.chunks import chunks
from db.driver.hints import likely
from db.log.placement import ITS_ENTRY
from db.store import ReadTransaction
from db.tables.log import entry, part
from db.tables.projected import placed
from proof.entry import Opened, StoredPart
from schemas.entry import Header


def parts_of(reading: ReadTransaction, logbook: str, position: int) -> tuple[StoredPart, ...]:
    """Return the stored parts of an entry, by name."""
    query = (
        select(part.c.name, part.c.salt, part.c.body)
        .where(part.c.logbook == logbook, part.c.position == position)
        .order_by(part.c.name)
    )
    return tuple(StoredPart(row.name, row.salt, row.body) for row in reading.rows(query))


def opened_at(reading: ReadTransaction, logbook: str, position: int) -> Opened:
    """Return the entry at a position, as it was when it was pushed."""
    query = select(entry.c.id, entry.c.header, entry.c.signature).where(
        entry.c.logbook == logbook, entry.c.position == position
    )
    row = reading.first(query)
    header = Header.model_validate_json(row.header)
    return Opened(row.id, header, row.header, row.signature, parts_of(reading, logbook, position))


def codes_at(reading: ReadTransaction, logbook: str, positions: Iterable[int]) -> dict[int, str]:
    """Return with which code each of these entries was kept aside, empty if it was not."""
    found: dict[int, str] = {}
    for chunk in chunks(sorted(set(positions))):
        mine = (entry.c.logbook == logbook) & entry.c.position.in_(chunk)
        rows = reading.rows(select(entry.c.position, entry.c.stamp).where(mine))
        found |= {row.position: orjson.loads(row.stamp)["code"] for row in rows}
    return found


def content_of(
    reading: ReadTransaction, logbook: str, subject: str, version: str
) -> dict[str, bytes]:
    """Return the part bodies of a version; amendments carry whole parts, so the newest wins.

    Two questions however long its history: a chain of thousands must not hold up the writer.
    """
    query = (
        select(entry.c.id, entry.c.position, entry.c.header)
        .select_from(placed.join(entry, ITS_ENTRY))
        .where(likely(placed.c.logbook == logbook), placed.c.subject == subject)
    )
    entries = {row.id: row for row in reading.rows(query)}
    holders: dict[str, int] = {}
    while (row := entries.pop(version, None)) is not None:
        header = orjson.loads(row.header)
        for name in header["parts"]:
            holders.setdefault(name, row.position)
        version = header["follows"][0] if header["kind"] == "screening.amended/1" else ""
    return _bodies(reading, logbook, holders)


def _bodies(reading: ReadTransaction, logbook: str, holders: dict[str, int]) -> dict[str, bytes]:
    query = select(part.c.name, part.c.position, part.c.body).where(
        part.c.logbook == logbook, part.c.position.in_(set(holders.values()))
    )
    rows = reading.rows(query)
    return {row.name: row.body for row in rows if holders.get(row.name) == row.position}
