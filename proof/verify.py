#!/usr/bin/env python3
"""Verifies an evidence bundle of a Verbatim logbook. Needs Python 3.8 or newer and nothing else.

    python3 -I verify.py --key KEY BUNDLE.zip

KEY is the logbook's published checkpoint key, or a file that holds it. Get it, and this program,
from somebody other than the one who gave you the bundle. Checked in this order, offline:

 1 container    the ZIP is, byte for byte, the one that its files make
 2 texts        README and STATEMENT are those of this format
 3 checkpoint   the log's head is signed by KEY
 4 leaf         every entry has the form of this protocol, for this logbook
 5 inclusion    every entry was in the log at its position under that checkpoint
 6 parts        every disclosed text is the one that was signed
 7 keys         the log began with the keys of its head; the server enrolled all others before
 8 signature    every entry was signed by its key
 9 order        nothing counted that builds on a later entry or came from a revoked key
10 anchor       the trees that entries name as already known are beginnings of this log
11 manifest     it lists exactly what is here, and whoever signed the head sealed it
12 disclosure   all entries that were disclosed are here, and no part is missing that should be

What no check can decide is said in notes. Exit codes: VERIFIED 0, VERIFIED WITH NOTES 1, FAILED 2,
everything else 3. Formats: docs/protocol.md.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
import struct
import sys
import zlib
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Dict, Iterator, Mapping, NamedTuple, Sequence, Tuple

TEXTS = {  # SHA-256 of the texts that a bundle of this format may hold
    "README.txt": {"2a71f52ec5467aa2c70bf90aaa7533e9c0b02e78fcebb771c20abfd356b14b4a"},
    "STATEMENT.txt": {"9f5df2091bc0dda4f0a1bb675a475294ec5e9161c2d416fc124e5603437f1840"},
}

Document = Dict[str, Any]
instant = datetime.fromisoformat
_FILE = r"([a-z]{1,9}/)?[A-Za-z0-9]{1,15}\.[a-z0-9_-]{1,40}"
_NOT_READ = (ValueError, KeyError, TypeError, AttributeError, RecursionError)


class FailedError(Exception):
    """A check that does not hold: why, and once that is known its name and the file."""


@contextmanager
def checking(check: str, file: str) -> Iterator[None]:
    """Name the check and the file for whatever does not hold inside."""
    try:
        yield
    except (FailedError, *_NOT_READ) as error:
        unread = "it is missing, or does not have the form it must have"
        reason = error.args[0] if isinstance(error, FailedError) else unread
        raise FailedError({"check": check, "file": file, "reason": reason}) from error


def require(holds: object, reason: str) -> None:
    if not holds:
        raise FailedError(reason)


@dataclass
class Entry:  # one entry of the log, taken apart
    position: int
    file: str
    leaf: bytes
    header_bytes: bytes
    header: Document
    signature: bytes
    stamp: Document
    id: str
    kind: str
    counted: bool
    parts: dict[str, Document] = field(default_factory=dict)
    browser: str = ""  # the first of the keys that followed each other there
    by_server: bool = False  # it counted, and the server stated it
    not_before: str = ""  # when the server had the last entry of the tree that it knew


@dataclass
class Bundle:  # what the checks have found so far
    files: dict[str, bytes]
    trusted: Sequence[VerifierKey] = ()
    note: bytes = b""
    signed: Sequence[bytes] = ()  # its signatures, behind four bytes of their key's id each
    logbook: str = ""
    epoch: int = 0
    size: int = 0
    root: bytes = b""
    entries: dict[int, Entry] = field(default_factory=dict)
    by_id: dict[str, Entry] = field(default_factory=dict)
    keys: dict[str, tuple[Affine, Entry]] = field(default_factory=dict)
    first: dict[str, str] = field(default_factory=dict)
    signers: list[bytes] = field(default_factory=list)  # the keys that signed the head
    erased: set[tuple[str, str]] = field(default_factory=set)
    made: int = 0
    disclosure: Document = field(default_factory=dict)
    listed: list[Entry] = field(default_factory=list)
    notes: list[Document] = field(default_factory=list)


# --- bytes, JSON, hashes ------------------------------------------------------
def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def to_b64u(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def from_b64u(text: str) -> bytes:
    return from_b64(text.replace("=", "?") + "=" * (-len(text) % 4), b"-_")


def key_name(spki: str) -> str:
    return to_b64u(sha256(from_b64u(spki)))


def from_b64(text: str, others: bytes = b"+/") -> bytes:
    data = b""
    with suppress(ValueError):
        data = base64.b64decode(text, others, validate=True)
    require(base64.b64encode(data, others).decode("ascii") == text, "not canonical base64")
    return data


def read_json(data: bytes) -> Document:
    """Return the object of restricted JSON (protocol 1): accepted only in its one form."""
    value, holds = {}, False
    with suppress(ValueError, RecursionError):
        value = json.loads(data.decode("utf-8"))
        holds = isinstance(value, dict) and _is_restricted(value, 1) and to_json(value) == data
    require(holds, "not an object of restricted JSON in its one form")
    return dict(value)


def to_json(value: Document) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _is_restricted(value: Any, depth: int) -> bool:
    if isinstance(value, dict):
        named = all(re.fullmatch(r"[a-z][a-z0-9_]{0,39}", name) for name in value)
        return named and _is_restricted(list(value.values()), depth)
    if isinstance(value, list):
        return depth <= 8 and all(_is_restricted(item, depth + 1) for item in value)
    number = isinstance(value, int) and abs(value) < 2**53
    return "\x00" not in value if isinstance(value, str) else number


# --- 1 container, 2 texts -----------------------------------------------------
def check_container(data: bytes, trusted: Sequence[VerifierKey] = ()) -> Bundle:
    """1 container: one set of files has one ZIP; a bit that no unpacker looks at counts too."""
    files: dict[str, bytes] = {}
    at = 0
    while data[at : at + 4] == b"PK\x03\x04" and at + 30 <= len(data):
        *_, size, length, _ = struct.unpack_from("<4s5H3I2H", data, at)
        at += 30 + length
        name = data[at - length : at].decode("ascii", "replace")
        with checking("container", name):
            require(re.fullmatch(_FILE, name, re.ASCII), "not the name of a file in a bundle")
            require(name not in files, "there are two files of this name")
        files[name] = data[at : at + size]
        at += size
    with checking("container", ""):
        require(0 < len(files) < 2**16 and pack(files) == data, "not the ZIP that its files make")
    return Bundle(files, trusted)


def pack(files: Mapping[str, bytes]) -> bytes:
    body, directory = bytearray(), bytearray()
    for name in sorted(files):
        encoded, data = name.encode("ascii"), files[name]
        common = (10, 0, 0, 0, 0x21, zlib.crc32(data), len(data), len(data), len(encoded), 0)
        made = (b"PK\x01\x02", 3 << 8 | 10, *common, 0, 0, 0, 0o100644 << 16, len(body))
        directory += struct.pack("<4s6H3I5H2I", *made) + encoded
        body += struct.pack("<4s5H3I2H", b"PK\x03\x04", *common) + encoded + data
    counts = (0, 0, len(files), len(files), len(directory), len(body), 0)
    return bytes(body + directory + struct.pack("<4s4H2IH", b"PK\x05\x06", *counts))


def check_texts(bundle: Bundle) -> None:
    """2 texts: what the bundle says of itself is what this format says."""
    for name, known in TEXTS.items():
        with checking("texts", name):
            require(sha256(bundle.files[name]).hex() in known, "not the text of this format")


# --- 3 checkpoint (C2SP signed note, tlog-checkpoint; protocol 4) -------------
VerifierKey = NamedTuple("VerifierKey", [("logbook", str), ("epoch", int), ("public", bytes)])


def read_key(text: str) -> VerifierKey:
    match = re.fullmatch(r"([0-9a-f-]{36})/([1-9]\d{0,6})\+([0-9a-f]{8})\+(\S+)", text, re.ASCII)
    if not match:
        raise FailedError("not a checkpoint key: LOGBOOK/EPOCH+ID+BASE64")
    logbook, epoch, identity, encoded = match.groups()
    data = from_b64(encoded)
    fits = key_id(logbook + "/" + epoch, data[1:]).hex() == identity
    require(data[:1] == b"\x01" and len(data) == 33 and fits, "not a key with its own id")
    return VerifierKey(logbook, int(epoch), data[1:])


def key_id(name: str, public: bytes) -> bytes:
    return sha256(name.encode() + b"\n\x01" + public)[:4]


def check_checkpoint(bundle: Bundle) -> None:
    """3 checkpoint: three lines, signed by one of the trusted keys of this logbook."""
    with checking("checkpoint", "checkpoint.txt"):
        bundle.note = bundle.files["checkpoint.txt"]
        head = r"((([0-9a-f-]{36})/([1-9]\d{0,6}))\n(0|[1-9]\d{0,14})\n(\S{44})\n)\n"
        signing = head + r"((?:\u2014 \2 [A-Za-z0-9+/=]{92}\n){1,2})"
        match = re.fullmatch(signing, bundle.note.decode("utf-8"), re.ASCII)
        if not match:
            raise FailedError("not a signed checkpoint")
        text, origin, bundle.logbook, epoch, size, root, signatures = match.groups()
        bundle.epoch, bundle.size, bundle.root = int(epoch), int(size), from_b64(root)
        bundle.signed = [from_b64(line.split(" ")[2]) for line in signatures[:-1].split("\n")]
        holds = not bundle.trusted or any(
            data[:4] == key_id(origin, key.public)
            and ed25519_verifies(key.public, data[4:], text.encode())
            for key in bundle.trusted for data in bundle.signed
            if key.logbook == bundle.logbook and key.epoch <= bundle.epoch
        )  # fmt: skip
        require(holds, "not signed by the key that was given")


# --- 4 leaf (protocol 2 and 4) ------------------------------------------------
_LEAF = b"verbatim/leaf/1\n"
_DIGEST = r"[A-Za-z0-9_-]{43}"
_UUID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_MOMENT = r"\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}[+-]([01]\d|2[0-3]):[0-5]\d"
_TEXT_MEMBERS = {
    "logbook": _UUID, "kind": r"[a-z]+(\.[a-z]+){1,3}/[1-9]\d{0,3}", "subject": _UUID,
    "key": _DIGEST, "prev": _DIGEST, "at": _MOMENT, "boot": r"[A-Za-z0-9_-]{11}", "app": _DIGEST,
}  # fmt: skip
_MEMBERS = {"v", "follows", "seq", "mono", "anchor", "parts", *_TEXT_MEMBERS}


def check_leaves(bundle: Bundle) -> None:
    """4 leaf: context, header length, canonical header, 64 bytes of signature, stamp."""
    for position, name in _numbered(bundle.files, "entries/", ".leaf"):
        with checking("leaf", name):
            entry = _read_leaf(position, name, bundle.files[name])
            require(entry.header["logbook"] == bundle.logbook, "it is of another logbook")
            require(entry.id not in bundle.by_id, "an entry stands here twice")
        bundle.entries[position] = bundle.by_id[entry.id] = entry


def _numbered(files: Mapping[str, bytes], before: str, after: str) -> list[tuple[int, str]]:
    pattern = re.compile(re.escape(before) + r"(\d{8,15})" + re.escape(after), re.ASCII)
    return sorted((int(match[1]), match[0]) for match in map(pattern.fullmatch, files) if match)


def _read_leaf(position: int, file: str, leaf: bytes) -> Entry:
    start = len(_LEAF) + 2
    length = int.from_bytes(leaf[len(_LEAF) : start], "big")
    header, rest = leaf[start : start + length], leaf[start + length :]
    require(leaf.startswith(_LEAF) and len(header) == length and len(rest) > 64, "not a leaf")
    document, stamp = _checked(read_json(header)), read_json(rest[64:])
    require(set(stamp) == {"code", "received", "verdict"}, "the stamp's members are others")
    require(re.fullmatch(_MOMENT, stamp["received"], re.ASCII), "the stamp's moment is none")
    instant(stamp["received"])
    fitting = {"accepted": False, "quarantined": True}[stamp["verdict"]]
    require(isinstance(stamp["code"], str) and bool(stamp["code"]) is fitting, "its code is none")
    named = (to_b64u(sha256(header)), document["kind"], stamp["code"] == "")
    return Entry(position, file, leaf, header, document, rest[:64], stamp, *named)


def _checked(header: Document) -> Document:
    require(set(header) == _MEMBERS, "the header does not have the members it must have")
    require(type(header["v"]) is int and header["v"] == 1, "the header is of another version")
    for name, pattern in _TEXT_MEMBERS.items():
        require(re.fullmatch(pattern, header[name], re.ASCII), f"the header's {name} is none")
    anchor, follows, parts = header["anchor"], header["follows"], header["parts"]
    require(set(anchor) == {"epoch", "size", "root"}, "the header's anchor is none")
    for value in [*follows, *parts.values(), anchor["root"]]:
        require(re.fullmatch(_DIGEST, value, re.ASCII), "the header holds a hash that is none")
    once = isinstance(follows, list) and len(set(follows)) == len(follows) <= 8
    require(once and 1 <= len(parts) <= 6, "it follows an entry twice or too many, or has no part")
    for number in (header["seq"], header["mono"], anchor["size"], anchor["epoch"]):
        require(type(number) is int and number >= 0, "the header holds a number that is none")
    instant(header["at"])
    return header


# --- 5 inclusion (RFC 6962 2.1; C2SP tlog-proof) ------------------------------
def check_inclusion(bundle: Bundle) -> None:
    """5 inclusion: the path from every leaf ends at the root of the checkpoint."""
    for position, entry in bundle.entries.items():
        name = f"entries/{position:08}.tlog-proof"
        head, tail = b"c2sp.org/tlog-proof@v1\nindex %d\n" % position, b"\n" + bundle.note
        with checking("inclusion", name):
            proof = bundle.files[name]
            require(proof.startswith(head) and proof.endswith(tail), "not a proof for this entry")
            path = _hashes(proof[len(head) : len(proof) - len(tail)])
            root = root_of(sha256(b"\x00" + entry.leaf), position, bundle.size, path)
            require(root == bundle.root, "the path does not lead to the checkpoint's root")


def _hashes(lines: bytes) -> list[bytes]:
    *texts, end = lines.decode("ascii").split("\n")
    found = [from_b64(text) for text in texts]
    require(end == "" and all(len(value) == 32 for value in found), "a line is no hash of 32 bytes")
    return found


def node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right)


def root_of(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    """Return the root that an audit path, from the leaf upwards, leads to. Raises ValueError."""
    require(0 <= index < size, "the tree has no such leaf")
    if size == 1:
        require(not path, "the path is too long")
        return leaf
    require(path, "the path is too short")
    split = 1 << ((size - 1).bit_length() - 1)  # the largest power of two below the size
    if index < split:
        return node(root_of(leaf, index, split, path[:-1]), path[-1])
    return node(path[-1], root_of(leaf, index - split, size - split, path[:-1]))


def roots_of(old: int, size: int, path: list[bytes], known: bytes | None) -> tuple[bytes, bytes]:
    """Return the roots of two trees from a consistency path; it leaves out the old if `known`."""
    require(0 < old <= size, "there are no such trees")
    if old == size:
        require(len(path) == (0 if known else 1), "the path is of another length")
        return (known or path[0],) * 2
    require(path, "the path is too short")
    split, last = 1 << ((size - 1).bit_length() - 1), path[-1]
    if old <= split:
        before, after = roots_of(old, split, path[:-1], known)
        return before, node(after, last)
    before, after = roots_of(old - split, size - split, path[:-1], None)
    return node(last, before), node(last, after)


# --- 6 parts (protocol 3) -----------------------------------------------------
def check_parts(bundle: Bundle) -> None:
    """6 parts: context, name, 16 bytes of salt, body; hashed, it is what the header names."""
    for file in sorted(bundle.files):
        match = re.fullmatch(r"parts/(\d{8,15})\.([a-z][a-z0-9_]*)", file, re.ASCII)
        if match:
            name, data = match[2], bundle.files[file]
            context = b"verbatim/part/1\n%s\n" % name.encode()
            with checking("parts", file):
                entry = bundle.entries[int(match[1])]
                signed = data.startswith(context) and to_b64u(sha256(data))
                require(signed == entry.header["parts"][name], "not the part that was signed")
                entry.parts[name] = read_json(data[len(context) + 16 :])


# --- 7 keys, 8 signature ------------------------------------------------------
def check_keys(bundle: Bundle) -> None:
    """7 keys: the log began with the server's key, which enrols others, and with its head's."""
    with checking("keys", "parts/00000000.opening"):
        opening = bundle.entries[0]
        stated = opening.parts["opening"]
        server, heads = key_name(stated["entry_key"]), [read_key(stated["checkpoint_key"]).public]
        require(opening.kind == "logbook.opened/1", "it does not open a logbook")
        require(opening.header["key"] == server, "the server did not sign its own opening")
        bundle.keys[server] = p256_point(stated["entry_key"]), opening
    for entry in bundle.entries.values():
        with checking("keys", entry.file) if entry.counted else suppress(FailedError, *_NOT_READ):
            entry.browser = bundle.first.get(entry.header["key"], str(entry.header["key"]))
            entry.by_server = entry.counted and entry.browser == server
            heads += _learn_keys(bundle, entry, heads) if entry.parts else []
    text, left = bundle.note[: bundle.note.find(b"\n\n") + 1], iter(heads)
    for data in bundle.signed:
        with checking("keys", "checkpoint.txt"):
            named = (k for k in left if key_id(f"{bundle.logbook}/{bundle.epoch}", k) == data[:4])
            signer = next((key for key in named if ed25519_verifies(key, data[4:], text)), b"")
            require(signer, "signed by a key that the log did not begin with, or pass on to")
        bundle.signers.append(signer)


def _learn_keys(bundle: Bundle, entry: Entry, heads: list[bytes]) -> list[bytes]:
    """Learn of keys (protocol 19), though not from nonsense kept aside; return checkpoint keys."""
    stated = entry.parts.get("rotation", entry.parts.get("enrolment", {}))
    kind = entry.kind if entry.by_server or entry.kind == "key.rotated/1" else ""
    if kind == "checkpoint.key.rotated/1":
        message = "verbatim/rotate/1\n{old}\n{new}".format(**stated).encode()
        old, new = read_key(stated["old"]).public, read_key(stated["new"]).public
        for key, by in ((old, stated["by_old"]), (new, stated["by_new"])):
            require(ed25519_verifies(key, from_b64u(by), message), "a checkpoint key did not agree")
        return [new] if old in heads else []
    if kind == "key.rotated/1":
        named = "\n".join((bundle.logbook, entry.header["key"], stated["spki"]))
        message, proof = f"verbatim/rotate/1\n{named}".encode(), from_b64u(stated["proof"])
        point = p256_point(stated["spki"])
        require(p256_verifies(point, proof, message), "the new key did not agree")
        bundle.first.update({key_name(stated["spki"]): entry.browser} if entry.counted else {})
    if kind in ("key.rotated/1", "key.enrolled/1"):
        bundle.keys.setdefault(key_name(stated["spki"]), (p256_point(stated["spki"]), entry))
    return []


def check_signatures(bundle: Bundle) -> None:
    """8 signature: ECDSA P-256 over `verbatim/entry/1` and the header, s in the lower half."""
    for entry in bundle.entries.values():
        with checking("keys", entry.file):
            point, enrolment = bundle.keys.get(entry.header["key"], (G, entry))
            before = enrolment.position < entry.position or entry is bundle.entries[0]
            require(before, "its key was not enrolled before it")
        with checking("signature", entry.file):
            message = b"verbatim/entry/1\n" + entry.header_bytes
            holds = p256_verifies(point, entry.signature, message)
            require(holds, "the signature is not that of its key")


# --- 9 order, 10 anchor, 11 manifest, 12 disclosure ---------------------------
def check_order(bundle: Bundle) -> None:
    """9 order: what counted builds on what stood before it, and came from a key not yet revoked."""
    counted = [entry for entry in bundle.entries.values() if entry.counted]
    ended = [(e.header["key"], e.position) for e in counted if e.kind == "key.rotated/1"]
    revoking = [entry for entry in counted if entry.kind == "key.revoked/1"]
    ended += [(key, e.position) for e in revoking for key in revoked_by(bundle, e)]
    for entry in counted:
        with checking("order", entry.file):
            early = [key for key, position in ended if position < entry.position]
            require(entry.header["key"] not in early, "its key had been revoked or rotated before")
            known = filter(None, map(bundle.by_id.get, entry.header["follows"]))
            require(all(e.position < entry.position for e in known), "it builds on a later one")


def revoked_by(bundle: Bundle, entry: Entry) -> list[str]:
    """Return the keys that a revocation ends: all that followed each other there (protocol 19)."""
    named = str(entry.parts.get("revocation", {}).get("key"))
    browser = bundle.first.get(named, named)
    return [key for key in bundle.keys if bundle.first.get(key, key) == browser]


def check_anchors(bundle: Bundle) -> None:
    """10 anchor: the tree that a browser says it knew is a beginning of this log."""
    for size, name in _numbered(bundle.files, "anchors/", ".consistency"):
        with checking("anchor", name):
            last, path = bundle.entries[size - 1], _hashes(bundle.files[name])
            named = [e for e in bundle.entries.values() if e.header["anchor"]["size"] == size]
            for entry in named:
                root = from_b64u(entry.header["anchor"]["root"])
                if roots_of(size, bundle.size, path, root) == (root, bundle.root):
                    entry.not_before = last.stamp["received"]
            require(any(entry.not_before for entry in named), "no entry here names its tree")


def check_manifest(bundle: Bundle) -> None:
    """11 manifest: it says what the verified bytes say, and no file stands beside them."""
    with checking("manifest", "manifest.json"):
        bundle.erased = _erasures(bundle)
        sizes = [size for size, _ in _numbered(bundle.files, "anchors/", ".consistency")]
        here = [{"parts": states(bundle, e), "position": n} for n, e in bundle.entries.items()]
        made = bundle.made = read_json(bundle.files["manifest.json"])["disclosure"]
        said: Document = {"entries": here, "format": "verbatim/bundle/1", "logbook": bundle.logbook}
        said.update({"anchors": sizes, "disclosure": made, "size": bundle.size})
        right = to_json(said) == bundle.files["manifest.json"] and type(made) is int
        require(right, "it does not say what is here")
    expected = {"manifest.json", "manifest.sig", "checkpoint.txt", *TEXTS}
    expected |= {f"anchors/{size:08}.consistency" for size in sizes}
    for position, entry in bundle.entries.items():
        expected |= {f"entries/{position:08}.leaf", f"entries/{position:08}.tlog-proof"}
        expected |= {f"parts/{position:08}.{name}" for name in entry.parts}
    for name in bundle.files:
        with checking("manifest", name):
            require(name in expected, "a file that belongs to nothing here")


def check_seal(bundle: Bundle) -> None:
    """11 manifest, its seal: nothing that was enclosed has been taken out since."""
    with checking("manifest", "manifest.sig"):
        message = b"verbatim/bundle/1\n" + bundle.files["manifest.json"]
        data, signers = bundle.files["manifest.sig"], bundle.signers
        require(len(data) == 64 * len(signers), "not one seal for each signature of the head")
        seals = [data[at : at + 64] for at in range(0, len(data), 64)]
        sealed = [ed25519_verifies(key, seal, message) for key, seal in zip(signers, seals)]
        require(all(sealed), "not sealed by all keys that signed the head")


def _erasures(bundle: Bundle) -> set[tuple[str, str]]:
    stated = [e.parts["erasure"] for e in bundle.entries.values()
              if e.by_server and e.kind == "part.erased/1" and e.parts]  # fmt: skip
    return {(one["entry"], name) for one in stated for name in one["parts"]}


def states(bundle: Bundle, entry: Entry) -> dict[str, str]:
    """Return of every part that the header names whether it is disclosed, erased or withheld."""
    return {
        name: "disclosed" if name in entry.parts
        else "erased" if (entry.id, name) in bundle.erased else "withheld"
        for name in entry.header["parts"]
    }  # fmt: skip


def check_disclosure(bundle: Bundle) -> None:
    """12 disclosure: the signed list of what was disclosed is complete."""
    with checking("disclosure", "manifest.json"):
        made = bundle.entries[bundle.made]
        right = made.kind == "disclosure.made/1" and made.counted and "disclosure" in made.parts
        require(right, "it names no disclosure that counted")
        stated = bundle.disclosure = made.parts["disclosure"]
        entries, withheld = list(stated["entries"]), list(stated["withheld"])
    for listed in entries:
        with checking("disclosure", made.file):
            require(listed in bundle.by_id, "a disclosed entry is missing: " + listed)
        entry = bundle.by_id[listed]
        with checking("disclosure", entry.file):
            for name, state in states(bundle, entry).items():
                require(state != "withheld" or name in withheld, f"its part {name} is missing")
        bundle.listed.append(entry)
    bundle.listed.sort(key=lambda entry: entry.position)


# --- notes: what no check can decide ------------------------------------------
_TOLERANCE, _LATE = timedelta(minutes=2), timedelta(hours=72)

TEXT = {
    "practice": "PRACTICE: this logbook is for training and is no evidence",
    "later_epoch": "the log was restored from a copy and goes on in a later epoch",
    "amended": "it replaces parts of an earlier version, or a later one replaces parts of it",
    "voided": "the author took the record back", "conflict": "two versions replace this one",
    "withheld": "parts of it were withheld", "erased": "parts of it were erased for everybody",
    "quarantined": "it was kept aside when it arrived", "revoked": "its key was revoked later",
    "released": "it was kept aside, and a supervisor let it count later",
    "gap": "the entry before it in its key's chain is not here, or is another",
    "fork": "its key signed two entries for one place in its chain",
    "anchor_unproved": "the tree it says was known is not shown to be a beginning of this log",
    "at_before_anchor": "it claims a time before the tree it knew",
    "at_after_receipt": "it claims a time after the server had it",
    "at_regression": "it claims a time before the entry that came before it",
    "mono_mismatch": "the clock was set back while the app ran",
    "late_sync": "it reached the server more than 72 hours after the time it claims",
}  # fmt: skip


def add_notes(bundle: Bundle) -> None:
    operational = bundle.entries[0].parts["opening"].get("purpose") == "operational"
    found = [(-1, "practice")] * (not operational) + [(-1, "later_epoch")] * (bundle.epoch > 1)
    for entry in bundle.listed:
        codes = [*_status(bundle, entry), *_chain(bundle, entry), *_times(bundle, entry)]
        found += [(entry.position, code) for code in codes]
    bundle.notes = [{"code": c, "position": n, "text": TEXT[c]} for n, c in found]


def _status(bundle: Bundle, entry: Entry) -> list[str]:
    counted = [other for other in bundle.entries.values() if other.counted]
    followers = [other.kind for other in counted if entry.id in other.header["follows"][:1]]
    revoked = [key for other in counted for key in revoked_by(bundle, other)]
    shown = states(bundle, entry).values()
    found = {
        "withheld": "withheld" in shown,
        "erased": "erased" in shown,
        "amended": "screening.amended/1" in (entry.kind, *followers),
        "voided": "screening.voided/1" in (entry.kind, *followers),
        "quarantined": not entry.counted and "quarantine.released/1" not in followers,
        "released": "quarantine.released/1" in followers,
        "conflict": followers.count("screening.amended/1") > 1,
        "revoked": entry.header["key"] in revoked,
    }
    return [code for code, holds in found.items() if holds]


def _chain(bundle: Bundle, entry: Entry) -> list[str]:
    key, seq = entry.header["key"], entry.header["seq"]
    begins = seq == 1 and entry.header["prev"] == bundle.keys[key][1].id
    places = [(e.header["key"], e.header["seq"]) for e in bundle.entries.values()]
    found = ["fork"] if places.count((key, seq)) > 1 else []
    return found if entry.position == 0 or begins or _before(bundle, entry) else ["gap", *found]


def _before(bundle: Bundle, entry: Entry) -> Entry | None:
    other, header = bundle.by_id.get(entry.header["prev"]), entry.header
    place = (header["key"], header["seq"] - 1)
    return other if other and (other.header["key"], other.header["seq"]) == place else None


def _times(bundle: Bundle, entry: Entry) -> list[str]:
    """Protocol 13: two clocks are believed, the server's and the browser's own running one."""
    header, before = entry.header, (_before(bundle, entry) or entry).header
    at, received = instant(header["at"]), instant(entry.stamp["received"])
    passed = at - instant(before["at"])
    ran = timedelta(milliseconds=header["mono"] - before["mono"])
    set_back = ran < timedelta() or passed < ran - _TOLERANCE
    found = {
        "anchor_unproved": header["anchor"]["size"] > 0 and not entry.not_before,
        "at_before_anchor": instant(entry.not_before or header["at"]) - at > _TOLERANCE,
        "at_after_receipt": at - received > _TOLERANCE,
        "at_regression": passed < -_TOLERANCE,
        "mono_mismatch": before["boot"] == header["boot"] and set_back,
        "late_sync": received - at > _LATE,
    }
    return [code for code, holds in found.items() if holds]


# --- ECDSA P-256 (FIPS 186-5) -------------------------------------------------
P = 2**256 - 2**224 + 2**192 + 2**96 - 1
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
G = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
_SPKI = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d03010703420004")  # RFC 5480
Affine = Tuple[int, int]


def p256_point(spki: str) -> Affine:
    der = from_b64u(spki)
    require(len(der) == 91 and der.startswith(_SPKI), "not a P-256 public key")
    x, y = int.from_bytes(der[27:59], "big"), int.from_bytes(der[59:], "big")
    on_curve = x < P and y < P and (y * y - x * x * x + 3 * x - B) % P == 0
    require(on_curve, "the public key is not a point of P-256")
    return x, y


def p256_verifies(key: Affine, signature: bytes, message: bytes) -> bool:
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    if len(signature) != 64 or not 0 < r < N or not 0 < s <= N // 2:
        return False
    u, v = (number * pow(s, -1, N) % N for number in (int.from_bytes(sha256(message), "big"), r))
    point = (1, 1, 0)
    for bit in range(255, -1, -1):  # u·G + v·key, both read bit by bit together
        point = _double(point)
        point = _add(point, G) if u >> bit & 1 else point
        point = _add(point, key) if v >> bit & 1 else point
    return point[2] != 0 and point[0] * pow(point[2] ** 2, -1, P) % P % N == r


def _double(point: tuple[int, int, int]) -> tuple[int, int, int]:
    x, y, z = point
    yy, zz = y * y % P, z * z % P
    s, m = 4 * x * yy % P, 3 * (x - zz) * (x + zz) % P
    x3 = (m * m - 2 * s) % P
    return x3, (m * (s - x3) - 8 * yy * yy) % P, 2 * y * z % P


def _add(point: tuple[int, int, int], other: Affine) -> tuple[int, int, int]:
    x, y, z = point
    if z == 0:
        return other[0], other[1], 1
    zz = z * z % P
    h, r = (other[0] * zz - x) % P, (other[1] * zz * z - y) % P
    if h == 0:
        return _double(point) if r == 0 else (1, 1, 0)
    hh = h * h % P
    hhh, v = h * hh % P, x * hh % P
    x3 = (r * r - hhh - 2 * v) % P
    return x3, (r * (v - x3) - y * hhh) % P, z * h % P


# --- Ed25519 (RFC 8032) -------------------------------------------------------
Q = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, Q) % Q


def ed25519_verifies(public: bytes, signature: bytes, message: bytes) -> bool:
    """Say whether S·B = R + k·A, with S below the order of the group."""
    a, r = _decompress(public), _decompress(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or a is None or r is None or s >= L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    return _multiple(s, _BASE) == _plus(r, _multiple(k, a))


def _plus(p: Affine, q: Affine) -> Affine:
    both = D * p[0] * q[0] * p[1] * q[1]
    x = (p[0] * q[1] + p[1] * q[0]) * pow(1 + both, -1, Q) % Q
    return x, (p[1] * q[1] + p[0] * q[0]) * pow(1 - both, -1, Q) % Q


def _multiple(number: int, point: Affine) -> Affine:
    result = (0, 1)
    while number:
        result = _plus(result, point) if number & 1 else result
        point, number = _plus(point, point), number >> 1
    return result


def _decompress(data: bytes) -> Affine | None:
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    square = (y * y - 1) * pow(D * y * y + 1, -1, Q) % Q
    x = pow(square, (Q + 3) // 8, Q)
    if (x * x - square) % Q:
        x = x * pow(2, (Q - 1) // 4, Q) % Q
    if len(data) != 32 or y >= Q or (x * x - square) % Q or (x == 0 and sign):
        return None
    return (x if x & 1 == sign else Q - x), y


_BASE = _decompress((4 * pow(5, -1, Q) % Q).to_bytes(32, "little")) or (0, 1)


# --- the report ---------------------------------------------------------------
def verify(data: bytes, trusted: Sequence[VerifierKey]) -> Document:
    """Run all checks; return the report as `--json` prints it."""
    report: Document = {"bundle_sha256": sha256(data).hex()}
    try:
        bundle = run_checks(data, trusted)
    except FailedError as failure:
        return {**report, "verdict": "FAILED", **failure.args[0]}
    verdict = "VERIFIED WITH NOTES" if bundle.notes else "VERIFIED"
    return {
        **report, "verdict": verdict if trusted else "CONSISTENT, TRUST NOT ESTABLISHED",
        "logbook": bundle.logbook, "size": bundle.size, "disclosure": bundle.disclosure,
        "disclosed_by": signer_of(bundle, bundle.entries[bundle.made]), "notes": bundle.notes,
        "entries": [describe(bundle, entry) for entry in bundle.listed],
        "context": [describe(bundle, entry) for entry in bundle.entries.values()
                    if entry.parts and entry not in bundle.listed],
    }  # fmt: skip


def run_checks(data: bytes, trusted: Sequence[VerifierKey]) -> Bundle:
    bundle = check_container(data, trusted)
    for check in (
        check_texts, check_checkpoint, check_leaves, check_inclusion, check_parts, check_keys,
        check_signatures, check_order, check_anchors, check_manifest, check_seal,
        check_disclosure, add_notes,
    ):  # fmt: skip
        check(bundle)
    return bundle


def describe(bundle: Bundle, entry: Entry) -> Document:
    return {
        "position": entry.position, "kind": entry.kind, "signed_by": signer_of(bundle, entry),
        "id": entry.id, "subject": entry.header["subject"], "follows": entry.header["follows"],
        "not_before": entry.not_before, "claimed": entry.header["at"], **entry.stamp,
        "not_after": not_after(bundle, entry), "parts": entry.parts,
        "missing": {k: v for k, v in states(bundle, entry).items() if v != "disclosed"},
    }  # fmt: skip


def not_after(bundle: Bundle, entry: Entry) -> str:
    """Return when the server had the first entry of another browser that knew this one."""
    silent = (entry.browser, bundle.entries[0].browser)
    knew = [e for e in bundle.entries.values() if e.browser not in silent and e.not_before
            and e.header["anchor"]["size"] > entry.position]  # fmt: skip
    return str(knew[0].stamp["received"]) if knew else ""


def signer_of(bundle: Bundle, entry: Entry) -> str:
    """Return the name of the person to whom the key was given, as it stood at that position."""
    person = bundle.keys[entry.browser][1].parts.get("enrolment", {}).get("person")
    named = [e.parts["person"].get("name") for e in bundle.entries.values() if "person" in e.parts
             and e.counted and e.header["subject"] == person
             and e.position < entry.position]  # fmt: skip
    return named[-1] if named and type(named[-1]) is str else "key " + str(entry.header["key"])


def print_report(report: Document) -> None:
    say(report["verdict"])
    if report["verdict"] == "FAILED":
        say("check {check}, {file}: {reason}".format(**report))
    for note in report.get("notes", ()):
        say("NOTE on entry {position} (-1: on the bundle): {text} ({code})".format(**note))
    say("", *json.dumps(report, ensure_ascii=False, indent=2).split("\n"))


def say(*lines: str) -> None:
    """Print; what a terminal would obey, or not show, is shown as its code."""
    for line in lines:
        print("".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in line))


def main(arguments: list[str] | None = None) -> int:
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    parser = argparse.ArgumentParser(description="Verify an evidence bundle, offline.")
    parser.add_argument("bundle", type=Path)
    parser.add_argument("--key", action="append", default=[], help="checkpoint key, or its file")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    try:
        given = parser.parse_args(arguments)
        texts = [key if "+" in key else Path(key).read_text("utf-8-sig") for key in given.key]
        report = verify(given.bundle.read_bytes(), [read_key(text.strip()) for text in texts])
        print(json.dumps(report)) if given.json else print_report(report)
        sys.stdout.flush()
        return {"VERIFIED": 0, "VERIFIED WITH NOTES": 1, "FAILED": 2}.get(report["verdict"], 3)
    except (Exception, SystemExit) as error:  # noqa: BLE001  # Python's own code would say notes
        with suppress(Exception):
            print(f"NOT CHECKED: {error!r}", file=sys.stderr)
        return 3


if __name__ == "__main__":
    sys.exit(main())
