"""Collects new rows so that a batch is written with one statement a table."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Executable, Table, and_, delete, select, update

from db.driver.hints import likely
from db.store import WriteTransaction
from schemas.types import Closed

_REMEMBERED = 500


class Rows:
    """Rows to be written in one transaction; whatever reads or changes rows writes them first."""

    def __init__(self, writing: WriteTransaction, logbook: str) -> None:
        """Collect for one logbook."""
        self.writing = writing
        self.logbook = logbook
        self._pending: dict[Table, list[dict[str, object]]] = {}
        self.versions: dict[str, Mapping[str, Closed]] = {}
        """Parts of versions stated just now: the next amendment need not read its history."""
        self.reported: set[str] = set()
        """Those items of this transaction's screenings on which a laboratory has reported."""

    def add(self, table: Table, **values: object) -> None:
        """Keep a new row."""
        values["logbook"] = self.logbook
        self._pending.setdefault(table, []).append(values)

    def remember(self, version: str, parts: Mapping[str, Closed]) -> None:
        """Keep the parts of a version at hand, of a few versions only."""
        if len(self.versions) >= _REMEMBERED:
            self.versions.clear()
        self.versions[version] = parts

    def put(self, table: Table, keys: dict[str, object], **values: object) -> None:
        """Keep a row that takes the place of the one with these keys, if there is one."""
        self.remove(table, **keys)
        self.add(table, **keys, **values)

    def remove(self, table: Table, **keys: object) -> None:
        """Delete the rows with these keys."""
        self.flush()
        self.writing.execute(delete(table).where(self._match(table, keys)))

    def change(self, table: Table, keys: dict[str, object], **values: Any) -> None:
        """Set columns of the rows with these keys."""
        self.flush()
        self.writing.execute(update(table).where(self._match(table, keys)).values(**values))

    def find(self, table: Table, **keys: object) -> Any:
        """Return the first row with these keys, or None."""
        self.flush()
        return self.writing.first(select(table).where(self._match(table, keys)))

    def all(self, query: Executable) -> list[Any]:
        """Return the rows of a query."""
        self.flush()
        return self.writing.rows(query)

    def flush(self) -> None:
        """Write what was kept."""
        if self._pending:
            self.writing.insert(self._pending)
            self._pending.clear()

    def _match(self, table: Table, keys: dict[str, object]) -> ColumnElement[bool]:
        conditions = [table.c[name] == value for name, value in keys.items()]
        mine, primary = table.c.logbook == self.logbook, table.primary_key.columns.keys()
        is_key = {"logbook", *keys}.issuperset(primary)
        return and_(mine if is_key else likely(mine), *conditions)
