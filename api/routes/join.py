"""Enrolling a browser's key with an invite (docs/protocol.md 9)."""

from typing import Annotated

from pydantic import Field

from api import examples
from api.access import Configured, Held
from api.answers import Json, give_session
from api.parameters import Logbook
from api.routing import BELOW_LOGBOOK, SETS_COOKIE, make_router, problems
from schemas.answers.installation import Feature
from schemas.answers.joining import InviteNumber, Joined, Welcome
from schemas.kinds.organisation import Browser, Spki
from schemas.types import Closed, SignatureText, word
from sync.joining import enrol
from sync.joining.admission import Claim, look_at_invite
from sync.joining.enrol import JoinRequest
from sync.sessions.sign_in import begin_session

_KEPT_OUT = (
    "logbook_unknown", "invite_unknown", "invite_used", "invite_cancelled", "invite_expired",
    "invite_locked", "invite_code_wrong", "person_inactive",
)  # fmt: skip

router = make_router(Feature.JOINING, BELOW_LOGBOOK)


class LookBody(Closed):
    """An invite's number with its secret or its code."""

    model_config = examples.of(
        {"number": examples.NUMBER, "secret": examples.SECRET},
        {"number": examples.NUMBER, "code": examples.CODE},
    )

    number: InviteNumber
    secret: Annotated[str, Field(max_length=40)] = ""
    code: Annotated[str, Field(max_length=40)] = ""


_PHONE = {
    "number": examples.NUMBER, "spki": examples.SPKI, "proof": examples.SIGNATURE,
    "browser": "phone",
}  # fmt: skip


class JoinBody(LookBody):
    """The key beside it, and a name and a password for a desk."""

    model_config = examples.of(
        {**_PHONE, "secret": examples.SECRET},
        {
            **_PHONE, "browser": "desk", "code": examples.CODE, "sign_in": examples.SIGN_IN,
            "password": examples.PASSWORD,
        },
    )  # fmt: skip

    spki: Spki
    proof: SignatureText
    browser: Annotated[Browser, word(Browser)]
    sign_in: Annotated[str, Field(max_length=100)] = ""
    password: Annotated[str, Field(max_length=1000)] = ""


@router.post("/join/look", openapi_extra=problems(*_KEPT_OUT))
def look_at(logbook: Logbook, body: LookBody, held: Held) -> Json[Welcome]:
    """Say whom an invite is for, before anybody joins with it."""
    return Json(look_at_invite(held.store, logbook, Claim(**body.model_dump())))


@router.post(
    "/join",
    openapi_extra=problems(
        *_KEPT_OUT, "invite_other_browser", "proof_of_key_invalid", "key_taken",
        "sign_in_name_taken", "password_too_short", "password_common", "read_only",
    )
    | SETS_COOKIE,
)  # fmt: skip
def join(logbook: Logbook, body: JoinBody, held: Held, settings: Configured) -> Json[Joined]:
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
