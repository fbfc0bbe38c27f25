"""Whether a logbook's database still continues the last head that was signed.

Where it does not, the database was restored from an older copy, or changed: the logbook is
read-only. Nothing is signed for it and nothing is taken in but what opens its next epoch; people
go on reading worklist, registry and records, without proofs. The state is looked at when a
process starts, found again whenever a head is refused, and ends when the two agree again.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from db.log.heads import Growth, Head, HeadSigner, head_of, logbooks
from db.log.nodes import read_leaves, stored_subtree
from db.people.enrolled_keys import find_head_signers
from db.queries.epochs import find_link
from db.store import ReadTransaction, Store
from proof import merkle
from proof.checkpoint import Checkpoint
from proof.tiles import WIDTH
from schemas.answers.epochs import Divergent
from schemas.problems import VerbatimError
from sync.checkpoints.signer import Refusal, Signer, Turn

_LOG = logging.getLogger("verbatim")
_BEGUN = (
    "Logbook %s had no file of the last head that was signed. It has one from now on, beginning "
    "with the %d entries that the database holds. If somebody took the file away, browsers that "
    "saw more will say so."
)


@dataclass(frozen=True, slots=True)
class Divergence:
    """What does not fit: the last head signed (None if that is not known), and the database's."""

    reason: Divergent
    held: Checkpoint | None
    found: Checkpoint


@dataclass(frozen=True, slots=True)
class Attested:
    """A transaction, the head it sees, and the note of that head: empty while read-only."""

    reading: ReadTransaction
    head: Head
    note: str


class RollbackGuard:
    """What one process knows of its logbooks; it remembers only those that are read-only."""

    def __init__(self, store: Store, signer: Signer) -> None:
        """Know nothing yet."""
        self.divergences: dict[str, Divergence] = {}
        self._store, self.signer = store, signer

    def look_at_all(self) -> None:
        """Compare every logbook with its last head, as a starting process must."""
        with self._store.reading() as reading:
            known = logbooks(reading)
        for logbook in known:
            self._look(logbook)

    def divergence_of(self, logbook: str) -> Divergence | None:
        """Return why a logbook is read-only, if it is; what was is looked at again."""
        if logbook in self.divergences:
            self._look(logbook)
        return self.divergences.get(logbook)

    def check_open(self, logbook: str) -> None:
        """Raise `read_only` if the logbook is."""
        if self.divergence_of(logbook):
            raise VerbatimError("read_only")

    def held_of(self, logbook: str) -> Checkpoint | None:
        """Return the last signed head that a read-only logbook may give up for its next epoch.

        None where the signer is of an older epoch than the database: the signer's file is the
        one that was restored, and numbers of epochs only rise.
        """
        divergence = self.divergences.get(logbook)
        if divergence is None or divergence.held is None or divergence.reason not in RESTORED:
            return None
        return divergence.held if divergence.held.epoch >= divergence.found.epoch else None

    @contextmanager
    def attesting(self, logbook: str) -> Iterator[Attested]:
        """Give a transaction with the note of its head, if it has one. Raises `logbook_unknown`."""
        if logbook not in self.divergences:
            with self._store.reading() as reading:
                head = head_of(reading, logbook)
                note = self.signer.recall(head.checkpoint)
                if note:
                    yield Attested(reading, head, note)
                    return
        with self._store.reading() as reading:
            yield self._attest(reading, logbook, from_leaves=logbook in self.divergences)

    @contextmanager
    def vouching(self, logbook: str) -> Iterator[Attested]:
        """Give a transaction whose head is signed. Raises `logbook_unknown`, `read_only`."""
        with self.attesting(logbook) as attested:
            if not attested.note:
                raise VerbatimError("read_only")
            yield attested

    def sign_growth(self, growth: Growth) -> str:
        """Return the note of a head that was just committed, if it continues the one before it.

        Reads nothing from the database. Empty means: attest, and prove against what is there.
        """
        logbook = growth.after.logbook
        if logbook in self.divergences:
            return ""
        by = self._signing(growth.signers)
        with suppress(FileNotFoundError), self.signer.turn(logbook) as turn:
            signed = turn.sign(growth.after.checkpoint, growth.path(), by=by)
            return signed if isinstance(signed, str) else ""
        return ""

    def _look(self, logbook: str) -> None:
        with self._store.reading() as reading:
            self._attest(reading, logbook, from_leaves=True)

    def _attest(
        self, reading: ReadTransaction, logbook: str, *, from_leaves: bool = False
    ) -> Attested:
        """Sign the newest head, read while the lock keeps a later one from being signed."""
        held = None
        try:
            with self.signer.turn(logbook) as turn:
                head, held = head_of(reading, logbook), turn.held
                by = self._signing(find_head_signers(reading, logbook))
                signed = _compare(reading, turn, head, by, from_leaves=from_leaves)
        except FileNotFoundError:
            head, signed = head_of(reading, logbook), Refusal("keys_missing", None)
        if isinstance(signed, Refusal):
            self._close(logbook, Divergence(signed.reason, signed.held, head.checkpoint))
            return Attested(reading, head, "")
        self._open(logbook)
        if held is None and head.size > 1:
            _LOG.warning(_BEGUN, logbook, head.size)
        return Attested(reading, head, signed)

    def _signing(self, signers: Sequence[HeadSigner]) -> list[str]:
        """Return the keys that sign now: for a while that is two."""
        now = self._store.now()
        return [signer.verifier for signer in signers if not signer.ends or signer.ends > now]

    def _close(self, logbook: str, divergence: Divergence) -> None:
        known = self.divergences.get(logbook)
        self.divergences[logbook] = divergence
        if known is None:
            _LOG.critical("%s", explain(logbook, divergence))

    def _open(self, logbook: str) -> None:
        if self.divergences.pop(logbook, None) is not None:
            _LOG.warning("Logbook %s takes in records again.", logbook)


