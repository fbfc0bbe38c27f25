"""Taking in signed entries (docs/protocol.md 6). No session and no origin: the lines are signed."""

import asyncio
import os
from typing import Annotated

import orjson
from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.access import Held
from api.bodies import read_push
from schemas.problems import VerbatimError
from sync import push as intake
from sync.append import Answered, Pushed
from sync.installation import Installation

router = APIRouter(prefix="/api/logbooks/{logbook}")

Body = Annotated[bytes, Depends(read_push)]

_CHECKERS = CapacityLimiter(os.cpu_count() or 2)
"""Signatures are checked on every core; more threads would only fight for Python's lock."""


@router.post("/push", openapi_extra={
    "requestBody": {"required": True, "content": {"application/x-ndjson": {"schema": {
        "type": "string"}}}}})  # fmt: skip
async def push(logbook: str, body: Body, held: Held) -> Response:
    """Log what can be logged; answer with the receipt. No thread waits for the commit."""
    pushed = await to_thread.run_sync(intake.check, held, logbook, body, limiter=_CHECKERS)
    receipt = intake.conclude(held, pushed, await _logged(held, pushed))
    return Response(orjson.dumps(receipt.model_dump()), media_type="application/json")


async def _logged(held: Installation, pushed: Pushed) -> Answered:
    """Wait for the commit; the job itself goes on whoever stops waiting."""
    future = asyncio.wrap_future(held.writer.enqueue(pushed))
    try:
        return await asyncio.wait_for(asyncio.shield(future), intake.PATIENCE)
    except TimeoutError:
        raise VerbatimError("outcome_unknown") from None
