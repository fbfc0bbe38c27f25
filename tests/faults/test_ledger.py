"""The tests that hunt for losses find each kind of loss when it is there."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from bench.faults.disk import Disk
from bench.faults.ledger import Ledger, find_losses
from bench.faults.trace import Create, Event, SyncBegun, SyncEnded, Unlink, Write
from proof import merkle


@dataclass(frozen=True)
class Row:
    """A row of the log."""

    position: int
    id: str
    stamp: bytes
    leaf: bytes


ROWS = [Row(n, f"id{n}", b"stamp", bytes([n]) * 32) for n in range(6)]


@pytest.fixture
def ledger() -> Ledger:
    found = Ledger("", {row.id: (row.position, row.stamp) for row in ROWS})
    leaves = [row.leaf for row in ROWS]
    found.checkpoints[6] = merkle.root(merkle.append((), 0, leaves))
    return found


def test_what_was_acknowledged_and_is_there_is_no_loss(ledger: Ledger) -> None:
    assert find_losses(ledger, ROWS, 6) == ""


def test_more_than_was_acknowledged_is_no_loss(ledger: Ledger) -> None:
    assert find_losses(ledger, [*ROWS, Row(6, "new", b"", bytes(32))], 7) == ""


def wrong() -> Iterator[tuple[list[Row], int, str]]:
    yield ROWS[:5], 5, "1 acknowledged entries are lost, the first at 5"
    yield [*ROWS[:2], *ROWS[3:]], 6, "position 2 is missing"
    yield [*ROWS, replace(ROWS[0], position=6)], 7, "an entry stands twice, at 6 too"
    yield ROWS, 7, "the head says 7, there are 6 entries"
    yield [*ROWS[:5], replace(ROWS[5], stamp=b"x")], 6, "the entry told to stand at 5 stands at 5"
    yield (
        [*ROWS[:5], replace(ROWS[5], leaf=bytes(32))], 6,
        "the signed checkpoint of size 6 is not of these entries",
    )  # fmt: skip


@pytest.mark.parametrize(("rows", "size", "said"), list(wrong()))
def test_each_kind_of_loss_is_found(ledger: Ledger, rows: list[Row], size: int, said: str) -> None:
    assert find_losses(ledger, rows, size) == said


def test_the_disk_forgets_what_was_not_synced() -> None:
    disk = Disk("/d")
    disk.put("/d/a", b"old")
    let(disk, Write("/d/a", 0, b"new"), Create("/d/b"), Write("/d/b", 2, b"x"))

    assert images(disk) == {"/d/a": b"old"}

    let(disk, SyncBegun("/d/a", "1"), SyncBegun("/d", "2"), SyncEnded("1"), SyncEnded("2"))

    assert images(disk) == {"/d/a": b"new", "/d/b": b""}

    let(disk, SyncBegun("/d/b", "1"), SyncEnded("1"), Unlink("/d/a"))

    assert images(disk) == {"/d/a": b"new", "/d/b": b"\0\0x"}


def test_a_write_that_began_after_a_sync_is_not_in_it() -> None:
    disk = Disk("/d")
    disk.put("/d/a", b"")
    let(disk, Write("/d/a", 0, b"1"), SyncBegun("/d/a", "1"))
    let(disk, Write("/d/a", 1, b"2"), SyncEnded("1"))

    assert images(disk) == {"/d/a": b"1"}


def let(disk: Disk, *events: Event) -> None:
    for event in events:
        disk.apply(event)


def images(disk: Disk) -> dict[str, bytes]:
    return disk.images("dropped", random.Random(0))  # noqa: S311  # a choice, no secret
