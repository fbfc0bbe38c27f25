"""Parts about what must be kept and what must go: holds, orders to erase, and what was erased.

None of these is ever erased, so none may hold what an order could be about: no names of people,
no substances, no places.
"""

from typing import Annotated

from pydantic import Field

from schemas.entry import MAX_PARTS
from schemas.types import Closed, Digest, Identifier, Line, PartName, Text, Word, word

Names = Annotated[list[PartName], Field(min_length=1, max_length=MAX_PARTS)]
"""Parts of one entry, by their names."""


class Hold(Closed):
    """A record is evidence: nothing of it, or of what shares its item, is erased meanwhile."""

    record: Identifier
    authority: Line
    reason: Text


class Lifting(Closed):
    """A hold has ended."""

    authority: Line
    reason: Text


class ErasureBasis(Word):
    """Why parts have to go."""

    RETENTION_ENDED = "retention_ended"
    REQUEST_OF_THE_PERSON = "request_of_the_person"
    ORDER_OF_A_COURT = "order_of_a_court"
    RECORDED_UNLAWFULLY = "recorded_unlawfully"
    OTHER = "other"


class Order(Closed):
    """Which parts of which entry of which record are to be erased."""

    record: Identifier
    entry: Digest
    parts: Names
    basis: Annotated[ErasureBasis, word(ErasureBasis)]
    text: Text = ""


class Approval(Closed):
    """A second person's consent to an order, with the file number or the reason."""

    reason: Text


class Erasure(Closed):
    """What the server erased: body and salt of these parts are gone."""

    entry: Digest
    parts: Names
