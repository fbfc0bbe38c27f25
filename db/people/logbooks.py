"""The logbooks of an installation, as anyone may know them."""

from sqlalchemy import select

from db.store import ReadTransaction
from db.tables.projected import logbook


def describe_logbooks(reading: ReadTransaction) -> list[dict[str, str]]:
    """Return id, name, purpose and checkpoint key of every logbook, oldest first."""
    query = select(
        logbook.c.logbook, logbook.c.name, logbook.c.purpose, logbook.c.checkpoint_key
    ).order_by(logbook.c.logbook)
    names = ("logbook", "name", "purpose", "checkpoint_key")
    return [dict(zip(names, row, strict=True)) for row in reading.rows(query)]
