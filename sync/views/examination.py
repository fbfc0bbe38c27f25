"""Looks through the log, once, for what a reviewer should see, and keeps what it finds.

Every finding follows from the entries before it and itself, so that it does not matter in how
many strides the log is gone through, and `verbatim audit` finds the same. What changes later is
changed by the entry that comes later: it closes the gap behind it, and makes the fork. No push
waits for any of this: it runs when a queue is asked for.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from db.log.heads import head_of, received_at
from db.log.lookup import Link
from db.people.enrolled_keys import EnrolledKeys
from db.queries.findings import (
    ExaminedEntry,
    examined_to,
    keep_findings,
    lock_examined,
    read_beside,
    read_logged,
)
from db.store import ReadTransaction, Store, WriteTransaction
from proof.times import time_flags
from schemas.kinds.review import Concern
from schemas.stamp import Flag
from sync.views.anchors import Trees

STRIDE = 500
"""Entries of one transaction, so that pushes get in between."""

STRIDES = 20
"""Strides for one who waits for the queue; the rest is looked through when it is asked for again.
"""

_CHANGES = {"screening.amended/1": Concern.AMENDED, "screening.voided/1": Concern.VOIDED}
_OF_TWO = frozenset({Flag.AT_REGRESSION, Flag.MONO_MISMATCH})
"""Flags that an entry has by the one before it in its chain."""


@dataclass(slots=True)
class Around:
    """What stands beside the entries of one stride."""

    trees: Trees
    beside: dict[Link, list[ExaminedEntry]]
    received: dict[int, str]
    enrolments: dict[str, str]


@dataclass(slots=True)
class Found:
    """Findings by position and concern; those to take away had been kept by an earlier stride."""

    added: dict[tuple[int, str], str] = field(default_factory=dict)
    removed: set[tuple[int, str]] = field(default_factory=set)

    def add(self, entry: ExaminedEntry, concern: str) -> None:
        """Keep that a reviewer should look at this."""
        self.added[entry.position, concern] = entry.received

    def remove(self, entry: ExaminedEntry, concern: str) -> None:
        """Forget a concern that a later entry has answered."""
        place = entry.position, concern
        if self.added.pop(place, None) is None:
            self.removed.add(place)


def examine(store: Store, logbook: str) -> tuple[int, int]:
    """Look through what is new; return how far that was, and how far the log goes."""
    with store.reading() as reading:
        done, size = examined_to(reading, logbook), head_of(reading, logbook).size
    for _ in range(STRIDES):
        if done >= size:
            break
        with store.writing() as writing:
            done = examine_stride(writing, logbook, size)
    return done, size


def examine_stride(writing: WriteTransaction, logbook: str, size: int) -> int:
    """Look through the next entries, none from `size` on; return where to go on."""
    start = lock_examined(writing, logbook)
    end = min(start + STRIDE, size)
    if end <= start:
        return start
    entries = read_logged(writing, logbook, start, end)
    around = _look_around(writing, logbook, entries)
    found = Found()
    for entry in entries:
        _examine(entry, around, found)
    keep_findings(writing, logbook, end, found.added, found.removed)
    return end


def _look_around(
    reading: ReadTransaction, logbook: str, entries: Iterable[ExaminedEntry]
) -> Around:
    links = [
        (entry.header.key, entry.header.seq + step) for entry in entries for step in (-1, 0, 1)
    ]
    beside = read_beside(reading, logbook, links)
    known = [logged for found in beside.values() for logged in found]
    ends = [logged.header.anchor.size - 1 for logged in known if logged.header.anchor.size]
    enrolled = EnrolledKeys(reading, logbook)
    keys = enrolled.keys(logged.header.key for logged in known)
    enrolments = {key: row.enrolment for key, row in keys.items()}
    trees = Trees(reading, logbook, head_of(reading, logbook).size)
    return Around(trees, beside, received_at(reading, logbook, ends), enrolments)


def _examine(entry: ExaminedEntry, around: Around, found: Found) -> None:
    previous = _previous(entry, around)
    for concern in _concerns(entry, previous, around):
        found.add(entry, concern.value)
    for later in _waiting_for(entry, around):
        found.remove(later, Concern.GAP.value)
        for flag in _OF_TWO & set(_time_flags(later, entry, around)):
            found.add(later, flag.value)


def _concerns(
    entry: ExaminedEntry, previous: ExaminedEntry | None, around: Around
) -> Iterator[Concern]:
    if not entry.counts:
        yield Concern.QUARANTINED
    if entry.header.kind in _CHANGES:
        yield _CHANGES[entry.header.kind]
    if previous is None and not _begins(entry, around):
        yield Concern.GAP
    if any(other.position < entry.position for other in around.beside[entry.link]):
        yield Concern.FORK
    if around.trees.is_foreign(entry.naming, entry.header.anchor.epoch):
        yield Concern.ANCHOR_FOREIGN
    yield from (Concern(flag.value) for flag in _time_flags(entry, previous, around))


def _begins(entry: ExaminedEntry, around: Around) -> bool:
    """Say whether an entry is the first of its chain."""
    header = entry.header
    opens = header.kind == "logbook.opened/1"
    return header.seq == 1 and (opens or header.prev == around.enrolments.get(header.key))


def _previous(entry: ExaminedEntry, around: Around) -> ExaminedEntry | None:
    """Return the entry before this one in its chain, if the log held it by then."""
    key, seq = entry.link
    before = around.beside.get((key, seq - 1), ())
    named = (other for other in before if other.id == entry.header.prev)
    return next((other for other in named if other.position < entry.position), None)


def _waiting_for(entry: ExaminedEntry, around: Around) -> Iterator[ExaminedEntry]:
    """Yield the entries that came earlier although they follow this one in its chain."""
    key, seq = entry.link
    for later in around.beside.get((key, seq + 1), ()):
        if later.position < entry.position and later.header.prev == entry.id:
            yield later


def _time_flags(
    entry: ExaminedEntry, previous: ExaminedEntry | None, around: Around
) -> tuple[Flag, ...]:
    header = previous.header if previous else None
    return time_flags(entry.header, entry.received, _anchored(entry, around), header)


def _anchored(entry: ExaminedEntry, around: Around) -> str:
    """Return when the last entry was received of the tree that this one names, if it was ours."""
    size = entry.header.anchor.size
    return around.received[size - 1] if size and around.trees.had(entry.naming) else ""
