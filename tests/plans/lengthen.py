"""Makes a short log a long one by copying its rows: quick, and true of nothing but their spread.

Each copy has names of its own for entries, records and items, and stands behind the one before;
whatever names another row of its copy names the copied one. People, units and keys stay.
"""

from collections.abc import Iterator

from sqlalchemy import BigInteger, Column, Connection, LargeBinary, Table, func, select, text

from db.tables.access import account, bundle, contact, dead_letter, invite, nonce, session
from db.tables.log import entry, part
from db.tables.projected import (
    enrolled_key,
    erasure,
    finding,
    hold,
    instrument,
    instrument_state,
    item_named,
    node,
    person,
    placed,
    reconciliation,
    result,
    review,
    screening,
)

GROWING = (
    entry, part, placed, screening, result, reconciliation, finding, review, hold, erasure,
    item_named, enrolled_key, person, instrument, instrument_state, node, account, bundle, contact,
    dead_letter, invite, nonce, session,
)  # fmt: skip

LEAST = 20_000
"""Rows of each: in a table of a few dozen every planner walks, and is right."""

_NAMES = frozenset({
    "id", "subject", "item", "record", "target", "approval", "current", "entry", "hash", "spki",
    "screening", "result", "reconciliation", "hold", "erasure", "screening_version",
    "result_version", "browser_key", "sign_in", "token_hash", "nonce_hash", "instrument",
})  # fmt: skip
_PLACES = frozenset(
    {"position", "reviewed", "enrolled", "revoked", "erased", "lifted", "number", "seq"}
)
_PACE = 1_000_000
"""Further than any number of a copied row, so that no two copies meet."""


def lengthen(connection: Connection, entries: int) -> None:
    """Copy every row of tables that grow until there are so many entries."""
    size = connection.execute(select(func.count()).select_from(entry)).scalar_one()
    for table in GROWING:
        known = connection.execute(select(func.count()).select_from(table)).scalar_one()
        if not known:
            raise LookupError(f"{table.name} has no row to copy")
        names = ", ".join(f'"{column.name}"' for column in table.c)
        values = ", ".join(_values(table))
        many = max(-(-entries // size) - 1, LEAST // known)
        copies = (
            f"WITH RECURSIVE copy (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copy "  # noqa: S608
            f"WHERE n < {many}) INSERT INTO {table.name} ({names}) "
            f"SELECT {values} FROM {table.name} AS known CROSS JOIN copy"
        )
        connection.execute(text(copies))


def _values(table: Table) -> Iterator[str]:
    for column in table.c:
        known = f'known."{column.name}"'
        if _is_name(table, column):
            yield f"CASE WHEN {known} = '' THEN '' ELSE {known} || '-' || copy.n END"
        elif isinstance(column.type, BigInteger) and column.name in _PLACES:
            further = f"{known} + CAST(copy.n AS bigint) * {_PACE}"
            yield f"CASE WHEN {known} < 0 THEN {known} ELSE {further} END"
        else:
            yield known


def _is_name(table: Table, column: Column[object]) -> bool:
    if isinstance(column.type, LargeBinary):
        return False
    if column.name in ("key", "person"):
        return column.primary_key or table is session
    return column.name in _NAMES
