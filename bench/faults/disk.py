"""A disk that keeps only what was synced: replays writes, and shows what a power cut may leave.

Of what is not synced yet, a cut may keep everything, some, none, or single sectors of a write,
in any order; of names, those whose folder was synced and perhaps the first of the others.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field

from bench.faults.trace import Create, Event, SyncBegun, SyncEnded, Truncate, Unlink, Write

SECTOR = 512
MODES = ("dropped", "in part", "torn")

Change = Write | Truncate


@dataclass(slots=True)
class _File:
    """What is durable of a file, and what is not yet."""

    durable: bytearray = field(default_factory=bytearray)
    pending: list[Change] = field(default_factory=list)


@dataclass(slots=True)
class Disk:
    """The files of one folder."""

    folder: str
    kept: dict[str, _File] = field(default_factory=dict)
    """By the names that are durable."""
    named: dict[str, _File] = field(default_factory=dict)
    """By the names that running programs see."""
    renaming: list[Create | Unlink] = field(default_factory=list)
    created: dict[int, _File] = field(default_factory=dict)
    syncing: dict[str, tuple[_File | None, int]] = field(default_factory=dict)

    def put(self, path: str, content: bytes) -> None:
        """Begin with a file that has long been durable."""
        self.kept[path] = self.named[path] = _File(bytearray(content))

    def apply(self, event: Event) -> None:
        """Let one thing happen."""
        if isinstance(event, Write | Truncate):
            if event.path in self.named:
                self.named[event.path].pending.append(event)
        elif isinstance(event, Create | Unlink):
            self._rename(event)
        elif isinstance(event, SyncBegun):
            self._begin_sync(event)
        elif isinstance(event, SyncEnded):
            self._end_sync(event)

    def images(self, mode: str, choice: random.Random) -> dict[str, bytes]:
        """Return what a power cut now might leave, by name."""
        names = dict(self.kept)
        applied = choice.randint(0, len(self.renaming)) if mode != "dropped" else 0
        for event in self.renaming[:applied]:
            self._set_name(names, event)
        return {name: _image(file, mode, choice) for name, file in names.items()}

    def _rename(self, event: Create | Unlink) -> None:
        known = event.path in self.named
        if not _is_ours(self.folder, event.path) or known == isinstance(event, Create):
            return
        if isinstance(event, Create):
            self.created[id(event)] = _File()
        self._set_name(self.named, event)
        self.renaming.append(event)

    def _set_name(self, names: dict[str, _File], event: Create | Unlink) -> None:
        if isinstance(event, Create):
            names[event.path] = self.created[id(event)]
        else:
            names.pop(event.path, None)

    def _begin_sync(self, event: SyncBegun) -> None:
        if event.path == self.folder:
            self.syncing[event.thread] = (None, len(self.renaming))
        elif event.path in self.named:
            file = self.named[event.path]
            self.syncing[event.thread] = (file, len(file.pending))

    def _end_sync(self, event: SyncEnded) -> None:
        file, count = self.syncing.pop(event.thread, (None, 0))
        if file is not None:
            _change(file.durable, file.pending[:count])
            del file.pending[:count]
        else:
            for done in self.renaming[:count]:
                self._set_name(self.kept, done)
            del self.renaming[:count]


def _is_ours(folder: str, path: str) -> bool:
    """SQLite's shared memory is rebuilt after a cut; its content need not survive."""
    return path.startswith(f"{folder}/") and not path.endswith("-shm")


def _image(file: _File, mode: str, choice: random.Random) -> bytes:
    image = bytearray(file.durable)
    if mode != "dropped":
        _change(image, _choose(file.pending, mode, choice))
    return bytes(image)


def _choose(pending: Iterable[Change], mode: str, choice: random.Random) -> Iterable[Change]:
    share = choice.choice((0.1, 0.5, 0.9, 1.0))
    for change in pending:
        if choice.random() < share:
            yield from _land(change, mode, choice)


def _land(change: Change, mode: str, choice: random.Random) -> Iterable[Change]:
    """Return what of a chosen change reaches the disk: all of it, or the parts of a torn write."""
    if mode == "torn" and isinstance(change, Write) and choice.random() < 0.5:
        return _tear(change, choice)
    return (change,)


def _tear(change: Write, choice: random.Random) -> Iterable[Write]:
    """Yield some of a write's sectors."""
    for start in range(0, len(change.data), SECTOR):
        if choice.random() < 0.5:
            part = change.data[start : start + SECTOR]
            yield Write(change.path, change.offset + start, part)


def _change(image: bytearray, changes: Iterable[Change]) -> None:
    for change in changes:
        size = change.size if isinstance(change, Truncate) else change.offset + len(change.data)
        if len(image) < size:
            image.extend(bytes(size - len(image)))
        if isinstance(change, Truncate):
            del image[size:]
        else:
            image[change.offset : size] = change.data
