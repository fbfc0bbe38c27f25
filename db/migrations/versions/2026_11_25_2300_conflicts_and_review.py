"""Which versions stand beside each other, counted; and what there is to review."""

from collections.abc import Iterator

import orjson
import sqlalchemy as sa
from alembic import op

revision = "2026_11_25_2300"
down_revision = "2026_11_25_2230"
branch_labels = None
depends_on = None


def upgrade() -> None:
    heads = sa.Column("heads", sa.BigInteger(), nullable=False, server_default="1")
    op.add_column("screening", heads)
    _count_again()
    conflict = sa.text("heads > 1")
    op.create_index(
        "ix_screening_conflict", "screening", ["logbook", "position"],
        sqlite_where=conflict, postgresql_where=conflict,
    )  # fmt: skip
    op.create_table(
        "review",
        sa.Column("logbook", sa.Text(), nullable=False),
        sa.Column("reviewed", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("logbook", "reviewed", "about", name=op.f("pk_review")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "examined",
        sa.Column("logbook", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("logbook", name=op.f("pk_examined")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "finding",
        sa.Column("logbook", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("received", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("logbook", "position", "about", name=op.f("pk_finding")),
        sqlite_with_rowid=False,
    )
    op.execute("INSERT INTO examined (logbook, position) SELECT logbook, 0 FROM logbook")


def downgrade() -> None:
    raise NotImplementedError("a log is never migrated backwards")


def _count_again() -> None:
    """Count replaced versions anew: what an entry follows beside the first it does not replace."""
    bind = op.get_bind()
    bind.execute(sa.text("UPDATE placed SET superseded = 0 WHERE superseded <> 0"))
    count = sa.text(
        "UPDATE placed SET superseded = superseded + 1 "
        "WHERE logbook = :logbook AND subject = :subject AND id = :id"
    )
    for version in _later_versions(bind):
        bind.execute(count, version)
    bind.execute(sa.text(
        "UPDATE screening SET heads = (SELECT count(*) FROM placed "
        "WHERE placed.logbook = screening.logbook AND placed.subject = screening.screening "
        "AND placed.kind IN ('screening.recorded/1', 'screening.amended/1') "
        "AND placed.aside = 0 AND placed.superseded = 0) WHERE amended > 0"
    ))  # fmt: skip


def _later_versions(bind: sa.Connection) -> Iterator[dict[str, str]]:
    rows = bind.execute(sa.text(
        "SELECT entry.logbook, entry.subject, entry.header FROM placed JOIN entry "
        "ON entry.logbook = placed.logbook AND entry.position = placed.position "
        "WHERE placed.kind IN ('screening.amended/1', 'lab.result.issued/1') AND placed.aside = 0"
    )).all()  # fmt: skip
    for logbook, subject, header in rows:
        for followed in orjson.loads(header)["follows"][:1]:
            yield {"logbook": logbook, "subject": subject, "id": followed}
