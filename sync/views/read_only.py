"""What people are told of a logbook that is read-only, and of what opens its next epoch."""

from collections.abc import Mapping

from db.people.registry import read_people
from db.queries import epochs
from proof.checkpoint import Checkpoint
from proof.encoding import to_b64u
from schemas.answers.epochs import Guard, Proposal, TreeHead
from schemas.kinds.organisation import NextEpoch
from sync.installation import Installation


def read_guard(installation: Installation, logbook: str) -> Guard:
    """Return whether a logbook is read-only, why, and what two administrators can do about it."""
    split = installation.guard.divergence_of(logbook)
    if split is None:
        return {"read_only": False}
    held = installation.guard.held_of(logbook)
    wanted = _next(held) if held else None
    return {
        "read_only": True,
        "reason": split.reason,
        "signed": _head(split.held) if split.held else None,
        "found": _head(split.found),
        "next": wanted,
        "proposals": _proposals(installation, logbook, wanted) if wanted else [],
    }


def _next(held: Checkpoint) -> NextEpoch:
    return NextEpoch(epoch=held.epoch + 1, old_size=held.size, old_root=to_b64u(held.root))


def _head(checkpoint: Checkpoint) -> TreeHead:
    root = to_b64u(checkpoint.root)
    return {"epoch": checkpoint.epoch, "size": checkpoint.size, "root": root}


def _proposals(installation: Installation, logbook: str, wanted: NextEpoch) -> list[Proposal]:
    with installation.store.reading() as reading:
        names = {row["person"]: row["name"] for row in read_people(reading, logbook)}
        found = [one for one in epochs.list_proposals(reading, logbook) if one.next == wanted]
    return [_proposal(one, names) for one in found]


def _proposal(found: epochs.Proposal, names: Mapping[str, str]) -> Proposal:
    return {
        "entry": found.entry,
        "subject": found.subject,
        "person": found.person,
        "name": names.get(found.person, ""),
        "reason": found.reason,
    }
