"""Parts about evidence that leaves the logbook."""

from typing import Annotated

from pydantic import Field

from schemas.entry import MAX_PARTS
from schemas.types import Closed, Digest, Line, PartName, Text

MAX_LISTED = 200
"""So many ids fit the body of a part."""


class Disclosure(Closed):
    """Who is given which entries, on what legal basis, and which of their parts are withheld.

    Because it lists the entries, none of them can be left out of the bundle unseen.
    """

    recipient: Line
    basis: Text
    entries: Annotated[list[Digest], Field(min_length=1, max_length=MAX_LISTED)]
    withheld: Annotated[list[PartName], Field(max_length=MAX_PARTS)]
