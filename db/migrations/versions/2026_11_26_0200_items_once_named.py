"""Which items a record has named, once it has named more than one."""

from collections.abc import Iterator

import orjson
import sqlalchemy as sa
from alembic import op

revision = "2026_11_26_0200"
down_revision = "2026_11_26_0100"
branch_labels = None
depends_on = None

_STATED = """
SELECT placed.logbook, placed.subject, part.body FROM placed JOIN part
ON part.logbook = placed.logbook AND part.position = placed.position
WHERE placed.aside = 0 AND (
  (part.name = 'item' AND placed.kind IN ('screening.recorded/1', 'screening.amended/1')
   AND placed.subject IN (SELECT screening FROM screening WHERE amended > 0))
  OR (part.name = 'result' AND placed.kind = 'lab.result.issued/1' AND placed.subject IN
      (SELECT subject FROM placed WHERE kind = 'lab.result.issued/1' AND superseded > 0))
)
"""


def upgrade() -> None:
    op.create_table(
        "item_named",
        sa.Column("logbook", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("logbook", "record", "item", name=op.f("pk_item_named")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_item_named_logbook_item", "item_named", ["logbook", "item"])
    insert = sa.text(
        "INSERT INTO item_named (logbook, record, item) VALUES (:logbook, :record, :item)"
    )
    bind = op.get_bind()
    for row in _named(bind):
        bind.execute(insert, row)


def downgrade() -> None:
    raise NotImplementedError("a log is never migrated backwards")


def _named(bind: sa.Connection) -> Iterator[dict[str, str]]:
    """Yield every item of a record of which accepted versions name more than one."""
    found: dict[tuple[str, str], set[str]] = {}
    for logbook, record, body in bind.execute(sa.text(_STATED)):
        found.setdefault((logbook, record), set()).add(orjson.loads(body)["item"])
    for (logbook, record), items in found.items():
        if len(items) > 1:
            yield from ({"logbook": logbook, "record": record, "item": item} for item in items)
