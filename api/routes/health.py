"""Whether the process lives and the database answers."""

from fastapi import APIRouter
from starlette.responses import Response

from api.access import Held
from api.answers import json_answer
from db.driver.connect import sqlite_warning
from sync.checkpoints.rollback_guard import explain
from sync.operator.bootstrap import list_logbooks

router = APIRouter()


@router.get("/healthz")
async def live() -> Response:
    """Answer from the event loop alone."""
    return json_answer({"alive": True})


@router.get("/readyz")
def ready(held: Held) -> Response:
    """Answer after the database did."""
    looked_at = {one: held.guard.divergence_of(one) for one in list_logbooks(held.store)}
    divergences = {one: split for one, split in looked_at.items() if split}
    dialect = held.store.engines.reader.dialect.name
    warnings = [sqlite_warning()] if dialect == "sqlite" and sqlite_warning() else []
    # Ready, for people go on reading; but nobody must overlook it.
    warnings += [explain(one, split) for one, split in divergences.items()]
    return json_answer(
        {"ready": True, "database": dialect, "warnings": warnings, "read_only": list(divergences)}
    )
