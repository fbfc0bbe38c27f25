"""The registry: units, people, instruments and keys, as the log describes them now."""

from typing_extensions import TypedDict

from schemas.answers import Empty, answer
from schemas.kinds.organisation import Browser, Regime, Site, Technique, UnitKind
from schemas.roles import Role
from schemas.territories import Territory
from schemas.types import Count, Day, Digest, Identifier, Moment


@answer
class UnitRow(TypedDict):
    """A unit."""

    unit: Identifier
    name: str
    kind: UnitKind
    site: Site
    territory: str
    parent: Identifier | Empty
    serves: list[Identifier]
    """The units whose items a laboratory examines."""
    entry: Digest
    """The entry that stated it last."""


@answer
class PersonRow(TypedDict):
    """A person; one whose account was closed keeps the name in every trail."""

    person: Identifier
    name: str
    number: str
    unit: Identifier | Empty
    roles: list[Role]
    active: bool
    entry: Digest
    """The entry that changed it last."""


@answer
class StateRow(TypedDict):
    """What an instrument runs, from a day on."""

    since: Day
    firmware: str
    library: str
    in_service: bool
    entry: Digest


@answer
class InstrumentRow(TypedDict):
    """An instrument."""

    instrument: Identifier
    profile: str
    manufacturer: str
    model: str
    serial: str
    technique: Technique
    regime: Regime
    unit: Identifier
    entry: Digest
    state: StateRow | None
    """The state that was stated last; null while none was."""


@answer
class KeyRow(TypedDict):
    """A person's key on one browser."""

    key: Digest
    person: Identifier
    browser: Browser
    subject: Identifier
    """The enrolment's record."""
    revocation: str
    """Why the key signs no longer: a reason of a revocation, `rotated`, or, if it never did,
    `rotation_aside` or `enrolment_aside`. Empty while it signs."""
    enrolled: Moment
    revoked: Moment | Empty
    last_contact: Moment | Empty
    last_seq: Count
    """The number of its newest entry that the server has heard of."""


@answer
class Registry(TypedDict):
    """Every unit, person, instrument and key of a logbook, by name."""

    units: list[UnitRow]
    people: list[PersonRow]
    instruments: list[InstrumentRow]
    keys: list[KeyRow]
    territories: list[Territory]
