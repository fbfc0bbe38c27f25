"""What a statement tells SQLite about the rows it asks for, so that no statistics are needed.

SQLite without statistics takes `logbook = ?` for a condition that leaves ten rows, and so walks a
whole logbook by its key where an index of what is asked for lies beside it. In truth nearly every
row has the same logbook. `likely` says so (https://sqlite.org/lang_corefunc.html#likely), and the
index has to begin with what is asked for. PostgreSQL is told nothing: it reads the condition alone.

    likely(placed.c.logbook == logbook), placed.c.subject == subject

A row that is found by its key, or a walk from one position to another, is asked for without it:
there the logbook leads, and SQLite would take every row of it for an answer.
"""

from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class _Likely(FunctionElement[bool]):
    """One comparison of which SQLite shall know that most rows fulfil it.

    It has no type: were it Boolean, SQLAlchemy would write `likely(…) = 1`, which is no hint.
    """

    inherit_cache = True


def likely(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition with the hint that nearly every row of its table fulfils it."""
    return _Likely(condition)


@compiles(_Likely)
def _plain(element: _Likely, compiler: SQLCompiler, **given: Any) -> str:
    return compiler.process(element.clauses, **given)


@compiles(_Likely, "sqlite")
def _hinted(element: _Likely, compiler: SQLCompiler, **given: Any) -> str:
    return f"likely({compiler.process(element.clauses, **given)})"
