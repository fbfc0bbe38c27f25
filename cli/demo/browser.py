"""A browser of the story: its own key and chain, an outbox, and belief in proved receipts only."""

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qsl

import orjson
from cryptography.hazmat.primitives.asymmetric import ec

from cli.demo.client import Client
from cli.demo.clock import StoryClock
from proof import merkle
from proof.authoring import Act, Circumstances, wire_line, write_entry
from proof.checkpoint import open_note
from proof.encoding import from_b64u, to_b64u
from proof.entry import Opened, leaf_bytes
from proof.identifiers import uuid7
from proof.signatures import key_id, public_bytes, sign
from schemas.entry import EMPTY_ROOT, Anchor
from schemas.stamp import PushResult, Receipt, Verdict
from sync.joining.enrol import JOIN_CONTEXT

PartBodies = Mapping[str, Mapping[str, object]]
DemoEntry = Callable[[PushResult], None]
"""Is told what became of an entry."""


@dataclass(frozen=True, slots=True)
class World:
    """What all browsers of the story share. The seed decides everything but keys and secrets."""

    client: Client
    clock: StoryClock
    chance: random.Random

    def new_id(self) -> str:
        """Return a UUIDv7 of the story's present moment."""
        return uuid7(int(self.clock().timestamp() * 1000), self.chance.randbytes(10))


@dataclass(frozen=True, slots=True)
class DemoInvite:
    """What an invited person holds in hand: the address that the QR code shows."""

    logbook: str
    verifier: str
    number: str
    secret: str


def read_invite(address: str) -> DemoInvite:
    """Return the invite in an address, as the app reads it."""
    found = dict(parse_qsl(address.partition("?")[2], strict_parsing=True))
    return DemoInvite(found["l"], found["k"], found["i"], found["s"])


class DemoBrowser:
    """One person on one browser. While `offline` it keeps what it signs."""

    def __init__(self, world: World, skew: timedelta = timedelta()) -> None:
        """Make a key; the browser's clock is off by `skew`."""
        self.world, self.skew = world, skew
        self.private = ec.generate_private_key(ec.SECP256R1())
        spki = public_bytes(self.private.public_key())
        self.spki, self.key = to_b64u(spki), key_id(spki)
        self.person = self.logbook = self.verifier = self.prev = ""
        self.seq, self.offline = 0, False
        self.anchor = Anchor(epoch=1, size=0, root=EMPTY_ROOT)
        self.outbox: list[tuple[Opened, DemoEntry | None]] = []
        self.cookies: dict[str, str] = {}
        self._day, self._boot, self._loaded = date.min, b"", world.clock.now

    def join(self, invite: DemoInvite, sort: str, sign_in: str = "", password: str = "") -> None:
        """Enrol this browser's key."""
        self.logbook, self.verifier = invite.logbook, invite.verifier
        words = JOIN_CONTEXT + f"{invite.logbook}\n{invite.number}\n{self.spki}".encode()
        body = {
            "number": invite.number,
            "secret": invite.secret,
            "spki": self.spki,
            "proof": to_b64u(sign(self.private, words)),
            "browser": sort,
            "sign_in": sign_in,
            "password": password,
        }
        answer = self.call("POST", f"/api/logbooks/{self.logbook}/join", body)
        self.person = answer["person"]["person"]
        self.prev = answer["receipt"]["results"][1]["id"]

    def call(self, method: str, path: str, body: object = None) -> Any:
        """Ask the API, as the app's own page does. Raises the problem it answers with."""
        client = self.world.client
        headers = {
            "x-verbatim": "1",
            "origin": client.origin,
            "content-type": "application/json",
            "cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        answer = client.ask(method, path, b"" if body is None else orjson.dumps(body), headers)
        document = answer.document()
        self._keep_cookies(answer.headers)
        return document

    def write(
        self,
        kind: str,
        parts: PartBodies,
        subject: str = "",
        follows: tuple[str, ...] = (),
        logged: DemoEntry | None = None,
    ) -> Opened:
        """Sign one more entry of the chain and keep it until it is sent."""
        self.seq += 1
        act = Act(kind, subject or self.world.new_id(), parts, follows)
        entry = write_entry(act, self._circumstances(), self.private)
        self.prev = entry.id
        self.outbox.append((entry, logged))
        return entry

    def send(self) -> None:
        """Push the outbox, prove the receipt, and call back those who wait for a result."""
        if self.offline or not self.outbox:
            return
        waiting, self.outbox = self.outbox, []
        entries = [entry for entry, _ in waiting]
        receipt = self._push(entries)
        self._believe(receipt, entries)
        for (_, logged), result in zip(waiting, receipt.results, strict=True):
            if logged is not None:
                logged(result)
            elif result.verdict is not Verdict.ACCEPTED:
                raise ValueError(f"the story breaks: {result.code or result.verdict}")

    def state(self, kind: str, parts: PartBodies, subject: str = "", *follows: str) -> Opened:
        """Sign an entry and send it at once, as a desk does."""
        entry = self.write(kind, parts, subject, follows)
        self.send()
        return entry

    def _push(self, entries: list[Opened]) -> Receipt:
        path = f"/api/logbooks/{self.logbook}/push"
        body = b"\n".join(wire_line(entry) for entry in entries)
        answer = self.world.client.ask("POST", path, body, {"content-type": "application/x-ndjson"})
        return Receipt.model_validate(answer.document())

    def _believe(self, receipt: Receipt, entries: list[Opened]) -> None:
        """Take the checkpoint as the next anchor. Raises ValueError if a line is not proved."""
        head = open_note(receipt.checkpoint, self.verifier)
        nodes = [from_b64u(node) for node in receipt.nodes]
        for entry, result in zip(entries, receipt.results, strict=True):
            if _root_above(entry, result, nodes, head.size) != head.root:
                raise ValueError(f"not proved: {result.verdict} {result.code}")
        self.anchor = Anchor(epoch=1, size=head.size, root=to_b64u(head.root))

    def _circumstances(self) -> Circumstances:
        clock = self.world.clock
        if clock.now.date() != self._day:  # the page is loaded anew every morning
            self._day, self._loaded = clock.now.date(), clock.now
            self._boot = self.world.chance.randbytes(8)
        since = int((clock.now - self._loaded).total_seconds() * 1000)
        return Circumstances(
            self.logbook, self.seq, self.prev, clock.local(self.skew), self.anchor,
            boot=to_b64u(self._boot), mono=since,
        )  # fmt: skip

    def _keep_cookies(self, headers: list[tuple[bytes, bytes]]) -> None:
        for cookie, value in _read_cookies(headers):
            self.cookies[cookie] = value
            if not value:
                del self.cookies[cookie]


def _root_above(entry: Opened, result: PushResult, nodes: list[bytes], size: int) -> bytes | None:
    """Return the root of the tree that the receipt's proof builds on an entry."""
    leaf = leaf_bytes(entry.header_bytes, entry.signature, result.stamp.encode())
    path = [nodes[index] for index in result.proof]
    return merkle.root_from_inclusion(merkle.leaf_hash(leaf), result.position, size, path)


def _read_cookies(headers: list[tuple[bytes, bytes]]) -> Iterator[tuple[str, str]]:
    """Yield what an answer sets; a cookie without a value is one to forget."""
    for name, value in headers:
        if name.lower() == b"set-cookie":
            for cookie, morsel in SimpleCookie(value.decode()).items():
                yield cookie, morsel.value
