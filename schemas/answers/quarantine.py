"""What is in quarantine."""

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from schemas.answers import Empty, answer
from schemas.answers.lines import Author, PlacedLine
from schemas.types import Count, Digest, Moment

PositionText = Annotated[str, Field(pattern="^[0-9]{1,15}$")]
"""A position, as it is given back in an address."""


@answer
class QuarantinedRow(TypedDict):
    """An entry that is logged and does not count."""

    position: Count
    line: PlacedLine
    code: str
    """Why: a code of /problems."""
    received: Moment
    key: Digest
    """The key that signed it."""


@answer
class Quarantine(TypedDict):
    """A page of 50 rows at most, the oldest first."""

    rows: list[QuarantinedRow]
    authors: dict[Digest, Author]
    ahead: Count
    """How many rows come before these."""
    total: Count
    previous: PositionText | Empty
    """What the page before this one ends before; empty where there is none."""
    next: PositionText | Empty
    """What the next page comes after; empty where there is none."""
