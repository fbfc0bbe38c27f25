"""What SQLite is told to remember of its rows: https://sqlite.org/lang_analyze.html.

No statement depends on it (`db.driver.hints`). Statistics of a young table would do harm: where
one row is all there is, every index leaves one row, so that a server which began with them would
walk whole tables for as long as it runs. They are kept of tables that have grown, and of no
others. PostgreSQL keeps its own (autovacuum).
"""

import sqlite3
from contextlib import suppress

GROWN = 10_000
"""Rows from which on a table's statistics are kept: more than any list of values finds in it."""

_SAMPLED = 1_000
"""Rows of an index that are read at most: a few milliseconds, however long the log."""

_FORGET_YOUNG = """
DELETE FROM sqlite_stat1 WHERE tbl IN (
  SELECT tbl FROM sqlite_stat1 GROUP BY tbl HAVING max(CAST(stat AS INTEGER)) < ?
)"""


def analyse(connection: sqlite3.Connection) -> None:
    """Look at every table; what is found counts for connections that open later."""
    _gather(connection, "ANALYZE")


def analyse_used(connection: sqlite3.Connection) -> None:
    """Look again at the tables that this connection asked and that have grown much since.

    To be called before it closes. A failure is of no consequence: the statistics stay as they are.
    """
    with suppress(sqlite3.Error):
        connection.execute("PRAGMA busy_timeout = 100")  # whoever closes waits for nobody
        _gather(connection, "PRAGMA optimize")


def _gather(connection: sqlite3.Connection, statement: str) -> None:
    connection.execute(f"PRAGMA analysis_limit = {_SAMPLED}")
    connection.execute(statement).fetchall()
    known = "SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_stat1'"
    if connection.execute(known).fetchone():
        connection.execute(_FORGET_YOUNG, (GROWN,))
