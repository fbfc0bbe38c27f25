"""Parts of a screening: what the analyser displayed, and where, on what and for which seizure.

Text as displayed, honest states instead of invented values.
No substance name, colour or confidence is ever computed, ranked or translated.
"""

from typing import Annotated, Literal

from pydantic import Field

from schemas.types import Closed, Digest, Identifier, Line, Moment, Text, Word, word


class Capture(Word):
    """How a verbatim text came into the field."""

    TYPED = "typed"
    PICKED = "picked"
    COPIED = "copied"
    DICTATED = "dictated"


class Displayed(Closed):
    """Text exactly as the instrument displayed it."""

    text: Line
    capture: Annotated[Capture, word(Capture)]


class ConfidenceState(Word):
    """Whether the display showed any confidence at all."""

    SHOWN = "shown"
    DEVICE_SHOWS_NONE = "device_shows_none"
    SHOWN_NOT_RECORDED = "shown_not_recorded"


class Confidence(Closed):
    """Text, never a number; `label` is the word the screen puts beside it (HQI, %, bars)."""

    state: Annotated[ConfidenceState, word(ConfidenceState)]
    text: Line = ""
    label: Line = ""


class Finding(Closed):
    """One substance or class line, in the order displayed."""

    name: Displayed
    extra: Line = ""
    confidence: Confidence


class Colour(Word):
    """The colour of the instrument's own screen, as a word the officer chose."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    BLUE = "blue"
    GREY = "grey"
    WHITE = "white"
    OTHER = "other"


class FieldState(Word):
    """Honest states, so that nobody invents a value."""

    RECORDED = "recorded"
    PENDING = "pending"
    NOT_SHOWN = "not_shown"
    NOT_RECORDED = "not_recorded"


class DisplayColour(Closed):
    """`colour` only when recorded; `words` for `other`."""

    state: Annotated[FieldState, word(FieldState)]
    colour: Annotated[Colour, word(Colour)] | Literal[""] = ""
    words: Line = ""


class OutcomeState(Word):
    """How the measurement ended on the instrument."""

    COMPLETED = "completed"
    ABORTED = "aborted"
    DEVICE_ERROR = "device_error"
    INVALID_TEST = "invalid_test"


class Profile(Closed):
    """The instrument profile that offered the quick picks: a hint, never a validator."""

    id: Annotated[str, Field(pattern="^[a-z][a-z0-9_]{0,39}$")]
    version: Annotated[int, Field(ge=1, le=9999)]


class Reading(Closed):
    """What the instrument displayed, and by which instrument, state and method."""

    instrument: Identifier
    instrument_state: Digest | Literal[""] = ""
    profile: Profile
    method: Displayed
    outcome: Annotated[OutcomeState, word(OutcomeState)]
    banner: Displayed
    colour: DisplayColour
    findings: Annotated[list[Finding], Field(max_length=20)]
    confidence: Confidence
    compared_with_screen: bool
    message: Text = ""
    scan_number: Line = ""
    instrument_clock: Line = ""
    instrument_language: Line = ""
    presentation: Line = ""
    attempt: Annotated[int, Field(ge=1, le=999)] = 1


class Form(Word):
    """What the sample looks like to the officer."""

    POWDER = "powder"
    CRYSTAL = "crystal"
    TABLET = "tablet"
    CAPSULE = "capsule"
    PASTE = "paste"
    ROCK = "rock"
    RESIN = "resin"
    HERBAL = "herbal"
    LIQUID = "liquid"
    OIL = "oil"
    BLOTTER = "blotter"
    IMPREGNATED = "impregnated"
    RESIDUE = "residue"
    VAPOUR = "vapour"
    EDIBLE = "edible"
    MIXED = "mixed"
    OTHER = "other"


class Item(Closed):
    """The thing screened. Its id is minted by the phone and named by the laboratory's result."""

    item: Identifier
    number: Line
    form: Annotated[Form, word(Form)]
    form_words: Line = ""
    description: Text = ""
    bag: Line = ""


class Coordinates(Closed):
    """A position fix as decimal texts (degrees, metres); `fixed_at` is the fix's own time."""

    latitude: Annotated[str, Field(pattern=r"^-?[0-9]{1,2}\.[0-9]{1,7}$")]
    longitude: Annotated[str, Field(pattern=r"^-?[0-9]{1,3}\.[0-9]{1,7}$")]
    accuracy: Annotated[str, Field(pattern=r"^[0-9]{1,7}(\.[0-9]{1,2})?$")]
    fixed_at: Moment


class Place(Closed):
    """Where the screening was made: the unit's post by name, in words, or by coordinates."""

    state: Annotated[FieldState, word(FieldState)]
    unit: Identifier | Literal[""] = ""
    words: Line = ""
    coordinates: Coordinates | None = None


class ReferenceKind(Word):
    """Which register a reference belongs to."""

    SEIZURE = "seizure"
    RECEIPT = "receipt"
    POLICE = "police"
    PROSECUTOR = "prosecutor"
    CUSTOMS = "customs"
    PROVISIONAL = "provisional"
    OTHER = "other"


class Reference(Closed):
    """One reference, exactly as written on the paper."""

    kind: Annotated[ReferenceKind, word(ReferenceKind)]
    text: Line
    issuer: Line = ""


class References(Closed):
    """Several references, or the honest word that there is none yet."""

    state: Annotated[FieldState, word(FieldState)]
    references: Annotated[list[Reference], Field(max_length=10)]


class Note(Closed):
    """Free words of the author, and the second person who was present."""

    text: Text = ""
    second_person: Identifier | Literal[""] = ""


class ReasonCode(Word):
    """Why a version was replaced or a record voided."""

    TYPING = "typing"
    WRONG_FIELD = "wrong_field"
    WRONG_ITEM = "wrong_item"
    WRONG_INSTRUMENT = "wrong_instrument"
    READ_AGAIN = "read_again"
    REFERENCE_ASSIGNED = "reference_assigned"
    ENTERED_TWICE = "entered_twice"
    TEST_ENTRY = "test_entry"
    OTHER = "other"


LEAST_WORDS = 10
"""Characters that say something where a code alone does not."""


class Reason(Closed):
    """A code, and words where the code alone does not say it.

    That `other` needs words is asked of new entries (`sync/rules/judge.py`) and not here: what was
    stated before it was asked stays readable.
    """

    code: Annotated[ReasonCode, word(ReasonCode)]
    text: Text = ""

    @property
    def says_why(self) -> bool:
        """Say whether code and words together give a reason."""
        return self.code is not ReasonCode.OTHER or len(self.text.strip()) >= LEAST_WORDS
