"""Finds the tables that a statement walks: whole, or a whole logbook of them."""

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any, Protocol

import psycopg
from sqlalchemy import Table, make_url

from db.tables import METADATA

_LEADING = "logbook"


class Explainer(Protocol):
    """Says which tables a statement walks."""

    def walks(self, sql: str, values: Any) -> set[str]:
        """Return the names of the tables."""

    def close(self) -> None:
        """Let go of the database."""


@dataclass(frozen=True, slots=True)
class Index:
    """An index or key: whose it is, by which columns, and whether it holds some rows only."""

    table: str
    columns: tuple[str, ...]
    partial: bool

    def is_walked_by(self, asked: set[str]) -> bool:
        """Say whether these conditions leave most of what it holds."""
        of_a_logbook = self.columns[0] == _LEADING and len(self.columns) > 1
        return not self.partial and (not asked or (of_a_logbook and asked == {_LEADING}))


class Sqlite:
    """Reads EXPLAIN QUERY PLAN."""

    def __init__(self, url: str) -> None:
        self._link = sqlite3.connect(str(make_url(url).database))
        self._indexes = dict(self._read_indexes())

    def walks(self, sql: str, values: Any) -> set[str]:
        """Return the names of the tables."""
        with closing(self._link.execute(f"EXPLAIN QUERY PLAN {sql}", values)) as rows:
            steps = [str(row[3]) for row in rows]
        return {table for step in steps for table in self._walked(step, sql)}

    def close(self) -> None:
        """Let go of the database."""
        self._link.close()

    def _walked(self, step: str, sql: str) -> Iterator[str]:
        found = re.match(r"(SCAN|SEARCH) (\S+)(?: USING (.*))?", step)
        table = _named(found[2], sql) if found else None
        if found is None or table is None:
            return
        if self._reads_all(table, found[1], found[3] or ""):
            yield table.name

    def _reads_all(self, table: Table, act: str, using: str) -> bool:
        by = re.search(r"(?:INDEX (\S+)|PRIMARY KEY)(?: \((.*)\))?", using)
        if "AUTOMATIC" in using or by is None:
            return "AUTOMATIC" in using or act == "SCAN"
        asked = set(re.findall(r"(\w+)(?:,\w+)*\)?[=<>]", by[2] or ""))
        return self._index(table, by[1]).is_walked_by(asked)

    def _index(self, table: Table, name: str | None) -> Index:
        if name is None:
            return Index(table.name, tuple(table.primary_key.columns.keys()), partial=False)
        return self._indexes.get(name, Index(table.name, ("",), partial=False))

    def _read_indexes(self) -> Iterator[tuple[str, Index]]:
        for table in METADATA.tables:
            for _, name, _, _, partial in self._link.execute(f"PRAGMA index_list({table})"):
                columns = self._link.execute(f"PRAGMA index_info({name})")
                yield name, Index(table, tuple(row[2] for row in columns), bool(partial))


class Postgresql:
    """Reads EXPLAIN (FORMAT JSON)."""

    def __init__(self, url: str) -> None:
        plain = make_url(url).set(drivername="postgresql")
        self._link = psycopg.connect(
            plain.render_as_string(hide_password=False), autocommit=True, prepare_threshold=None
        )
        self._indexes = dict(self._read_indexes())

    def walks(self, sql: str, values: Any) -> set[str]:
        """Return the names of the tables."""
        cursor = self._link.execute(f"EXPLAIN (FORMAT JSON) {sql}".encode(), values)
        ((plan,),) = cursor.fetchall()
        document = plan if isinstance(plan, list) else json.loads(plan)
        return {table for node in _nodes(document[0]["Plan"]) for table in self._walked(node)}

    def close(self) -> None:
        """Let go of the database."""
        self._link.close()

    def _walked(self, node: dict[str, Any]) -> Iterator[str]:
        if node["Node Type"] == "Seq Scan":
            yield node["Relation Name"]
        index = self._indexes.get(node.get("Index Name", ""))
        if index is not None:
            asked = {
                column for column in index.columns
                if re.search(rf'\b{column}"? (?:[=<>~]|IS )|ROW\("?{column}\b',
                             node.get("Index Cond", ""))
            }  # fmt: skip
            if index.is_walked_by(asked):
                yield index.table

    def _read_indexes(self) -> Iterator[tuple[str, Index]]:
        query = """
        SELECT c.relname, t.relname, i.indpred IS NOT NULL,
               array(SELECT a.attname::text FROM unnest(i.indkey) WITH ORDINALITY AS k(n, o)
                     JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.n ORDER BY k.o)
        FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
        JOIN pg_class t ON t.oid = i.indrelid WHERE t.relname = ANY(%s)
        """
        for name, table, partial, columns in self._link.execute(query, [list(METADATA.tables)]):
            yield name, Index(table, tuple(columns), partial)


def _named(name: str, sql: str) -> Table | None:
    """Return the table that a statement gives this name; None for what is no table."""
    aliased = re.search(rf"\b(\w+) AS {re.escape(name)}\b", sql)
    return METADATA.tables.get(aliased[1] if aliased else name)


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("Plans", ()):
        yield from _nodes(child)
