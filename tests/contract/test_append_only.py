"""The database itself refuses to change the log, and the application's role cannot even ask."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, create_engine, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from db.migrate import is_current, migrate
from db.tables import METADATA
from tests.clients import Server
from tests.conftest import run_sql
from tests.office import Office, open_office

FORBIDDEN = [
    "UPDATE entry SET kind = 'x'",
    "DELETE FROM entry WHERE position = 0",
    "UPDATE part SET body = body",
    "DELETE FROM part",
    "UPDATE head SET size = size - 1",
    "UPDATE head SET epoch = 0",
    "UPDATE head SET logbook = 'x'",
    "DELETE FROM head",
]


@contextmanager
def writing_as(url: str) -> Iterator[Connection]:
    """Connect as anyone with the database's password does."""
    engine = create_engine(make_url(url), poolclass=NullPool)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_log_is_only_added_to(server: Server, statement: str) -> None:
    with writing_as(server.url) as connection, pytest.raises(DBAPIError, match=r"never|only grows"):
        connection.exec_driver_sql(statement)


def test_postgresql_truncates_no_log(postgresql_url: str) -> None:
    for table in ("entry", "part", "head"):
        with (
            writing_as(postgresql_url) as connection,
            pytest.raises(DBAPIError, match=r"never|only grows"),
        ):
            connection.exec_driver_sql(f"TRUNCATE {table}")


def test_the_server_cannot_replace_a_row_either(office: Office) -> None:
    """On SQLite, REPLACE deletes without a delete trigger unless triggers are recursive."""
    same = "INSERT OR REPLACE INTO entry SELECT * FROM entry WHERE position = 1"
    if office.server.store.engines.writer.dialect.name == "postgresql":
        same = "INSERT INTO entry SELECT * FROM entry WHERE position = 1"
    with (
        office.server.store.engines.writer.connect() as connection,
        pytest.raises(DBAPIError, match=r"never|duplicate key"),
    ):
        connection.exec_driver_sql(same)


def test_a_head_may_grow_and_begin_a_new_epoch(server: Server) -> None:
    with writing_as(server.url) as connection:
        connection.exec_driver_sql("UPDATE head SET size = size + 1")
        connection.exec_driver_sql("UPDATE head SET epoch = epoch + 1, size = 0")
        connection.rollback()


def test_the_application_role_can_only_read_and_add_log_rows(postgresql_url: str) -> None:
    role = str(make_url(postgresql_url).database) + "_app"
    run_sql(postgresql_url, f"CREATE ROLE {role} LOGIN")
    try:
        migrate(postgresql_url, role)
        for statement in [*FORBIDDEN[:4], FORBIDDEN[-1], "TRUNCATE entry", "DROP TABLE entry"]:
            with pytest.raises(DBAPIError, match=r"permission denied|must be owner"):
                _as_role(postgresql_url, role, statement)
        for table in METADATA.tables:
            _as_role(postgresql_url, role, f"SELECT * FROM {table}")  # noqa: S608
    finally:
        run_sql(postgresql_url, f"DROP OWNED BY {role}")
        run_sql(postgresql_url, f"DROP ROLE {role}")


def _as_role(url: str, role: str, statement: str) -> None:
    with writing_as(url) as connection:
        connection.exec_driver_sql(f"SET ROLE {role}")
        connection.exec_driver_sql(statement)


def test_the_application_role_can_do_the_servers_work(postgresql_url: str, tmp_path: Path) -> None:
    role = str(make_url(postgresql_url).database) + "_app"
    run_sql(postgresql_url, f"CREATE ROLE {role} LOGIN")
    migrate(postgresql_url, role)
    options = {"options": f"-c role={role}"}
    url = make_url(postgresql_url).update_query_dict(options)
    server = Server(url.render_as_string(hide_password=False), tmp_path / "keys")
    try:
        assert server.rows("SELECT current_user") == [(role,)]
        office = open_office(server)
        office.record()
        assert server.push(b"rubbish").results[0].code == "line_not_json"
        assert len(office.officer.pull(server)) == server.head().size
    finally:
        server.close()
        run_sql(postgresql_url, f"DROP OWNED BY {role}")
        run_sql(postgresql_url, f"DROP ROLE {role}")


def test_the_migrations_make_exactly_the_tables_of_the_program(database_url: str) -> None:
    with writing_as(database_url) as connection:
        assert is_current(connection)
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_migrating_again_changes_nothing(office: Office) -> None:
    office.record()
    before = office.server.rows("SELECT * FROM entry ORDER BY position")
    migrate(office.server.url)
    assert office.server.rows("SELECT * FROM entry ORDER BY position") == before


def test_an_empty_database_is_not_current(tmp_path: Path) -> None:
    with writing_as(f"sqlite:///{tmp_path / 'empty.db'}") as connection:
        assert not is_current(connection)
