"""The tree for those who check all of it (docs/protocol.md 12)."""

from typing import Annotated

from fastapi import Query

from api.access import Held, Reader
from api.answers import Json, Tile
from api.routing import BELOW_LOGBOOK, make_router
from schemas.answers.evidence import Growth, Inclusion
from schemas.types import MAX_INTEGER
from sync.views import tree

router = make_router(BELOW_LOGBOOK)

Size = Annotated[int, Query(ge=1, le=MAX_INTEGER)]


@router.get("/tile/{name:path}")
def read_tile(logbook: str, name: str, held: Held, _viewer: Reader) -> Tile:
    """Return a tile of hashes or a bundle of entries, as C2SP tlog-tiles names them."""
    return Tile(tree.read_tile(held, logbook, name))


@router.get("/proofs/inclusion")
def prove_inclusion(
    logbook: str,
    held: Held,
    _viewer: Reader,
    position: Annotated[int, Query(ge=0, le=MAX_INTEGER)],
    size: Size,
) -> Json[Inclusion]:
    """Return the path of a position in the tree of a size."""
    return Json(tree.prove_inclusion(held, logbook, position, size))


@router.get("/proofs/consistency")
def prove_consistency(
    logbook: str,
    held: Held,
    _viewer: Reader,
    old: Annotated[int, Query(alias="from", ge=1, le=MAX_INTEGER)],
    size: Annotated[int, Query(alias="to", ge=1, le=MAX_INTEGER)],
) -> Json[Growth]:
    """Return the proof that a tree is a prefix of a later one."""
    return Json(tree.prove_growth(held, logbook, old, size))
