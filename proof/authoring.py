"""Builds and signs entries: the server's own, and those of every Python client."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

import orjson
from cryptography.hazmat.primitives.asymmetric import ec

from proof import canonical
from proof.encoding import sha256, to_b64u
from proof.entry import Opened, StoredPart, part_hash
from proof.signatures import ENTRY_CONTEXT, key_id, public_bytes, sign
from schemas.entry import Anchor, Header


@dataclass(frozen=True, slots=True)
class Act:
    """What is stated, before it is given a place in a chain and signed."""

    kind: str
    subject: str
    parts: Mapping[str, Mapping[str, object]]
    follows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Where in a key's chain, by which clock and build, and after which checkpoint."""

    logbook: str
    seq: int
    prev: str
    at: str
    anchor: Anchor
    boot: str = to_b64u(bytes(8))
    mono: int = 0
    app: str = to_b64u(bytes(32))


def write_entry(act: Act, circumstances: Circumstances, key: ec.EllipticCurvePrivateKey) -> Opened:
    """Return the signed entry. Raises ValueError if a part is not restricted JSON."""
    parts = tuple(_salt(name, act.parts[name]) for name in sorted(act.parts))
    header = _header(act, circumstances, key_id(public_bytes(key.public_key())), parts)
    data = canonical.serialise(header.model_dump())
    return Opened(to_b64u(sha256(data)), header, data, sign(key, ENTRY_CONTEXT + data), parts)


def wire_line(entry: Opened, position: int | None = None, stamp: bytes = b"") -> bytes:
    """Return the entry as one NDJSON line without its newline; position and stamp for pull."""
    document: dict[str, object] = {
        "header": entry.header_bytes.decode(),
        "parts": {
            part.name: {"body": part.body.decode(), "salt": to_b64u(part.salt)}
            for part in entry.parts
        },
        "sig": to_b64u(entry.signature),
    }
    if position is not None:
        document |= {"position": position, "stamp": stamp.decode()}
    return orjson.dumps(document)


def _salt(name: str, content: Mapping[str, object]) -> StoredPart:
    return StoredPart(name, secrets.token_bytes(16), canonical.serialise(dict(content)))


def _header(
    act: Act, circumstances: Circumstances, key: str, parts: tuple[StoredPart, ...]
) -> Header:
    return Header(
        v=1,
        logbook=circumstances.logbook,
        kind=act.kind,
        subject=act.subject,
        follows=list(act.follows),
        key=key,
        seq=circumstances.seq,
        prev=circumstances.prev,
        at=circumstances.at,
        boot=circumstances.boot,
        mono=circumstances.mono,
        anchor=circumstances.anchor,
        app=circumstances.app,
        parts={part.name: part_hash(part.name, part.salt, part.body) for part in parts},
    )
