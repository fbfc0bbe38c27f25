"""What a person reads: registry, worklist, records, quarantine, proofs (docs/protocol.md 11)."""

from typing import Annotated

from fastapi import Query
from pydantic import Field

from api.access import Held, Reader
from api.answers import Json, Note
from api.routing import BELOW_LOGBOOK, make_router
from db.queries.worklist import Wanted
from schemas.answers.epochs import Guard
from schemas.answers.evidence import Continuation, Rotations
from schemas.answers.laboratory import Worklist
from schemas.answers.organisation import Registry
from schemas.answers.quarantine import Quarantine
from schemas.answers.record import RecordTrail
from schemas.types import MAX_INTEGER, Closed
from sync.views import quarantine, read_only, record, registry, server_keys, tree, worklist

router = make_router(BELOW_LOGBOOK)

Filter = Annotated[str, Field(max_length=300)]
FirstOrLast = Annotated[str, Field(pattern="^([0-9]{4}-[0-9]{2}-[0-9]{2})?$")]

PositionText = Annotated[str, Field(pattern="^[0-9]{0,15}$")]
"""A position of the log, or nothing."""


class WorklistQuery(Closed):
    """Filters as they stand in the address; an empty one means any."""

    queue: Annotated[str, Field(pattern="^(to_do|reported|to_reconcile|stale|done|all)$")] = "all"
    unit: Filter = ""
    first_day: Annotated[FirstOrLast, Field(alias="from")] = ""
    last_day: Annotated[FirstOrLast, Field(alias="to")] = ""
    instrument: Filter = ""
    outcome: Filter = ""
    find: Filter = ""
    after: PositionText = ""

    def wanted(self) -> Wanted:
        """Return what the store is asked for."""
        plain = self.model_dump(exclude={"after"})
        return Wanted(**plain, after=_position(self.after))


class AsideQuery(Closed):
    """The page after a position, or the one before another."""

    after: PositionText = ""
    before: PositionText = ""


def _position(text: str) -> int:
    return int(text) if text else -1


@router.get("/registry")
def read_registry(logbook: str, held: Held, _viewer: Reader) -> Json[Registry]:
    """Return units, people, instruments, keys and territories."""
    return Json(registry.read_registry(held, logbook))


@router.get("/rotations")
def read_rotations(logbook: str, held: Held) -> Json[Rotations]:
    """Return how the server's own keys followed each other; public, as the keys are."""
    return Json(server_keys.read_rotations(held, logbook))


@router.get("/worklist")
def read_worklist(
    logbook: str, query: Annotated[WorklistQuery, Query()], held: Held, viewer: Reader
) -> Json[Worklist]:
    """Return a page of the worklist in the person's scope."""
    person = viewer.person.person
    return Json(worklist.read_worklist(held, logbook, person, query.wanted()))


@router.get("/records/{subject}")
def read_record(logbook: str, subject: str, held: Held, viewer: Reader) -> Json[RecordTrail]:
    """Return a record with its trail, proved in one checkpoint."""
    return Json(record.read_record(held, logbook, viewer.person.person, subject))


@router.get("/quarantine")
def read_quarantine(
    logbook: str, query: Annotated[AsideQuery, Query()], held: Held, viewer: Reader
) -> Json[Quarantine]:
    """Return a page of what is kept aside in the person's scope."""
    person = viewer.person.person
    after, before = _position(query.after), _position(query.before)
    return Json(quarantine.read_quarantine(held, logbook, person, after, before))


@router.get("/guard")
def read_guard(logbook: str, held: Held, _viewer: Reader) -> Json[Guard]:
    """Return whether the logbook is read-only, and what opens its next epoch."""
    return Json(read_only.read_guard(held, logbook))


@router.get("/checkpoint")
def read_checkpoint(logbook: str, held: Held, _viewer: Reader) -> Note:
    """Return the signed note of the present head."""
    return Note(tree.current_note(held, logbook))


@router.get("/consistency")
def prove_consistency(
    logbook: str,
    held: Held,
    _viewer: Reader,
    size: Annotated[int, Query(alias="from", ge=0, le=MAX_INTEGER)],
) -> Json[Continuation]:
    """Return the proof that the tree of an earlier size is a prefix of the present one."""
    return Json(tree.prove_consistency(held, logbook, size))
