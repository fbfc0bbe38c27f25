"""Vectors of the tree: every proof of the trees to eight leaves, and broken ones."""

import hashlib
from collections.abc import Callable

from proof import merkle
from proof.encoding import to_b64u
from tests.vectors.forms import Document

_LEAVES = tuple(
    bytes.fromhex(leaf)
    for leaf in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657",
                 "606162636465666768696a6b6c6d6e6f")
)  # fmt: skip
"""The leaves that implementations of RFC 6962 have long shared."""


def _reference_root(leaves: list[bytes]) -> bytes:
    """RFC 6962 2.1, as it reads, without audit.merkle."""
    if len(leaves) < 2:
        return leaves[0] if leaves else hashlib.sha256().digest()
    half = 1 << ((len(leaves) - 1).bit_length() - 1)
    left, right = _reference_root(leaves[:half]), _reference_root(leaves[half:])
    return hashlib.sha256(b"\x01" + left + right).digest()


def make_merkle() -> Document:
    """Roots and every proof of the trees to size 8, and broken proofs."""
    hashes = [merkle.leaf_hash(leaf) for leaf in _LEAVES]
    roots = [_reference_root(hashes[:size]) for size in range(9)]

    def subtree(start: int, width: int) -> bytes:
        return _reference_root(hashes[start : start + width])

    inclusion = [
        {"leaf": index, "size": size, "path": _texts(merkle.inclusion_path(index, size, subtree))}
        for size in range(1, 9)
        for index in range(size)
    ]
    consistency = [
        {"old": old, "size": size, "path": _texts(merkle.consistency_path(old, size, subtree))}
        for size in range(1, 9)
        for old in range(size + 1)
    ]
    return {
        "about": "RFC 6962 over eight well-known leaves; hashes are b64u. Proofs of `broken_…` "
        "do not lead from the leaf to `root`, or from `old_root` to `root`.",
        "leaves": [leaf.hex() for leaf in _LEAVES],
        "leaf_hashes": _texts(hashes),
        "roots": _texts(roots),
        "inclusion": inclusion,
        "consistency": consistency,
        "broken_inclusion": _broken_inclusion(hashes, roots, subtree),
        "broken_consistency": _broken_consistency(roots, subtree),
    }


def _texts(nodes: list[bytes]) -> list[str]:
    return [to_b64u(node) for node in nodes]


def _flip(node: bytes) -> bytes:
    return node[:7] + bytes([node[7] ^ 1]) + node[8:]


def _broken_inclusion(
    hashes: list[bytes], roots: list[bytes], subtree: Callable[[int, int], bytes]
) -> list[Document]:
    path = merkle.inclusion_path(4, 7, subtree)
    cases = [
        ("another leaf", hashes[5], 4, 7, path),
        ("next index", hashes[4], 5, 7, path),
        ("another size", hashes[4], 4, 8, path),
        ("index is the size", hashes[4], 7, 7, path),
        ("index below zero", hashes[4], -1, 7, path),
        ("size zero", hashes[4], 0, 0, []),
        ("too short", hashes[4], 4, 7, path[:-1]),
        ("without its first", hashes[4], 4, 7, path[1:]),
        ("too long", hashes[4], 4, 7, [*path, hashes[0]]),
        ("empty", hashes[4], 4, 7, []),
        ("reversed", hashes[4], 4, 7, path[::-1]),
        ("a changed bit", hashes[4], 4, 7, [path[0], _flip(path[1]), *path[2:]]),
        ("a node of a tree of one", hashes[0], 0, 1, [hashes[1]]),
    ]
    return [
        {"why": why, "leaf_hash": to_b64u(leaf), "leaf": index, "size": size,
         "path": _texts(nodes), "root": to_b64u(roots[7 if size == 0 else min(size, 8)])}
        for why, leaf, index, size, nodes in cases
    ]  # fmt: skip


def _broken_consistency(roots: list[bytes], subtree: Callable[[int, int], bytes]) -> list[Document]:
    path = merkle.consistency_path(3, 7, subtree)
    power = merkle.consistency_path(4, 7, subtree)
    cases = [
        ("old root changed", 3, _flip(roots[3]), 7, roots[7], path),
        ("new root changed", 3, roots[3], 7, _flip(roots[7]), path),
        ("a changed bit", 3, roots[3], 7, roots[7], [_flip(path[0]), *path[1:]]),
        ("last node changed", 3, roots[3], 7, roots[7], [*path[:-1], _flip(path[-1])]),
        ("too short", 3, roots[3], 7, roots[7], path[:-1]),
        ("too long", 3, roots[3], 7, roots[7], [*path, roots[1]]),
        ("empty", 3, roots[3], 7, roots[7], []),
        ("backwards", 7, roots[7], 3, roots[3], path),
        ("another old size", 2, roots[3], 7, roots[7], path),
        ("another new size", 3, roots[3], 9, roots[7], path),
        ("a power of two, old root changed", 4, _flip(roots[4]), 7, roots[7], power),
        ("a power of two, its own root sent", 4, roots[4], 7, roots[7], [roots[4], *power]),
        ("same size, other root", 5, roots[5], 5, _flip(roots[5]), []),
        ("same size, a path", 5, roots[5], 5, roots[5], path),
        ("from nothing, a path", 0, roots[0], 7, roots[7], path),
        ("nothing twice, other root", 0, roots[0], 0, roots[1], []),
        ("below zero", -1, roots[3], 7, roots[7], path),
    ]
    return [
        {"why": why, "old": old, "old_root": to_b64u(old_root), "size": size,
         "root": to_b64u(root), "path": _texts(nodes)}
        for why, old, old_root, size, root, nodes in cases
    ]  # fmt: skip
