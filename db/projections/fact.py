"""An accepted entry as projections see it: header, place, and parts that fit their schemas."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from pydantic import ValidationError

from proof.entry import Opened
from schemas.entry import Header
from schemas.kinds import Kind
from schemas.types import Closed

P = TypeVar("P", bound=Closed)


@dataclass(frozen=True, slots=True)
class AcceptedEntry:
    """`unit` is the one the key had at `position`; `about` the unit whose item it speaks of."""

    id: str
    header: Header
    position: int
    received: str
    person: str
    unit: str
    about: str
    parts: Mapping[str, Closed]

    def part(self, name: str, model: type[P]) -> P:
        """Return a part that the kind requires."""
        return part_in(self.parts, name, model)

    def optional(self, name: str, model: type[P]) -> P | None:
        """Return a part that may be absent, or may have been erased."""
        return self.part(name, model) if name in self.parts else None


def part_in(parts: Mapping[str, Closed], name: str, model: type[P]) -> P:
    """Return a part that the kind requires, as `read_parts` has read it."""
    found = parts[name]
    if not isinstance(found, model):
        raise TypeError(f"{name} is not a {model.__name__}")
    return found


def read_parts(kind: Kind, entry: Opened) -> dict[str, Closed] | None:
    """Return the parts as their schemas, or None if one is missing, unknown or does not fit.

    The header says which parts there are. One that has been erased is among them and not here.
    """
    if not kind.required <= entry.header.parts.keys() <= kind.parts.keys():
        return None
    try:
        return {
            part.name: kind.parts[part.name].model_validate_json(part.body) for part in entry.parts
        }
    except ValidationError:
        return None
