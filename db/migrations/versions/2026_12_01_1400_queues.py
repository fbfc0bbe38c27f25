"""A screening is kept with the queue of the worklist in which it stands."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "2026_12_01_1400"
down_revision = "2026_12_01_1300"
branch_labels = None
depends_on = None

_RESULTS = """
SELECT screening.logbook, screening.screening, screening.current AS version, screening.unit,
result.result, result.status, result.current, placed.unit AS by_unit, placed.about
FROM result
JOIN screening ON screening.logbook = result.logbook AND screening.item = result.item
JOIN placed ON placed.logbook = result.logbook AND placed.position = result.position
WHERE screening.voided = 0 ORDER BY result.position
"""
_DECISIONS = """
SELECT logbook, screening, result, screening_version, result_version
FROM reconciliation ORDER BY position
"""


def upgrade() -> None:
    column = sa.Column("queue", sa.Text(), nullable=False, server_default="to_do")
    op.add_column("screening", column)
    bind = op.get_bind()
    bind.execute(sa.text("UPDATE screening SET queue = 'done' WHERE voided = 1"))
    move = sa.text(
        "UPDATE screening SET queue = :queue WHERE logbook = :logbook AND screening = :screening"
    )
    for row in _queues(bind):
        bind.execute(move, row)
    op.create_index("ix_screening_queue", "screening", ["queue", "logbook", "position", "unit"])


def downgrade() -> None:
    raise NotImplementedError("a log is never migrated backwards")


def _queues(bind: sa.Connection) -> Iterator[dict[str, str]]:
    """Yield the queue of every screening on whose item a laboratory has reported."""
    newest = {(row.logbook, row.screening): row for row in bind.execute(sa.text(_RESULTS))}
    last = {
        (row.logbook, row.screening, row.result): (row.screening_version, row.result_version)
        for row in bind.execute(sa.text(_DECISIONS))
    }
    for (logbook, screening), row in newest.items():
        decided = last.get((logbook, screening, row.result))
        yield {"logbook": logbook, "screening": screening, "queue": _queue(row, decided)}


def _queue(row: Any, decided: tuple[str, str] | None) -> str:
    if row.unit not in (row.by_unit, row.about):
        return ""  # it depends on who reads
    if row.status == "withdrawn":
        return "to_do"
    if row.status == "preliminary":
        return "reported"
    if decided is None:
        return "to_reconcile"
    return "done" if decided == (row.version, row.current) else "stale"
