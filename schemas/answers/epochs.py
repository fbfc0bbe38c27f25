"""What people are told of a logbook that is read-only, and of what opens its next epoch."""

from typing import Literal

from typing_extensions import TypedDict

from schemas.answers import answer
from schemas.kinds.organisation import NextEpoch
from schemas.types import Count, Digest, Identifier


@answer
class TreeHead(TypedDict):
    """A head of the log's tree."""

    epoch: Count
    size: Count
    root: Digest


@answer
class Proposal(TypedDict):
    """An accepted proposal that names exactly what has to be named."""

    entry: Digest
    subject: Identifier
    person: Identifier
    name: str
    reason: str
    """Empty once it has been erased."""


Divergent = Literal[
    "smaller", "other_root", "not_continued", "other_epoch", "leaves", "damaged", "keys_missing"
]
"""Why a database does not continue the last head that was signed."""


@answer
class WritableLogbook(TypedDict):
    """The logbook takes in entries."""

    read_only: Literal[False]


@answer
class ReadOnlyLogbook(TypedDict):
    """The logbook takes in nothing but what opens its next epoch."""

    read_only: Literal[True]
    reason: Divergent
    signed: TreeHead | None
    """The last head that was signed; null where that is not known."""
    found: TreeHead
    """The head of the database."""
    next: NextEpoch | None
    """What a proposal has to name; null where no epoch can be opened."""
    proposals: list[Proposal]


Guard = WritableLogbook | ReadOnlyLogbook
"""Whether a logbook is read-only, why, and what two administrators can do about it."""
