"""What a person reads: registry, worklist, records, quarantine, proofs (docs/protocol.md 11)."""

from typing import Annotated

from fastapi import Query
from pydantic import Field

from api import examples
from api.access import Held, Reader
from api.answers import Json, Note
from api.parameters import UUID, FirstOrLast, Logbook, PositionText, Subject
from api.routing import BELOW_LOGBOOK, make_router, problems
from db.queries.worklist import Wanted
from schemas.answers.epochs import Guard
from schemas.answers.evidence import Continuation, Rotations
from schemas.answers.installation import Feature
from schemas.answers.laboratory import Queue, Worklist
from schemas.answers.organisation import Registry
from schemas.answers.quarantine import Quarantine
from schemas.answers.record import RecordTrail
from schemas.types import MAX_INTEGER, Closed
from sync.views import quarantine, read_only, record, registry, server_keys, tree, worklist

router = make_router(Feature.READING, BELOW_LOGBOOK)


Filter = Annotated[str, Field(max_length=300)]


class WorklistQuery(Closed):
    """Filters as they stand in the address; an empty one means any."""

    queue: Annotated[
        str,
        Field(
            pattern=f"^({'|'.join(Queue)}|all)$",
            description=f"One of {', '.join(Queue)}, all.",
            examples=["to_do"],
        ),
    ] = "all"
    unit: Annotated[Filter, Field(examples=[examples.UNIT], json_schema_extra=UUID)] = ""
    first_day: Annotated[FirstOrLast, Field(alias="from")] = ""
    last_day: Annotated[FirstOrLast, Field(alias="to")] = ""
    instrument: Annotated[Filter, Field(examples=[examples.INSTRUMENT], json_schema_extra=UUID)] = (
        ""
    )
    outcome: Annotated[Filter, Field(examples=["completed"])] = ""
    find: Annotated[
        Filter,
        Field(description="Any part of a reference, item or receipt number.", examples=["12/23"]),
    ] = ""
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
def read_registry(logbook: Logbook, held: Held, _viewer: Reader) -> Json[Registry]:
    """Return units, people, instruments, keys and territories."""
    return Json(registry.read_registry(held, logbook))


@router.get("/rotations", openapi_extra=problems("logbook_unknown", "read_only"))
def read_rotations(logbook: Logbook, held: Held) -> Json[Rotations]:
    """Return how the server's own keys followed each other; public, as the keys are."""
    return Json(server_keys.read_rotations(held, logbook))


@router.get("/worklist")
def read_worklist(
    logbook: Logbook, query: Annotated[WorklistQuery, Query()], held: Held, viewer: Reader
) -> Json[Worklist]:
    """Return a page of the worklist in the person's scope."""
    person = viewer.person.person
    return Json(worklist.read_worklist(held, logbook, person, query.wanted()))


@router.get("/records/{subject}")
def read_record(
    logbook: Logbook, subject: Subject, held: Held, viewer: Reader
) -> Json[RecordTrail]:
    """Return a record with its trail, proved in one checkpoint."""
    return Json(record.read_record(held, logbook, viewer.person.person, subject))


@router.get("/quarantine")
def read_quarantine(
    logbook: Logbook, query: Annotated[AsideQuery, Query()], held: Held, viewer: Reader
) -> Json[Quarantine]:
    """Return a page of what is kept aside in the person's scope."""
    person = viewer.person.person
    after, before = _position(query.after), _position(query.before)
    return Json(quarantine.read_quarantine(held, logbook, person, after, before))


@router.get("/guard")
def read_guard(logbook: Logbook, held: Held, _viewer: Reader) -> Json[Guard]:
    """Return whether the logbook is read-only, and what opens its next epoch."""
    return Json(read_only.read_guard(held, logbook))


@router.get("/checkpoint", openapi_extra=problems("read_only"))
def read_checkpoint(logbook: Logbook, held: Held, _viewer: Reader) -> Note:
    """Return the signed note of the present head."""
    return Note(tree.current_note(held, logbook))


@router.get("/consistency", openapi_extra=problems("read_only"))
def prove_continuation(
    logbook: Logbook,
    held: Held,
    _viewer: Reader,
    size: Annotated[
        int, Query(alias="from", ge=0, le=MAX_INTEGER, description="Of a tree.", examples=[1])
    ],
) -> Json[Continuation]:
    """Return the proof that the tree of an earlier size is a prefix of the present one."""
    return Json(tree.prove_consistency(held, logbook, size))
