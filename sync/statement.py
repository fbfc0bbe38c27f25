"""What the server itself states: that a logbook was opened and that a key was enrolled.

Its entries go the same way as everyone's, with a chain and a signature of their own.
"""

from audit import canonical, merkle
from audit.authoring import Act, Circumstances, write_entry
from audit.encoding import to_b64u
from audit.entry import Opened, leaf_bytes
from db.log import Head, Placed, add_entry, grow, last_of_key, lock_head, open_head
from db.places import add_place
from db.projections import project
from db.projections.fact import Fact, read_parts
from db.rows import Rows
from db.store import Writing
from schemas.entry import EMPTY_ROOT, NO_ENTRY, Anchor
from schemas.kinds import KINDS
from schemas.parts.organisation import Purpose
from schemas.roles import Row
from sync.append import Answered, Pushed, append_group
from sync.keyring import ServerKeys


def open_logbook(
    writing: Writing,
    logbook: str,
    *,
    name: str,
    purpose: Purpose,
    keys: ServerKeys,
    now: str,
) -> Head:
    """Write position 0, which names the logbook, its purpose for ever, and the server's keys."""
    opening = {
        "name": name,
        "purpose": purpose.value,
        "epoch": 1,
        "entry_key": keys.entry_spki,
        "checkpoint_key": keys.verifier(logbook, 1),
    }
    act = Act("logbook.opened/1", logbook, {"opening": opening})
    anchor = Anchor(epoch=1, size=0, root=EMPTY_ROOT)
    first = write_entry(act, Circumstances(logbook, 1, NO_ENTRY, now, anchor), keys.entry)
    stamp = canonical.serialise({"code": "", "received": now, "verdict": "accepted"})
    leaf = merkle.leaf_hash(leaf_bytes(first.header_bytes, first.signature, stamp))
    rows = Rows(writing, logbook)
    placed = Placed(first, 0, stamp, leaf)
    add_entry(rows, placed)
    project_opening(rows, placed, now)
    rows.flush()
    return grow(writing, open_head(writing, logbook, 1), [leaf])


def state(
    writing: Writing, logbook: str, act: Act, keys: ServerKeys, now: str
) -> tuple[Opened, Answered]:
    """Sign and log one entry of the server's own; the caller commits."""
    head = lock_head(writing, logbook)
    seq, prev = _chain(writing, logbook, keys)
    checkpoint = head.checkpoint
    anchor = Anchor(epoch=head.epoch, size=checkpoint.size, root=to_b64u(checkpoint.root))
    entry = write_entry(act, Circumstances(logbook, seq, prev, now, anchor), keys.entry)
    job = Pushed(logbook, (entry,), (b"",), now)
    return entry, append_group(writing, [job])[0]


def _chain(writing: Writing, logbook: str, keys: ServerKeys) -> tuple[int, str]:
    last = last_of_key(writing, logbook, keys.entry_name)
    if last is None:
        raise LookupError("the server's key is not the one this logbook was opened with")
    return last[0] + 1, last[1]


def project_opening(rows: Rows, placed: Placed, received: str) -> None:
    """Keep where the opening entry stands, and what it means; nobody could have judged it."""
    entry = placed.entry
    add_place(rows, entry, 0, Row(""), aside=False)
    parts = read_parts(KINDS[entry.header.kind], entry)
    if parts is None:
        raise ValueError("the opening entry does not fit its schema")
    project(rows, Fact(entry.id, entry.header, 0, received, "", "", "", parts))
