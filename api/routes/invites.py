"""The administrator's invites and one-time password codes (docs/protocol.md 9)."""

from typing import Annotated

from api import examples
from api.access import Configured, Held, Reader
from api.addresses import address_of
from api.answers import Json, Nothing
from api.parameters import Logbook, Number, Person
from api.routing import BELOW_LOGBOOK, make_router, problems
from api.settings import Settings
from schemas.answers.installation import Feature
from schemas.answers.joining import Fingerprint, Invites, NewInvite, PasswordCode
from schemas.kinds.organisation import Browser
from schemas.types import Closed, Identifier, word
from sync.joining import invites
from sync.joining.invites import Fresh
from sync.sessions.sign_in import make_password_code

_CLOSED_CODES = ("invite_unknown", "invite_used", "invite_cancelled")
_CLOSED = problems(*_CLOSED_CODES)

router = make_router(Feature.INVITES, BELOW_LOGBOOK)


class InviteBody(Closed):
    """For whom, and for which sort of browser."""

    model_config = examples.of({"person": examples.PERSON, "browser": "phone"})

    person: Identifier
    browser: Annotated[Browser, word(Browser)]


class ApprovalBody(Closed):
    """The six digits that the locked-out browser shows."""

    model_config = examples.of({"fingerprint": examples.FINGERPRINT})

    fingerprint: Fingerprint


@router.get("/invites")
def list_invites(logbook: Logbook, held: Held, _viewer: Reader) -> Json[Invites]:
    """List every invite with what became of it."""
    return Json({"invites": invites.list_invites(held.store, logbook)})


@router.post("/invites", openapi_extra=problems("not_found", "person_inactive"))
def make_invite(
    logbook: Logbook, body: InviteBody, held: Held, settings: Configured, viewer: Reader
) -> Json[NewInvite]:
    """Invite a registered person; secret and code are shown here and never again."""
    inviter = (viewer.person.person, viewer.key)
    fresh = invites.invite_person(held, logbook, body.person, body.browser.value, inviter)
    return Json(_shown(fresh, settings))


@router.delete("/invites/{number}", openapi_extra=_CLOSED)
def cancel_invite(logbook: Logbook, number: Number, held: Held, _viewer: Reader) -> Nothing:
    """Make an invite useless."""
    invites.cancel_invite(held.store, logbook, number)
    return Nothing()


@router.post("/invites/{number}/renew", openapi_extra=_CLOSED)
def renew_invite(
    logbook: Logbook, number: Number, held: Held, settings: Configured, _viewer: Reader
) -> Json[NewInvite]:
    """Give an invite a new secret, a new code and another ten minutes."""
    return Json(_shown(invites.renew_invite(held, logbook, number), settings))


@router.post(
    "/invites/{number}/approve",
    openapi_extra=problems(*_CLOSED_CODES, "fingerprint_wrong"),
)
def approve_invite(
    logbook: Logbook, number: Number, body: ApprovalBody, held: Held, _viewer: Reader
) -> Nothing:
    """Let in the browser that shows these digits."""
    invites.approve_invite(held.store, logbook, number, body.fingerprint)
    return Nothing()


@router.post("/people/{person}/code", openapi_extra=problems("not_found"))
def make_code_for(
    logbook: Logbook, person: Person, held: Held, _viewer: Reader
) -> Json[PasswordCode]:
    """Give a one-time code with which a person chooses a new password."""
    code, expires = make_password_code(held.store, logbook, person)
    return Json({"code": code, "expires": expires})


def _shown(fresh: Fresh, settings: Settings) -> NewInvite:
    return {
        "number": fresh.number,
        "secret": fresh.secret,
        "code": fresh.code,
        "expires": fresh.expires,
        "address": address_of(settings, fresh),
    }
