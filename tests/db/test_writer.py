"""The one writer: what waits goes together, up to a limit; nobody pays for another's failure."""

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from db import writer
from db.store import Store, WriteTransaction
from db.writer import GROUP, Writer
from schemas.problems import VerbatimError
from tests.clients import Clock


class Desk:
    """A writer whose work can be held up; a job is its weight, a negative one fails."""

    def __init__(self, store: Store) -> None:
        self.groups: list[list[int]] = []
        self.held = threading.Event()
        self.held.set()
        self.busy = threading.Event()
        self.writer: Writer[int, int] = Writer(store, self._run, abs)

    def _run(self, _writing: WriteTransaction, jobs: Sequence[int]) -> list[int]:
        self.groups.append(list(jobs))
        self.busy.set()
        self.held.wait(10)
        if any(job < 0 for job in jobs):
            raise VerbatimError("storage_full")
        return [job * 2 for job in jobs]

    def together(self, jobs: Sequence[int]) -> list[Future[int]]:
        """Let these jobs queue up while the writer is at work on a first one."""
        self.busy.clear()
        self.held.clear()
        pool = ThreadPoolExecutor(len(jobs) + 1)
        first = pool.submit(self.writer.submit, 1, 10)
        self.busy.wait(10)
        waiting = []
        for count, job in enumerate(jobs, 1):
            waiting.append(pool.submit(self.writer.submit, job, 10))
            while self.writer._jobs.qsize() < count:
                pass
        self.held.set()
        first.result(10)
        pool.shutdown()
        return waiting


@pytest.fixture
def desk(sqlite_template: Path) -> Iterator[Desk]:
    """Give a desk on a database that nothing is written to."""
    store = Store(f"sqlite:///{sqlite_template}", Clock())
    made = Desk(store)
    yield made
    made.held.set()
    made.writer.close()
    store.close()


def test_a_job_alone_does_not_wait_for_company(desk: Desk) -> None:
    assert desk.writer.submit(4, 5) == 8
    assert desk.groups == [[4]]


def test_what_queued_up_meanwhile_is_one_transaction(desk: Desk) -> None:
    waiting = desk.together([2, 3, 4])
    assert [future.result() for future in waiting] == [4, 6, 8]
    assert desk.groups == [[1], [2, 3, 4]]


def test_a_group_waits_a_moment_for_as_many_as_came_last_time(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.together([2, 3])
    monkeypatch.setattr(writer, "COMPANY", 10)  # so that no slow machine ends the wait
    first, second = desk.writer.enqueue(4), desk.writer.enqueue(5)
    assert (first.result(5), second.result(5)) == (8, 10)
    assert desk.groups == [[1], [2, 3], [4, 5]]


def test_nobody_waits_long_for_company_that_does_not_come(desk: Desk) -> None:
    desk.together([2, 3])
    assert [desk.writer.submit(4, 5), desk.writer.submit(5, 5)] == [8, 10]
    assert desk.groups == [[1], [2, 3], [4], [5]]


def test_a_full_group_carries_the_rest_over(desk: Desk) -> None:
    desk.together([600, 400, 1, GROUP, 5])
    assert desk.groups == [[1], [600, 400], [1], [GROUP], [5]]
    assert all(sum(group) <= GROUP for group in desk.groups)


def test_a_job_heavier_than_a_group_goes_alone(desk: Desk) -> None:
    waiting = desk.together([GROUP + 9, 1])
    assert [future.result() for future in waiting] == [2 * GROUP + 18, 2]
    assert desk.groups == [[1], [GROUP + 9], [1]]


def test_one_that_fails_fails_alone(desk: Desk) -> None:
    waiting = desk.together([2, -3, 4])
    assert [future.exception() is None for future in waiting] == [True, False, True]
    assert desk.groups[1:] == [[2, -3, 4], [2], [-3], [4]]
    assert desk.writer.submit(7, 5) == 14


def test_whoever_waits_too_long_does_not_know_the_outcome(desk: Desk) -> None:
    desk.held.clear()
    with pytest.raises(VerbatimError, match="outcome_unknown"):
        desk.writer.submit(1, 0.05)
    desk.held.set()
    assert desk.writer.submit(2, 5) == 4
    assert desk.groups == [[1], [2]]


def test_too_many_waiting_are_sent_away(desk: Desk) -> None:
    desk.held.clear()
    desk.busy.clear()
    with pytest.raises(VerbatimError, match="outcome_unknown"):
        desk.writer.submit(1, 0.05)
    desk.busy.wait(5)
    while not desk.writer._jobs.full():
        desk.writer._jobs.put_nowait((1, Future()))
    with pytest.raises(VerbatimError, match="busy"):
        desk.writer.submit(1, 0.05)


def test_closing_finishes_what_is_queued(desk: Desk) -> None:
    waiting = desk.together([2, 3])
    desk.writer.close()
    assert [future.result(0) for future in waiting] == [4, 6]
    assert not desk.writer._thread.is_alive()
