"""Statistics are kept of tables that have grown: those of a young one would mislead for ever."""

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import make_url

from db.driver import statistics
from db.store import Store
from db.tables.projected import placed
from db.upkeep.migrate import migrate
from tests.clients import Clock

FEW = 40


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a table be grown that has `FEW` rows."""
    monkeypatch.setattr(statistics, "GROWN", FEW)


def fill(url: str, count: int) -> None:
    """Add places, look for one, and close."""
    names = [column.name for column in placed.c]
    numbers = ("position", "aside", "superseded")
    rows: list[dict[str, object]] = [
        {name: n if name in numbers else f"{name} {n}" for name in names} for n in range(count)
    ]
    with closing(Store(url, Clock())) as store, store.writing() as writing:
        writing.insert({placed: rows})
        assert writing.first(placed.select().where(placed.c.subject == "subject 0")) is not None


def known(url: str) -> set[str]:
    """Return the tables that SQLite has statistics of."""
    with closing(sqlite3.connect(str(make_url(url).database))) as link:
        return {table for (table,) in link.execute("SELECT tbl FROM sqlite_stat1")}


def test_a_migration_looks_at_what_has_grown(sqlite_url: str) -> None:
    fill(sqlite_url, FEW)
    with closing(sqlite3.connect(str(make_url(sqlite_url).database))) as link:
        link.execute("DELETE FROM sqlite_stat1")
        link.commit()
    migrate(sqlite_url)
    assert known(sqlite_url) == {"placed"}


@pytest.mark.parametrize(("rows", "tables"), [(FEW, {"placed"}), (FEW - 1, set())])
def test_a_writer_that_closes_keeps_what_it_used_and_has_grown(
    sqlite_url: str, rows: int, tables: set[str]
) -> None:
    fill(sqlite_url, rows)
    assert known(sqlite_url) == tables


def test_a_writer_that_closes_waits_for_no_other(sqlite_url: str) -> None:
    fill(sqlite_url, 1)
    store = Store(sqlite_url, Clock())
    with store.writing() as writing:
        assert writing.first(placed.select()) is not None
    with closing(sqlite3.connect(str(make_url(sqlite_url).database))) as link:
        link.execute("BEGIN IMMEDIATE")
        store.close()
        link.execute("ROLLBACK")
    assert known(sqlite_url) == set()
