"""The one writer of a process: whatever queued up while it wrote goes into its next transaction.

State is owned by the writer thread; callers only put jobs in and wait. If a group fails, each
job is tried alone, so that one bad push never takes its neighbours with it. Nothing is held in
memory that a crash could lose: a caller has its answer only after the commit.
"""

import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Generic, TypeVar

from db.store import Store, WriteTransaction
from schemas.problems import VerbatimError

GROUP = 1000
"""Entries of one transaction at most, so that nobody waits for an endless one."""

COMPANY = 0.002
"""Seconds that a group waits for each further job while it is smaller than the last one was.

Browsers that were answered together send their next together, and one commit for all of them
takes less than one for each. Whoever is alone waits once, after a larger group.
"""

WAITING = 2000
"""Jobs that may queue before a caller is told to come back."""

J = TypeVar("J")
R = TypeVar("R")


class Writer(Generic[J, R]):
    """Runs jobs in groups, one transaction a group."""

    def __init__(
        self,
        store: Store,
        run: Callable[[WriteTransaction, Sequence[J]], list[R]],
        weigh: Callable[[J], int],
        conclude: Callable[[Sequence[R]], Sequence[R | Exception]] = list,
    ) -> None:
        """Start the thread; `run` does a group's work and returns one result a job.

        `conclude` sees the results of each group after its commit, in the order of commits, and
        returns what the callers are given.
        """
        self._store = store
        self._run = run
        self._weigh = weigh
        self._conclude = conclude
        self._jobs: queue.Queue[tuple[J, Future[R]] | None] = queue.Queue(WAITING)
        self._last = 1
        self._thread = threading.Thread(target=self._work, name="verbatim-writer", daemon=True)
        self._thread.start()

    def enqueue(self, job: J) -> Future[R]:
        """Return what will hold the job's result after the commit that holds the job.

        It cannot be cancelled: a job that is queued is done. Raises `busy` if too much is queued.
        """
        future: Future[R] = Future()
        future.set_running_or_notify_cancel()
        try:
            self._jobs.put_nowait((job, future))
        except queue.Full:
            raise VerbatimError("busy") from None
        return future

    def submit(self, job: J, timeout: float) -> R:
        """Return the job's result after the commit that holds it.

        Raises `busy` if too much is queued, `outcome_unknown` after `timeout` seconds.
        """
        future = self.enqueue(job)
        try:
            return future.result(timeout)
        except TimeoutError:
            raise VerbatimError("outcome_unknown") from None

    def close(self) -> None:
        """Finish what is queued and stop."""
        self._jobs.put(None)
        self._thread.join()

    def _work(self) -> None:
        carried: tuple[J, Future[R]] | None = None
        while (first := carried or self._jobs.get()) is not None:
            group, carried, ended = self._collect(first)
            self._last = len(group)
            self._finish(group)
            if ended:
                return

    def _collect(
        self, first: tuple[J, Future[R]]
    ) -> tuple[list[tuple[J, Future[R]]], tuple[J, Future[R]] | None, bool]:
        """Take what is queued or comes, up to a full group; what does not fit is carried over."""
        group, weight = [first], self._weigh(first[0])
        while True:
            try:
                following = self._jobs.get(timeout=COMPANY if len(group) < self._last else 0)
            except queue.Empty:
                return group, None, False
            if following is None:
                return group, None, True
            weight += self._weigh(following[0])
            if weight > GROUP:
                return group, following, False
            group.append(following)

    def _finish(self, group: list[tuple[J, Future[R]]]) -> None:
        try:
            results = self._commit([job for job, _ in group])
        except Exception as error:  # noqa: BLE001 - every failure belongs to the caller who waits
            self._tell_failure(group, error)
            return
        try:
            answers: Sequence[R | Exception] = self._conclude(results)
        except Exception as error:  # noqa: BLE001 - as above; the work is done and not done again
            answers = [error] * len(group)
        for (_, future), answer in zip(group, answers, strict=True):
            if isinstance(answer, Exception):
                future.set_exception(answer)
            else:
                future.set_result(answer)

    def _tell_failure(self, group: list[tuple[J, Future[R]]], error: Exception) -> None:
        """Fail the one job that failed; of a group, try each alone, for most may be sound."""
        if len(group) == 1:
            group[0][1].set_exception(error)
            return
        for alone in group:
            self._finish([alone])

    def _commit(self, jobs: list[J]) -> list[R]:
        with self._store.writing() as writing:
            return self._run(writing, jobs)
