"""RFC 6962 section 2: leaf and node hashes, roots, inclusion and consistency proofs.

A tree is known by its *frontier*: the roots of its complete subtrees, left to right, one for
each set bit of its size. Appending and proving new leaves needs nothing else.
"""

from collections.abc import Callable, Sequence

from proof.encoding import sha256

EMPTY_ROOT = sha256(b"")

Subtree = Callable[[int, int], bytes]
"""Returns the root of the complete subtree over leaves [start, start + width)."""


def leaf_hash(leaf: bytes) -> bytes:
    """Return the hash of a leaf."""
    return sha256(b"\x00" + leaf)


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node."""
    return sha256(b"\x01" + left + right)


def append(frontier: Sequence[bytes], size: int, leaves: Sequence[bytes]) -> list[bytes]:
    """Return the frontier after these leaf hashes have been added to a tree of `size`."""
    roots = list(frontier)
    for leaf in leaves:
        node = leaf
        for _ in range(_trailing_ones(size)):
            node = node_hash(roots.pop(), node)
        roots.append(node)
        size += 1
    return roots


def root(frontier: Sequence[bytes]) -> bytes:
    """Return the root of the tree with this frontier."""
    if not frontier:
        return EMPTY_ROOT
    result = frontier[-1]
    for node in reversed(frontier[:-1]):
        result = node_hash(node, result)
    return result


def inclusion_path(index: int, size: int, subtree: Subtree) -> list[bytes]:
    """Return the audit path of leaf `index` in the tree of `size` (RFC 6962 2.1.1)."""
    if not 0 <= index < size:
        raise ValueError("no such leaf")
    return _path(index, 0, size, subtree)


def _path(index: int, start: int, size: int, subtree: Subtree) -> list[bytes]:
    if size == 1:
        return []
    split = _split(size)
    if index < split:
        sibling = tree_root(start + split, size - split, subtree)
        return [*_path(index, start, split, subtree), sibling]
    sibling = subtree(start, split)
    return [*_path(index - split, start + split, size - split, subtree), sibling]


def tree_root(start: int, size: int, subtree: Subtree) -> bytes:
    """Return the root over leaves [start, start + size), `start` a multiple of the next power."""
    if size == 0:
        return EMPTY_ROOT
    if size & (size - 1) == 0:
        return subtree(start, size)
    split = _split(size)
    return node_hash(subtree(start, split), tree_root(start + split, size - split, subtree))


def consistency_path(old: int, size: int, subtree: Subtree) -> list[bytes]:
    """Return the proof that the tree of `old` leaves is a prefix (RFC 6962 2.1.2)."""
    if not 0 <= old <= size:
        raise ValueError("no such tree")
    if old in (0, size):
        return []
    return _subproof(old, 0, size, subtree, whole=True)


def _subproof(old: int, start: int, size: int, subtree: Subtree, *, whole: bool) -> list[bytes]:
    if old == size:
        return [] if whole else [tree_root(start, size, subtree)]
    split = _split(size)
    if old <= split:
        rest = tree_root(start + split, size - split, subtree)
        return [*_subproof(old, start, split, subtree, whole=whole), rest]
    tail = _subproof(old - split, start + split, size - split, subtree, whole=False)
    return [*tail, subtree(start, split)]


def root_from_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """Return the root that an audit path leads to (RFC 9162 2.1.3.2).

    Raises ValueError if the path's length cannot belong to this leaf and size.
    """
    if not 0 <= index < size:
        raise ValueError("no such leaf")
    number, last, result = index, size - 1, leaf
    for node in path:
        if last == 0:
            raise ValueError("path too long")
        if number & 1 or number == last:
            result = node_hash(node, result)
            shift = _trailing_zeros(number) if not number & 1 else 0
            number, last = number >> shift, last >> shift
        else:
            result = node_hash(result, node)
        number, last = number >> 1, last >> 1
    if last != 0:
        raise ValueError("path too short")
    return result


def is_consistent(
    old: int, old_root: bytes, size: int, new_root: bytes, path: Sequence[bytes]
) -> bool:
    """Say whether the path proves the old tree to be a prefix of the new (RFC 9162 2.1.4.2)."""
    if old == size:
        return not path and old_root == new_root
    if old == 0:
        return size > 0 and not path
    if not 0 < old < size or not path:
        return False
    nodes = list(path)
    if old & (old - 1) == 0:
        nodes.insert(0, old_root)
    number, last = old - 1, size - 1
    shift = _trailing_ones(number)
    return _climb(nodes, number >> shift, last >> shift) == (old_root, new_root)


def _climb(nodes: Sequence[bytes], number: int, last: int) -> tuple[bytes, bytes] | None:
    before = after = nodes[0]
    for node in nodes[1:]:
        if last == 0:
            return None
        if number & 1 or number == last:
            before, after = node_hash(node, before), node_hash(node, after)
            shift = _trailing_zeros(number) if not number & 1 else 0
            number, last = number >> shift, last >> shift
        else:
            after = node_hash(after, node)
        number, last = number >> 1, last >> 1
    return (before, after) if last == 0 else None


def _split(size: int) -> int:
    """Return the largest power of two below `size`."""
    return 1 << ((size - 1).bit_length() - 1)


def _trailing_ones(number: int) -> int:
    return _trailing_zeros(~number)


def _trailing_zeros(number: int) -> int:
    return (number & -number).bit_length() - 1 if number else 0


def grown_subtree(frontier: Sequence[bytes], size: int, leaves: Sequence[bytes]) -> Subtree:
    """Return a reader of the subtree roots that proofs of these new leaves need.

    Every complete subtree beside the way from a new leaf to the root is a node of the old
    frontier, lies in the new leaves, or is made of such halves: the old tree is not read.
    """
    known = _frontier_nodes(frontier, size)

    def subtree(start: int, width: int) -> bytes:
        found = known.get((start, width))
        if found is None:
            found = leaves[start - size] if width == 1 else _join(subtree, start, width)
            known[start, width] = found
        return found

    return subtree


def remembered(subtree: Subtree) -> Subtree:
    """Return a reader that asks once for the subtrees that several proofs share."""
    known: dict[tuple[int, int], bytes] = {}

    def read(start: int, width: int) -> bytes:
        found = known.get((start, width))
        if found is None:
            found = known[start, width] = subtree(start, width)
        return found

    return read


def _join(subtree: Subtree, start: int, width: int) -> bytes:
    half = width // 2
    return node_hash(subtree(start, half), subtree(start + half, half))


def _frontier_nodes(frontier: Sequence[bytes], size: int) -> dict[tuple[int, int], bytes]:
    known: dict[tuple[int, int], bytes] = {}
    start = 0
    for node in frontier:
        width = 1 << ((size - start).bit_length() - 1)
        known[start, width] = node
        start += width
    return known
