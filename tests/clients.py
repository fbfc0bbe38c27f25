"""Small models of what talks to the log, for tests: a server process, and browsers with a key.

A browser keeps what it signed for ever, believes no receipt it has not proved, and restarts its
reading when a server's tree does not continue the one it knew.
"""

import copy as copying
import json
import secrets
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec

from db.log.heads import Head, head_of
from db.store import Clock as StoreClock
from db.store import Store
from proof import merkle
from proof.authoring import Act, Circumstances, wire_line, write_entry
from proof.checkpoint import Checkpoint, open_note
from proof.encoding import from_b64u, to_b64u
from proof.entry import Opened, leaf_bytes
from proof.identifiers import uuid7
from proof.rotation import rotation_message
from proof.signatures import key_id, public_bytes, sign
from schemas.entry import EMPTY_ROOT, Anchor
from schemas.kinds.organisation import Purpose
from schemas.stamp import PushResult, Receipt
from sync.audit.check import Fault
from sync.audit.rebuild import find_fault
from sync.checkpoints.keyring import Keyring
from sync.installation import start_installation
from sync.intake.server_entries import append_server_entry, open_logbook
from sync.pull import pull
from sync.push import push
from sync.views.tree import prove_consistency

_numbers = count(1)

START = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
FIRST_ANCHOR = Anchor(epoch=1, size=0, root=EMPTY_ROOT)

Parts = Mapping[str, Mapping[str, object]]


def new_id() -> str:
    """Return a UUIDv7 that no other test value equals."""
    return uuid7(1_764_000_000_000 + next(_numbers), secrets.token_bytes(10))


class Clock:
    """A server clock that moves on by a millisecond each time it is read."""

    def __init__(self) -> None:
        self._ticks = count()
        self.ahead = timedelta(0)

    def __call__(self) -> datetime:
        """Read it."""
        return START + self.ahead + timedelta(milliseconds=next(self._ticks))


class Server:
    """One server process on a migrated database."""

    def __init__(
        self, url: str, folder: Path, logbook: str = "", clock: StoreClock | None = None
    ) -> None:
        """Open the logbook of this name, or a new one; by its own clock unless one is given."""
        self.url, self.folder = url, folder
        self.clock = Clock()
        self.store = Store(url, clock or self.clock)
        self.installation = start_installation(self.store, Keyring(folder))
        self.logbook = logbook or self.open()

    def open(self) -> str:
        """Open one more logbook."""
        logbook = new_id()
        keys = self.installation.keyring.create(logbook)
        with self.store.writing() as writing:
            open_logbook(
                writing,
                logbook,
                name="Test",
                purpose=Purpose.PRACTICE,
                keys=keys,
                now=self.store.now(),
            )
        with self.installation.guard.attesting(logbook):
            return logbook

    def enrol(self, person: str = "", roles: Sequence[str] = (), logbook: str = "") -> "Browser":
        """Let a person's new browser in, as the server does when an invite is used."""
        logbook = logbook or self.logbook
        keys = self.installation.keyring.of(logbook)
        browser = Browser(logbook, person or new_id(), keys.verifier)
        enrolment = {
            "spki": browser.spki,
            "person": browser.person,
            "browser": "phone",
            "roles": list(roles),
        }
        act = Act("key.enrolled/1", new_id(), {"enrolment": enrolment})
        with self.store.writing() as writing:
            browser.enrolled = append_server_entry(
                writing, logbook, act, self.installation.keyring, self.store.now()
            )
        browser.prev = browser.enrolled.id
        return browser

    def fault(self) -> Fault | None:
        """Return what an audit of the whole database finds, or nothing."""
        return find_fault(self.store, lambda _name: lambda _done, _size: None)

    def push(self, body: bytes, logbook: str = "") -> Receipt:
        """Take a push."""
        return push(self.installation, logbook or self.logbook, body)

    def head(self) -> Head:
        """Return the head as any reader sees it."""
        with self.store.reading() as reading:
            return head_of(reading, self.logbook)

    def anchor(self) -> Anchor:
        """Return the present head as a browser that has verified it names it."""
        head = self.head()
        return Anchor(epoch=head.epoch, size=head.size, root=to_b64u(head.checkpoint.root))

    def rows(self, sql: str) -> list[Any]:
        """Return the rows of a query in plain SQL."""
        with self.store.reading() as reading:
            return [tuple(row) for row in reading.connection.exec_driver_sql(sql)]

    def close(self) -> None:
        """End the process."""
        self.installation.close()


