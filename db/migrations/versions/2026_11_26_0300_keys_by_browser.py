"""Finds the keys of one browser without reading those of all."""

from alembic import op

revision = "2026_11_26_0300"
down_revision = "2026_11_26_0200"
branch_labels = None
depends_on = None


def upgrade() -> None:
    columns = ["logbook", "browser_key"]
    op.create_index("ix_enrolled_key_logbook_browser_key", "enrolled_key", columns)


def downgrade() -> None:
    raise NotImplementedError("a log is never migrated backwards")
