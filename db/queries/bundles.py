"""The checkpoints under which bundles were made."""

from sqlalchemy import delete, select

from db.driver.statements import driver_sql
from db.store import ReadTransaction, WriteTransaction
from db.tables.access import bundle


def find_note(reading: ReadTransaction, logbook: str, entry_id: str) -> str:
    """Return the note under which this disclosure's bundle was made, or nothing."""
    mine = (bundle.c.logbook == logbook) & (bundle.c.entry == entry_id)
    row = reading.first(select(bundle.c.note).where(mine))
    return row.note if row else ""


_KEEP = driver_sql(
    "INSERT INTO bundle (logbook, entry, note) VALUES (:of, :by, :note) "
    "ON CONFLICT (logbook, entry) DO NOTHING"
)


def keep_note(
    writing: WriteTransaction, logbook: str, entry_id: str, before: str, note: str
) -> str:
    """Keep a note in the place of the one before; return what is kept, if another was quicker.

    Another process may be keeping its own just now. Both statements wait for it, and then change
    nothing.
    """
    mine = (bundle.c.logbook == logbook) & (bundle.c.entry == entry_id)
    writing.execute(delete(bundle).where(mine, bundle.c.note == before))
    writing.tell((_KEEP, {"of": logbook, "by": entry_id, "note": note}))
    return find_note(writing, logbook, entry_id)
