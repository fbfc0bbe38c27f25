"""What a reviewer reads: the queue, and the reasons people give (docs/protocol.md 17)."""

from typing import Annotated

from fastapi import Query
from pydantic import Field

from api.access import Held, Reader
from api.answers import Json
from api.parameters import FirstOrLast, Logbook
from api.routing import BELOW_LOGBOOK, make_router
from schemas.answers.installation import Feature
from schemas.answers.review import Reasons, ReviewQueue
from schemas.kinds.review import Concern
from schemas.types import Closed
from sync.views import review

router = make_router(Feature.REVIEW, f"{BELOW_LOGBOOK}/review")

_WORDS = "|".join(Concern)


class QueueQuery(Closed):
    """One concern or any, and where the last page ended."""

    about: Annotated[str, Field(pattern=f"^({_WORDS})?$", examples=["amended"])] = ""
    after: Annotated[
        str,
        Field(
            pattern=rf"^([0-2]\.[0-9]{{1,15}}\.({_WORDS}))?$",
            description="The `next` of the page before.",
            examples=["0.17.amended"],
        ),
    ] = ""


class ReasonsQuery(Closed):
    """Days of the server's clock, inclusive; an empty one means any."""

    first_day: Annotated[FirstOrLast, Field(alias="from")] = ""
    last_day: Annotated[FirstOrLast, Field(alias="to")] = ""


@router.get("")
def read_review_queue(
    logbook: Logbook, query: Annotated[QueueQuery, Query()], held: Held, viewer: Reader
) -> Json[ReviewQueue]:
    """Return a page of what is to be reviewed in the person's scope."""
    person = viewer.person.person
    return Json(review.read_queue(held, logbook, person, query.about, query.after))


@router.get("/reasons")
def read_reasons(
    logbook: Logbook, query: Annotated[ReasonsQuery, Query()], held: Held, viewer: Reader
) -> Json[Reasons]:
    """Return how often each reason was given, by code and by author."""
    person = viewer.person.person
    first, last = query.first_day, query.last_day
    return Json(review.read_reasons(held, logbook, person, first, last))
