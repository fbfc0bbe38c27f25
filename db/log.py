"""Named queries on the log: the head, known entries, chains, leaves, and appending.

Positions come from the locked head row, never from a database sequence: a sequence hands out
numbers before commit, and a reader's cursor then passes rows that are not visible yet.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import TextClause, and_, bindparam, select, text, update

from audit import merkle
from audit.checkpoint import Checkpoint, origin_of
from audit.entry import Opened
from db.chunks import chunks, padded
from db.nodes import write_nodes
from db.rows import Rows
from db.store import Reading, Writing
from db.tables.log import entry, head, part
from schemas.problems import VerbatimError

# Built once: to build a statement costs several times what running it does.
_HEAD = select(head).where(head.c.logbook == bindparam("of"))
_LOCKED_HEAD = _HEAD.with_for_update()
_KNOWN = select(entry.c.id, entry.c.position, entry.c.stamp).where(
    entry.c.logbook == bindparam("of"), entry.c.id.in_(bindparam("ids", expanding=True))
)
_MOVE = (
    update(head)
    .where(head.c.logbook == bindparam("of"), head.c.size == bindparam("old"))
    .values(size=bindparam("new"), frontier=bindparam("roots"))
)


@dataclass(frozen=True, slots=True)
class Head:
    """The state of a logbook's tree."""

    logbook: str
    epoch: int
    size: int
    frontier: tuple[bytes, ...]

    @property
    def checkpoint(self) -> Checkpoint:
        """Return the unsigned checkpoint of exactly this state."""
        origin = origin_of(self.logbook, self.epoch)
        return Checkpoint(origin, self.size, merkle.root(self.frontier))


@dataclass(frozen=True, slots=True)
class Known:
    """Where an entry already stands in the log."""

    position: int
    stamp: bytes


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry with the position and stamp it is about to get, or has got."""

    entry: Opened
    position: int
    stamp: bytes
    leaf: bytes


def head_of(reading: Reading, logbook: str) -> Head:
    """Return the head. Raises `logbook_unknown`."""
    return _head(reading.first(_HEAD, {"of": logbook}))


def lock_head(writing: Writing, logbook: str) -> Head:
    """Return the head and keep every other writer of this logbook waiting until commit."""
    return _head(writing.first(_LOCKED_HEAD, {"of": logbook}))


def open_head(writing: Writing, logbook: str, epoch: int) -> Head:
    """Begin a logbook's tree."""
    row = {"logbook": logbook, "epoch": epoch, "size": 0, "frontier": b""}
    writing.execute(head.insert(), row)
    return Head(logbook, epoch, 0, ())


def add_entry(rows: Rows, placed: Placed) -> None:
    """Keep an entry's log rows; the head must grow by its leaf in the same transaction."""
    header = placed.entry.header
    rows.add(
        entry,
        position=placed.position,
        id=placed.entry.id,
        key=header.key,
        seq=header.seq,
        kind=header.kind,
        subject=header.subject,
        header=placed.entry.header_bytes,
        signature=placed.entry.signature,
        stamp=placed.stamp,
        leaf=placed.leaf,
    )
    for item in placed.entry.parts:
        rows.add(part, position=placed.position, name=item.name, salt=item.salt, body=item.body)


def grow(writing: Writing, before: Head, leaves: Sequence[bytes]) -> Head:
    """Move the head over these new leaves; return the new head.

    The caller holds the head's lock and has given out positions from `before.size` on.
    """
    if not leaves:
        return before
    frontier = tuple(merkle.append(before.frontier, before.size, leaves))
    write_nodes(writing, before.logbook, before.size, leaves)
    return _move_head(writing, before, before.size + len(leaves), frontier)


def find_known(reading: Reading, logbook: str, ids: Iterable[str]) -> dict[str, Known]:
    """Return the entries of these ids that the log already holds."""
    found: dict[str, Known] = {}
    for chunk in chunks(ids):
        rows = reading.rows(_KNOWN, {"of": logbook, "ids": chunk})
        found |= {row.id: Known(row.position, row.stamp) for row in rows}
    return found


def find_at(
    reading: Reading, logbook: str, places: Iterable[tuple[str, int]]
) -> dict[tuple[str, int], set[str]]:
    """Return the ids at these places of chains, each a (key, seq). Several at one are a fork."""
    found: dict[tuple[str, int], set[str]] = {}
    for chunk in chunks(places):
        filled = padded(chunk)
        asked = {f"{name}{n}": value for n, place in enumerate(filled)
                 for name, value in zip(("key", "seq"), place, strict=True)}  # fmt: skip
        for row in reading.rows(_at_places(len(filled)), {"of": logbook, **asked}):
            found.setdefault((row.key, row.seq), set()).add(row.id)
    return found


@lru_cache
def _at_places(count: int) -> TextClause:
    """Return the statement; SQLite uses the whole index for a join in this order, not for IN."""
    values = ", ".join(f"(:key{n}, :seq{n})" for n in range(count))
    return text(
        f'WITH place("key", seq) AS (VALUES {values}) '  # noqa: S608  # numbers, no values
        'SELECT entry."key", entry.seq, entry.id FROM place CROSS JOIN entry '
        'WHERE entry.logbook = :of AND entry."key" = place."key" AND entry.seq = place.seq'
    )


def last_of_key(reading: Reading, logbook: str, key: str) -> tuple[int, str] | None:
    """Return the highest seq of a key and the id there."""
    mine = and_(entry.c.logbook == logbook, entry.c.key == key)
    query = select(entry.c.seq, entry.c.id).where(mine).order_by(entry.c.seq.desc()).limit(1)
    row = reading.first(query)
    return (row.seq, row.id) if row else None


def logbooks(reading: Reading) -> list[str]:
    """Return the ids of all logbooks, oldest first."""
    return [row.logbook for row in reading.rows(select(head.c.logbook).order_by(head.c.logbook))]


def _move_head(writing: Writing, before: Head, size: int, frontier: tuple[bytes, ...]) -> Head:
    moved = writing.execute(
        _MOVE,
        {"of": before.logbook, "old": before.size, "new": size, "roots": b"".join(frontier)},
    )
    if moved != 1:
        raise VerbatimError("internal", "the head moved under its lock")
    return Head(before.logbook, before.epoch, size, frontier)


def _head(row: Any) -> Head:
    if row is None:
        raise VerbatimError("logbook_unknown")
    return Head(row.logbook, row.epoch, row.size, tuple(_unpack(row.frontier)))


def _unpack(packed: bytes) -> list[bytes]:
    return [packed[start : start + 32] for start in range(0, len(packed), 32)]
