"""`verbatim audit`: re-verifies a whole logbook from its bytes and names the first row that is bad.

 1. Every position from 0 has one entry row, and no row stands outside.   `_walk`
 2. Its columns are what its header says; the header is canonical.        `_check_row`
 3. Its parts are those the header names, with the right hashes; one is
    missing only if an accepted erasure names it, and then it is.         `sync.audit.absences`
 4. The key was made known before it, and the signature verifies.         `_check_signature`
 5. Whoever had a part erased, another person approved it.               `sync.audit.consents`
 6. The stamp is canonical, and the leaf is the hash of all of it.        `_check_leaf`
 7. The leaves give the head's frontier, size and epoch.                  `_check_head`
 8. Everything derived, rebuilt from the entries alone, is the same.      `sync.audit.rebuild`

It trusts no column, no trigger and no earlier run.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError
from sqlalchemy import select

from db.log.heads import Head, head_of, logbooks
from db.log.placement import ITS_ENTRY
from db.queries.epochs import read_next
from db.store import ReadTransaction, Store
from db.tables.log import entry, part
from db.tables.projected import placed
from proof import canonical, merkle
from proof.encoding import to_b64u
from proof.entry import (
    Malformed,
    Opened,
    StoredPart,
    entry_id,
    leaf_bytes,
    open_wire,
    verify_signature,
)
from proof.signatures import key_name
from schemas.entry import WireEntry, WirePart
from schemas.kinds.organisation import Enrolment, Opening
from schemas.stamp import Stamp, Verdict
from sync.audit.absences import Absence, Absences
from sync.audit.consents import Consents
from sync.intake.entry_keys import key_made_known

CHUNK = 1000
"""Rows read at a time; progress is told after each."""

Progress = Callable[[int, int], None]
"""Is told how many entries of how many are done."""


@dataclass(frozen=True, slots=True)
class Fault:
    """The first bad row: its table, its position in the log, and what does not hold."""

    table: str
    position: int
    reason: str


@dataclass(frozen=True, slots=True)
class StoredRow:
    """An entry row with its part rows, as the database holds them."""

    row: Any
    parts: tuple[StoredPart, ...]


@dataclass(slots=True)
class _State:
    """What the check has learnt from the entries so far."""

    keys: dict[str, str] = field(default_factory=dict)
    leaves: list[bytes] = field(default_factory=list)
    persons: dict[str, str] = field(default_factory=dict)
    settled: set[str] = field(default_factory=set)
    """Keys whose holder an accepted entry has stated: no other entry changes it."""
    absences: Absences = field(default_factory=Absences)
    consents: Consents = field(default_factory=Consents)
    epoch: int = 0


def check_log(store: Store, logbook: str, progress: Progress) -> Fault | None:
    """Verify the log rows of one logbook (1–7); return the first fault."""
    with store.reading() as reading:
        state = _State()
        fault = _walk(reading, logbook, state, progress)
        return _check_absences(reading, logbook, state.absences, fault)


def _walk(
    reading: ReadTransaction, logbook: str, state: _State, progress: Progress
) -> Fault | None:
    head = head_of(reading, logbook)
    for count, stored in enumerate(stored_rows(reading, logbook)):
        if count >= head.size:
            return _check_head(reading, head, state) or _unknown(stored.row.position)
        fault = _check_row(reading, stored, count, state)
        if fault is not None:
            return fault
        if count % CHUNK == 0:
            progress(count, head.size)
    progress(len(state.leaves), head.size)
    return _check_head(reading, head, state) or _check_strays(reading, logbook, head.size)


def _check_absences(
    reading: ReadTransaction, logbook: str, absences: Absences, fault: Fault | None
) -> Fault | None:
    """Return the fault, or a part before it that is missing or has come back."""
    if fault is not None:
        missing = absences.unexplained_before(reading, logbook, fault.position)
        return _missing(missing) if missing else fault
    missing = absences.unexplained()
    if missing is not None:
        return _missing(missing)
    returned = absences.returned(reading, logbook)
    return None if returned is None else Fault(part.name, returned, "it has been erased")


def _missing(absence: Absence) -> Fault:
    return Fault(part.name, absence.position, f"part_missing: {absence.name}")


def _unknown(position: int) -> Fault:
    return Fault(entry.name, position, "the head does not know this entry")


def check_logbooks(store: Store) -> Fault | None:
    """Return a fault if entries or parts stand in a logbook that has no head."""
    with store.reading() as reading:
        known = logbooks(reading)
        query = select(entry).where(entry.c.logbook.not_in(known)).order_by(entry.c.position)
        stray = reading.first(query.limit(1))
        if stray is not None:
            return _explain_stray(stray)
        lost = select(part.c.position).where(part.c.logbook.not_in(known)).limit(1)
        row = reading.first(lost)
    return Fault(part.name, row.position, "its logbook has no head") if row else None


def _explain_stray(row: Any) -> Fault:
    """An entry that is where it says it belongs has lost its head; another has been moved."""
    if f'"logbook":"{row.logbook}"'.encode() in bytes(row.header):
        return Fault("head", row.position, "this logbook has entries and no head")
    return Fault(entry.name, row.position, "its logbook has no head")


def stored_rows(reading: ReadTransaction, logbook: str) -> Iterator[StoredRow]:
    """Return every entry row with its parts, in the order of positions."""
    start = -1
    while True:
        rows = reading.rows(
            select(entry)
            .where(entry.c.logbook == logbook, entry.c.position > start)
            .order_by(entry.c.position)
            .limit(CHUNK)
        )
        if not rows:
            return
        parts = _parts(reading, logbook, rows[0].position, rows[-1].position)
        for row in rows:
            yield StoredRow(row, tuple(parts.get(row.position, ())))
        start = rows[-1].position


def _parts(
    reading: ReadTransaction, logbook: str, first: int, last: int
) -> dict[int, list[StoredPart]]:
    query = (
        select(part.c.position, part.c.name, part.c.salt, part.c.body)
        .where(part.c.logbook == logbook, part.c.position.between(first, last))
        .order_by(part.c.position, part.c.name)
    )
    found: dict[int, list[StoredPart]] = {}
    for row in reading.rows(query):
        item = StoredPart(row.name, bytes(row.salt), bytes(row.body))
        found.setdefault(row.position, []).append(item)
    return found


def _check_row(
    reading: ReadTransaction, stored: StoredRow, expected: int, state: _State
) -> Fault | None:
    row = stored.row
    if row.position != expected:
        return Fault(entry.name, expected, "no entry stands at this position")
    if row.id != entry_id(bytes(row.header)):
        return Fault(entry.name, expected, "column id is not the hash of the header")
    opened = reopen(stored, row.logbook)
    if isinstance(opened, Malformed):
        return _explain_malformed(reading, row, opened)
    reason = _check_columns(row, opened) or _check_leaf(row, opened)
    if reason:
        return Fault(entry.name, expected, reason)
    accepted = _is_accepted(row)
    lacks = state.absences.note(opened, expected, accepted=accepted)
    if lacks:
        return _explain_malformed(reading, row, Malformed("part_missing", lacks))
    reason = _check_signature(opened, state, accepted=accepted) or state.consents.note(
        opened, state.persons, accepted=accepted
    )
    if reason:
        return Fault(entry.name, expected, reason)
    state.leaves.append(bytes(row.leaf))
    _learn_epoch(row, opened, state)
    return None


def _explain_malformed(reading: ReadTransaction, row: Any, found: Malformed) -> Fault:
    """Parts that do not fit are bad, unless it is the entry that has changed places."""
    if not found.code.startswith("part_"):
        return Fault(entry.name, row.position, f"{found.code}: {found.detail}")
    if _first_moved(reading, row.logbook) == row.position:
        return Fault(entry.name, row.position, "another entry stood at this position")
    return Fault(part.name, row.position, f"{found.code}: {found.detail}")


def reopen(stored: StoredRow, logbook: str) -> Opened | Malformed:
    """Check a stored entry as if it were pushed again, without the parts that are gone."""
    try:
        wire = _wire_of(stored)
    except UnicodeDecodeError:
        return Malformed("header_not_canonical", "not UTF-8")
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = "part_mismatch" if first["loc"][0] == "parts" else "line_invalid"
        return Malformed(where, str(first["type"]))
    return open_wire(wire, logbook, whole=False)


def _wire_of(stored: StoredRow) -> WireEntry:
    """Return a stored entry as a line brings it. Raises what its bytes do not allow."""
    return WireEntry(
        header=bytes(stored.row.header).decode(),
        parts={
            item.name: WirePart(body=item.body.decode(), salt=to_b64u(item.salt))
            for item in stored.parts
        },
        sig=to_b64u(bytes(stored.row.signature)),
    )


def _check_columns(row: Any, opened: Opened) -> str:
    header = opened.header
    said = (opened.id, header.key, header.seq, header.kind, header.subject)
    stored = (row.id, row.key, row.seq, row.kind, row.subject)
    names = ("id", "key", "seq", "kind", "subject")
    wrong = [n for n, a, b in zip(names, said, stored, strict=True) if a != b]
    return f"column {wrong[0]} is not what the header says" if wrong else ""


def _check_signature(opened: Opened, state: _State, *, accepted: bool) -> str:
    """The opening entry names its own key; every later key was made known by an entry before."""
    header = opened.header
    if not state.leaves:
        _learn_opening(opened, state)
    spki = state.keys.get(header.key)
    if spki is None:
        return "its key was not enrolled before it"
    if not verify_signature(opened, spki):
        return "its signature does not verify"
    _learn_enrolled(opened, state, accepted=accepted)
    return ""


def _learn_opening(opened: Opened, state: _State) -> None:
    """Keep the key and the epoch that a logbook begins with."""
    if opened.header.kind != "logbook.opened/1":
        return
    opening = Opening.model_validate_json(opened.parts[0].body)
    state.epoch = opening.epoch
    state.keys[key_name(opening.entry_key)] = opening.entry_key


def _learn_enrolled(opened: Opened, state: _State, *, accepted: bool) -> None:
    """Keep the key that an entry enrols or rotates to, if it does, and whose it is."""
    spki = key_made_known(opened)
    if not spki:
        return
    key = key_name(spki)
    state.keys.setdefault(key, spki)
    if key not in state.settled and (accepted or key not in state.persons):
        state.persons[key] = _holder(opened, state)
    if accepted:
        state.settled.add(key)


def _holder(opened: Opened, state: _State) -> str:
    """Return the person for whom a key speaks: as it is enrolled, or as the one before it did."""
    if opened.header.kind != "key.enrolled/1":
        return state.persons.get(opened.header.key, "")
    return Enrolment.model_validate_json(opened.parts[0].body).person


def _check_leaf(row: Any, opened: Opened) -> str:
    stamp = bytes(row.stamp)
    try:
        Stamp.model_validate(canonical.parse(stamp))
    except ValueError:
        return "its stamp is not a stamp"
    leaf = leaf_bytes(opened.header_bytes, opened.signature, stamp)
    return "" if merkle.leaf_hash(leaf) == bytes(row.leaf) else "its leaf is not its hash"


def _learn_epoch(row: Any, opened: Opened, state: _State) -> None:
    """Keep the epoch that an accepted approval opens."""
    if opened.header.kind == "epoch.approved/1" and _is_accepted(row):
        state.epoch = max(state.epoch, read_next(opened).epoch)


def _is_accepted(row: Any) -> bool:
    return Stamp.model_validate_json(bytes(row.stamp)).verdict is Verdict.ACCEPTED


def _check_head(reading: ReadTransaction, head: Head, state: _State) -> Fault | None:
    """Compare the tree with the head, and say which of the two is wrong."""
    count, leaves = len(state.leaves), state.leaves
    whole = tuple(merkle.append((), 0, leaves))
    if (count, whole, state.epoch) == (head.size, head.frontier, head.epoch):
        return None
    if count == 0 and not _is_remembered(reading, head.logbook):
        return Fault("head", 0, "this logbook has a head and no entries")
    if count < head.size and whole != head.frontier:
        return Fault(entry.name, count, "no entry stands at this position")
    moved = _first_moved(reading, head.logbook) if whole != head.frontier else None
    if moved is not None:
        return Fault(entry.name, moved, "another entry stood at this position")
    return Fault("head", head.size, "it is not the head of these entries")


def _first_moved(reading: ReadTransaction, logbook: str) -> int | None:
    """Return where the projection remembers another entry: entries have changed places."""
    query = (
        select(entry.c.position)
        .join(placed, ITS_ENTRY)
        .where(entry.c.logbook == logbook, placed.c.id != entry.c.id)
        .order_by(entry.c.position)
        .limit(1)
    )
    row = reading.first(query)
    return row.position if row else None


def _is_remembered(reading: ReadTransaction, logbook: str) -> bool:
    """Say whether a projection knows entries of this logbook."""
    known = select(placed.c.position).where(placed.c.logbook == logbook).limit(1)
    return reading.first(known) is not None


def _check_strays(reading: ReadTransaction, logbook: str, size: int) -> Fault | None:
    query = (
        select(part.c.position)
        .where(part.c.logbook == logbook, (part.c.position >= size) | (part.c.position < 0))
        .limit(1)
    )
    row = reading.first(query)
    return Fault(part.name, row.position, "it belongs to no entry") if row else None
