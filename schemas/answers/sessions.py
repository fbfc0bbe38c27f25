"""Who reads, by which session."""

from typing_extensions import TypedDict

from schemas.answers import Empty, answer
from schemas.kinds.organisation import Browser
from schemas.roles import Role
from schemas.types import Digest, Identifier, Moment


@answer
class AppointedPerson(TypedDict):
    """A person with the unit and the roles they have now."""

    person: Identifier
    name: str
    unit: Identifier | Empty
    roles: list[Role]


@answer
class Session(TypedDict):
    """A session that lasts."""

    sort: Browser
    logbook: Identifier
    person: AppointedPerson
    expires: Moment


@answer
class Nonce(TypedDict):
    """A challenge that a phone may sign once, within five minutes."""

    nonce: Digest
