"""One record: its entries, those about it, their proofs and their times."""

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from schemas.answers import Empty, answer
from schemas.answers.lines import Author, PlacedLine
from schemas.stamp import Flag, Receipt
from schemas.types import MAX_INTEGER, Digest, Identifier, Moment


@answer
class Witness(TypedDict):
    """The first later entry of another browser that was signed over a tree with this one in it."""

    position: Annotated[int, Field(ge=-1, le=MAX_INTEGER)]
    """-1 where none was found."""
    key: Digest | Empty
    """Empty if that entry is not the reader's to see."""


@answer
class Times(TypedDict):
    """The moments between which an entry was signed, and what is odd about them."""

    not_before: Moment | Empty
    """When the last entry was received of the tree that the entry names; empty without one."""
    claimed: Moment
    """By the clock of the browser that signed."""
    received: Moment
    """By the server's clock."""
    not_after: Moment | Empty
    """When the witness was received; empty without one."""
    witness: Witness
    flags: list[Flag]


@answer
class RecordTrail(TypedDict):
    """A record with its trail, all of it proved in one checkpoint."""

    subject: Identifier
    entries: list[PlacedLine]
    """Entries of this subject, by position."""
    about: list[PlacedLine]
    """Entries that speak of it: results on its item, decisions, releases, disclosures."""
    authors: dict[Digest, Author]
    """Who holds each key that signed any of these."""
    receipt: Receipt
    """A result for each line, by position. Without a checkpoint while the logbook is read-only."""
    times: dict[Digest, Times]
    """By entry id."""
