"""The checkpoints under which bundles were made."""

from sqlalchemy import select

from db.store import Reading, Writing
from db.tables.access import bundle


def find_note(reading: Reading, logbook: str, entry_id: str) -> str:
    """Return the note under which this disclosure's bundle was made, or nothing."""
    mine = (bundle.c.logbook == logbook) & (bundle.c.entry == entry_id)
    row = reading.first(select(bundle.c.note).where(mine))
    return row.note if row else ""


def keep_note(writing: Writing, logbook: str, entry_id: str, note: str) -> str:
    """Keep the note of the first bundle; return the one that is kept."""
    kept = find_note(writing, logbook, entry_id)
    if not kept:
        writing.execute(bundle.insert(), {"logbook": logbook, "entry": entry_id, "note": note})
    return kept or note
