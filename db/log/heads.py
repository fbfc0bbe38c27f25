"""Named queries on the log: the head, known entries, chains, leaves, and appending.

Positions come from the locked head row, never from a database sequence: a sequence hands out
numbers before commit, and a reader's cursor then passes rows that are not visible yet.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import and_, select

from db.driver.statements import Statement, array, driver_sql
from db.log.nodes import write_nodes
from db.log.rows import Rows
from db.store import ReadTransaction, WriteTransaction
from db.tables.log import entry, head, part
from proof import merkle
from proof.checkpoint import Checkpoint, origin_of
from proof.entry import Opened
from schemas.problems import VerbatimError

_HEAD = "SELECT logbook, epoch, size, frontier FROM head WHERE logbook = :of"
_FREE_HEAD, LOCKED_HEAD = driver_sql(_HEAD), driver_sql(f"{_HEAD} FOR UPDATE")
_STAMPS = driver_sql(
    "SELECT position, stamp FROM entry WHERE logbook = :of AND position AMONG(:positions)"
)
_MOVED = driver_sql(
    "UPDATE head SET epoch = :epoch, size = :new, frontier = :roots "
    "WHERE logbook = :of AND size = :old"
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
class LoggedAt:
    """The position and stamp of an entry that the log holds already."""

    position: int
    stamp: bytes


@dataclass(frozen=True, slots=True)
class StampedEntry:
    """An entry with the position and stamp it is about to get, or has got."""

    entry: Opened
    position: int
    stamp: bytes
    leaf: bytes


@dataclass(frozen=True, slots=True)
class HeadSigner:
    """A checkpoint key as a verifier text, and the position of the entry that names it.

    `ends` is when it ceases to sign, empty while no other follows it.
    """

    verifier: str
    position: int
    ends: str


@dataclass(frozen=True, slots=True)
class Growth:
    """How a transaction moved a head: enough to prove it without reading the tree."""

    before: Head
    after: Head
    subtree: merkle.Subtree
    signers: tuple[HeadSigner, ...]

    def path(self) -> list[bytes]:
        """Return the proof that the tree before is a prefix of the one after."""
        return merkle.consistency_path(self.before.size, self.after.size, self.subtree)


def head_of(reading: ReadTransaction, logbook: str) -> Head:
    """Return the head. Raises `logbook_unknown`."""
    return read_head(*reading.ask((_FREE_HEAD, {"of": logbook})))


def lock_head(writing: WriteTransaction, logbook: str) -> Head:
    """Return the head and keep every other writer of this logbook waiting until commit.

    Raises `logbook_unknown`.
    """
    return read_head(*writing.ask((LOCKED_HEAD, {"of": logbook})))


def open_head(writing: WriteTransaction, logbook: str, epoch: int) -> Head:
    """Begin a logbook's tree."""
    row = {"logbook": logbook, "epoch": epoch, "size": 0, "frontier": b""}
    writing.execute(head.insert(), row)
    return Head(logbook, epoch, 0, ())


def add_entry(rows: Rows, placed: StampedEntry) -> None:
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


def grow(
    writing: WriteTransaction,
    before: Head,
    leaves: Sequence[bytes],
    beside: Sequence[Statement] = (),
    epoch: int = 0,
) -> Head:
    """Move the head over these new leaves, into this epoch if they open one; return the new head.

    The caller holds the head's lock and has given out positions from `before.size` on. `beside`
    goes to the database together with it, also where no leaf is new. Raises `internal` if the
    head moved under its lock.
    """
    if not leaves:
        writing.tell(*beside)
        return before
    frontier = tuple(merkle.append(before.frontier, before.size, leaves))
    after = Head(before.logbook, epoch or before.epoch, before.size + len(leaves), frontier)
    write_nodes(writing, before.logbook, before.size, leaves)
    moved, *_ = writing.tell(_move(before, after), *beside)
    if moved != 1:
        raise VerbatimError("internal", "the head moved under its lock")
    return after


def _move(before: Head, after: Head) -> Statement:
    roots = b"".join(after.frontier)
    values = {
        "of": before.logbook,
        "old": before.size,
        "new": after.size,
        "roots": roots,
        "epoch": after.epoch,
    }
    return _MOVED, values


def signed_between(reading: ReadTransaction, logbook: str, start: int, end: int) -> list[Any]:
    """Return header, signature and stamp of the entries at [start, end), in order."""
    query = (
        select(entry.c.header, entry.c.signature, entry.c.stamp)
        .where(entry.c.logbook == logbook, entry.c.position >= start, entry.c.position < end)
        .order_by(entry.c.position)
    )
    return reading.rows(query)


def received_at(reading: ReadTransaction, logbook: str, positions: Iterable[int]) -> dict[int, str]:
    """Return when the server received the entries at these positions, as it stamped them."""
    (rows,) = reading.ask((_STAMPS, {"of": logbook, "positions": array(positions)}))
    return {position: orjson.loads(stamp)["received"] for position, stamp in rows}


def last_of_key(reading: ReadTransaction, logbook: str, key: str) -> tuple[int, str] | None:
    """Return the highest seq of a key and the id there."""
    mine = and_(entry.c.logbook == logbook, entry.c.key == key)
    query = select(entry.c.seq, entry.c.id).where(mine).order_by(entry.c.seq.desc()).limit(1)
    row = reading.first(query)
    return (row.seq, row.id) if row else None


def logbooks(reading: ReadTransaction) -> list[str]:
    """Return the ids of all logbooks, oldest first."""
    return [row.logbook for row in reading.rows(select(head.c.logbook).order_by(head.c.logbook))]


def read_head(rows: Sequence[tuple[Any, ...]]) -> Head:
    """Return the head in the rows of a question for it. Raises `logbook_unknown`."""
    if not rows:
        raise VerbatimError("logbook_unknown")
    logbook, epoch, size, frontier = rows[0]
    return Head(logbook, epoch, size, tuple(_unpack(frontier)))


def _unpack(packed: bytes) -> list[bytes]:
    return [packed[start : start + 32] for start in range(0, len(packed), 32)]
