"""Opens databases, each as it needs. How statements differ: `db.driver.statements`."""

import sqlite3
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.engine import URL

from db.driver.statistics import analyse_used

READERS = 8
"""Connections for reading, one a request thread; those who check pushes wait for a free one."""

_BUSY_SECONDS = 10
_WAL_PAGES_BEFORE_CHECKPOINT = 4000
FIRST_SOUND_SQLITE = (3, 51, 3)
"""Earlier versions can corrupt a WAL that two connections checkpoint at once; we use one."""


@dataclass(frozen=True, slots=True)
class Engines:
    """Reading and writing never share a connection."""

    reader: Engine
    writer: Engine
    pulse: Engine
    """For single statements that need no transaction."""

    def dispose(self) -> None:
        """Close every connection."""
        self.reader.dispose()
        self.writer.dispose()
        self.pulse.dispose()


def open_engines(url: str) -> Engines:
    """Return engines for a database URL of SQLite or PostgreSQL.

    Raises ValueError for any other database.
    """
    parsed = make_url(url)
    backend = parsed.get_backend_name()
    if backend == "sqlite":
        return _open_sqlite(parsed)
    if backend == "postgresql":
        return _open_postgresql(parsed)
    raise ValueError(f"{backend} is not supported: use SQLite or PostgreSQL")


def sqlite_warning() -> str:
    """Return what the operator should know about this SQLite, or nothing."""
    if sqlite3.sqlite_version_info >= FIRST_SOUND_SQLITE:
        return ""
    return (
        f"SQLite {sqlite3.sqlite_version} is older than 3.51.3: run one server process only, "
        "and no other program that writes to the file"
    )


def _open_sqlite(url: URL) -> Engines:
    reader = create_engine(url, pool_size=READERS, max_overflow=0)
    writer = create_engine(url, pool_size=1, max_overflow=0)
    _prepare(reader, ["PRAGMA query_only = ON", "PRAGMA mmap_size = 0"], "BEGIN")
    _prepare(
        writer,
        [
            "PRAGMA journal_mode = WAL",
            "PRAGMA synchronous = FULL",
            "PRAGMA mmap_size = 0",
            "PRAGMA secure_delete = ON",
            "PRAGMA recursive_triggers = ON",  # else REPLACE deletes a row past its trigger
            "PRAGMA cache_size = -65536",
            f"PRAGMA wal_autocheckpoint = {_WAL_PAGES_BEFORE_CHECKPOINT}",
        ],
        "BEGIN IMMEDIATE",
    )

    @event.listens_for(writer, "close")
    def _close(connection: sqlite3.Connection, _record: object) -> None:
        if not connection.in_transaction:  # else it has failed, and is closed for that
            analyse_used(connection)

    return Engines(reader, writer, _open_pulse(url))


def _prepare(engine: Engine, pragmas: list[str], begin: str) -> None:
    """Take transactions into our own hands: Python's driver begins them too late."""

    @event.listens_for(engine, "connect")
    def _connect(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout = {_BUSY_SECONDS * 1000}")
        for pragma in pragmas:
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)


def _open_postgresql(url: URL) -> Engines:
    from db.driver.binary import BinaryCursor  # noqa: PLC0415  # psycopg comes with an extra

    url = url.set(drivername="postgresql+psycopg")
    reader = create_engine(
        url,
        connect_args={"cursor_factory": BinaryCursor},
        pool_size=READERS,
        max_overflow=0,
        pool_pre_ping=True,
        isolation_level="REPEATABLE READ",
    ).execution_options(postgresql_readonly=True)
    writer = create_engine(url, pool_size=2, max_overflow=0, pool_pre_ping=True)
    return Engines(reader, writer, _open_pulse(url))


def _open_pulse(url: URL) -> Engine:
    return create_engine(url, pool_size=1, max_overflow=0, isolation_level="AUTOCOMMIT")
