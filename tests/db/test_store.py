"""Transactions: what a reader sees, what a writer undoes, and what a failed commit is called."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError, OperationalError

from db.driver.connect import open_engines
from db.store import Store, _failure, moment
from db.tables.access import nonce
from schemas.problems import VerbatimError
from tests.clients import Clock


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """Give an empty store."""
    opened = Store(database_url, Clock())
    yield opened
    opened.close()


ROW = {"nonce_hash": "a", "expires": "b"}


def count(store: Store) -> int:
    with store.reading() as reading:
        return len(reading.rows(select(nonce)))


def write_and_fail(store: Store, error: Exception) -> None:
    with store.writing() as writing:
        writing.execute(nonce.insert(), ROW)
        raise error


def test_a_block_that_fails_leaves_nothing(store: Store) -> None:
    with pytest.raises(KeyError):
        write_and_fail(store, KeyError())
    assert count(store) == 0


def test_a_reader_sees_one_state_from_its_first_look(store: Store) -> None:
    with store.reading() as reading:
        assert reading.rows(select(nonce)) == []
        with store.writing() as writing:
            writing.execute(nonce.insert(), ROW)
        assert reading.rows(select(nonce)) == []
    assert count(store) == 1


def test_a_reading_transaction_cannot_write(store: Store) -> None:
    with store.reading() as reading, pytest.raises(DBAPIError, match=r"read-?only"):
        reading.connection.execute(nonce.insert(), ROW)


def test_a_failing_statement_is_a_problem_of_the_registry(store: Store) -> None:
    lost = OperationalError("x", {}, Exception("server closed the connection"))
    with pytest.raises(VerbatimError, match="outcome_unknown"):
        write_and_fail(store, lost)
    assert count(store) == 0


def test_a_database_that_is_not_there_is_a_problem_of_the_registry() -> None:
    gone = Store("postgresql://nobody@127.0.0.1:1/none?connect_timeout=1", Clock())
    with pytest.raises(VerbatimError, match="outcome_unknown"), gone.writing():
        pass
    gone.close()


WARNING = """
CREATE FUNCTION pg_temp.warn() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE WARNING 'standby' USING ERRCODE = '01000'; RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER warn AFTER INSERT ON nonce DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION pg_temp.warn()
"""


def test_a_warning_of_the_standby_means_not_known(postgresql_url: str) -> None:
    store = Store(postgresql_url, Clock())
    with pytest.raises(VerbatimError, match="outcome_unknown"):
        write_under_a_warning(store)
    assert count(store) == 1
    store.close()


def write_under_a_warning(store: Store) -> None:
    with store.writing() as writing:
        writing.connection.exec_driver_sql(WARNING)
        writing.execute(nonce.insert(), ROW)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("database or disk is full", "storage_full"),
        ("could not extend file: No space left on device", "storage_full"),
        ("disk I/O error", "outcome_unknown"),
    ],
)
def test_a_full_disk_is_told_apart(said: str, code: str) -> None:
    assert _failure(OperationalError("x", {}, Exception(said))) == code


def test_other_databases_are_not_supported() -> None:
    with pytest.raises(ValueError, match="SQLite or PostgreSQL"):
        open_engines("oracle://somewhere")


def test_moments_are_utc_with_milliseconds() -> None:
    east = datetime(2026, 11, 22, 1, 2, 3, 4999, timezone(timedelta(hours=2)))
    assert moment(east) == "2026-11-21T23:02:03.004+00:00"
    assert moment(datetime(2026, 1, 1, tzinfo=UTC)) == "2026-01-01T00:00:00.000+00:00"
