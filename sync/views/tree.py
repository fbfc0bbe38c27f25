"""The tree for those who check all of it: tiles, and proofs between any two sizes.

A leaf holds a header, its signature and a stamp: no name, no place, no reading. Parts are not
here; whoever may read those pulls them.
"""

from functools import partial

from db.log.heads import Head, head_of, signed_between
from db.log.nodes import read_leaves, read_nodes, stored_path
from db.store import ReadTransaction
from proof import merkle
from proof.encoding import to_b64u
from proof.entry import leaf_bytes
from proof.tiles import ENTRIES, STEP, Tile, bundle, read_name
from schemas.answers.evidence import Continuation, Growth, Inclusion
from schemas.problems import VerbatimError
from sync.installation import Installation
from sync.pull import prove


def read_tile(installation: Installation, logbook: str, name: str) -> bytes:
    """Return the bytes of a tile or of a bundle of entries.

    Raises `not_found` for a name that is none, or a tile that the tree does not fill so far.
    """
    try:
        tile = read_name(name)
    except ValueError:
        raise VerbatimError("not_found") from None
    with installation.store.reading() as reading:
        size = head_of(reading, logbook).size
        if tile.end > size >> STEP * max(tile.level, 0):
            raise VerbatimError("not_found")
        return _content(reading, logbook, tile)


def prove_inclusion(
    installation: Installation, logbook: str, position: int, size: int
) -> Inclusion:
    """Return the leaf hash at a position and its path in the tree of that size.

    Raises `request_invalid` where there is no such tree, or no such position in it.
    """
    with installation.store.reading() as reading:
        _check_size(head_of(reading, logbook), size)
        if position >= size:
            raise VerbatimError("request_invalid", "the tree is smaller")

        def leaf_and_path(subtree: merkle.Subtree) -> list[bytes]:
            return [subtree(position, 1), *merkle.inclusion_path(position, size, subtree)]

        leaf, *nodes = map(to_b64u, stored_path(reading, logbook, leaf_and_path))
        return {"leaf": leaf, "nodes": nodes}


def prove_growth(installation: Installation, logbook: str, old: int, size: int) -> Growth:
    """Return the proof that the tree of `old` leaves is a prefix of that of `size`.

    Raises `request_invalid` where there are no such trees.
    """
    with installation.store.reading() as reading:
        _check_size(head_of(reading, logbook), size)
        if not 0 < old <= size:
            raise VerbatimError("request_invalid", "the later tree is smaller")
        path = stored_path(reading, logbook, partial(merkle.consistency_path, old, size))
        return {"nodes": [to_b64u(node) for node in path]}


def current_note(installation: Installation, logbook: str) -> str:
    """Return the checkpoint of the present head. Raises `read_only`."""
    with installation.guard.vouching(logbook) as attested:
        return attested.note


def prove_consistency(installation: Installation, logbook: str, old: int) -> Continuation:
    """Return the proof that an older tree is a prefix of the present one. Raises `read_only`."""
    with installation.guard.vouching(logbook) as attested:
        nodes = prove(attested.reading, attested.head, old)
        return {"nodes": nodes, "checkpoint": attested.note}


def _check_size(head: Head, size: int) -> None:
    if not 0 < size <= head.size:
        raise VerbatimError("request_invalid", f"the log has {head.size} entries")


def _content(reading: ReadTransaction, logbook: str, tile: Tile) -> bytes:
    if tile.level == ENTRIES:
        rows = signed_between(reading, logbook, tile.first, tile.end)
        return bundle(leaf_bytes(row.header, row.signature, row.stamp) for row in rows)
    if tile.level == 0:
        return b"".join(read_leaves(reading, logbook, tile.first, tile.width))
    return b"".join(read_nodes(reading, logbook, STEP * tile.level, tile.first, tile.end))
