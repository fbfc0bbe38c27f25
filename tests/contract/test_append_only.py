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

from db.tables import METADATA
from db.upkeep.migrate import is_current, migrate
from proof.entry import Opened
from tests.clients import Server
from tests.conftest import name_database, run_sql
from tests.erasing import held_parts, position_of
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
        screened = office.record(references=("КУ 1",))
        office.approve(office.order(screened, "references"))
        assert "references" not in held_parts(server, screened)
        assert server.push(b"rubbish").results[0].code == "line_not_json"
        assert len(office.officer.pull(server)) == server.head().size
    finally:
        server.close()
        run_sql(postgresql_url, f"DROP OWNED BY {role}")
        run_sql(postgresql_url, f"DROP ROLE {role}")


_ERASES = {
    "sqlite": "DELETE FROM part "
    "WHERE logbook = '{logbook}' AND position = {at} AND name = '{name}'",
    "postgresql": "SELECT erase_part('{logbook}', {at}, '{name}')",
}


def erase_by_hand(office: Office, entry: Opened, name: str) -> str:
    """Return the statement that erases a part, as the server says it."""
    at, dialect = position_of(office.server, entry), make_url(office.server.url).get_backend_name()
    return _ERASES[dialect].format(logbook=office.server.logbook, at=at, name=name)


def test_a_part_goes_only_with_the_erasure_that_names_it(office: Office) -> None:
    """Not for whoever may ask, not for a superuser, and not again under an old erasure."""
    erased, other = (office.record(references=("КУ 1",)) for _ in range(2))
    office.approve(office.order(erased, "references"))
    with writing_as(office.server.url) as connection:
        again = f"'{office.server.logbook}', {position_of(office.server, erased)}, 'references'"
        connection.exec_driver_sql(f"INSERT INTO part VALUES ({again}, '', '')")  # noqa: S608
        connection.commit()
    held = [(erased, "references"), (other, "references"), (erased, "reading"), (erased, "item")]
    for entry, name in held:
        with writing_as(office.server.url) as connection, pytest.raises(DBAPIError, match="never"):
            connection.exec_driver_sql(erase_by_hand(office, entry, name))


def test_the_eraser_itself_deletes_nothing_that_no_erasure_names(postgresql_url: str) -> None:
    run_sql(postgresql_url, "INSERT INTO part VALUES ('none', 0, 'note', '', '')")
    for statement in ("DELETE FROM part", "DELETE FROM entry", "UPDATE part SET body = body"):
        with pytest.raises(DBAPIError, match=r"never|permission denied"):
            _as_role(postgresql_url, "verbatim_eraser", statement)


def test_an_owner_who_is_no_superuser_migrates_and_grants(postgresql_template: str) -> None:
    """What docs/operations.md asks for: the tables' owner may grant the eraser's role."""
    postgresql_server = name_database(postgresql_template, "postgres")
    owner, role, name = "plain_owner", "plain_app", "plain_owned"
    run_sql(postgresql_server, f"CREATE ROLE {owner} LOGIN CREATEROLE")
    run_sql(postgresql_server, f"CREATE ROLE {role} LOGIN")
    run_sql(postgresql_server, f"GRANT verbatim_eraser TO {owner} WITH ADMIN OPTION")
    run_sql(postgresql_server, f"CREATE DATABASE {name} OWNER {owner}")
    url = name_database(postgresql_server, name)
    try:
        options = {"options": f"-c role={owner}"}
        as_owner = make_url(url).update_query_dict(options)
        migrate(as_owner.render_as_string(hide_password=False), role)
        for who in (owner, role):
            _as_role(url, who, "SELECT erase_part('none', 0, 'none')")
        with pytest.raises(DBAPIError, match="permission denied"):
            _as_role(url, role, "DELETE FROM part")
    finally:
        run_sql(postgresql_server, f"DROP DATABASE {name} WITH (FORCE)")
        for who in (owner, role):
            run_sql(postgresql_server, f"DROP OWNED BY {who}")
            run_sql(postgresql_server, f"DROP ROLE {who}")


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
