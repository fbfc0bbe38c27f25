"""Parts about logbooks, keys, units, people and instruments."""

from typing import Annotated, Literal

from pydantic import Field

from schemas.roles import Role
from schemas.types import (
    Closed,
    Count,
    Day,
    Digest,
    Identifier,
    Line,
    SignatureText,
    Text,
    VerifierKey,
    Word,
    word,
)

Spki = Annotated[str, Field(pattern="^[A-Za-z0-9_-]{122}$", max_length=122)]
"""The 91 bytes of a P-256 SubjectPublicKeyInfo, base64url."""


class Purpose(Word):
    """What a logbook is for. Stated in its first entry, never changed."""

    OPERATIONAL = "operational"
    PRACTICE = "practice"


class Opening(Closed):
    """The first entry's part: names the keys every browser pins."""

    name: Line
    purpose: Annotated[Purpose, word(Purpose)]
    epoch: Annotated[int, Field(ge=1, le=1_000_000)]
    entry_key: Spki
    checkpoint_key: VerifierKey


class Browser(Word):
    """Where a key lives."""

    PHONE = "phone"
    DESK = "desk"


class Enrolment(Closed):
    """One person on one browser. `invited_by` is empty when the operator's console invited."""

    spki: Spki
    person: Identifier
    browser: Annotated[Browser, word(Browser)]
    roles: list[Annotated[Role, word(Role)]]
    """The person's roles at enrolment; they stand until a person entry states others."""
    invited_by: Digest | Literal[""] = ""


class RevocationReason(Word):
    """Why a key stops speaking for its person."""

    LOST = "lost"
    STOLEN = "stolen"
    LEFT = "left"
    REPLACED = "replaced"
    COMPROMISED = "compromised"
    OTHER = "other"


class Revocation(Closed):
    """Counts from the position of its entry, never from a claimed time."""

    key: Digest
    reason: Annotated[RevocationReason, word(RevocationReason)]
    text: Text = ""


class Rotation(Closed):
    """Another key for the same person and browser, in an entry that the key before it signs.

    `proof` is by the new key: nobody takes over a key that somebody else holds.
    """

    spki: Spki
    proof: SignatureText


class CheckpointRotation(Closed):
    """Another checkpoint key, each of the two signing that one goes on for the other."""

    old: VerifierKey
    new: VerifierKey
    by_old: SignatureText
    by_new: SignatureText


class UnitKind(Word):
    """What a unit does."""

    CUSTOMS = "customs"
    BORDER_POLICE = "border_police"
    POLICE = "police"
    JOINT = "joint"
    LABORATORY = "laboratory"
    ORGANISATION = "organisation"
    OTHER = "other"


class Site(Word):
    """What kind of post it is."""

    LAND = "land"
    SEA = "sea"
    AIR = "air"
    INLAND = "inland"
    NONE = "none"


class Unit(Closed):
    """A unit; `serves` lists the units whose items a laboratory examines."""

    name: Line
    kind: Annotated[UnitKind, word(UnitKind)]
    site: Annotated[Site, word(Site)]
    territory: Annotated[str, Field(pattern="^[a-z][a-z0-9_]{0,39}$")]
    parent: Identifier | Literal[""] = ""
    serves: Annotated[tuple[Identifier, ...], Field(max_length=200, strict=False)] = ()


class Person(Closed):
    """A colleague's name, as it stands in signatures and trails."""

    name: Line
    number: Line = ""


class Appointment(Closed):
    """Where a person works and what they may do there."""

    unit: Identifier
    roles: Annotated[list[Annotated[Role, word(Role)]], Field(min_length=1, max_length=5)]


class Technique(Word):
    """How an instrument measures."""

    RAMAN = "raman"
    FTIR = "ftir"
    HPMS = "hpms"
    IMS = "ims"
    NIR = "nir"
    COLOUR_KIT = "colour_kit"
    STRIP = "strip"
    OTHER = "other"


class Regime(Word):
    """What amount a technique speaks of; never mixed in a statistic."""

    BULK = "bulk"
    TRACE = "trace"
    COLOUR = "colour"
    STRIP = "strip"
    QUANTITATIVE = "quantitative"


class Instrument(Closed):
    """One instrument by its serial number."""

    profile: Annotated[str, Field(pattern="^[a-z][a-z0-9_]{0,39}$")]
    manufacturer: Line
    model: Line
    serial: Line
    technique: Annotated[Technique, word(Technique)]
    regime: Annotated[Regime, word(Regime)]
    unit: Identifier


class InstrumentState(Closed):
    """Firmware and library from a day on; pinned by every screening made with it."""

    since: Day
    firmware: Line = ""
    library: Line = ""
    in_service: bool
    note: Text = ""


class NextEpoch(Closed):
    """The epoch that a restored logbook goes on in, and the last head signed before it.

    The number is one more than that head's: what was signed under it is given up, and stays said.
    """

    epoch: Annotated[int, Field(ge=2, le=1_000_000)]
    old_size: Count
    old_root: Digest


class AdministrativeReason(Closed):
    """Words for an act that needs no vocabulary of its own."""

    text: Text
