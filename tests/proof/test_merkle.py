"""RFC 6962: appending, proving and checking, against the definition."""

import hashlib
from collections.abc import Iterator
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proof import merkle
from tests.proof.strategies import FEW

MOST = 64
LEAVES = [merkle.leaf_hash(str(number).encode()) for number in range(2000)]


@cache
def defined_root(start: int, size: int) -> bytes:
    """MTH of RFC 6962 2.1, as it reads."""
    if size == 0:
        return hashlib.sha256().digest()
    if size == 1:
        return LEAVES[start]
    half = 1
    while half * 2 < size:
        half *= 2
    left, right = defined_root(start, half), defined_root(start + half, size - half)
    return hashlib.sha256(b"\x01" + left + right).digest()


def included(leaf: bytes, index: int, size: int, path: list[bytes], root: bytes) -> bool:
    """Say whether the path leads from the leaf to the root."""
    try:
        return merkle.root_from_inclusion(leaf, index, size, path) == root
    except ValueError:
        return False


def flipped(path: list[bytes]) -> Iterator[list[bytes]]:
    """The path with each hash changed in turn, shortened, lengthened and turned round."""
    for index, node in enumerate(path):
        yield [*path[:index], bytes([node[0] ^ 1]) + node[1:], *path[index + 1 :]]
        yield [*path[:index], *path[index + 1 :]]
        yield [*path[:index], node, *path[index:]]
    yield [*path, LEAVES[0]]
    yield [LEAVES[0], *path]
    yield from ([path[::-1]] if path != path[::-1] else [])


def test_appending_one_by_one_is_the_definition() -> None:
    frontier: list[bytes] = []
    for size in range(300):
        assert merkle.root(frontier) == defined_root(0, size)
        assert len(frontier) == size.bit_count()
        frontier = merkle.append(frontier, size, LEAVES[size : size + 1])


sizes = pytest.mark.parametrize("size", range(1, MOST + 1))


@sizes
def test_inclusion(size: int) -> None:
    root = defined_root(0, size)
    for index in range(size):
        path = merkle.inclusion_path(index, size, defined_root)
        leaf = LEAVES[index]
        assert included(leaf, index, size, path, root)
        assert not included(LEAVES[index + 1], index, size, path, root)
        assert not any(included(leaf, index, size, bad, root) for bad in flipped(path))
        others = {index ^ 1 << bit for bit in range(7)} | {index - 1, index + 1, size, -1}
        assert not any(included(leaf, other, size, path, root) for other in others)


@sizes
def test_inclusion_in_a_tree_of_another_size(size: int) -> None:
    for index in range(size):
        path = merkle.inclusion_path(index, size, defined_root)
        for other in (size - 1, size + 1, 2 * size):
            root = defined_root(0, other)
            assert not included(LEAVES[index], index, other, path, root)


@sizes
def test_consistency(size: int) -> None:
    root = defined_root(0, size)
    for old in range(1, size + 1):
        before = defined_root(0, old)
        path = merkle.consistency_path(old, size, defined_root)
        assert merkle.is_consistent(old, before, size, root, path)
        assert not merkle.is_consistent(old, root[::-1], size, root, path)
        assert not merkle.is_consistent(old, before, size, before[::-1], path)
        assert not any(merkle.is_consistent(old, before, size, root, bad) for bad in flipped(path))


@sizes
def test_consistency_of_trees_of_other_sizes(size: int) -> None:
    root = defined_root(0, size)
    for old in range(1, size + 1):
        before = defined_root(0, old)
        path = merkle.consistency_path(old, size, defined_root)
        for other in {old - 1, old + 1} - {0}:
            assert not merkle.is_consistent(other, before, size, root, path)
            assert not merkle.is_consistent(other, defined_root(0, other), size, root, path)
        for other in (size + 1, 2 * size):
            grown = defined_root(0, other)
            assert not merkle.is_consistent(old, before, other, grown, path)


def test_of_nothing() -> None:
    empty = merkle.EMPTY_ROOT
    assert merkle.is_consistent(0, empty, 0, empty, [])
    assert merkle.is_consistent(0, empty, 5, LEAVES[0], [])
    assert not merkle.is_consistent(0, empty, 5, LEAVES[0], [LEAVES[0]])
    assert not merkle.is_consistent(0, empty, 0, LEAVES[0], [])
    assert not merkle.is_consistent(0, empty, -1, empty, [])
    assert not merkle.is_consistent(5, empty, 0, empty, [])


@pytest.mark.parametrize(("index", "size"), [(0, 0), (1, 1), (-1, 4), (4, 4)])
def test_no_such_leaf(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="no such leaf"):
        merkle.inclusion_path(index, size, defined_root)


@pytest.mark.parametrize(("old", "size"), [(-1, 4), (5, 4)])
def test_no_such_tree(old: int, size: int) -> None:
    with pytest.raises(ValueError, match="no such tree"):
        merkle.consistency_path(old, size, defined_root)


@FEW
@given(st.lists(st.integers(0, 700), max_size=6), st.data())
def test_batches(batches: list[int], draw: st.DataObject) -> None:
    """A grown tree proves its new leaves from its old frontier alone, as the whole tree would."""
    frontier: list[bytes] = []
    size = 0
    for batch in batches:
        new = LEAVES[size : size + batch]
        subtree = merkle.grown_subtree(frontier, size, new)
        frontier = merkle.append(frontier, size, new)
        total = size + len(new)
        assert merkle.root(frontier) == defined_root(0, total)
        for index in _some(draw, size, total):
            path = merkle.inclusion_path(index, total, subtree)
            assert path == merkle.inclusion_path(index, total, defined_root)
            assert included(LEAVES[index], index, total, path, merkle.root(frontier))
        if new:
            _check_growth(size, total, merkle.root(frontier))
        size = total


def _some(draw: st.DataObject, first: int, end: int) -> set[int]:
    if first == end:
        return set()
    places = st.integers(first, end - 1)
    return {first, end - 1, *draw.draw(st.lists(places, max_size=5))}


def _check_growth(old: int, size: int, root: bytes) -> None:
    path = merkle.consistency_path(old, size, defined_root)
    assert merkle.is_consistent(old, defined_root(0, old), size, root, path)


def test_tree_root_of_any_aligned_stretch() -> None:
    for start in (0, 64, 128):
        for size in range(65):
            assert merkle.tree_root(start, size, defined_root) == defined_root(start, size)


def test_leaves_and_nodes_cannot_be_taken_for_each_other() -> None:
    left, right = LEAVES[:2]
    assert merkle.node_hash(left, right) != merkle.leaf_hash(left + right)
    assert merkle.leaf_hash(b"") == hashlib.sha256(b"\0").digest()
