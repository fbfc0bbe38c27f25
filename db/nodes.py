"""Stored roots of complete subtrees of 2^8, 2^16 … leaves: proofs read few rows, whatever the size.

They follow from the leaves and can be rebuilt; `verbatim audit` compares them.
"""

from collections.abc import Sequence

from sqlalchemy import select

from audit import merkle
from audit.tiles import STEP, WIDTH
from db.store import Reading, Writing
from db.tables.log import entry
from db.tables.projected import node
from schemas.problems import VerbatimError


def write_nodes(writing: Writing, logbook: str, size: int, leaves: Sequence[bytes]) -> None:
    """Store the subtree roots that these new leaves after `size` complete."""
    first, end = size // WIDTH, (size + len(leaves)) // WIDTH
    if first == end:
        return
    pending = read_leaves(writing, logbook, first * WIDTH, size - first * WIDTH) + list(leaves)
    _write_level(writing, logbook, STEP, first, pending)


def _write_level(
    writing: Writing, logbook: str, height: int, first: int, children: list[bytes]
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


def stored_subtree(reading: Reading, logbook: str) -> merkle.Subtree:
    """Return a reader of subtree roots over the database: at most 256 rows a call."""

    def subtree(start: int, width: int) -> bytes:
        height = (width.bit_length() - 1) // STEP * STEP
        scale = 1 << height
        first, count = start // scale, width // scale
        if height == 0:
            hashes = read_leaves(reading, logbook, first, count)
        else:
            hashes = read_nodes(reading, logbook, height, first, first + count)
        return subtree_of(hashes)(0, count)

    return subtree


def read_leaves(reading: Reading, logbook: str, start: int, count: int) -> list[bytes]:
    """Return leaf hashes [start, start + count). Raises `internal` if one is missing."""
    query = (
        select(entry.c.leaf)
        .where(
            entry.c.logbook == logbook,
            entry.c.position >= start,
            entry.c.position < start + count,
        )
        .order_by(entry.c.position)
    )
    return _complete([row.leaf for row in reading.rows(query)], count)


def read_nodes(reading: Reading, logbook: str, height: int, start: int, end: int) -> list[bytes]:
    """Return stored nodes [start, end) of a height. Raises `internal` if one is missing."""
    query = (
        select(node.c.hash)
        .where(
            node.c.logbook == logbook,
            node.c.height == height,
            node.c.number >= start,
            node.c.number < end,
        )
        .order_by(node.c.number)
    )
    return _complete([row.hash for row in reading.rows(query)], end - start)


def _complete(hashes: list[bytes], count: int) -> list[bytes]:
    if len(hashes) != count:
        raise VerbatimError("internal", "hashes of the tree are missing; run verbatim audit")
    return hashes
