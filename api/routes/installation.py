"""What anyone may know of this installation (docs/protocol.md 9, step 1)."""

from fastapi import APIRouter
from starlette.responses import Response

from api.access import Configured, Held
from api.answers import json_answer
from api.pages import read_build
from db.people.logbooks import describe_logbooks

router = APIRouter()


@router.get("/api/installation")
def describe(held: Held, settings: Configured) -> Response:
    """Name the public address, the build that is served, and the logbooks."""
    with held.store.reading() as reading:
        logbooks = describe_logbooks(reading)
    guard = held.guard
    described = [
        {**row, "read_only": guard.divergence_of(row["logbook"]) is not None} for row in logbooks
    ]
    return json_answer(
        {
            "public_url": settings.public_url,
            "now": held.store.now(),
            "app": read_build(settings.web),
            "logbooks": described,
        }
    )
