"""Entries as they travel to a reader, and who signed them."""

from typing import Annotated, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from schemas.answers import Empty, answer
from schemas.entry import MAX_BODY, MAX_HEADER, MAX_PARTS
from schemas.types import Count, Identifier, PartName, Salt, SignatureText


@answer
class PlacedPart(TypedDict):
    """A part whose hash the header names."""

    body: Annotated[str, Field(max_length=MAX_BODY)]
    """The exact text that was hashed, itself JSON."""
    salt: Salt


@answer
class PlacedLine(TypedDict):
    """An entry of the log as a line: what was pushed, and what the server added."""

    header: Annotated[str, Field(max_length=MAX_HEADER)]
    """The exact text that was signed, itself JSON."""
    parts: Annotated[dict[PartName, PlacedPart], Field(max_length=MAX_PARTS)]
    """Parts by name; one that is withheld or erased is missing."""
    sig: SignatureText
    position: Count
    """The place in the log, from 0."""
    stamp: Annotated[str, Field(max_length=300)]
    """The exact text of the server's verdict and moment of receipt, itself JSON."""
    released: NotRequired[Literal[True]]
    """There only where the stamp says quarantined and a release has let the entry count since."""


@answer
class Author(TypedDict):
    """Who holds a key, under the name that they bear now."""

    person: Identifier | Empty
    """Empty for the server's own keys."""
    name: str
    unit: Identifier | Empty
