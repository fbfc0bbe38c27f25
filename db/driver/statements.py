"""Runs the statements that every push and pull needs on the driver itself.

SQLAlchemy's handling of a statement costs several times what a short statement does, and a push
of one entry is little else. The words of a statement depend on nothing but the database and the
table, so that both drivers remember them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any

import orjson
from sqlalchemy import Connection, Table
from sqlalchemy.exc import DBAPIError

COPIED = 40
"""Rows from which PostgreSQL's COPY is quicker than as many statements sent together."""


SOME = 100
"""Rows that a stream makes into values at a time.

SQLite reads no further; PostgreSQL has sent the whole answer by then.
"""


@dataclass(frozen=True, slots=True)
class DriverSql:
    """One statement as each database wants it."""

    sqlite: str
    postgresql: str


def driver_sql(text: str) -> DriverSql:
    """Return a statement whose parameters are `:names`.

    `EACH(:name)` expands to the texts of a JSON array and `AMONG(:name)` to its numbers,
    `PAIRS(:name)` to a table of the columns `name` and `number` from a JSON array of pairs,
    `LIKELY(condition)` to what `db.driver.hints.likely` says.
    """
    return DriverSql(_written(text, _SQLITE), _written(text, _POSTGRESQL))


_SQLITE = {
    r"(?:EACH|AMONG)\((:\w+)\)": r"IN (SELECT value FROM json_each(\1))",
    r"PAIRS\((:\w+)\)": (
        r"(SELECT json_extract(value, '$[0]') AS name, json_extract(value, '$[1]') AS number "
        r"FROM json_each(\1))"
    ),
    r" FOR UPDATE": "",  # BEGIN IMMEDIATE has locked the whole file
    r"LIKELY\(": "likely(",
}
_POSTGRESQL = {
    r"EACH\((:\w+)\)": r"= ANY (ARRAY(SELECT jsonb_array_elements_text(CAST(\1 AS jsonb))))",
    r"AMONG\((:\w+)\)": (
        r"= ANY (ARRAY(SELECT CAST(number AS bigint) "
        r"FROM jsonb_array_elements(CAST(\1 AS jsonb)) AS number))"
    ),
    r"PAIRS\((:\w+)\)": (
        r"(SELECT pair ->> 0 AS name, CAST(pair ->> 1 AS bigint) AS number "
        r"FROM jsonb_array_elements(CAST(\1 AS jsonb)) AS pair)"
    ),
    r"LIKELY\(([^()]+)\)": r"\1",
    r":(\w+)": r"%(\1)s",
}


def _written(text: str, changes: Mapping[str, str]) -> str:
    for found, written in changes.items():
        text = re.sub(found, written, text)
    return text


Statement = tuple[DriverSql, Mapping[str, object]]
"""The words of a statement, and the values of its names."""


def array(values: Iterable[object]) -> str:
    """Return what EACH, AMONG and PAIRS take: a JSON array of the distinct values."""
    return orjson.dumps(list(dict.fromkeys(values))).decode()


def ask(connection: Connection, *questions: Statement) -> list[list[tuple[Any, ...]]]:
    """Return the rows of each question, all sent before the first answer is waited for."""
    with _translated(connection):
        return [list(cursor.fetchall()) for cursor in _sent(connection, questions)]


def tell(connection: Connection, *statements: Statement) -> list[int]:
    """Run statements, all sent together; return how many rows each has touched."""
    with _translated(connection):
        return [cursor.rowcount for cursor in _sent(connection, statements)]


def stream(
    connection: Connection, statement: DriverSql, values: Mapping[str, object]
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a long answer, made into values some at a time."""
    with _translated(connection):
        cursor = _cursor(connection)
        cursor.execute(getattr(statement, connection.dialect.name), values)
        while rows := cursor.fetchmany(SOME):
            yield from rows


def insert_rows(
    connection: Connection, wanted: Mapping[Table, Sequence[Mapping[str, object]]]
) -> None:
    """Insert rows by their tables; each row names every column of its table.

    Every column here takes text, integers or bytes as they are, so nothing has to be converted.
    """
    copies = connection.dialect.name == "postgresql"
    many = [table for table, rows in wanted.items() if copies and len(rows) >= COPIED]
    with _translated(connection):
        for table in many:  # apart: no COPY may be among statements sent together
            _copy(connection, table, wanted[table])
        with _sent_together(connection):
            for table in [table for table in wanted if table not in many]:
                _insert(connection, table, wanted[table])


def _sent(connection: Connection, statements: Sequence[Statement]) -> list[Any]:
    """Send statements together; return the cursor of each, in their order."""
    cursors = [_cursor(connection) for _ in statements]
    with _sent_together(connection):
        for cursor, (statement, values) in zip(cursors, statements, strict=True):
            cursor.execute(getattr(statement, connection.dialect.name), values)
    return cursors


def _cursor(connection: Connection) -> Any:
    return connection.connection.cursor()


@contextmanager
def _sent_together(connection: Connection) -> Iterator[None]:
    """Let PostgreSQL have the statements of a block without waiting for each answer."""
    pipeline = getattr(connection.connection.driver_connection, "pipeline", nullcontext)
    with pipeline():
        yield


@contextmanager
def _translated(connection: Connection) -> Iterator[None]:
    """Raise what SQLAlchemy would raise, so that callers need not know the drivers' errors."""
    failed = connection.dialect.loaded_dbapi.Error
    try:
        yield
    except failed as error:
        raise DBAPIError.instance("", None, error, failed, dialect=connection.dialect) from error


def _insert(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    cursor = _cursor(connection)
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    cursor.executemany(_insertion(table, mark), list(map(itemgetter(*table.c.keys()), rows)))


def _copy(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    cursor = _cursor(connection)
    with cursor.copy(f"COPY {table.name} ({_columns(table)}) FROM STDIN") as copy:
        for values in map(itemgetter(*table.c.keys()), rows):
            copy.write_row(values)


@lru_cache
def _insertion(table: Table, mark: str) -> str:
    marks = ", ".join([mark] * len(table.c))
    return f"INSERT INTO {table.name} ({_columns(table)}) VALUES ({marks})"  # noqa: S608


@lru_cache
def _columns(table: Table) -> str:
    return ", ".join(f'"{column.name}"' for column in table.c)
