"""The tree for those who check all of it (docs/protocol.md 12)."""

from typing import Annotated

from fastapi import Query

from api.access import Held, Reader
from api.answers import Json, Tile
from api.parameters import Logbook, Size, TileName
from api.routing import BELOW_LOGBOOK, make_router
from schemas.answers.evidence import Growth, Inclusion
from schemas.answers.installation import Feature
from schemas.types import MAX_INTEGER
from sync.views import tree

router = make_router(Feature.TREE, BELOW_LOGBOOK)


@router.get("/tile/{name:path}")
def read_tile(logbook: Logbook, name: TileName, held: Held, _viewer: Reader) -> Tile:
    """Return a tile of hashes or a bundle of entries, as C2SP tlog-tiles names them."""
    return Tile(tree.read_tile(held, logbook, name))


@router.get("/proofs/inclusion")
def prove_inclusion(
    logbook: Logbook,
    held: Held,
    _viewer: Reader,
    position: Annotated[int, Query(ge=0, le=MAX_INTEGER, description="Of the leaf.", examples=[0])],
    size: Size,
) -> Json[Inclusion]:
    """Return the path of a position in the tree of a size."""
    return Json(tree.prove_inclusion(held, logbook, position, size))


@router.get("/proofs/consistency")
def prove_growth(
    logbook: Logbook,
    held: Held,
    _viewer: Reader,
    old: Annotated[
        int,
        Query(alias="from", ge=1, le=MAX_INTEGER, description="Of the older tree.", examples=[1]),
    ],
    size: Annotated[
        int,
        Query(alias="to", ge=1, le=MAX_INTEGER, description="Of the later tree.", examples=[1]),
    ],
) -> Json[Growth]:
    """Return the proof that a tree is a prefix of a later one."""
    return Json(tree.prove_growth(held, logbook, old, size))
