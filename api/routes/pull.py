"""Giving out the log within a person's scope (docs/protocol.md 7)."""

from typing import Annotated

from fastapi import Header, Query

from api import examples
from api.access import Held, Reader
from api.answers import Lines, Unchanged
from api.parameters import Logbook
from api.routing import BELOW_LOGBOOK, make_router, problems
from schemas.answers.evidence import PageEnd
from schemas.answers.installation import Feature
from schemas.answers.lines import PlacedLine
from sync import pull as outlet

router = make_router(Feature.PULL, BELOW_LOGBOOK)

Cursor = Annotated[
    str,
    Query(
        max_length=500,
        description="The cursor of the page before; empty for the beginning.",
        examples=[examples.CURSOR],
    ),
]
Limit = Annotated[
    int, Query(ge=1, le=outlet.MOST, description="Entries of a page at most.", examples=[500])
]
Known = Annotated[
    str,
    Header(max_length=200, description="The ETag of the last answer.", examples=[examples.ETAG]),
]


@router.get("/pull", openapi_extra=problems("cursor_invalid", "read_only"))
def pull(  # what a request may say
    logbook: Logbook,
    held: Held,
    viewer: Reader,
    cursor: Cursor = "",
    limit: Limit = 500,
    if_none_match: Known = "",
) -> Lines[PlacedLine | PageEnd] | Unchanged:
    """Return the next page, or 304 while the log and the scope are as the browser knows them."""
    person = viewer.person.person
    if if_none_match and if_none_match == outlet.etag_of(held, logbook, person):
        held.polls.remember(viewer, if_none_match)
        return Unchanged(if_none_match)
    page = outlet.pull(held, logbook, person, cursor, limit)
    # Whole, not streamed: a slow reader must not keep a transaction open.
    return Lines(b"".join(page.lines), headers={"etag": page.etag})
