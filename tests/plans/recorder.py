"""Records what is asked of the databases while the product is in use, and by which functions.

It stands where SQLAlchemy opens a connection of the driver's, so that statements that go past
SQLAlchemy (`db/driver/statements.py`, `db/people/session_probe.py`) are recorded like all others.
"""

import re
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType
from typing import Any, Self

import psycopg
from sqlalchemy import Dialect, Engine, event

import db

_ROOT = Path(db.__file__).parent.parent
_ASKING = re.compile(r"\s*(SELECT|WITH|UPDATE|DELETE)\b")
_PASSED_ON = frozenset({"statements.py", "store.py", "rows.py"})
"""Modules through which others ask."""

_ONCE = ("db/migrations/", "db/upkeep/migrate.py")
"""They run once over the tables of their time, which are no longer there."""

Place = tuple[str, str]
"""A file below the root and a function in it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A statement with the values it was given first, and the function that asked."""

    sql: str
    values: Any
    by: Place


@dataclass(slots=True)
class Recorder:
    """What was asked so far, by dialect and text, and every function that took part."""

    asked: dict[str, dict[str, Asked]] = field(default_factory=dict)
    asking: set[Place] = field(default_factory=set)

    def note(self, dialect: str, sql: Any, values: Any) -> None:
        """Keep who runs a statement, and the statement if it has to find rows."""
        text = sql if isinstance(sql, str) else bytes(sql).decode()
        places = list(_places())
        if any(file.startswith(_ONCE) for file, _ in places):
            return
        self.asking.update(places)
        by = next((place for place in places if Path(place[0]).name not in _PASSED_ON), None)
        if by is not None and _ASKING.match(text):
            self.asked.setdefault(dialect, {}).setdefault(text, Asked(text, values, by))


def _places() -> Iterator[Place]:
    """Yield the functions of `db` and `sync` that are running, the innermost first."""
    frame = sys._getframe(1)
    while frame is not None:
        place = _place_of(frame.f_code)
        if place[0].startswith(("db/", "sync/")):
            yield place
        if frame.f_back is None:
            return
        frame = frame.f_back


def _place_of(code: CodeType) -> Place:
    path = Path(code.co_filename)
    if not path.is_relative_to(_ROOT):
        return "", ""
    return path.relative_to(_ROOT).as_posix(), code.co_qualname.replace(".<locals>", "")


@contextmanager
def recording() -> Iterator[Recorder]:
    """Record on every connection that is opened in the block."""
    recorder = Recorder()

    def watch(dialect: Dialect, _record: Any, _arguments: Any, given: dict[str, Any]) -> None:
        if dialect.name == "sqlite":
            given["factory"] = _sqlite_connection(recorder)
        else:
            base = given.get("cursor_factory", psycopg.Cursor)
            given["cursor_factory"] = _psycopg_cursor(recorder, base)

    event.listen(Engine, "do_connect", watch)
    try:
        yield recorder
    finally:
        event.remove(Engine, "do_connect", watch)


def _psycopg_cursor(recorder: Recorder, base: type[Any]) -> type[Any]:
    class Recording(base):  # type: ignore[misc]  # whichever cursor the engine wants
        def execute(self, query: Any, params: Any = None, **given: Any) -> Any:
            recorder.note("postgresql", query, params)
            return super().execute(query, params, **given)

    return Recording


def _sqlite_connection(recorder: Recorder) -> type[sqlite3.Connection]:
    class Cursor(sqlite3.Cursor):
        def execute(self, sql: str, parameters: Any = (), /) -> Self:
            recorder.note("sqlite", sql, parameters)
            return super().execute(sql, parameters)

    class Connection(sqlite3.Connection):
        def cursor(self, factory: Any = Cursor) -> Any:
            return super().cursor(factory)

    return Connection
