"""Asks again whether each erasure in the log was ordered by one person and approved by another.

From signed entries alone: nothing that the server stated about itself makes an erasure lawful.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from pydantic import ValidationError

from proof.entry import Opened
from schemas.kinds.retention import Erasure, Order
from schemas.types import Closed

P = TypeVar("P", bound=Closed)


@dataclass(slots=True)
class Consents:
    """The orders and approvals that a walk through the log has met so far, by their ids."""

    orders: dict[str, tuple[str, Erasure]] = field(default_factory=dict)
    """Who ordered, and what the server may state of it."""
    approvals: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Who approved, and which order."""

    def note(self, opened: Opened, persons: Mapping[str, str], *, accepted: bool) -> str:
        """Keep an order or an approval; return why an erasure has not got both, or nothing."""
        header = opened.header
        person = persons.get(header.key, "")
        if header.kind == "erasure.ordered/1":
            order = _read(opened, "order", Order)
            if order is not None and person:
                self.orders[opened.id] = person, Erasure(entry=order.entry, parts=order.parts)
        if header.kind == "erasure.approved/1" and person:
            self.approvals[opened.id] = person, next(iter(header.follows), "")
        if header.kind == "part.erased/1" and accepted:
            return self._lacks(opened)
        return ""

    def _lacks(self, opened: Opened) -> str:
        _, ordered, approved, *_ = [*opened.header.follows, "", "", ""]
        by, what = self.orders.get(ordered, ("", None))
        consenting, consented = self.approvals.get(approved, ("", ""))
        if what is None or what != _read(opened, "erasure", Erasure):
            return "nobody ordered this erasure"
        if consented != ordered or consenting == by:
            return "no other person approved this erasure"
        return ""


def _read(opened: Opened, name: str, model: type[P]) -> P | None:
    bodies = [part.body for part in opened.parts if part.name == name]
    try:
        return model.model_validate_json(bodies[0]) if bodies else None
    except ValidationError:
        return None
