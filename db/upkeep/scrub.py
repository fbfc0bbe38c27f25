"""Empties what a database still holds of rows that are gone: freed pages, the log written ahead.

What lies outside of the database's own files it cannot reach: archives of PostgreSQL's log,
backups, and the blocks that a file system or a disk has given up (docs/operations.md).
"""

import re
from typing import Any

from sqlalchemy import Connection, text

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

    On PostgreSQL each table is written anew and its old file removed; for that it is locked.
    Raises ValueError if something kept it from being done: another owner, or an older transaction
    that may still see the deleted rows.
    """
    if store.engines.writer.dialect.name == "sqlite":
        if not empty_log_ahead(store):
            raise ValueError("a reader kept the write-ahead log from being emptied: run it again")
        return
    alone = store.engines.writer.execution_options(isolation_level="AUTOCOMMIT")
    with alone.connect() as connection:
        _check_owner(connection)
        kept = sum(_write_anew(connection, table.name) for table in _HOLDING)
    if kept:
        raise ValueError(f"{kept} deleted rows can still be seen by an open transaction: end it, "
                         "and run this again")  # fmt: skip


def _check_owner(connection: Connection) -> None:
    """PostgreSQL only warns whoever may not write a table anew, and goes on."""
    owned = text("SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = to_regclass(:it)")
    if not all(connection.execute(owned, {"it": table.name}).scalar() for table in _HOLDING):
        raise ValueError("the tables belong to another role: run this as their owner")


def _write_anew(connection: Connection, table: str) -> int:
    """Write a table anew; return how many deleted rows it still holds, as PostgreSQL tells."""
    told: list[str] = []
    raw: Any = connection.connection.driver_connection

    def listen(notice: Any) -> None:
        told.append(notice.message_detail or "")

    raw.add_notice_handler(listen)
    try:
        connection.exec_driver_sql(f"VACUUM (FULL, VERBOSE) {table}")
    finally:
        raw.remove_notice_handler(listen)
    counts = (re.match(r"[0-9]+", detail) for detail in told)
    return sum(int(count[0]) for count in counts if count)
