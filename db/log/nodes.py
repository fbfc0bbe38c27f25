"""Stored roots of complete subtrees of 2^8, 2^16 … leaves: proofs read few rows, whatever the size.

They follow from the leaves and can be rebuilt; `verbatim audit` compares them.
"""

from collections.abc import Callable, Sequence

from db.driver.statements import Statement, driver_sql
from db.store import ReadTransaction, WriteTransaction
from db.tables.projected import node
from proof import merkle
from proof.tiles import STEP, WIDTH
from schemas.problems import VerbatimError

_LEAVES = driver_sql(
    "SELECT position, leaf FROM entry "
    "WHERE logbook = :of AND position >= :start AND position < :end ORDER BY position"
)
_NODES = driver_sql(
    "SELECT number, hash FROM node WHERE logbook = :of AND height = :height "
    "AND number >= :start AND number < :end ORDER BY number"
)

_Tile = tuple[int, int]
"""The height of a tile's hashes in the tree, and its number among the tiles of that height."""


def write_nodes(
    writing: WriteTransaction, logbook: str, size: int, leaves: Sequence[bytes]
) -> None:
    """Store the subtree roots that these new leaves after `size` complete."""
    first, end = size // WIDTH, (size + len(leaves)) // WIDTH
    if first == end:
        return
    pending = read_leaves(writing, logbook, first * WIDTH, size - first * WIDTH) + list(leaves)
    _write_level(writing, logbook, STEP, first, pending)


def _write_level(
    writing: WriteTransaction, logbook: str, height: int, first: int, children: list[bytes]
) -> None:
    """Store nodes of a height from `first` on, and go up while they complete higher ones."""
    whole = len(children) // WIDTH
    hashes = [
        merkle.tree_root(0, WIDTH, subtree_of(children[n * WIDTH : (n + 1) * WIDTH]))
        for n in range(whole)
    ]
    rows = [
        {"logbook": logbook, "height": height, "number": first + n, "hash": value}
        for n, value in enumerate(hashes)
    ]
    writing.execute(node.insert(), rows)
    above, end = first // WIDTH, (first + whole) // WIDTH
    if above == end:
        return
    before = read_nodes(writing, logbook, height, above * WIDTH, first)
    _write_level(writing, logbook, height + STEP, above, before + hashes)


def subtree_of(leaves: Sequence[bytes]) -> merkle.Subtree:
    """Return a reader of subtree roots over hashes held in memory."""

    def subtree(start: int, width: int) -> bytes:
        level = list(leaves[start : start + width])
        while len(level) > 1:
            pairs = zip(level[::2], level[1::2], strict=True)
            level = [merkle.node_hash(left, right) for left, right in pairs]
        return level[0]

    return subtree


def stored_path(
    reading: ReadTransaction, logbook: str, path: Callable[[merkle.Subtree], list[bytes]]
) -> list[bytes]:
    """Return what a function makes of subtree roots; all that it needs is asked for at once.

    It is called twice, the first time to learn what it asks for: that depends on no hash.
    """
    wanted: set[_Tile] = set()

    def note(start: int, width: int) -> bytes:
        wanted.add(_place(start, width)[0])
        return b""

    path(note)
    return path(stored_subtree(reading, logbook, sorted(wanted)))


def stored_subtree(
    reading: ReadTransaction, logbook: str, ahead: Sequence[_Tile] = ()
) -> merkle.Subtree:
    """Return a reader of subtree roots over the database, as it is from the first call on.

    It reads whole tiles of at most 256 hashes, each once: a proof needs two a level. Those that
    are named `ahead` are read together.
    """
    tiles = _read_tiles(reading, logbook, ahead) if ahead else {}

    def subtree(start: int, width: int) -> bytes:
        tile, inside, count = _place(start, width)
        if tile not in tiles:
            tiles.update(_read_tiles(reading, logbook, [tile]))
        hashes = tiles[tile][inside : inside + count]
        return subtree_of(_complete(hashes, count))(0, count)

    return subtree


def _place(start: int, width: int) -> tuple[_Tile, int, int]:
    """Return the tile of a subtree, where it begins there, and how many hashes it spans."""
    height = (width.bit_length() - 1) // STEP * STEP
    number, inside = divmod(start >> height, WIDTH)
    return (height, number), inside, width >> height


def _read_tiles(
    reading: ReadTransaction, logbook: str, tiles: Sequence[_Tile]
) -> dict[_Tile, list[bytes]]:
    """Return what there is of each tile, up to the first hash that is missing."""
    firsts = [number * WIDTH for _, number in tiles]
    questions = [
        _between(logbook, height, first, first + WIDTH)
        for (height, _), first in zip(tiles, firsts, strict=True)
    ]
    return {
        tile: [value for place, (number, value) in enumerate(rows, first) if number == place]
        for tile, first, rows in zip(tiles, firsts, reading.ask(*questions), strict=True)
    }


def read_leaves(reading: ReadTransaction, logbook: str, start: int, count: int) -> list[bytes]:
    """Return leaf hashes [start, start + count). Raises `internal` if one is missing."""
    return read_nodes(reading, logbook, 0, start, start + count)


def read_nodes(
    reading: ReadTransaction, logbook: str, height: int, start: int, end: int
) -> list[bytes]:
    """Return stored nodes [start, end) of a height, the leaf hashes where it is 0.

    Raises `internal` if one is missing.
    """
    (rows,) = reading.ask(_between(logbook, height, start, end))
    return _complete([value for _, value in rows], end - start)


def _between(logbook: str, height: int, start: int, end: int) -> Statement:
    """Return the question for number and hash of the nodes in [start, end), in order."""
    values = {"of": logbook, "start": start, "end": end}
    return (_NODES, values | {"height": height}) if height else (_LEAVES, values)


def _complete(hashes: list[bytes], count: int) -> list[bytes]:
    if len(hashes) != count:
        raise VerbatimError("internal", "hashes of the tree are missing; run verbatim audit")
    return hashes
