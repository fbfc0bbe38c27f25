"""What the log shows around the times that entries claim (docs/protocol.md 13).

Derived from the log at each reading, for a reviewer's page: no push waits for it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import orjson
from sqlalchemy import ColumnElement

from db.log.anchors import Naming, headers_of, naming_of
from db.log.heads import head_of, received_at
from db.people.enrolled_keys import EnrolledKeys
from db.queries.records import visible_among
from proof.entry import entry_id
from proof.times import time_flags
from schemas.answers.lines import PlacedLine
from schemas.answers.record import Times
from schemas.entry import Header
from schemas.stamp import Flag
from sync.views.anchors import Trees


@dataclass(frozen=True, slots=True)
class _Entry:
    id: str
    header: Header
    position: int
    received: str

    @property
    def naming(self) -> Naming:
        return naming_of(self.position, self.header)

    @property
    def last_known(self) -> int:
        """Return the position of the last entry in the tree it names; -1 in the empty one."""
        return self.header.anchor.size - 1


@dataclass(slots=True)
class _Around:
    """What stands around some entries; the last two by position, the others by entry id."""

    anchored: set[str] = field(default_factory=set)
    witnesses: dict[str, Naming] = field(default_factory=dict)
    previous: dict[str, Header] = field(default_factory=dict)
    foreign: set[str] = field(default_factory=set)
    moments: dict[int, str] = field(default_factory=dict)
    open: set[int] = field(default_factory=set)


def find_times(
    enrolled: EnrolledKeys,
    lines: Sequence[PlacedLine],
    visible: ColumnElement[bool],
    chained: Mapping[str, Iterable[Flag]],
) -> dict[str, Times]:
    """Return, by entry id, the moments around each line's claim, its witness and all its flags.

    A moment is empty where the log shows none; a witness is then at position -1. `chained` holds
    the flags of section 6; `visible` is what the reader may see: of a witness outside of it, only
    its position and moment are told.
    """
    entries = [_entry(line) for line in lines]
    around = _look_around(enrolled, entries, visible)
    return {entry.id: _document(entry, around, chained[entry.id]) for entry in entries}


def _entry(line: PlacedLine) -> _Entry:
    header = Header.model_validate_json(line["header"])
    received = orjson.loads(line["stamp"])["received"]
    return _Entry(entry_id(line["header"].encode()), header, line["position"], received)


def _look_around(
    enrolled: EnrolledKeys, entries: Sequence[_Entry], visible: ColumnElement[bool]
) -> _Around:
    reading, logbook = enrolled.reading, enrolled.logbook
    head = head_of(reading, logbook)
    trees = Trees(reading, logbook, head.size)
    found = _Around()
    for entry in entries:
        if trees.had(entry.naming):
            found.anchored.add(entry.id)
        if trees.is_foreign(entry.naming, entry.header.anchor.epoch):
            found.foreign.add(entry.id)
        found.witnesses[entry.id] = trees.find_corroborating(entry.position, entry.header.key)
    seen = {witness.position for witness in found.witnesses.values()}
    ends = {entry.last_known for entry in entries if entry.id in found.anchored}
    found.moments = received_at(reading, logbook, seen | ends)
    found.open = visible_among(reading, logbook, seen, visible)
    found.previous = _find_previous(enrolled, entries)
    return found


def _find_previous(enrolled: EnrolledKeys, entries: Sequence[_Entry]) -> dict[str, Header]:
    """Return the header that each entry names as its key's previous one, if it is that."""
    named = {entry.header.prev for entry in entries}
    stored = headers_of(enrolled.reading, enrolled.logbook, named)
    headers = {each: Header.model_validate_json(data) for each, data in stored.items()}
    found = ((entry, headers.get(entry.header.prev)) for entry in entries)
    return {entry.id: before for entry, before in found if before and _follows(entry, before)}


def _follows(entry: _Entry, before: Header) -> bool:
    return (before.key, before.seq) == (entry.header.key, entry.header.seq - 1)


def _document(entry: _Entry, around: _Around, chained: Iterable[Flag]) -> Times:
    witness = around.witnesses[entry.id]
    anchored = entry.id in around.anchored
    not_before = around.moments.get(entry.last_known, "") if anchored else ""
    previous = around.previous.get(entry.id)
    against = time_flags(entry.header, entry.received, not_before, previous)
    foreign = (Flag.ANCHOR_FOREIGN,) if entry.id in around.foreign else ()
    return {
        "not_before": not_before,
        "claimed": entry.header.at,
        "received": entry.received,
        "not_after": around.moments.get(witness.position, ""),
        "witness": {
            "position": witness.position,
            "key": witness.key if witness.position in around.open else "",
        },
        "flags": [*chained, *foreign, *against],
    }
