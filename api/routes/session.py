"""Signing in and out, and passwords (docs/protocol.md 10)."""

from typing import Annotated

from pydantic import Field, model_validator

from api import examples
from api.access import Configured, Held, Reader
from api.answers import Json, Nothing, drop_sessions, give_session
from api.routing import SETS_COOKIE, make_router, problems
from schemas.answers.installation import Feature
from schemas.answers.sessions import Nonce, Session
from schemas.kinds.organisation import Browser
from schemas.types import Closed, Digest, Identifier, SignatureText
from sync.sessions import sign_in

router = make_router(Feature.SESSIONS, "/api/session")

Name = Annotated[str, Field(min_length=1, max_length=100)]
Password = Annotated[str, Field(min_length=1, max_length=1000)]


class PhoneBody(Closed):
    """A challenge of this server, signed by an enrolled key."""

    model_config = examples.of(
        {
            "logbook": examples.LOGBOOK, "key": examples.KEY, "nonce": examples.NONCE,
            "sig": examples.SIGNATURE,
        }
    )  # fmt: skip

    logbook: Identifier
    key: Digest
    nonce: Digest
    sig: SignatureText


class DeskBody(Closed):
    """What a person types."""

    model_config = examples.of({"sign_in": examples.SIGN_IN, "password": examples.PASSWORD})

    sign_in: Name
    password: Password


class PasswordBody(Closed):
    """The old password or a one-time code, and the new password."""

    model_config = examples.of(
        {
            "sign_in": examples.SIGN_IN, "password": examples.PASSWORD,
            "new_password": examples.NEW_PASSWORD,
        },
        {
            "sign_in": examples.SIGN_IN, "code": examples.PASSWORD_CODE,
            "new_password": examples.NEW_PASSWORD,
        },
    )  # fmt: skip

    sign_in: Name
    password: Annotated[str, Field(max_length=1000)] = ""
    code: Annotated[str, Field(max_length=40)] = ""
    new_password: Password

    @model_validator(mode="after")
    def _one_of_two(self) -> "PasswordBody":
        if bool(self.password) == bool(self.code):
            raise ValueError("give the old password or a code")
        return self


@router.post("/nonce")
def make_nonce(held: Held) -> Json[Nonce]:
    """Give a challenge that a phone may sign once."""
    return Json({"nonce": sign_in.make_nonce(held.store)})


@router.post(
    "/phone",
    openapi_extra=SETS_COOKIE
    | problems("nonce_unknown", "sign_in_failed", "person_inactive", "logbook_unknown"),
)
def begin_phone(body: PhoneBody, held: Held, settings: Configured) -> Nothing:
    """Begin a phone's session."""
    begun = sign_in.sign_in_phone(held.store, body.logbook, body.key, body.nonce, body.sig)
    return give_session(Nothing(), begun, settings)


@router.post(
    "/desk",
    openapi_extra=SETS_COOKIE | problems("sign_in_failed", "too_many_tries", "person_inactive"),
)
def begin_desk(body: DeskBody, held: Held, settings: Configured) -> Nothing:
    """Begin a desk's session."""
    begun = sign_in.sign_in_desk(held.store, body.sign_in, body.password)
    return give_session(Nothing(), begun, settings)


@router.post(
    "/password",
    openapi_extra=problems(
        "sign_in_failed", "code_wrong", "too_many_tries", "password_too_short", "password_common"
    ),
)
def choose_password(body: PasswordBody, held: Held) -> Nothing:
    """Set a new password; every desk of this person is signed out."""
    sign_in.choose_password(
        held.store,
        body.sign_in,
        password=body.password,
        code=body.code,
        chosen=body.new_password,
    )
    return Nothing()


@router.get("")
def read_session(viewer: Reader) -> Json[Session]:
    """Say who is signed in."""
    return Json(
        {
            "sort": Browser(viewer.sort),
            "logbook": viewer.logbook,
            "person": viewer.person.appointed,
            "expires": viewer.expires,
        }
    )


@router.delete("", openapi_extra=SETS_COOKIE)
def end_session(held: Held, settings: Configured, viewer: Reader) -> Nothing:
    """Sign out this browser."""
    sign_in.sign_out(held.store, viewer)
    return drop_sessions(Nothing(), settings)


@router.delete("/all", openapi_extra=SETS_COOKIE)
def end_sessions(held: Held, settings: Configured, viewer: Reader) -> Nothing:
    """Sign this person out on every phone and desk."""
    sign_in.sign_out_everywhere(held.store, viewer)
    return drop_sessions(Nothing(), settings)
