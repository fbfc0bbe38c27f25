"""The signed header of an entry and the line it travels in (docs/protocol.md 2 and 5)."""

from typing import Annotated

from pydantic import Field

from schemas.types import (
    Boot,
    Closed,
    Count,
    Digest,
    Identifier,
    KindName,
    Moment,
    PartName,
    Salt,
    SignatureText,
)

MAX_HEADER = 4 * 1024
MAX_BODY = 16 * 1024
MAX_LINE = 64 * 1024
MAX_LINES = 500
MAX_PUSH = 1024 * 1024
"""Bytes of one push after decompression."""

MAX_FOLLOWS = 8
MAX_PARTS = 6

NO_ENTRY = "A" * 43
"""32 zero bytes: `prev` of `logbook.opened`, which has no predecessor."""

EMPTY_ROOT = "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"
"""SHA-256 of nothing, the root of the empty tree (RFC 6962 2.1)."""


class Anchor(Closed):
    """The newest checkpoint the signing browser had verified."""

    epoch: Annotated[int, Field(ge=1, le=1_000_000)]
    size: Count
    root: Digest


class Header(Closed):
    """What is signed. Holds no name, place, substance or reference, and is never erased."""

    v: Annotated[int, Field(ge=1, le=1)]  # Literal[1] would take true for 1
    logbook: Identifier
    kind: KindName
    subject: Identifier
    follows: Annotated[list[Digest], Field(max_length=MAX_FOLLOWS)]
    key: Digest
    seq: Annotated[int, Field(ge=1, le=2**53 - 1)]
    prev: Digest
    at: Moment
    boot: Boot
    mono: Count
    anchor: Anchor
    app: Digest
    parts: Annotated[dict[PartName, Digest], Field(min_length=1, max_length=MAX_PARTS)]


class WirePart(Closed):
    """A part as it travels: the body's exact text and its salt."""

    body: Annotated[str, Field(max_length=MAX_BODY)]
    salt: Salt


class WireEntry(Closed):
    """One NDJSON line of push, pull and rescue file; the last three members come with pull only.

    `released` is there, and true, only where the stamp says quarantined and a release has let the
    entry count since.
    """

    header: Annotated[str, Field(max_length=MAX_HEADER)]
    parts: Annotated[dict[PartName, WirePart], Field(max_length=MAX_PARTS)]
    sig: SignatureText
    position: Count | None = None
    stamp: Annotated[str, Field(max_length=300)] | None = None
    released: bool | None = None
