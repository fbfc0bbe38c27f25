"""What people are told of a logbook that is read-only, and of what opens its next epoch."""

from typing import Any

from db.people.registry import read_people
from db.queries.epochs import Proposal, list_proposals
from proof.checkpoint import Checkpoint
from proof.encoding import to_b64u
from schemas.kinds.organisation import NextEpoch
from sync.checkpoints.rollback_guard import Divergence
from sync.installation import Installation


def read_guard(installation: Installation, logbook: str) -> dict[str, Any]:
    """Return whether a logbook is read-only, why, and what two administrators can do about it.

    `signed` is the last head that was, None where that is not known; `next` what a proposal has to
    name, None where no epoch can be opened; `proposals` are those that name exactly that.
    """
    split = installation.guard.divergence_of(logbook)
    if split is None:
        return {"read_only": False}
    held = installation.guard.held_of(logbook)
    wanted = _next(held) if held else None
    return {
        "read_only": True,
        "reason": split.reason,
        **_heads(split),
        "next": wanted.model_dump() if wanted else None,
        "proposals": _proposals(installation, logbook, wanted) if wanted else [],
    }


def _next(held: Checkpoint) -> NextEpoch:
    return NextEpoch(epoch=held.epoch + 1, old_size=held.size, old_root=to_b64u(held.root))


def _heads(split: Divergence) -> dict[str, Any]:
    return {"signed": split.held and _head(split.held), "found": _head(split.found)}


def _head(checkpoint: Checkpoint) -> dict[str, Any]:
    root = to_b64u(checkpoint.root)
    return {"epoch": checkpoint.epoch, "size": checkpoint.size, "root": root}


def _proposals(installation: Installation, logbook: str, wanted: NextEpoch) -> list[dict[str, str]]:
    with installation.store.reading() as reading:
        names = {row["person"]: row["name"] for row in read_people(reading, logbook)}
        found = [one for one in list_proposals(reading, logbook) if one.next == wanted]
    return [_proposal(one, names) for one in found]


def _proposal(found: Proposal, names: dict[str, str]) -> dict[str, str]:
    return {
        "entry": found.entry,
        "subject": found.subject,
        "person": found.person,
        "name": names.get(found.person, ""),
        "reason": found.reason,
    }
