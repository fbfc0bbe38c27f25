"""Every root and proof of the trees to 300 leaves, against another author's implementation."""

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from proof import merkle

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".cache/oracle/bin/python"
MOST = 300
LEAVES = [merkle.leaf_hash(str(number).encode()) for number in range(MOST)]


@dataclass(frozen=True, slots=True)
class Oracle:
    """What pymerkle says (see oracle.py), and our trees beside it."""

    roots: list[bytes]
    inclusion: list[list[list[bytes]]]
    consistency: list[list[list[bytes]]]
    subtree: merkle.Subtree


@pytest.fixture(scope="module")
def oracle() -> Oracle:
    """Ask pymerkle, in its own environment and without ours on its path."""
    assert PYTHON.exists(), "the oracle is not installed: make .cache/oracle/.installed"
    script = ROOT / "tests/proof/oracle.py"
    asked = subprocess.run(
        [PYTHON, "-I", script, str(MOST)], capture_output=True, timeout=60, check=True
    )
    said = json.loads(asked.stdout)
    nodes = [bytes.fromhex(node) for node in said["nodes"]]

    def proofs(many: list[list[list[int]]]) -> list[list[list[bytes]]]:
        return [[[nodes[number] for number in path] for path in each] for each in many]

    return Oracle(
        [nodes[number] for number in said["roots"]],
        proofs(said["inclusion"]),
        proofs(said["consistency"]),
        merkle.grown_subtree((), 0, LEAVES),
    )


def test_it_speaks_of_every_pair(oracle: Oracle) -> None:
    sizes = range(MOST + 1)
    assert len(oracle.roots) == MOST + 1
    assert [len(each) for each in oracle.inclusion] == list(sizes)
    assert [len(each) for each in oracle.consistency] == [size + 1 for size in sizes]


def test_roots(oracle: Oracle) -> None:
    frontier: Sequence[bytes] = ()
    for size in range(MOST + 1):
        assert merkle.root(frontier) == oracle.roots[size]
        assert merkle.tree_root(0, size, oracle.subtree) == oracle.roots[size]
        frontier = merkle.append(frontier, size, LEAVES[size : size + 1])


def test_inclusion_proofs(oracle: Oracle) -> None:
    for size in range(1, MOST + 1):
        for index, path in enumerate(oracle.inclusion[size]):
            assert merkle.inclusion_path(index, size, oracle.subtree) == path, (index, size)
            found = merkle.root_from_inclusion(LEAVES[index], index, size, path)
            assert found == oracle.roots[size], (index, size)


def test_consistency_proofs(oracle: Oracle) -> None:
    for size in range(MOST + 1):
        for old, path in enumerate(oracle.consistency[size]):
            assert merkle.consistency_path(old, size, oracle.subtree) == path, (old, size)
            before, after = oracle.roots[old], oracle.roots[size]
            assert merkle.is_consistent(old, before, size, after, path), (old, size)
