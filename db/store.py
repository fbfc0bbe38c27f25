"""The store: `reading()` and `writing()`, two kinds of transaction that are different types.

A writing transaction commits when its block ends and not before; no browser is answered from
inside one. A commit whose outcome is not known raises `outcome_unknown`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Executable, Table
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from db.driver import statements
from db.driver.connect import open_engines
from schemas.problems import VerbatimError

Clock = Callable[[], datetime]
"""Returns the present moment in UTC."""

_UNKNOWN_NOTICES = ("01000", "57P01")
"""PostgreSQL says these when a commit stands here but its standby has not answered."""


@dataclass(frozen=True, slots=True)
class ReadTransaction:
    """A transaction that sees one state of the database and changes nothing."""

    connection: Connection

    def rows(self, query: Executable, parameters: Any = None) -> list[Any]:
        """Return every row of a query."""
        return list(self.connection.execute(query, parameters))

    def mappings(self, query: Executable) -> list[dict[str, Any]]:
        """Return every row of a query by its column names."""
        return [dict(row) for row in self.connection.execute(query).mappings()]

    def first(self, query: Executable, parameters: Any = None) -> Any:
        """Return the first row of a query, or None."""
        return self.connection.execute(query, parameters).first()

    def stream(
        self, statement: statements.DriverSql, values: Mapping[str, object]
    ) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of an unchanging statement that has many."""
        return statements.stream(self.connection, statement, values)

    def ask(self, *questions: statements.Statement) -> list[list[tuple[Any, ...]]]:
        """Return the rows of each of these short, unchanging statements."""
        return statements.ask(self.connection, *questions)


@dataclass(frozen=True, slots=True)
class WriteTransaction(ReadTransaction):
    """A transaction that may change rows."""

    def execute(self, statement: Executable, parameters: Any = None) -> int:
        """Run a statement; return how many rows it touched."""
        return self.connection.execute(statement, parameters).rowcount

    def tell(self, *changes: statements.Statement) -> list[int]:
        """Run each of these short, unchanging statements; return how many rows each touched."""
        return statements.tell(self.connection, *changes)

    def insert(self, rows: Mapping[Table, Sequence[Mapping[str, object]]]) -> None:
        """Insert rows by their tables; each names every column of its table."""
        statements.insert_rows(self.connection, rows)


class Store:
    """One database and the clock it is given."""

    def __init__(self, url: str, clock: Clock) -> None:
        """Open the database of this URL; nothing is created or migrated."""
        self.engines = open_engines(url)
        self.clock = clock

    @contextmanager
    def reading(self) -> Iterator[ReadTransaction]:
        """Give a reading transaction."""
        with self.engines.reader.connect() as connection, connection.begin():
            yield ReadTransaction(connection)

    @contextmanager
    def writing(self) -> Iterator[WriteTransaction]:
        """Give a writing transaction; commits at the end of the block, or undoes everything.

        Raises `outcome_unknown` or `storage_full` if the database fails under it.
        """
        try:
            with self.engines.writer.connect() as connection:
                transaction = connection.begin()
                try:
                    yield WriteTransaction(connection)
                except BaseException:
                    transaction.rollback()
                    raise
                _commit(connection)
        except (OperationalError, InterfaceError) as error:
            raise VerbatimError(_failure(error)) from error

    def now(self) -> str:
        """Return the server's clock as RFC 3339 with milliseconds, in UTC."""
        return moment(self.clock())

    def close(self) -> None:
        """Close every connection."""
        self.engines.dispose()


def moment(instant: datetime) -> str:
    """Return an instant as RFC 3339 with milliseconds, in UTC."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds")


def _commit(connection: Connection) -> None:
    """Commit; a lost connection or a standby that has not answered means: not known."""
    notices: list[str] = []
    raw = connection.connection.driver_connection
    watch = getattr(raw, "add_notice_handler", None)

    def remember(notice: Any) -> None:
        notices.append(notice.sqlstate)

    if watch is not None:
        watch(remember)
    try:
        connection.commit()
    except DBAPIError:
        connection.invalidate()  # it may still be in its transaction; the next writer begins anew
        raise
    finally:
        if watch is not None and raw is not None:
            raw.remove_notice_handler(remember)
    if any(state in _UNKNOWN_NOTICES for state in notices):
        raise VerbatimError("outcome_unknown")


def _failure(error: DBAPIError) -> str:
    full = "disk is full" in str(error.orig) or "No space left" in str(error.orig)
    return "storage_full" if full else "outcome_unknown"
