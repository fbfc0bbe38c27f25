"""Tiles: the tree in stretches of 256 hashes, under the names of C2SP tlog-tiles.

https://c2sp.org/tlog-tiles: `tile/LEVEL/INDEX`, and `tile/entries/INDEX` for what was hashed;
`.p/WIDTH` behind the last tile of a level that is not full yet. Hashes of level n are roots of
complete subtrees of 2^(8n) leaves.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

STEP = 8
WIDTH = 1 << STEP
MAX_LEVEL = 5
ENTRIES = -1
"""The level of the bundles that hold the entries themselves."""

_NAME = re.compile(r"(entries|[0-5])/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")


@dataclass(frozen=True, slots=True)
class Tile:
    """The hashes [256 · index, 256 · index + width) of a level."""

    level: int
    index: int
    width: int = WIDTH

    @property
    def first(self) -> int:
        """Return the number of the first hash, within its level."""
        return self.index * WIDTH

    @property
    def end(self) -> int:
        """Return the number after that of the last hash."""
        return self.first + self.width


def write_name(tile: Tile) -> str:
    """Return a tile's name behind `tile/`."""
    level = "entries" if tile.level == ENTRIES else str(tile.level)
    digits = str(tile.index)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    *above, last = (digits[start : start + 3] for start in range(0, len(digits), 3))
    partial = f".p/{tile.width}" if tile.width < WIDTH else ""
    return "/".join([level, *(f"x{three}" for three in above), last]) + partial


def read_name(name: str) -> Tile:
    """Return the tile of a name. Raises ValueError for one that `write_name` does not write."""
    match = _NAME.fullmatch(name)
    if match is None:
        raise ValueError("not the name of a tile")
    level, index, width = match.groups()
    tile = Tile(
        ENTRIES if level == "entries" else int(level),
        int(index.replace("x", "").replace("/", "")),
        int(width or WIDTH),
    )
    if write_name(tile) != name:
        raise ValueError("not the canonical name of a tile")
    return tile


def bundle(leaves: Iterable[bytes]) -> bytes:
    """Return entries one after another, each behind its length in two bytes, the high one first."""
    return b"".join(len(leaf).to_bytes(2, "big") + leaf for leaf in leaves)
