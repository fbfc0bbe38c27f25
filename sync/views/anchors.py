"""The trees that a log has had, and which later entries name one of them."""

from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice

from db.log.anchors import Browsers, Naming, namings_between
from db.log.nodes import stored_subtree
from db.queries.epochs import list_openings
from db.store import ReadTransaction
from proof import merkle
from proof.encoding import to_b64u

SEARCHED = 2_000
"""Entries looked through for a witness; behind them the answer is honestly that none was found."""

CHUNK = 250
"""Entries read at once. In a log in use the witness stands in the first chunk or the second."""

TRIES = 20
"""Candidates whose tree is computed: so many that name a false one are no accident."""

NOBODY = Naming(-1, "", 0, "")


class Trees:
    """One log's trees by their sizes, each computed once, in one reading transaction."""

    def __init__(self, reading: ReadTransaction, logbook: str, size: int) -> None:
        """Read only which keys are those of one browser; look at nothing from `size` on."""
        self._reading, self._logbook, self._size = reading, logbook, size
        self._browsers = Browsers(reading, logbook)
        self._subtree = merkle.remembered(stored_subtree(reading, logbook))
        self._openings: list[int] | None = None
        self._roots: dict[int, str] = {}
        self._chunks: dict[int, list[Naming]] = {}

    def had(self, named: Naming) -> bool:
        """Say whether the tree that an entry names is one the log had before that entry."""
        return named.size <= named.position and self._root(named.size) == named.root

    def is_foreign(self, named: Naming, epoch: int) -> bool:
        """Say whether an entry names a tree that no log of ours had.

        An epoch that ended took some along: what was signed before is no fault of its browser.
        """
        return epoch >= self._epoch_at(named.position) and not self.had(named)

    def _epoch_at(self, position: int) -> int:
        if self._openings is None:
            self._openings = list_openings(self._reading, self._logbook)
        return 1 + bisect_left(self._openings, position)

    def find_corroborating(self, position: int, key: str) -> Naming:
        """Return the first later entry of another browser whose tree holds this position.

        NOBODY if none is found. The server's own entries are no witness to what it received.
        """
        end = min(position + 1 + SEARCHED, self._size)
        nobody_else = {self._browsers.of(key), self._browsers.server}
        holding = (
            named
            for named in self._between(position + 1, end)
            if named.size > position and self._browsers.of(named.key) not in nobody_else
        )
        return next(filter(self.had, islice(holding, TRIES)), NOBODY)

    def _between(self, start: int, end: int) -> Iterator[Naming]:
        for number in range(start // CHUNK, -(-end // CHUNK)):
            for named in self._chunk(number):
                if start <= named.position < end:
                    yield named

    def _chunk(self, number: int) -> list[Naming]:
        """Read a chunk at its own bounds, so that neighbouring entries search the same ones."""
        if number not in self._chunks:
            first = number * CHUNK
            read = namings_between(self._reading, self._logbook, first, first + CHUNK)
            self._chunks[number] = read
        return self._chunks[number]

    def _root(self, size: int) -> str:
        if size not in self._roots:
            self._roots[size] = to_b64u(merkle.tree_root(0, size, self._subtree))
        return self._roots[size]
