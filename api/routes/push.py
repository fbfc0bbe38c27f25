"""Taking in signed entries (docs/protocol.md 6). No session and no origin: the lines are signed."""

from typing import Annotated

import orjson
from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.access import Held
from api.bodies import read_push
from sync import push as intake

router = APIRouter(prefix="/api/logbooks/{logbook}")

Body = Annotated[bytes, Depends(read_push)]


@router.post("/push", openapi_extra={
    "requestBody": {"required": True, "content": {"application/x-ndjson": {"schema": {
        "type": "string"}}}}})  # fmt: skip
def push(logbook: str, body: Body, held: Held) -> Response:
    """Log what can be logged; answer with the receipt."""
    receipt = intake.push(held, logbook, body)
    return Response(orjson.dumps(receipt.model_dump()), media_type="application/json")
