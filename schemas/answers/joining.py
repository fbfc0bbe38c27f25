"""Invites, and what a browser is answered that joins with one."""

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from schemas.answers import Empty, answer
from schemas.answers.lines import PlacedLine
from schemas.answers.sessions import AppointedPerson
from schemas.kinds.organisation import Browser
from schemas.roles import Role
from schemas.stamp import Receipt
from schemas.types import Count, Identifier, Moment, Salt, Word

InviteNumber = Annotated[str, Field(pattern="^[1-9][0-9]{0,8}$")]
Fingerprint = Annotated[str, Field(pattern="^[0-9]{6}$")]
"""Six digits that two people compare."""


class InviteState(Word):
    """What became of an invite."""

    OPEN = "open"
    USED = "used"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    LOCKED = "locked"


@answer
class Welcome(TypedDict):
    """Whom an invite is for. A founder's has no name, no unit and either browser: all are empty."""

    name: str
    unit: str
    """The unit's name."""
    roles: list[Role]
    browser: Browser | Empty
    expires: Moment


@answer
class Joined(TypedDict):
    """The enrolled person, and entries that are all proved by one receipt, in this order."""

    person: AppointedPerson
    genesis: PlacedLine
    """The entry that opened the logbook."""
    enrolled: PlacedLine
    """The server's enrolment of this key."""
    rotations: list[PlacedLine]
    """Rotations of the server's own keys, by position."""
    receipt: Receipt


@answer
class InviteRow(TypedDict):
    """An invite as the administrator's list shows it."""

    number: InviteNumber
    person: Identifier
    name: str
    browser: Browser
    expires: Moment
    state: InviteState
    wrong_codes: Count
    fingerprint: Fingerprint | Empty
    """Of the browser that waits for a locked invite; empty until one has tried again."""


@answer
class Invites(TypedDict):
    """Every invite of the last 30 days."""

    invites: list[InviteRow]


@answer
class NewInvite(TypedDict):
    """An invite as it is shown once."""

    number: InviteNumber
    secret: Salt
    """16 random bytes: whoever has them may join."""
    code: Annotated[str, Field(pattern="^[0-9A-HJKMNP-TV-Z]{8}$")]
    """The same for typing, in Crockford's digits; five wrong ones lock the invite."""
    expires: Moment
    address: str
    """What the QR code says. What stands behind `#` reaches no server's log."""


@answer
class PasswordCode(TypedDict):
    """A one-time code with which a person chooses a new password, shown once."""

    code: Annotated[str, Field(pattern="^[0-9A-HJKMNP-TV-Z]{12}$")]
    expires: Moment