def _compare(
    reading: ReadTransaction, turn: Turn, head: Head, by: Sequence[str], *, from_leaves: bool
) -> str | Refusal:
    """Have a head signed, with the proof that leads from the last one to it."""
    held, path, link = turn.held, list[bytes](), None
    try:
        if from_leaves and not _stands_on_leaves(reading, head):
            return Refusal("leaves", held)
        if held is not None and held.epoch == head.epoch and held.size < head.size:
            subtree = stored_subtree(reading, head.logbook)
            path = merkle.consistency_path(held.size, head.size, subtree)
        if held is not None and held.epoch < head.epoch:
            link = find_link(reading, head.logbook)
    except VerbatimError:  # rows are missing
        return Refusal("leaves", held)
    return turn.sign(head.checkpoint, path, link, by)


def _stands_on_leaves(reading: ReadTransaction, head: Head) -> bool:
    """Say whether the newest leaves, at most 255, give the newest part of the head."""
    count = head.size % WIDTH
    older = head.frontier[: (head.size // WIDTH).bit_count()]
    leaves = read_leaves(reading, head.logbook, head.size - count, count)
    return tuple(merkle.append(older, head.size - count, leaves)) == head.frontier


RESTORED = frozenset({"smaller", "other_root", "not_continued", "other_epoch"})
"""Reasons that say: this is another log than the one that was signed."""

_RESTORED = (
    "If the newer database exists, stop the server and put that one back. If an older copy was "
    "restored on purpose, two administrators open the next epoch in the app."
)
_REASONS: dict[Divergent, tuple[str, str]] = {
    "smaller": ("The database is older than the last head that was signed", _RESTORED),
    "other_root": ("The database is not that of the last head that was signed", _RESTORED),
    "not_continued": ("The database does not continue the last head that was signed", _RESTORED),
    "other_epoch": ("The database is of another epoch than the last head signed", _RESTORED),
    "leaves": ("The entries in the database do not give its head", "Run verbatim audit."),
    "damaged": (
        "The file of the last head that was signed is damaged",
        "Stop the server and put a copy of that file back.",
    ),
    "keys_missing": ("The logbook's keys are not in their directory", "Put them back."),
}
"""What does not hold, and what the operator does about it."""


def explain(logbook: str, divergence: Divergence) -> str:
    """Return what an operator is told of a logbook that is read-only."""
    held = _describe(divergence.held) if divergence.held else "not known"
    wrong, remedy = _REASONS[divergence.reason]
    return (
        f"LOGBOOK {logbook} IS READ-ONLY. {wrong}. "
        f"Signed: {held}. Database: {_describe(divergence.found)}. "
        "Nothing is signed for it and no record is taken in; browsers keep theirs. "
        f"{remedy} Read docs/operations.md, After a restore."
    )


def _describe(checkpoint: Checkpoint) -> str:
    root = checkpoint.root.hex()[:16]
    return f"epoch {checkpoint.epoch}, {checkpoint.size} entries, root {root}…"
