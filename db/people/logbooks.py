"""The logbooks of an installation, as anyone may know them."""

from dataclasses import dataclass

from sqlalchemy import select

from db.store import ReadTransaction
from db.tables.projected import logbook
from schemas.kinds.organisation import Purpose


@dataclass(frozen=True, slots=True)
class KnownLogbook:
    """A logbook; `checkpoint_key` is the newest that signs its heads."""

    logbook: str
    name: str
    purpose: Purpose
    checkpoint_key: str


def describe_logbooks(reading: ReadTransaction) -> list[KnownLogbook]:
    """Return every logbook, the oldest first."""
    query = select(
        logbook.c.logbook, logbook.c.name, logbook.c.purpose, logbook.c.checkpoint_key
    ).order_by(logbook.c.logbook)
    return [
        KnownLogbook(row.logbook, row.name, Purpose(row.purpose), row.checkpoint_key)
        for row in reading.rows(query)
    ]
