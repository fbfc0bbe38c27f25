"""Finds the first difference between a table and its twin in another database."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Table, Text, collate, select

from db.store import ReadTransaction
from db.tables.projected import node, placed

_COLLATIONS = {"sqlite": "BINARY", "postgresql": "C"}
"""Both sort texts by their bytes, so that two databases give rows in one order."""

_POSITIONS = ("position", "enrolled")
_ENTRIES = ("entry", "current", "id")
_RECORDS = ("screening", "result", "record")


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that differs: by its table, the log position it belongs to, and how it differs."""

    table: str
    position: int
    reason: str


def first_difference(
    live: ReadTransaction, rebuilt: ReadTransaction, table: Table
) -> Difference | None:
    """Return how the live table first departs from the rebuilt one."""
    keys = [column.name for column in table.primary_key]
    ours, theirs = _rows(rebuilt, table), _rows(live, table)
    stated, found = next(ours, None), next(theirs, None)
    while stated == found:
        if stated is None:
            return None
        stated, found = next(ours, None), next(theirs, None)
    reason, row = _explain(keys, stated, found)
    return Difference(table.name, _position(table, row, rebuilt, live), reason)


def _explain(
    keys: Sequence[str], stated: dict[str, Any] | None, found: dict[str, Any] | None
) -> tuple[str, dict[str, Any]]:
    if found is None or (stated is not None and _key(keys, stated) < _key(keys, found)):
        return "a row that an entry states is missing", stated or {}
    if stated is None or _key(keys, found) < _key(keys, stated):
        return "no entry states this row", found
    wrong = next(name for name in stated if stated[name] != found[name])
    return f"column {wrong} is not what the entries state", stated


def _key(keys: Sequence[str], row: dict[str, Any]) -> list[Any]:
    return [value.encode() if isinstance(value, str) else value for value in map(row.get, keys)]


def _rows(reading: ReadTransaction, table: Table) -> Iterator[dict[str, Any]]:
    collation = _COLLATIONS[reading.connection.dialect.name]
    order: list[ColumnElement[Any]] = [
        collate(column, collation) if isinstance(column.type, Text) else column
        for column in table.primary_key
    ]
    for row in reading.connection.execute(select(table).order_by(*order)).mappings():
        yield dict(row)


def _position(table: Table, row: dict[str, Any], *places: ReadTransaction) -> int:
    """Return the log position a row belongs to; -1 if no entry speaks of it."""
    if table is node:
        return int(row["number"]) << int(row["height"])
    for name in _POSITIONS:
        if name in row:
            return int(row[name])
    wanted = [row[name] for name in (*_ENTRIES, table.name, *_RECORDS) if name in row]
    for reading in places:
        query = (
            select(placed.c.position)
            .where(placed.c.id.in_(wanted) | placed.c.subject.in_(wanted))
            .order_by(placed.c.position)
            .limit(1)
        )
        found = reading.first(query)
        if found is not None:
            return int(found.position)
    return 0 if table.name == "logbook" else -1
