"""Enrolling a browser's key with an invite (docs/protocol.md 9)."""

from typing import Annotated

from pydantic import Field

from api.access import Configured, Held
from api.answers import Json, give_session
from api.routing import BELOW_LOGBOOK, make_router
from schemas.answers.joining import InviteNumber, Joined, Welcome
from schemas.kinds.organisation import Browser, Spki
from schemas.types import Closed, SignatureText, word
from sync.joining import enrol
from sync.joining.admission import Claim, look_at_invite
from sync.joining.enrol import JoinRequest
from sync.sessions.sign_in import begin_session

router = make_router(BELOW_LOGBOOK)


class LookBody(Closed):
    """An invite's number with its secret or its code."""

    number: InviteNumber
    secret: Annotated[str, Field(max_length=40)] = ""
    code: Annotated[str, Field(max_length=40)] = ""


class JoinBody(LookBody):
    """The key beside it, and a name and a password for a desk."""

    spki: Spki
    proof: SignatureText
    browser: Annotated[Browser, word(Browser)]
    sign_in: Annotated[str, Field(max_length=100)] = ""
    password: Annotated[str, Field(max_length=1000)] = ""


@router.post("/join/look")
def look(logbook: str, body: LookBody, held: Held) -> Json[Welcome]:
    """Say whom an invite is for, before anybody joins with it."""
    return Json(look_at_invite(held.store, logbook, Claim(**body.model_dump())))


@router.post("/join")
def join(logbook: str, body: JoinBody, held: Held, settings: Configured) -> Json[Joined]:
    """Enrol the key; answer with both entries, their proofs and a session."""
    sort = body.browser.value
    joined = enrol.join(held, logbook, JoinRequest(**{**body.model_dump(), "browser": sort}))
    answer = Json(_document(joined))
    if joined.again:  # whoever repeats a join has a key or a password to sign in with
        return answer
    begun = begin_session(held.store, sort, logbook, joined.person.person, joined.key)
    return give_session(answer, begun, settings)


def _document(joined: enrol.Joined) -> Joined:
    return {
        "person": joined.person.appointed,
        "genesis": joined.genesis,
        "enrolled": joined.enrolled,
        "rotations": joined.rotations,
        "receipt": joined.receipt,
    }
