"""Which parts may be erased, and after how many years somebody should ask whether they must be.

A part is cut so that it can go alone. Those that placing, permissions and proofs are derived from
are structure and stay: who enrolled, which unit, which item, which result, which decision.

The years are a beginning and not advice: nobody has checked them against the law of any
territory. The operator's law decides, and the operator states it (docs/operations.md). Nothing is
ever erased because time has passed; a person orders it, and another approves.
"""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, TypeAdapter

from schemas.kinds import KINDS
from schemas.territories import TERRITORIES
from schemas.types import Word


class RetentionClass(Word):
    """How long a part may live; each class has a clock of its own in each territory."""

    IDENTITY = "identity"
    PLACE = "place"
    REFERENCES = "references"
    READING = "reading"
    NOTE = "note"


_CLASSES = {
    "person": RetentionClass.IDENTITY,
    "signatories": RetentionClass.IDENTITY,
    "place": RetentionClass.PLACE,
    "references": RetentionClass.REFERENCES,
    "reading": RetentionClass.READING,
    "note": RetentionClass.NOTE,
    "reason": RetentionClass.NOTE,
}
"""By the name of the part; a name that is not here is structure in every kind that has it."""


def class_of(kind: str, part: str) -> RetentionClass | None:
    """Return the class of a part that may be erased; None for structure.

    A part that its kind does not have was kept aside with its entry, and nothing follows from it.
    What an unknown kind holds stays until the program knows what may follow from it.
    """
    if kind not in KINDS:
        return None
    return _CLASSES.get(part) if part in KINDS[kind].parts else RetentionClass.NOTE


Years = Annotated[int, Field(ge=1, le=200)]

Periods = Mapping[str, Mapping[RetentionClass, int]]
"""Years by territory and class."""

_FIRST = {
    RetentionClass.IDENTITY: 10,
    RetentionClass.PLACE: 10,
    RetentionClass.REFERENCES: 10,
    RetentionClass.READING: 10,
    RetentionClass.NOTE: 5,
}

PERIODS: Periods = {territory["code"]: _FIRST for territory in TERRITORIES}


def read_periods(text: str) -> Periods:
    """Return the first years with an operator's own laid over them.

    `{"serbia": {"reading": 15}}`. Raises ValueError for a territory or class that there is not.
    """
    stated = TypeAdapter(dict[str, dict[RetentionClass, Years]]).validate_json(text)
    unknown = stated.keys() - PERIODS.keys()
    if unknown:
        raise ValueError(f"no territory is called {min(unknown)}")
    return {code: {**years, **stated.get(code, {})} for code, years in PERIODS.items()}


def period_of(periods: Periods, territory: str, retention: RetentionClass) -> int:
    """Return the years for a class; a territory nobody knows has those of the `other` one."""
    return periods.get(territory, periods["other"])[retention]
