"""The keys of one browser are found at once; those that a former entry key enrolled are known."""

import base64
import hashlib
from collections.abc import Iterator

import orjson
import sqlalchemy as sa
from alembic import op

revision = "2026_11_26_0300"
down_revision = "2026_11_26_0200"
branch_labels = None
depends_on = None

_ASIDE = """
SELECT entry.logbook, entry.position, entry.id, entry.subject, entry.stamp, part.body FROM entry
JOIN placed ON placed.logbook = entry.logbook AND placed.position = entry.position
JOIN part ON part.logbook = entry.logbook AND part.position = entry.position
JOIN enrolled_key AS signer ON signer.logbook = entry.logbook AND signer."key" = entry."key"
WHERE placed.kind = 'key.enrolled/1' AND placed.aside = 1 AND part.name = 'enrolment'
AND signer.person = '' AND signer.enrolled <> signer.revoked ORDER BY entry.position
"""

_KNOW = """
INSERT INTO enrolled_key (logbook, "key", spki, person, browser, id, subject, enrolled, revoked,
revocation, browser_key) VALUES (:logbook, :key, :spki, :person, :browser, :id, :subject, :position,
:position, 'enrolment_aside', :key) ON CONFLICT DO NOTHING
"""


def upgrade() -> None:
    columns = ["logbook", "browser_key"]
    op.create_index("ix_enrolled_key_logbook_browser_key", "enrolled_key", columns)
    bind = op.get_bind()
    for row in _enrolled(bind):
        bind.execute(sa.text(_KNOW), row)


def downgrade() -> None:
    raise NotImplementedError("a log is never migrated backwards")


def _enrolled(bind: sa.Connection) -> Iterator[dict[str, object]]:
    """Yield the keys that a former entry key of the server's enrolled; their words fit."""
    for logbook, position, entry_id, subject, stamp, body in bind.execute(sa.text(_ASIDE)).all():
        if orjson.loads(stamp)["code"] != "key_revoked":
            continue
        stated = orjson.loads(body)
        row = {"logbook": logbook, "position": position, "id": entry_id, "subject": subject}
        told = {name: stated[name] for name in ("spki", "person", "browser")}
        yield {**row, **told, "key": _name(stated["spki"])}


def _name(spki: str) -> str:
    digest = hashlib.sha256(base64.urlsafe_b64decode(spki + "=" * (-len(spki) % 4))).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
