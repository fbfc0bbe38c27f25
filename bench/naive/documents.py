"""The naive server's JSON: what it takes in and gives out, typed with pydantic."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from bench.naive import tables
from schemas.types import Line, Moment, Text


class FindingDocument(BaseModel):
    """One line of what the analyser displayed."""

    model_config = ConfigDict(from_attributes=True)
    name: Line
    name_capture: Line
    confidence_state: Line
    confidence: Line
    label: Line


class ReferenceDocument(BaseModel):
    """One number on paper."""

    model_config = ConfigDict(from_attributes=True)
    kind: Line
    text: Line


class EntryDocument(BaseModel):
    """One screening as clients send it."""

    model_config = ConfigDict(from_attributes=True)
    id: UUID
    unit: UUID
    officer: UUID
    device: Line
    device_number: Annotated[int, Field(ge=1)]
    at: Moment
    instrument: UUID
    profile: Line
    profile_version: Annotated[int, Field(ge=1)]
    method: Line
    method_capture: Line
    outcome: Line
    banner: Line
    banner_capture: Line
    colour_state: Line
    colour: Line
    confidence_state: Line
    compared_with_screen: bool
    scan_number: Line
    item: UUID
    item_number: Line
    form: Line
    bag: Line
    place_state: Line
    place_unit: UUID
    latitude: Line
    longitude: Line
    accuracy: Line
    fixed_at: Moment
    references_state: Line
    note: Text
    findings: Annotated[list[FindingDocument], Field(max_length=20)]
    references: Annotated[list[ReferenceDocument], Field(max_length=10)]

    def as_row(self) -> dict[str, object]:
        """Return the columns of the entry itself."""
        return self.model_dump(exclude={"findings", "references"})


class StoredDocument(EntryDocument):
    """One screening as clients get it."""

    number: int


class Page(BaseModel):
    """Screenings in order, and whether there are more."""

    entries: list[StoredDocument]
    more: bool


class Numbers(BaseModel):
    """What a push is answered with: the numbers its entries got, in order."""

    numbers: list[int]


def findings_of(document: EntryDocument) -> list[tables.Finding]:
    """Return the rows of a screening's findings."""
    return [tables.Finding(place=place, **found.model_dump())
            for place, found in enumerate(document.findings)]  # fmt: skip


def references_of(document: EntryDocument) -> list[tables.Reference]:
    """Return the rows of a screening's references."""
    return [tables.Reference(place=place, **found.model_dump())
            for place, found in enumerate(document.references)]  # fmt: skip
