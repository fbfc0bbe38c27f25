"""Under which checkpoint a disclosure's bundle was made."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_25_2230"
down_revision = "2026_11_25_1900"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bundle",
        sa.Column("logbook", sa.Text(), nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("logbook", "entry", name=op.f("pk_bundle")),
    )


def downgrade() -> None:
    raise NotImplementedError("a log is never migrated backwards")
