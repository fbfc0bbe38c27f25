"""The one way out: everything in a person's scope, in the order of the log.

A cursor names the next position, the tree it was issued for and the scope it was read under. A
cursor of another scope or epoch begins again, so what a new post may see is never passed over.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

import orjson

from db.log.heads import Head, head_of
from db.log.lines import freed_positions, lines_at, positions_after, which_count
from db.log.nodes import stored_path
from db.people.enrolled_keys import EnrolledKeys
from db.queries.scope import fingerprint, visible
from db.store import ReadTransaction
from proof import merkle
from proof.encoding import from_b64u, to_b64u
from schemas.problems import VerbatimError
from sync.installation import Installation

MOST = 1000
"""Entries of one page at most."""

PAGE_BYTES = 8 * 1024 * 1024
"""After this many bytes of lines a page ends, whatever it was asked for: it is held in memory."""


@dataclass(frozen=True, slots=True)
class PulledPage:
    """Lines with their newlines, the control line last, and the tag of the state they show."""

    lines: Iterator[bytes]
    etag: str


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where to continue."""

    epoch: int = 0
    scope: str = ""
    position: int = 0
    size: int = 0


def pull(
    installation: Installation, logbook: str, person: str, cursor: str, limit: int
) -> PulledPage:
    """Return the next page. Raises `cursor_invalid`, `logbook_unknown`, `read_only`."""
    asked = read_cursor(cursor)
    with installation.guard.vouching(logbook) as attested:
        reading, head, note = attested.reading, attested.head, attested.note
        actor = EnrolledKeys(reading, logbook).actor(person)
        scope = fingerprint(actor)
        begin = asked if (asked.epoch, asked.scope) == (head.epoch, scope) else Cursor()
        condition = visible(actor)
        chosen = positions_after(reading, logbook, begin.position, min(limit, MOST), condition)
        own = _within_bytes(lines_at(reading, logbook, chosen))
        more = len(chosen) == min(limit, MOST) or len(own) < len(chosen)
        following = list(chosen)[len(own) - 1] + 1 if more else head.size
        # What was kept aside when the cursor passed it comes with the release that frees it.
        freed = freed_positions(reading, logbook, begin.position, following, condition)
        lines = [*lines_at(reading, logbook, which_count(reading, logbook, freed)), *own]
        control = {
            "control": "page",
            "cursor": write_cursor(Cursor(head.epoch, scope, following, head.size)),
            "more": more,
            "checkpoint": note,
            # Of the tree the cursor was issued for, whatever has become of its scope.
            "consistency": prove(reading, head, asked.size if asked.epoch == head.epoch else 0),
        }
    # The tag names how far this page reads: one that has more after it must not answer 304.
    tag = _etag(head, following, scope)
    return PulledPage((line + b"\n" for line in [*lines, orjson.dumps(control)]), tag)


def _within_bytes(lines: Iterable[bytes]) -> list[bytes]:
    """Return the lines up to the one that fills a page, which is at least the first."""
    taken: list[bytes] = []
    room = PAGE_BYTES
    for line in lines:
        taken.append(line)
        room -= len(line)
        if room <= 0:
            break
    return taken


def etag_of(installation: Installation, logbook: str, person: str) -> str:
    """Return the tag of the present state for this person. Raises `read_only`."""
    installation.guard.check_open(logbook)
    with installation.store.reading() as reading:
        head = head_of(reading, logbook)
        return _etag(head, head.size, fingerprint(EnrolledKeys(reading, logbook).actor(person)))


def prove(reading: ReadTransaction, head: Head, old: int) -> list[str]:
    """Return the proof that the tree of `old` leaves is a prefix of this one."""
    if not 0 < old <= head.size:
        return []
    path = stored_path(reading, head.logbook, partial(merkle.consistency_path, old, head.size))
    return [to_b64u(node) for node in path]


def write_cursor(cursor: Cursor) -> str:
    """Return a cursor as the opaque text that travels."""
    parts = [cursor.epoch, cursor.scope, cursor.position, cursor.size]
    return to_b64u(orjson.dumps(parts))


def read_cursor(text: str) -> Cursor:
    """Return the cursor of a text; of an empty one, the beginning. Raises `cursor_invalid`."""
    if not text:
        return Cursor()
    try:
        epoch, scope, position, size = orjson.loads(from_b64u(text))
    except (ValueError, TypeError) as error:
        raise VerbatimError("cursor_invalid") from error
    numbers = (epoch, position, size)
    if not isinstance(scope, str) or not all(_is_count(number) for number in numbers):
        raise VerbatimError("cursor_invalid")
    return Cursor(epoch, scope, position, size)


def _is_count(number: object) -> bool:
    return type(number) is int and 0 <= number < 2**53


def _etag(head: Head, following: int, scope: str) -> str:
    """Name the tree by its root too: a restored log may have grown to the same size again."""
    return f'"{head.epoch}-{following}-{to_b64u(head.checkpoint.root)}-{scope}"'
