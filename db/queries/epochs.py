"""How epochs were opened, as the log states it."""

from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import select

from db.driver.hints import likely
from db.log.versions import opened_at
from db.store import ReadTransaction
from db.tables.projected import OF_EPOCHS, placed
from proof.checkpoint import Checkpoint, origin_of
from proof.encoding import from_b64u
from proof.entry import Opened
from schemas.kinds.organisation import AdministrativeReason, NextEpoch
from schemas.types import Closed

P = TypeVar("P", bound=Closed)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an administrator proposed: who, why, and the epoch with the head it gives up.

    `reason` is empty once it has been erased.
    """

    entry: str
    subject: str
    person: str
    next: NextEpoch
    reason: str


def find_link(reading: ReadTransaction, logbook: str) -> Checkpoint | None:
    """Return the head that two persons gave up for the present epoch; None in the first."""
    rows = _places(reading, logbook, "epoch.approved/1")
    if not rows:
        return None
    stated = read_next(opened_at(reading, logbook, rows[-1].position))
    root = from_b64u(stated.old_root)
    return Checkpoint(origin_of(logbook, stated.epoch - 1), stated.old_size, root)


def list_openings(reading: ReadTransaction, logbook: str) -> list[int]:
    """Return the positions of the entries that opened each epoch after the first."""
    return [row.position for row in _places(reading, logbook, "epoch.approved/1")]


def list_proposals(reading: ReadTransaction, logbook: str) -> list[Proposal]:
    """Return every accepted proposal, oldest first."""
    found = []
    for row in _places(reading, logbook, "epoch.proposed/1"):
        entry = opened_at(reading, logbook, row.position)
        words = _part(entry, "reason", AdministrativeReason)
        reason = words.text if words else ""
        found.append(Proposal(row.id, row.subject, row.person, read_next(entry), reason))
    return found


def read_next(entry: Opened) -> NextEpoch:
    """Return what an accepted proposal or approval says of the epoch."""
    stated = _part(entry, "epoch", NextEpoch)
    if stated is None:
        raise LookupError("which epoch it is about is never erased")
    return stated


def _part(entry: Opened, name: str, model: type[P]) -> P | None:
    """Return a part, or None where it has been erased."""
    bodies = [part.body for part in entry.parts if part.name == name]
    return model.model_validate_json(bodies[0]) if bodies else None


def _places(reading: ReadTransaction, logbook: str, kind: str) -> list[Any]:
    query = (
        select(placed.c.position, placed.c.id, placed.c.subject, placed.c.person)
        .where(likely(placed.c.logbook == logbook), OF_EPOCHS)
        .where(placed.c.kind == kind, placed.c.aside == 0)
        .order_by(placed.c.position)
    )
    return reading.rows(query)
