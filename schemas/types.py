"""The small vocabulary of strings that every schema is built from.

Every text is kept exactly as it was typed: nothing here strips, folds or normalises. Patterns
write [0-9]: in pydantic's regular expressions the class for digits holds those of every script.
"""

import base64
import hashlib
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

MAX_INTEGER = 2**53 - 1
"""The largest integer that every JSON reader keeps exactly (RFC 8785, RFC 7493)."""

_B64 = "[A-Za-z0-9_-]"
_LAST_OF_2_BITS = "[AEIMQUYcgkosw048]"
_LAST_OF_4_BITS = "[AQgw]"

Digest = Annotated[str, Field(pattern=f"^{_B64}{{42}}{_LAST_OF_2_BITS}$")]
"""32 bytes, canonical base64url without padding."""

Salt = Annotated[str, Field(pattern=f"^{_B64}{{21}}{_LAST_OF_4_BITS}$")]
"""16 bytes."""

SignatureText = Annotated[str, Field(pattern=f"^{_B64}{{85}}{_LAST_OF_4_BITS}$")]
"""64 bytes, r and s of 32 bytes each."""

Boot = Annotated[str, Field(pattern=f"^{_B64}{{10}}{_LAST_OF_2_BITS}$")]
"""8 bytes."""

Identifier = Annotated[
    str, Field(pattern="^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")
]
"""A UUIDv7 in lower-case text form. Its time part is never evidence."""

Moment = Annotated[
    str,
    Field(
        pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
        r"T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{3}"
        r"[+-]([01][0-9]|2[0-3]):[0-5][0-9]$"
    ),
]
"""RFC 3339 with milliseconds and a numeric offset."""


def _with_its_own_id(text: str) -> str:
    """Return a verifier key whose id fits its name and key. Raises ValueError for another."""
    name, identity, encoded = text.split("+", 2)
    signed = name.encode() + b"\n" + base64.b64decode(encoded)
    if hashlib.sha256(signed).digest()[:4].hex() != identity:
        raise ValueError("the key id does not fit the key")
    return text


VerifierKey = Annotated[
    str,
    Field(
        pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/[1-9][0-9]{0,6}"
        r"\+[0-9a-f]{8}\+A[Q-Za-f][A-Za-z0-9+/]{42}$"
    ),
    AfterValidator(_with_its_own_id),
]
"""A C2SP verifier key for checkpoints: LOGBOOK/EPOCH, key id, and an Ed25519 key in base64."""

Day = Annotated[str, Field(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")]

KindName = Annotated[str, Field(pattern=r"^[a-z]+(\.[a-z]+){1,3}/[1-9][0-9]{0,3}$", max_length=60)]
PartName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]

Line = Annotated[str, Field(min_length=1, max_length=300)]
"""A short text, as typed or displayed."""

Text = Annotated[str, Field(min_length=1, max_length=4000)]
"""A long text, as typed or displayed."""

Count = Annotated[int, Field(ge=0, le=MAX_INTEGER)]


class Closed(BaseModel):
    """A document that allows exactly the members it names, each of exactly its type."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Word(StrEnum):
    """A closed vocabulary. Arrives as text, so it is the one place where strictness yields."""


def word(kind: type[Word]) -> object:
    """Return the field settings that let the text of a vocabulary word become the word."""
    return Field(strict=False, json_schema_extra={"x-vocabulary": kind.__name__})
