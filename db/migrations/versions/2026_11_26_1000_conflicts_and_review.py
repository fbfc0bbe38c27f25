"""Which versions stand beside each other, counted."""

from collections.abc import Iterator

import orjson
import sqlalchemy as sa
from alembic import op

revision = "2026_11_26_1000"
down_revision = "2026_11_25_1900"
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
