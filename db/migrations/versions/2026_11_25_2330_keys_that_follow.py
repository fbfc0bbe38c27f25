"""Which keys follow each other: those of one browser, and those that sign heads."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_25_2330"
down_revision = "2026_11_25_2315"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column = sa.Column("browser_key", sa.Text(), nullable=False, server_default="")
    op.add_column("enrolled_key", column)
    op.execute(sa.text('UPDATE enrolled_key SET browser_key = "key"'))
    op.create_table(
        "checkpoint_key",
        sa.Column("logbook", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("ends", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("logbook", "key", name=op.f("pk_checkpoint_key")),
        sqlite_with_rowid=False,
    )
    op.execute(
        sa.text(
            "INSERT INTO checkpoint_key "
            "SELECT logbook.logbook, logbook.checkpoint_key, 0, entry.id, '' FROM logbook "
            "JOIN entry ON entry.logbook = logbook.logbook AND entry.position = 0"
        )
    )


def downgrade() -> None:
    raise NotImplementedError("a log is never migrated backwards")
