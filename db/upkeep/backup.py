"""A copy of the embedded database that is complete, synced to disk and sound, or not there."""

import sqlite3
from pathlib import Path

from sqlalchemy import make_url

from db.upkeep.whole_files import sync_path


def backup(url: str, target: Path) -> None:
    """Copy the SQLite database at `url` to `target`, which must not exist yet.

    Raises ValueError for PostgreSQL, whose own tools do this (docs/operations.md), FileExistsError,
    and OSError if the copy is not sound.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        raise ValueError(
            "verbatim backup copies the embedded database; PostgreSQL has its own tools"
        )
    if target.exists():
        raise FileExistsError(target)
    unfinished = target.with_name(target.name + ".unfinished")
    unfinished.unlink(missing_ok=True)
    _copy(Path(parsed.database), unfinished)
    sync_path(unfinished)
    unfinished.rename(target)
    sync_path(target.parent)


def _copy(source: Path, target: Path) -> None:
    """Copy in one pass: a copy in steps starts again at every write, and never ends under load."""
    read = sqlite3.connect(f"file:{source}?mode=ro", uri=True)
    write = sqlite3.connect(target)
    try:
        read.backup(write, pages=-1)
        write.execute("PRAGMA journal_mode = DELETE")
        verdict = write.execute("PRAGMA integrity_check").fetchone()[0]
    finally:
        write.close()
        read.close()
    if verdict != "ok":
        target.unlink()
        raise OSError(f"the copy is not sound: {verdict}")
