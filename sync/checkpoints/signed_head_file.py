"""The file that holds a logbook's last signed note: `LOGBOOK.head`, beside its keys.

Two slots of 512 bytes, written in turn, each a note; a note bears a signature, so a torn write is
seen and the other slot still holds. A note is written before it is given out, but not synced
then: a push may not pay for a second disk. A file that was only begun says so; an empty one
counts as damaged, because what it held may have been more than the database holds.
"""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock

from db.upkeep.whole_files import write_whole
from proof.checkpoint import Checkpoint

SLOT = 512
"""Bytes: what disks write whole. A note has less than 270, and 150 with each further signature."""

BEGUN = b"No head has been signed yet.\n"
"""What stands in a new file. The first note is longer, and is written over it."""


class SignedHead:
    """One file, opened once a process; `note` and `held` are true while it is `taken`."""

    def __init__(self, path: Path, open_note: Callable[[str], Checkpoint]) -> None:
        """Open the file, or begin it; `open_note` raises ValueError for what we have not signed."""
        self._open_note = open_note
        self._file = _open(path)
        self._waiting = Lock()
        self._data = b""
        self._at = 1
        self.note = ""
        self.held: Checkpoint | None = None

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Wait for threads and processes that are before us, then see what they wrote."""
        with self._waiting:
            fcntl.flock(self._file, fcntl.LOCK_EX)
            try:
                self._read()
                yield
            finally:
                fcntl.flock(self._file, fcntl.LOCK_UN)

    @property
    def is_damaged(self) -> bool:
        """Say whether no note can be read, although the file is not one that was just begun."""
        return self.held is None and self._data != BEGUN

    def put(self, held: Checkpoint, note: str) -> None:
        """Write a later note into the slot that does not hold the last one."""
        at, slot = 1 - self._at, note.encode().ljust(SLOT, b"\0")
        os.pwrite(self._file, slot, at * SLOT)
        self._data = slot + self._data[SLOT:] if at == 0 else self._data[:SLOT] + slot
        self._at, self.note, self.held = at, note, held

    def sync(self) -> None:
        """Make what was written last."""
        os.fdatasync(self._file)

    def close(self) -> None:
        """Sync the file and let go of it."""
        self.sync()
        os.close(self._file)

    def _read(self) -> None:
        """Find the last note, unless the file is as we left it."""
        data = os.pread(self._file, 2 * SLOT, 0)
        if data == self._data:
            return
        self._data, self._at, self.note, self.held = data, 1, "", None
        for at in (0, 1):
            note = data[at * SLOT : (at + 1) * SLOT].rstrip(b"\0").decode(errors="replace")
            with suppress(ValueError):
                found = self._open_note(note)
                if self.held is None or _place(found) > _place(self.held):
                    self._at, self.note, self.held = at, note, found


def _place(held: Checkpoint) -> tuple[int, int]:
    return held.epoch, held.size


def _open(path: Path) -> int:
    if not path.exists():
        with suppress(FileExistsError):  # another process began it just now
            write_whole(path, BEGUN)
    return os.open(path, os.O_RDWR | os.O_CLOEXEC)
