"""Enrolling a browser's key with an invite (docs/protocol.md 9)."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter
from pydantic import Field
from starlette.responses import Response

from api.access import Configured, Held
from api.answers import give_session, json_answer
from schemas.kinds.organisation import Browser, Spki
from schemas.types import Closed, SignatureText, word
from sync.joining import enrol
from sync.joining.admission import Claim, look_at_invite
from sync.joining.enrol import Joined, JoinRequest
from sync.sessions.sign_in import begin_session

router = APIRouter(prefix="/api/logbooks/{logbook}")


class LookBody(Closed):
    """An invite's number with its secret or its code."""

    number: Annotated[str, Field(pattern="^[1-9][0-9]{0,8}$")]
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
def look(logbook: str, body: LookBody, held: Held) -> Response:
    """Say whom an invite is for, before anybody joins with it."""
    welcome = look_at_invite(held.store, logbook, Claim(**body.model_dump()))
    return json_answer(asdict(welcome))


@router.post("/join")
def join(logbook: str, body: JoinBody, held: Held, settings: Configured) -> Response:
    """Enrol the key; answer with both entries, their proofs and a session."""
    sort = body.browser.value
    joined = enrol.join(held, logbook, JoinRequest(**{**body.model_dump(), "browser": sort}))
    answer = json_answer(_document(joined))
    if joined.again:  # whoever repeats a join has a key or a password to sign in with
        return answer
    begun = begin_session(held.store, sort, logbook, joined.person.person, joined.key)
    return give_session(answer, begun, settings)


def _document(joined: Joined) -> dict[str, object]:
    person = joined.person
    return {
        "person": {
            "person": person.person,
            "name": person.name,
            "unit": person.unit,
            "roles": list(person.roles),
        },
        "genesis": joined.genesis,
        "enrolled": joined.enrolled,
        "rotations": joined.rotations,
        "receipt": joined.receipt.model_dump(),
    }
