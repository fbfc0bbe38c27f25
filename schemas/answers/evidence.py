"""Proofs about the log's tree (RFC 6962), and how the server's keys followed each other."""

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from schemas.answers import answer
from schemas.answers.lines import PlacedLine
from schemas.stamp import Receipt
from schemas.types import Digest

Note = Annotated[str, Field(description="A signed head of the log: a C2SP signed note.")]


@answer
class Growth(TypedDict):
    """A consistency path: one tree is a prefix of another."""

    nodes: list[Digest]


@answer
class Continuation(TypedDict):
    """A consistency path from an older tree to the present one."""

    nodes: list[Digest]
    """Empty if the sizes are equal."""
    checkpoint: Note


@answer
class Inclusion(TypedDict):
    """A leaf and its audit path."""

    leaf: Digest
    """The leaf hash."""
    nodes: list[Digest]
    """From the leaf's neighbour to the root."""


@answer
class Rotations(TypedDict):
    """The opening entry and every rotation of the server's own keys, by position."""

    genesis: PlacedLine
    rotations: list[PlacedLine]
    receipt: Receipt
    """A result for each of these lines, in this order."""


@answer
class PageEnd(TypedDict):
    """The last line of a pull."""

    control: Literal["page"]
    cursor: str
    """Where to continue; opaque."""
    more: bool
    """Another page is there already."""
    checkpoint: Note
    consistency: list[Digest]
    """From the tree that the cursor was issued for to the checkpoint's; empty if they are equal."""
