"""Empties what a database still holds of rows that are gone: freed pages, the log written ahead.

What lies outside of the database's own files it cannot reach: archives of PostgreSQL's log,
backups, and the blocks that a file system or a disk has given up (docs/operations.md).
"""

from db.store import Store
from db.tables.access import dead_letter
from db.tables.log import part
from db.tables.projected import person, screening

_HOLDING = (part, screening, person, dead_letter)
"""Tables whose rows repeat what a part says."""


def empty_log_ahead(store: Store) -> bool:
    """Truncate SQLite's write-ahead log; say whether nothing of it is left.

    Deleted rows are overwritten where they stood (`secure_delete`), but the log holds the pages as
    they were. A reader under way keeps it from being emptied; the next erasure or start tries
    again. PostgreSQL has no such file of a database's own.
    """
    if store.engines.writer.dialect.name != "sqlite":
        return True
    raw = store.engines.writer.raw_connection()  # a transaction would hold the log itself
    try:
        busy, *_ = raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        raw.close()
    return not busy


def overwrite(store: Store) -> None:
    """Leave no freed page in the database's files.

    On PostgreSQL each table is written anew and its old file removed: for that it is locked, the
    role must own it, and no older transaction may still be able to see the deleted rows.
    """
    if store.engines.writer.dialect.name == "sqlite":
        empty_log_ahead(store)
        return
    alone = store.engines.writer.execution_options(isolation_level="AUTOCOMMIT")
    with alone.connect() as connection:
        for table in _HOLDING:
            connection.exec_driver_sql(f"VACUUM (FULL, ANALYZE) {table.name}")