class Browser:
    """One person on one browser: a key, its chain, and everything it ever signed."""

    enrolled: Opened

    def __init__(self, logbook: str, person: str, verifier: str) -> None:
        self.logbook, self.person, self.verifier = logbook, person, verifier
        self._take(ec.generate_private_key(ec.SECP256R1()))
        self.seq, self.prev = 0, ""
        self.anchor = FIRST_ANCHOR
        self.own: list[Opened] = []
        self.results: dict[str, PushResult] = {}
        self.pulled: dict[int, bytes] = {}
        self.cursor = ""
        self.checkpoint: Checkpoint | None = None

    def copy(self) -> "Browser":
        """Return the same browser as it is now, going its own way from here."""
        other = copying.copy(self)
        other.own, other.results = list(self.own), dict(self.results)
        other.pulled = dict(self.pulled)
        return other

    def write(
        self,
        kind: str,
        parts: Parts,
        *,
        subject: str = "",
        follows: Iterable[str] = (),
        **told: Any,
    ) -> Opened:
        """Sign one more entry of this browser's chain, and keep it.

        `told` are members of the header that are not as they always are here: `at`, `anchor` …
        """
        self.seq += 1
        act = Act(kind, subject or new_id(), parts, tuple(follows))
        now = replace(self._now(self.seq, self.prev), **told)
        entry = write_entry(act, now, self.private)
        self.prev = entry.id
        self.own.append(entry)
        return entry

    def _take(self, private: ec.EllipticCurvePrivateKey) -> None:
        self.private = private
        self.spki = to_b64u(public_bytes(private.public_key()))
        self.key = key_id(public_bytes(private.public_key()))

    def rotate(self) -> Opened:
        """Let another key follow in this browser, and go on with it."""
        new = ec.generate_private_key(ec.SECP256R1())
        entry = self.write("key.rotated/1", {"rotation": rotation(self, new)})
        self._take(new)
        self.seq = 0  # its `prev` is the rotation
        return entry

    def _now(self, seq: int, prev: str) -> Circumstances:
        at = "2026-11-22T09:15:22.118+01:00"
        return Circumstances(self.logbook, seq, prev, at, self.anchor)

    @property
    def outbox(self) -> list[Opened]:
        """Return what has no proved receipt yet, oldest first."""
        return [entry for entry in self.own if entry.id not in self.results]

    def send(self, server: Server, *entries: Opened) -> list[PushResult]:
        """Push entries, or the outbox, and keep what the receipt proves."""
        chosen = entries or tuple(self.outbox)
        receipt = server.push(body_of(chosen), self.logbook)
        self.believe(receipt, chosen)
        return list(receipt.results)

    def believe(self, receipt: Receipt, entries: Sequence[Opened]) -> Checkpoint | None:
        """Keep the results of a receipt. Raises ValueError if it does not prove them."""
        checkpoint = prove(receipt, entries, self.verifier)
        for entry, result in zip(entries, receipt.results, strict=True):
            if result.position >= 0:
                self.results[entry.id] = result
        return checkpoint

    def pull(self, server: Server, limit: int = 1000) -> list[dict[str, Any]]:
        """Read to the end; return the new lines."""
        fresh: list[dict[str, Any]] = []
        more = True
        while more:
            page = pull(server.installation, self.logbook, self.person, self.cursor, limit)
            *lines, last = page.lines
            control = json.loads(last)
            self.follow(server, open_note(control["checkpoint"], self.verifier))
            for line in lines:
                document = json.loads(line)
                self.pulled[document["position"]] = line
                fresh.append(document)
            self.cursor, more = control["cursor"], control["more"]
        return fresh

    def follow(self, server: Server, new: Checkpoint) -> None:
        """Take a newer checkpoint. Raises ValueError if its tree does not continue the known."""
        old, self.checkpoint = self.checkpoint, new
        if old is None or (old.size, old.root) == (new.size, new.root):
            return
        proof = prove_consistency(server.installation, self.logbook, old.size)
        last = open_note(proof["checkpoint"], self.verifier)
        path = [from_b64u(node) for node in proof["nodes"]]
        if not merkle.is_consistent(old.size, old.root, last.size, last.root, path):
            raise ValueError("the server's tree does not continue the known one")

    def start_over(self) -> None:
        """Believe nothing that was received; what was signed stays."""
        self.results, self.pulled, self.cursor, self.checkpoint = {}, {}, "", None


def rotation(browser: Browser, new: ec.EllipticCurvePrivateKey) -> dict[str, object]:
    """Return the part in which another key follows a browser's."""
    spki = to_b64u(public_bytes(new.public_key()))
    message = rotation_message(browser.logbook, browser.key, spki)
    return {"spki": spki, "proof": to_b64u(sign(new, message))}


def unguarded(folder: Path) -> Path:
    """Copy a directory of keys without the last heads, as an operator may who gives them up."""
    target = folder.with_name(f"{folder.name}-{next(_numbers)}")
    return shutil.copytree(folder, target, ignore=shutil.ignore_patterns("*.head"))


def body_of(entries: Iterable[Opened]) -> bytes:
    """Return the body of a push."""
    return b"\n".join(map(wire_line, entries))


def leaf_of(entry: Opened, stamp: str) -> bytes:
    """Return the leaf hash of an entry under a stamp."""
    return merkle.leaf_hash(leaf_bytes(entry.header_bytes, entry.signature, stamp.encode()))


def prove(receipt: Receipt, entries: Sequence[Opened], verifier: str) -> Checkpoint | None:
    """Check every logged line as a browser does. Raises ValueError if one is not proved."""
    if not receipt.checkpoint:
        if any(result.position >= 0 for result in receipt.results):
            raise ValueError("no checkpoint")
        return None
    checkpoint = open_note(receipt.checkpoint, verifier)
    nodes = [from_b64u(node) for node in receipt.nodes]
    for entry, result in zip(entries, receipt.results, strict=True):
        if result.position < 0:
            continue
        leaf = leaf_of(entry, result.stamp)
        path = [nodes[index] for index in result.proof]
        root = merkle.root_from_inclusion(leaf, result.position, checkpoint.size, path)
        if root != checkpoint.root or result.id != entry.id:
            raise ValueError("the receipt does not prove the entry")
    return checkpoint


def raw_line(entry: Opened, change: Callable[[dict[str, Any]], object]) -> bytes:
    """Return an entry's line after a change to its document."""
    document = json.loads(wire_line(entry))
    change(document)
    return json.dumps(document, ensure_ascii=False).encode()
