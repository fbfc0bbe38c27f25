"""Signs heads of logbooks, and never two that do not fit together.

The last signed note is kept outside the database, beside the key
(`sync.checkpoints.signed_head_file`).
A caller takes its turn, one thread of one process at a time, and proves that
the tree has only grown. A smaller tree, another tree of the same size, or a missing proof is
refused: that is a database restored from an older copy, or changed.

The file is synced once a second and not at each note. A guard that lost its last second with the
machine's power only asks for a longer proof. Lost together with a database that is restored to
just that second, it would notice nothing; browsers then do, which have seen the later notes.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from threading import Event, Lock, Thread

from proof import merkle
from proof.checkpoint import Checkpoint, sign_note
from schemas.answers import Empty
from schemas.answers.epochs import Divergent
from sync.checkpoints.keyring import Keyring
from sync.checkpoints.signed_head_file import SignedHead

PAUSE = 1.0
"""Seconds between two moments at which the last notes are synced to the disk."""

SIGNATURES = 2
"""A note bears at most so many: more do not fit where the last one is kept."""

REMEMBERED = 256
"""Notes kept in memory: whoever reads a state a moment older needs the note of that one."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a head is not signed; `held` is the last that was, None where the file is damaged."""

    reason: Divergent
    held: Checkpoint | None


class Turn:
    """The right to sign for one logbook, held by one thread of one process."""

    def __init__(self, last: SignedHead, keyring: Keyring, logbook: str) -> None:
        """Use a file that is taken."""
        self._last, self._keyring, self._logbook = last, keyring, logbook

    @property
    def held(self) -> Checkpoint | None:
        """Return the last head that was signed; None if none was, or it cannot be read."""
        return self._last.held

    def sign(
        self,
        wanted: Checkpoint,
        path: Sequence[bytes],
        link: Checkpoint | None = None,
        by: Sequence[str] = (),
    ) -> str | Refusal:
        """Return the note of a head that is committed and continues the last one signed.

        `path` proves that. To begin a new epoch `link` must be the last one signed, as the
        entries that open the epoch name it. `by` are the keys that sign, as the log names them,
        without any the first. Raises FileNotFoundError if one is not here.
        """
        reason = "damaged" if self._last.is_damaged else _obstacle(self.held, wanted, path, link)
        if reason:
            return Refusal(reason, self.held)
        if wanted != self.held:
            self._keep(wanted, by)
        return self._last.note

    def _keep(self, wanted: Checkpoint, by: Sequence[str]) -> None:
        begins = self.held is None or self.held.epoch != wanted.epoch
        known = self._keyring.of(self._logbook)
        named = list(by)[-SIGNATURES:] or [known.verifier]
        # Keys that the log does not name yet, or no more since it was restored: who has pinned
        # one of them must be able to go on. Never in the place of one that it names.
        unnamed = reversed(known.checkpoints_after(named[-1]))
        chosen = [*named, *unnamed][:SIGNATURES]
        keys = [self._keyring.checkpoint_key(self._logbook, verifier) for verifier in chosen]
        self._last.put(wanted, sign_note(wanted, *keys))
        if begins:  # rare, and no proof leads back over the end of an epoch
            self._last.sync()


class Signer:
    """Signs for all logbooks whose keys are in one directory; one a process."""

    def __init__(self, keyring: Keyring) -> None:
        """Open nothing yet."""
        self._keyring = keyring
        self._files: dict[str, SignedHead] = {}
        self._recent: dict[Checkpoint, str] = {}
        self._opening = Lock()
        self._closing = Event()
        self._thread = Thread(target=self._sync_often, name="verbatim-signer", daemon=True)
        self._thread.start()

    @contextmanager
    def turn(self, logbook: str) -> Iterator[Turn]:
        """Take the only turn to sign for a logbook. Raises FileNotFoundError without keys.

        A head that is read within the turn is never older than the last one signed, unless the
        database is. A caller that reads it needs its connection before: others may wait
        for their turn with all there are.
        """
        last = self._open(logbook)
        with last.taken():
            yield Turn(last, self._keyring, logbook)
            self._remember(last)

    def recall(self, checkpoint: Checkpoint) -> str:
        """Return the note that was signed for exactly this head a while ago, or nothing."""
        return self._recent.get(checkpoint, "")

    def close(self) -> None:
        """Sync every file and let go of it."""
        self._closing.set()
        self._thread.join()
        for last in self._files.values():
            last.close()
        self._files.clear()

    def _open(self, logbook: str) -> SignedHead:
        self._keyring.of(logbook)
        with self._opening:
            if logbook not in self._files:
                path = self._keyring.directory / f"{logbook}.head"
                self._files[logbook] = SignedHead(path, partial(self._keyring.open_note, logbook))
            return self._files[logbook]

    def _remember(self, last: SignedHead) -> None:
        if last.held is not None and last.held not in self._recent:
            self._recent[last.held] = last.note
            if len(self._recent) > REMEMBERED:
                self._recent.pop(next(iter(self._recent)), None)

    def _sync_often(self) -> None:
        while not self._closing.wait(PAUSE):
            for last in list(self._files.values()):
                last.sync()


def _obstacle(
    held: Checkpoint | None, wanted: Checkpoint, path: Sequence[bytes], link: Checkpoint | None
) -> Divergent | Empty:
    """Return why a head must not be signed after the one held, or nothing."""
    if held is None:
        return ""
    if wanted.epoch != held.epoch:
        return "" if wanted.epoch == held.epoch + 1 and link == held else "other_epoch"
    if wanted.size <= held.size:
        return "" if wanted == held else "smaller" if wanted.size < held.size else "other_root"
    grown = merkle.is_consistent(held.size, held.root, wanted.size, wanted.root, path)
    return "" if grown else "not_continued"
