"""The tree for those who check all of it (docs/protocol.md 12)."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.access import Held, Reader
from api.answers import json_answer
from schemas.types import MAX_INTEGER
from sync.views import tree

router = APIRouter(prefix="/api/logbooks/{logbook}")

Size = Annotated[int, Query(ge=1, le=MAX_INTEGER)]


@router.get("/tile/{name:path}")
def read_tile(logbook: str, name: str, held: Held, _viewer: Reader) -> Response:
    """Return a tile of hashes or a bundle of entries, as C2SP tlog-tiles names them."""
    content = tree.read_tile(held, logbook, name)
    return Response(content, media_type="application/octet-stream")


@router.get("/proofs/inclusion")
def prove_inclusion(
    logbook: str,
    held: Held,
    _viewer: Reader,
    position: Annotated[int, Query(ge=0, le=MAX_INTEGER)],
    size: Size,
) -> Response:
    """Return the path of a position in the tree of a size."""
    return json_answer(tree.prove_inclusion(held, logbook, position, size))


@router.get("/proofs/consistency")
def prove_consistency(
    logbook: str,
    held: Held,
    _viewer: Reader,
    old: Annotated[int, Query(alias="from", ge=1, le=MAX_INTEGER)],
    size: Annotated[int, Query(alias="to", ge=1, le=MAX_INTEGER)],
) -> Response:
    """Return the proof that a tree is a prefix of a later one."""
    return json_answer(tree.prove_growth(held, logbook, old, size))
