"""Reads a pushed line and checks everything that needs no database (docs/protocol.md 2–6).

`open_line` numbers its checks as the protocol does; the first that fails names the problem.
"""

from dataclasses import dataclass

import orjson
from pydantic import ValidationError

from proof import canonical
from proof.encoding import from_b64u, sha256, to_b64u
from proof.signatures import ENTRY_CONTEXT, load_public, verify
from schemas.entry import MAX_BODY, MAX_HEADER, MAX_LINE, Header, WireEntry, WirePart

PART_CONTEXT = b"verbatim/part/1\n"
LEAF_CONTEXT = b"verbatim/leaf/1\n"


@dataclass(frozen=True, slots=True)
class Malformed:
    """A line that cannot be logged: problem code, and the rule it broke."""

    code: str
    detail: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class StoredPart:
    """A part as it is stored: exact body bytes and 16 bytes of salt."""

    name: str
    salt: bytes
    body: bytes


@dataclass(frozen=True, slots=True)
class Opened:
    """A line whose form and part hashes hold; its signature may still be unverified.

    `parts` are those that are there; the header alone names those that were erased or withheld.
    """

    id: str
    header: Header
    header_bytes: bytes
    signature: bytes
    parts: tuple[StoredPart, ...]

    @property
    def lacks(self) -> set[str]:
        """Return the names of the parts that the header names and that are not here."""
        return self.header.parts.keys() - {part.name for part in self.parts}


def open_line(line: bytes, logbook: str, *, whole: bool = True) -> Opened | Malformed:
    """Return the entry on this line, or the first reason why it cannot be logged.

    One that is not `whole` may be in the log already: its browser has dropped what was erased.
    """
    wire = _read_line(line)  # 1 the line is one JSON object with the members of an entry
    if isinstance(wire, Malformed):
        return wire
    return open_wire(wire, logbook, whole=whole)


def open_wire(wire: WireEntry, logbook: str, *, whole: bool = True) -> Opened | Malformed:
    """Return the entry of a line that has been read already.

    An entry of the log need not be `whole`: its parts may have been erased since it was pushed.
    """
    header_bytes = wire.header.encode()
    entry_id = to_b64u(sha256(header_bytes))
    header = _read_header(header_bytes, entry_id)  # 2 the header is canonical, 3 and valid
    if isinstance(header, Malformed):
        return header
    if header.logbook != logbook:  # 4 it was signed for this logbook
        return Malformed("logbook_other", header.logbook, entry_id)
    if whole and header.parts.keys() - wire.parts.keys():  # 5 the parts are those it names
        return Malformed("part_missing", min(header.parts.keys() - wire.parts.keys()), entry_id)
    parts = _read_parts(wire, header, entry_id)
    if isinstance(parts, Malformed):
        return parts
    return Opened(entry_id, header, header_bytes, from_b64u(wire.sig), parts)


def verify_signature(entry: Opened, spki: str) -> bool:
    """Say whether the key signed this header."""
    return verify(load_public(spki), entry.signature, ENTRY_CONTEXT + entry.header_bytes)


def part_hash(name: str, salt: bytes, body: bytes) -> str:
    """Return the commitment that a header holds for a part."""
    return to_b64u(sha256(part_preimage(name, salt, body)))


def part_preimage(name: str, salt: bytes, body: bytes) -> bytes:
    """Return what is hashed for a part (docs/protocol.md 3)."""
    return PART_CONTEXT + name.encode() + b"\n" + salt + body


def leaf_bytes(header: bytes, signature: bytes, stamp: bytes) -> bytes:
    """Return what the tree hashes for one entry (docs/protocol.md 4)."""
    return LEAF_CONTEXT + len(header).to_bytes(2, "big") + header + signature + stamp


def _read_line(line: bytes) -> WireEntry | Malformed:
    if len(line) > MAX_LINE:
        return Malformed("line_too_long", f"{len(line)} bytes")
    try:
        document = _loads_without_duplicates(line)
    except ValueError as error:
        return Malformed("line_not_json", str(error))
    try:
        wire = WireEntry.model_validate(document)
        _check_encodable(wire)
    except ValidationError as error:
        return Malformed("line_invalid", _first_error(error))
    except ValueError:
        return Malformed("line_invalid", "a text holds half of a surrogate pair")
    return wire


def _loads_without_duplicates(line: bytes) -> object:
    """Read ordinary JSON; orjson keeps the last of two equal members, so count them first.

    A line is at most three levels deep and its inner documents are strings, so members that
    go missing show as fewer members in the result than there are member names in the text.
    """
    value = orjson.loads(line)
    if isinstance(value, dict) and _members(value) != _member_names(line):
        raise ValueError("a member appears twice")
    return value


def _members(value: object) -> int:
    """Count without recursion: a hostile line may be nested as deeply as orjson reads."""
    count, pending = 0, [value]
    while pending:
        item = pending.pop()
        if isinstance(item, dict):
            count += len(item)
            pending += item.values()
        elif isinstance(item, list):
            pending += item
    return count


def _member_names(line: bytes) -> int:
    """Count the colons outside strings: one a member."""
    outside = line.replace(b"\\\\", b"").replace(b'\\"', b"").split(b'"')[::2]
    return sum(piece.count(b":") for piece in outside)


def _check_encodable(wire: WireEntry) -> None:
    wire.header.encode()
    for part in wire.parts.values():
        part.body.encode()


def _read_header(data: bytes, entry_id: str) -> Header | Malformed:
    if len(data) > MAX_HEADER:
        return Malformed("header_invalid", "longer than 4 KiB", entry_id)
    try:
        document = canonical.parse(data)
    except ValueError as error:
        return Malformed("header_not_canonical", str(error), entry_id)
    try:
        header = Header.model_validate(document)
    except ValidationError as error:
        return Malformed("header_invalid", _first_error(error), entry_id)
    if len(set(header.follows)) != len(header.follows):
        return Malformed("header_invalid", "follows names an entry twice", entry_id)
    return header


def _read_parts(
    wire: WireEntry, header: Header, entry_id: str
) -> tuple[StoredPart, ...] | Malformed:
    if unnamed := wire.parts.keys() - header.parts.keys():
        return Malformed("part_unnamed", min(unnamed), entry_id)
    parts: list[StoredPart] = []
    for name in sorted(wire.parts):
        part = _read_part(name, wire.parts[name], header.parts[name])
        if isinstance(part, str):
            return Malformed(part, name, entry_id)
        parts.append(part)
    return tuple(parts)


def _read_part(name: str, wire: WirePart, promised: str) -> StoredPart | str:
    salt, body = from_b64u(wire.salt), wire.body.encode()
    if part_hash(name, salt, body) != promised:
        return "part_mismatch"
    if len(body) > MAX_BODY:
        return "part_not_canonical"
    try:
        canonical.parse(body)
    except ValueError:
        return "part_not_canonical"
    return StoredPart(name, salt, body)


def _first_error(error: ValidationError) -> str:
    """Name the member and the rule, never the value: a value may be personal."""
    first = error.errors(include_input=False, include_url=False)[0]
    return f"{'.'.join(str(step) for step in first['loc'])}: {first['type']}"


def entry_id(header: bytes) -> str:
    """Return the name of an entry: b64u of SHA-256 of its header."""
    return to_b64u(sha256(header))
