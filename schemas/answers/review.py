"""What a reviewer reads: the queue, and the reasons that people gave."""

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from schemas.answers import Empty, answer
from schemas.kinds.review import Concern, ReviewDecision
from schemas.types import Count, Digest, Identifier, Moment


@answer
class LastReview(TypedDict):
    """The last review of a row."""

    position: Count
    person: Identifier
    decision: ReviewDecision
    text: str
    received: Moment


@answer
class ReviewRow(TypedDict):
    """An entry, and one thing that the log shows of it."""

    position: Count
    entry: Digest
    subject: Identifier
    kind: str
    about: Concern
    author: Identifier | Empty
    unit: Identifier | Empty
    at: Moment
    received: Moment
    code: str
    """Why the entry is in quarantine; empty where it was accepted."""
    review: LastReview | None


@answer
class ReviewQueue(TypedDict):
    """A page of 50 rows at most: what has no review, then what is escalated, then the rest."""

    rows: list[ReviewRow]
    next: str
    """What the next page comes after; empty where there is none."""
    total: Count
    open: dict[Concern, Count]
    """How many rows of each concern have no review."""
    examined: Count
    """So many of the log's entries have been looked through."""
    size: Count
    """The log's entries."""


@answer
class ReasonsByCode(TypedDict):
    """How often a reason was given for a correction, and for taking a record back."""

    code: str
    """A code of the vocabulary, or `erased`."""
    amended: Count
    voided: Count


@answer
class ReasonsByAuthor(TypedDict):
    """How often an author gave each reason."""

    author: Identifier
    codes: Annotated[dict[str, Count], Field(description="Numbers by code.")]
    total: Count


@answer
class Reasons(TypedDict):
    """Reasons of the corrections and voids in the reader's scope."""

    codes: list[ReasonsByCode]
    authors: list[ReasonsByAuthor]
    total: Count
    examined: Count
    """So many of the log's entries have been looked through."""
    size: Count
    """The log's entries."""
