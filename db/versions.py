"""Entries read back, and the whole content of a version with the replacements up to it."""

import orjson
from sqlalchemy import select

from audit.entry import Opened, StoredPart
from db.store import Reading
from db.tables.log import entry, part
from schemas.entry import Header


def parts_of(reading: Reading, logbook: str, position: int) -> tuple[StoredPart, ...]:
    """Return the stored parts of an entry, by name."""
    query = (
        select(part.c.name, part.c.salt, part.c.body)
        .where(part.c.logbook == logbook, part.c.position == position)
        .order_by(part.c.name)
    )
    return tuple(StoredPart(row.name, row.salt, row.body) for row in reading.rows(query))


def opened_at(reading: Reading, logbook: str, position: int) -> Opened:
    """Return the entry at a position, as it was when it was pushed."""
    query = select(entry.c.id, entry.c.header, entry.c.signature).where(
        entry.c.logbook == logbook, entry.c.position == position
    )
    row = reading.first(query)
    header = Header.model_validate_json(row.header)
    return Opened(row.id, header, row.header, row.signature, parts_of(reading, logbook, position))


def content_of(reading: Reading, logbook: str, version: str) -> dict[str, bytes]:
    """Return the part bodies of a version; amendments carry whole parts, so the newest wins."""
    content: dict[str, bytes] = {}
    wanted: str | None = version
    while wanted is not None:
        query = select(entry.c.position, entry.c.kind, entry.c.header).where(
            entry.c.logbook == logbook, entry.c.id == wanted
        )
        row = reading.first(query)
        if row is None:
            break
        for item in parts_of(reading, logbook, row.position):
            content.setdefault(item.name, item.body)
        follows = orjson.loads(row.header)["follows"]
        wanted = follows[0] if row.kind == "screening.amended/1" and follows else None
    return content
