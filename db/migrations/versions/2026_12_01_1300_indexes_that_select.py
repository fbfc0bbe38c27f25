"""Indexes begin with what is asked for; the few rows that lists begin with have their own."""

import sqlalchemy as sa
from alembic import op

revision = "2026_12_01_1300"
down_revision = "2026_11_26_0300"
branch_labels = None
depends_on = None

_BEFORE = {
    "placed": ["ix_placed_logbook_subject"],
    "screening": [
        "ix_screening_logbook_item", "ix_screening_logbook_unit", "ix_screening_logbook_position",
    ],
    "result": ["ix_result_logbook_item"],
    "reconciliation": ["ix_reconciliation_logbook_screening"],
    "item_named": ["ix_item_named_logbook_item"],
    "enrolled_key": ["ix_enrolled_key_logbook_browser_key"],
    "hold": ["ix_hold_logbook_record"],
    "erasure": ["ix_erasure_logbook_record", "ix_erasure_logbook_target"],
}  # fmt: skip
_INSTEAD = {
    "ix_placed_subject": ("placed", ["subject", "logbook", "position"]),
    "ix_screening_item": ("screening", ["item", "logbook", "position"]),
    "ix_screening_position": ("screening", ["logbook", "position", "unit"]),
    "ix_result_item": ("result", ["item", "logbook", "position"]),
    "ix_reconciliation_screening": ("reconciliation", ["screening", "logbook", "position"]),
    "ix_reconciliation_result": ("reconciliation", ["result", "logbook"]),
    "ix_item_named_item": ("item_named", ["item", "logbook"]),
    "ix_enrolled_key_browser_key": ("enrolled_key", ["browser_key", "logbook"]),
    "ix_hold_record": ("hold", ["record", "logbook"]),
    "ix_erasure_record": ("erasure", ["record", "logbook"]),
    "ix_erasure_target": ("erasure", ["target", "logbook"]),
}  # fmt: skip
_FEW = {
    "ix_placed_epochs": ("placed", "kind IN ('epoch.approved/1', 'epoch.proposed/1')"),
    "ix_hold_in_force": ("hold", "lifted < 0"),
    "ix_erasure_open": ("erasure", "erased < 0"),
}


def upgrade() -> None:
    for table, names in _BEFORE.items():
        for name in names:
            op.drop_index(name, table)
    for name, (table, columns) in _INSTEAD.items():
        op.create_index(name, table, columns)
    for name, (table, condition) in _FEW.items():
        where = sa.text(condition)
        op.create_index(
            name, table, ["logbook", "position"], sqlite_where=where, postgresql_where=where
        )


def downgrade() -> None:
    raise NotImplementedError("a log is never migrated backwards")
