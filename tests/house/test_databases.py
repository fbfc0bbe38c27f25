"""Each test gets a database of its own, built by the migrations, on SQLite and PostgreSQL."""

from sqlalchemy import create_engine, inspect, make_url


def test_a_fresh_database_has_the_tables_of_the_log(database_url: str) -> None:
    engine = create_engine(database_url)
    try:
        assert {"entry", "part", "head"} <= set(inspect(engine).get_table_names())
    finally:
        engine.dispose()


def test_two_databases_are_two(sqlite_url: str, postgresql_url: str) -> None:
    assert make_url(sqlite_url).database != make_url(postgresql_url).database
