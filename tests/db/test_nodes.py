"""Proofs from stored nodes equal those from all leaves in memory, however the tree grew."""

import hashlib
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.driver.statements import Statement
from db.log.heads import Head, grow, open_head
from db.log.nodes import stored_path, stored_subtree, subtree_of
from db.store import ReadTransaction, Store, WriteTransaction
from db.tables.log import entry
from db.tables.projected import node
from proof import merkle
from proof.tiles import STEP, WIDTH
from schemas.problems import VerbatimError
from tests.clients import Clock

LEAVES = [hashlib.sha256(str(n).encode()).digest() for n in range(5 * WIDTH)]


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """Give an empty store."""
    opened = Store(database_url, Clock())
    yield opened
    opened.close()


def add_leaves(writing: WriteTransaction, head: Head, leaves: list[bytes]) -> Head:
    """Grow a tree by leaves of entries that hold nothing else."""
    rows = [
        {
            "logbook": head.logbook, "position": head.size + n, "id": str(head.size + n),
            "key": "", "seq": 0, "kind": "", "subject": "", "header": b"", "signature": b"",
            "stamp": b"", "leaf": leaf,
        }
        for n, leaf in enumerate(leaves)
    ]  # fmt: skip
    writing.execute(entry.insert(), rows)
    return grow(writing, head, leaves)


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(st.integers(1, 2 * WIDTH), min_size=1, max_size=6), data=st.data())
def test_stored_and_remembered_trees_prove_the_same(
    store: Store, steps: list[int], data: st.DataObject
) -> None:
    logbook = data.draw(st.uuids()).hex
    with store.writing() as writing:
        head = open_head(writing, logbook, 1)
        for step in steps:
            leaves = LEAVES[head.size : min(head.size + step, len(LEAVES))]
            head = add_leaves(writing, head, leaves) if leaves else head
    size, memory = head.size, subtree_of(LEAVES)
    assert head.checkpoint.root == merkle.tree_root(0, size, memory)
    with store.reading() as reading:
        stored = stored_subtree(reading, logbook)
        for _ in range(10):
            index = data.draw(st.integers(0, size - 1))
            path = merkle.inclusion_path(index, size, stored)
            assert path == merkle.inclusion_path(index, size, memory)
            assert path == stored_path(
                reading, logbook, partial(merkle.inclusion_path, index, size)
            )
            old = merkle.consistency_path(index, size, stored)
            assert old == merkle.consistency_path(index, size, memory)
            assert old == stored_path(
                reading, logbook, partial(merkle.consistency_path, index, size)
            )


def test_each_whole_subtree_is_stored_once(store: Store) -> None:
    with store.writing() as writing:
        head = open_head(writing, "a", 1)
        for size in (255, 1, 1, 254, 1, 300):
            head = add_leaves(writing, head, LEAVES[head.size : head.size + size])
        rows = writing.rows(node.select().order_by(node.c.number))
    assert [(row.height, row.number) for row in rows] == [(STEP, n) for n in range(3)]
    for row in rows:
        leaves = LEAVES[row.number * WIDTH : (row.number + 1) * WIDTH]
        assert bytes(row.hash) == merkle.root(merkle.append([], 0, leaves))


def test_a_second_level_is_stored_when_65536_leaves_are_there(store: Store) -> None:
    """From hashes of nodes written by hand: 65,536 entries would take too long here."""
    hashes = [hashlib.sha256(b"n" + str(n).encode()).digest() for n in range(WIDTH - 1)]
    before = Head("a", 1, len(hashes) * WIDTH, tuple(merkle.append([], 0, hashes)))
    rows = [
        {"logbook": "a", "height": STEP, "number": n, "hash": value}
        for n, value in enumerate(hashes)
    ]
    with store.writing() as writing:
        writing.execute(node.insert(), rows)
        open_head(writing, "a", 1)
        _set_head(writing, before)
        head = add_leaves(writing, before, LEAVES[:WIDTH])
        stored = stored_subtree(writing, "a")(0, WIDTH * WIDTH)
    assert head.size == WIDTH * WIDTH
    assert head.checkpoint.root == stored


def _set_head(writing: WriteTransaction, head: Head) -> None:
    frontier = b"".join(head.frontier).hex()
    literal = (
        f"'\\x{frontier}'" if writing.connection.dialect.name == "postgresql" else f"x'{frontier}'"
    )
    writing.connection.exec_driver_sql(
        f"UPDATE head SET size = {head.size}, frontier = {literal}"  # noqa: S608
    )


def test_a_missing_leaf_is_named_and_not_made_up(store: Store) -> None:
    with store.writing() as writing:
        head = open_head(writing, "a", 1)
        add_leaves(writing, head, LEAVES[:3])
        with pytest.raises(VerbatimError, match="verbatim audit"):
            stored_subtree(writing, "a")(0, 4)


def test_all_that_a_proof_needs_is_asked_for_at_once(store: Store) -> None:
    asked: list[int] = []

    class Watched(ReadTransaction):
        def ask(self, *questions: Statement) -> list[list[tuple[Any, ...]]]:
            asked.append(len(questions))
            return super().ask(*questions)

    size = 3 * WIDTH + 7
    with store.writing() as writing:
        add_leaves(writing, open_head(writing, "a", 1), LEAVES[:size])
    prove = partial(merkle.inclusion_path, 5, size)
    with store.reading() as reading:
        path = stored_path(Watched(reading.connection), "a", prove)
    assert path == prove(subtree_of(LEAVES))
    assert asked == [3]  # the leaves beside it, those behind the last whole 256, and the nodes


def test_behind_a_missing_node_nothing_is_taken_for_another(store: Store) -> None:
    with store.writing() as writing:
        add_leaves(writing, open_head(writing, "a", 1), LEAVES[: 4 * WIDTH])
        writing.execute(node.delete().where(node.c.number == 1))
        stored = stored_subtree(writing, "a")
        assert stored(0, WIDTH) == subtree_of(LEAVES)(0, WIDTH)
        for start, width in ((WIDTH, WIDTH), (2 * WIDTH, WIDTH), (2 * WIDTH, 2 * WIDTH)):
            with pytest.raises(VerbatimError, match="verbatim audit"):
                stored(start, width)
