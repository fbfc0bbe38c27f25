"""Prints what pymerkle makes of the trees of 0 to N leaves: `python oracle.py N`, one JSON object.

Runs in `.cache/oracle`, an environment that holds pymerkle and nothing of ours: it is another
author's reading of RFC 6962, under the GPL, and no part of what is shipped or tested imports it.
Hashes are hex in `nodes`, each once; everywhere else they are numbers into that list.

`roots[n]` is the root of n leaves, `inclusion[n][i]` the audit path of leaf i in that tree, and
`consistency[n][m]` the proof that the tree of m leaves is a prefix of it. Leaf i is the decimal
text of i.
"""

import json
import sys

from pymerkle import InmemoryTree  # type: ignore[import-not-found]  # not in our environment


def audit_path(tree: InmemoryTree, index: int, size: int) -> list[bytes]:
    """Return an inclusion proof: pymerkle counts from 1 and puts the leaf itself first."""
    return list(tree.prove_inclusion(index + 1, size).path[1:])


def growth_path(tree: InmemoryTree, old: int, size: int) -> list[bytes]:
    """Return a consistency proof as RFC 6962 2.1.2 has it.

    pymerkle goes one step further down. Where the RFC stops, at a whole subtree of the old tree
    and its right neighbour, it replaces the neighbour by the way to its first leaf. Those hashes
    come first and are marked as no part of the old tree; folded they are the neighbour. The next
    one is the old subtree, which the RFC leaves out when it is the old tree itself.
    """
    if old in (0, size):
        return []
    proof = tree.prove_consistency(old, size)
    border = proof.subset.index(1)
    neighbour = proof.path[0]
    for node in proof.path[1:border]:
        neighbour = tree.hash_pair(neighbour, node)
    named = [] if sum(proof.subset) == 1 else [proof.path[border]]
    return [*named, neighbour, *proof.path[border + 1 :]]


def describe(most: int) -> dict[str, object]:
    """Return every root and every proof of the trees to `most` leaves."""
    numbers: dict[bytes, int] = {}

    def number(path: list[bytes]) -> list[int]:
        return [numbers.setdefault(node, len(numbers)) for node in path]

    tree = InmemoryTree("sha256")
    roots, inclusion, consistency = [], [], []
    for size in range(most + 1):
        roots += number([tree.get_root()])
        inclusion.append([number(audit_path(tree, index, size)) for index in range(size)])
        consistency.append([number(growth_path(tree, old, size)) for old in range(size + 1)])
        tree.append_entry(str(size).encode())
    return {
        "nodes": [node.hex() for node in numbers],
        "roots": roots,
        "inclusion": inclusion,
        "consistency": consistency,
    }


if __name__ == "__main__":
    json.dump(describe(int(sys.argv[1])), sys.stdout)
