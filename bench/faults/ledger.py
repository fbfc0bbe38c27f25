"""What clients were told, and whether a database agrees.

A client believes a receipt only after checking it. From then on the database must hold exactly
those entries at exactly those positions, under every checkpoint that was ever signed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from bench.receipts import TAKEN, check_receipt
from proof import merkle
from proof.checkpoint import open_note
from proof.entry import Opened


class Stored(Protocol):
    """One entry row as a database holds it."""

    @property
    def position(self) -> int:
        """Return the point it has reached."""

    @property
    def id(self) -> str:
        """Return its name."""

    @property
    def stamp(self) -> bytes:
        """Return the server's words."""

    @property
    def leaf(self) -> bytes:
        """Return the hash that the tree holds."""


@dataclass(slots=True)
class Ledger:
    """Everything that was acknowledged, by entry; and every checkpoint, by size."""

    verifier: str
    entries: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    checkpoints: dict[int, bytes] = field(default_factory=dict)
    duplicates: int = 0

    def take(self, body: bytes, sent: Sequence[Opened]) -> None:
        """Check a receipt and remember it. Raises AssertionError if it contradicts another."""
        receipt = check_receipt(body, sent, self.verifier, TAKEN)
        note = open_note(receipt.checkpoint, self.verifier)
        known = self.checkpoints.setdefault(note.size, note.root)
        assert known == note.root, f"two trees of size {note.size} were signed"
        for result in receipt.results:
            told = (result.position, result.stamp.encode())
            assert self.entries.setdefault(result.id, told) == told, "an entry has moved"
            self.duplicates += result.verdict == "duplicate"


def find_losses(ledger: Ledger, rows: Iterable[Stored], size: int) -> str:
    """Return how a logbook's rows, in order, contradict what was told; nothing if they do not."""
    frontier: list[bytes] = []
    seen: set[str] = set()
    count = 0
    for count, row in enumerate(rows, 1):
        if row.position != count - 1:
            return f"position {count - 1} is missing"
        if row.id in seen:
            return f"an entry stands twice, at {row.position} too"
        seen.add(row.id)
        told = ledger.entries.get(row.id)
        if told is not None and told != (row.position, bytes(row.stamp)):
            return f"the entry told to stand at {told[0]} stands at {row.position}"
        frontier = merkle.append(frontier, count - 1, [bytes(row.leaf)])
        if count in ledger.checkpoints and ledger.checkpoints[count] != merkle.root(frontier):
            return f"the signed checkpoint of size {count} is not of these entries"
    return _find_missing(ledger, seen, count, size)


def _find_missing(ledger: Ledger, seen: set[str], count: int, size: int) -> str:
    if missing := ledger.entries.keys() - seen:
        first = min(ledger.entries[name][0] for name in missing)
        return f"{len(missing)} acknowledged entries are lost, the first at {first}"
    if count != size:
        return f"the head says {size}, there are {count} entries"
    if count < max(ledger.checkpoints, default=0):
        return "the tree is smaller than a signed checkpoint"
    return ""
