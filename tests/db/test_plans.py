"""No statement walks a table that grows with the log, unless it is declared with its reason.

All that the product asks is recorded while an office works, then explained on twenty thousand
entries: on both databases, without statistics and with them.
"""

import ast
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import make_url

import db
from db.driver.statistics import analyse
from db.store import Store
from db.tables import METADATA
from tests.clients import Clock
from tests.conftest import run_sql
from tests.office import Office
from tests.plans.declared import COMPARED, FEW_ROWS, NOT_ASKED, WALKS, WALKS_ON_POSTGRESQL
from tests.plans.lengthen import lengthen
from tests.plans.recorder import Asked, Place, Recorder, recording
from tests.plans.scans import Explainer, Postgresql, Sqlite
from tests.plans.use import work

ENTRIES = 20_000
EXPLAINERS: dict[str, Callable[[str], Explainer]] = {"sqlite": Sqlite, "postgresql": Postgresql}

Walked = tuple[str, str]
"""Module and function that ask, and the table."""


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    """Record from before the first connection is opened."""
    with recording() as recorder:
        yield recorder


def test_every_statement_finds_its_rows(
    recorder: Recorder, office: Office, copy: Callable[[str], str]
) -> None:
    url, dialect = office.server.url, make_url(office.server.url).get_backend_name()
    work(office, copy)
    office.server.close()
    forgotten = [one for one in _asking_functions() if one not in recorder.asking]
    assert not forgotten, "they ask something, and nothing here makes them"
    declared = WALKS | (WALKS_ON_POSTGRESQL if dialect == "postgresql" else {})
    found: set[Walked] = set()
    for state in _states(url):
        with closing(EXPLAINERS[dialect](url)) as explainer:
            for walked, sql in _walks(explainer, recorder.asked[dialect].values()):
                why = declared.get(walked)
                assert why, f"{walked}, {state}: mend it, or say in declared.py why\n{sql}"
                assert not why.unless or why.unless not in sql, f"{walked}, {state}\n{sql}"
                found.add(walked)
    # PostgreSQL weighs anew with every version; what SQLite walks is known.
    assert dialect == "postgresql" or found == declared.keys(), "declared, and does not happen"


def _walks(explainer: Explainer, asked: Iterable[Asked]) -> Iterator[tuple[Walked, str]]:
    """Yield what walks a table, but for those that are read whole by nature."""
    for one in asked:
        by = f"{Path(one.by[0]).stem}.{one.by[1]}"
        tables = explainer.walks(one.sql, one.values) if by != COMPARED else set()
        for table in tables - FEW_ROWS.keys():
            yield (by, table), one.sql


def _states(url: str) -> Iterator[str]:
    """Fill a database, then bring it into each state in which it has to find its rows."""
    if make_url(url).get_backend_name() == "sqlite":
        _fill(url)
        yield from _sqlite_states(str(make_url(url).database))
        return
    for table in METADATA.tables:
        run_sql(url, f'ALTER TABLE "{table}" SET (autovacuum_enabled = off)')
    _fill(url)
    yield "without statistics"
    run_sql(url, "ANALYZE")
    yield "with statistics"


def _fill(url: str) -> None:
    with closing(Store(url, Clock())) as store, store.writing() as writing:
        lengthen(writing.connection, ENTRIES)


def _sqlite_states(path: str) -> Iterator[str]:
    with closing(sqlite3.connect(path, isolation_level=None)) as link:
        link.execute("DELETE FROM sqlite_stat1")
        yield "without statistics"
        analyse(link)
        yield "with the statistics that are kept"
        link.execute("PRAGMA analysis_limit = 0")
        link.execute("ANALYZE")
        yield "with all statistics"


# --- nothing is forgotten -----------------------------------------------------

_ASKING = frozenset({
    "rows", "mappings", "first", "ask", "stream", "tell", "execute", "find", "change", "remove",
    "put", "all",
})  # fmt: skip
_ASKED = frozenset({"reading", "writing", "connection", "rows", "cursor"})


def _asking_functions() -> Iterator[Place]:
    """Yield every function of `db` in which a statement is run."""
    root = Path(db.__file__).parent
    for file in sorted(root.rglob("*.py")):
        name = file.relative_to(root.parent).as_posix()
        if name not in NOT_ASKED and "migrations" not in file.parts:
            yield from ((name, function) for function in _asking_in(ast.parse(file.read_text())))


def _asking_in(tree: ast.AST, within: str = "") -> Iterator[str]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            yield from _asking_in(node, f"{within}{node.name}.")
        elif within and any(map(_asks, ast.walk(node))):
            yield within.removesuffix(".")


def _asks(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    asked = ast.unparse(node.func.value).split(".")[-1]
    return node.func.attr in _ASKING and asked in _ASKED
