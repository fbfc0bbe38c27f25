"""The checkpoints under which bundles were made."""

from sqlalchemy import delete, select

from db.store import Reading, Writing
from db.tables.access import bundle


def find_note(reading: Reading, logbook: str, entry_id: str) -> str:
    """Return the note under which this disclosure's bundle was made, or nothing."""
    mine = (bundle.c.logbook == logbook) & (bundle.c.entry == entry_id)
    row = reading.first(select(bundle.c.note).where(mine))
    return row.note if row else ""


def keep_note(writing: Writing, logbook: str, entry_id: str, before: str, note: str) -> str:
    """Keep a note in the place of the one before; return what is kept, if another was quicker."""
    kept = find_note(writing, logbook, entry_id)
    if kept != before:
        return kept
    row = {"logbook": logbook, "entry": entry_id}
    writing.execute(delete(bundle).where(bundle.c.logbook == logbook, bundle.c.entry == entry_id))
    writing.execute(bundle.insert(), row | {"note": note})
    return note
