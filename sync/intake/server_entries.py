"""What the server itself states: what it alone knows or does, and what its operator orders.

That a logbook was opened and a key enrolled, that a part was erased; from the console, that a key
of its own rotated and that evidence was disclosed. Its entries go the same way as everyone's, with
a chain and a signature of their own.
"""

from db.log.heads import Head, StampedEntry, add_entry, grow, last_of_key, lock_head, open_head
from db.log.placement import add_placement, entry_key_of
from db.log.rows import Rows
from db.people.enrolled_keys import find_keys
from db.projections import project
from db.projections.fact import AcceptedEntry, read_parts
from db.store import WriteTransaction
from proof import canonical, merkle
from proof.authoring import Act, Circumstances, write_entry
from proof.encoding import to_b64u
from proof.entry import Opened, leaf_bytes
from schemas.entry import EMPTY_ROOT, NO_ENTRY, Anchor
from schemas.kinds import KINDS
from schemas.kinds.organisation import Purpose
from schemas.problems import VerbatimError
from schemas.roles import Row
from schemas.stamp import Verdict
from sync.checkpoints.keyring import Keyring, ServerKeys, spki_of
from sync.intake.append import Pushed, append_group


def open_logbook(
    writing: WriteTransaction,
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
        "entry_key": spki_of(keys.entry),
        "checkpoint_key": keys.verifier,
    }
    act = Act("logbook.opened/1", logbook, {"opening": opening})
    anchor = Anchor(epoch=1, size=0, root=EMPTY_ROOT)
    first = write_entry(act, Circumstances(logbook, 1, NO_ENTRY, now, anchor), keys.entry)
    stamp = canonical.serialise({"code": "", "received": now, "verdict": "accepted"})
    leaf = merkle.leaf_hash(leaf_bytes(first.header_bytes, first.signature, stamp))
    rows = Rows(writing, logbook)
    placed = StampedEntry(first, 0, stamp, leaf)
    add_entry(rows, placed)
    project_opening(rows, placed, now)
    rows.flush()
    return grow(writing, open_head(writing, logbook, 1), [leaf])


def append_server_entry(
    writing: WriteTransaction, logbook: str, act: Act, keyring: Keyring, now: str
) -> Opened:
    """Sign and log one entry of the server's own, with the key that now speaks for it.

    The caller commits. Raises FileNotFoundError if that key is not here, and `internal` if the
    entry would not count.
    """
    head = lock_head(writing, logbook)
    name = entry_key_of(writing, logbook)
    key = keyring.entry_key(logbook, name)
    seq, prev = _chain(writing, logbook, name)
    checkpoint = head.checkpoint
    anchor = Anchor(epoch=head.epoch, size=checkpoint.size, root=to_b64u(checkpoint.root))
    entry = write_entry(act, Circumstances(logbook, seq, prev, now, anchor), key)
    (answer,) = append_group(writing, [Pushed(logbook, (entry,), (b"",), now)])
    (logged,) = answer.results
    if logged.verdict is not Verdict.ACCEPTED:
        raise VerbatimError("internal", f"{act.kind} does not count: {logged.code}")
    return entry


def _chain(writing: WriteTransaction, logbook: str, name: str) -> tuple[int, str]:
    """Return where the chain of the server's key goes on, at first from its own rotation."""
    last = last_of_key(writing, logbook, name)
    if last is None:
        return 1, find_keys(writing, logbook, [name])[name].enrolment
    return last[0] + 1, last[1]


def project_opening(rows: Rows, placed: StampedEntry, received: str) -> None:
    """Keep where the opening entry stands, and what it means; nobody could have judged it."""
    entry = placed.entry
    add_placement(rows, entry, 0, Row(""), aside=False)
    parts = read_parts(KINDS[entry.header.kind], entry)
    if parts is None:
        raise ValueError("the opening entry does not fit its schema")
    project(rows, AcceptedEntry(entry.id, entry.header, 0, received, "", "", "", parts))
