"""Reviews and disclosures stand where the record that they speak of stands."""

from collections.abc import Iterator

import orjson
import sqlalchemy as sa
from alembic import op

revision = "2026_11_26_0100"
down_revision = "2026_11_25_2330"
branch_labels = None
depends_on = None


def upgrade() -> None:
    bind = op.get_bind()
    move = sa.text(
        "UPDATE placed SET unit = about WHERE logbook = :logbook AND position = :position"
    )
    # What was said of a result before anybody knew whose item it is follows the result.
    follow = sa.text(
        "UPDATE placed SET about = coalesce((SELECT max(known.about) FROM placed AS known "
        "WHERE known.logbook = placed.logbook AND known.subject = placed.subject "
        "AND known.kind = 'lab.result.issued/1' AND known.aside = 0 "
        "AND known.unit = placed.unit), about) WHERE logbook = :logbook AND position = :position"
    )
    for row in _accepted(bind):
        bind.execute(move, row)
        bind.execute(follow, row)


def downgrade() -> None:
    raise NotImplementedError("a log is never migrated backwards")


def _accepted(bind: sa.Connection) -> Iterator[dict[str, object]]:
    """Yield what counted at once; what was released stands where its author did."""
    rows = bind.execute(sa.text(
        "SELECT entry.logbook, entry.position, entry.stamp FROM placed JOIN entry "
        "ON entry.logbook = placed.logbook AND entry.position = placed.position "
        "WHERE placed.kind IN ('review.made/1', 'disclosure.made/1')"
    )).all()  # fmt: skip
    for logbook, position, stamp in rows:
        if orjson.loads(stamp)["verdict"] == "accepted":
            yield {"logbook": logbook, "position": position}
