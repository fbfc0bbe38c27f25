"""One row a screening, and no index that nothing needs: a push writes half of the rows."""

from collections.abc import Callable, Iterable
from itertools import groupby
from operator import itemgetter

import orjson
import sqlalchemy as sa
from alembic import op

revision = "2026_11_25_1900"
down_revision = "2026_11_22_1900"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name, empty in (("findings", "[]"), ("references", "[]"), ("searched", "")):
        column = sa.Column(name, sa.Text(), nullable=False, server_default=empty)
        op.add_column("screening", column)
    _fill("findings", "finding", "name", _list)
    _fill("references", "reference", "text", _list)
    _fill("searched", "needle", "text", " ".join)
    for table in ("finding", "reference", "needle", "lab_finding"):
        op.drop_table(table)
    op.drop_index("ix_entry_logbook_subject", "entry")
    for name in ("id", "unit", "about"):
        op.drop_index(f"ix_placed_logbook_{name}", "placed")
    aside = sa.text("aside = 1")
    op.create_index(
        "ix_placed_aside", "placed", ["logbook", "position"],
        sqlite_where=aside, postgresql_where=aside,
    )  # fmt: skip


def downgrade() -> None:
    raise NotImplementedError("a log is never migrated backwards")


def _fill(column: str, table: str, text: str, pack: Callable[[Iterable[str]], str]) -> None:
    """Put the texts of a screening's rows of another table into one column of its own."""
    bind = op.get_bind()
    rows = bind.exec_driver_sql(
        f"SELECT logbook, screening, {text} FROM {table} "  # noqa: S608  # our own names
        "ORDER BY logbook, screening, rank"
    ).all()
    change = sa.text(
        f'UPDATE screening SET "{column}" = :packed '  # noqa: S608  # our own names
        "WHERE logbook = :logbook AND screening = :screening"
    )
    for (logbook, screening), group in groupby(rows, itemgetter(0, 1)):
        packed = pack(line for _, _, line in group)
        bind.execute(change, {"packed": packed, "logbook": logbook, "screening": screening})


def _list(texts: Iterable[str]) -> str:
    return orjson.dumps(list(texts)).decode()
