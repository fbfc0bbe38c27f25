"""Gathers what a disclosure encloses, in order (docs/protocol.md 14, "What stands in it").

1. The entries that the disclosure lists, and the disclosure itself.        `_start`
2. The entries before and after each in its key's chain, without their parts. `_add_neighbours`
3. The first later entry of another browser that knew one of them.            `_add_corroborating`
   For the anchor of each the last entry of its tree, and the proof that this log
   began with that tree.                                                     `_add_anchors`
4. The instruments that were read and the units it happened in.              `_add_places`
5. For every key that signed any of all this: the enrolment of its browser, every rotation and
   revocation there, and the entries that name its holder; again, until nothing is new. And how
   the checkpoint key passed from one to the next.                           `_add_signers`
6. The orders, approvals and erasures of parts that are gone; and 5 of these, again, until nothing
   is new.                                                                   `_add_erasures`

Everything is as it stood under one checkpoint.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

import orjson

from db.log.nodes import stored_subtree
from db.queries.erasure import erasures_of
from db.queries.evidence import (
    EvidenceRow,
    KeyRow,
    keys_of,
    positions_about,
    positions_linked,
    positions_of,
    rows_at,
    units_at,
)
from db.store import ReadTransaction
from proof import merkle
from proof.bundle import Enclosed, Evidence
from proof.checkpoint import Checkpoint
from proof.encoding import to_b64u
from schemas.kinds import KINDS
from schemas.kinds.evidence import Disclosure
from sync.views.anchors import Trees

_NOBODY = KeyRow("", -1, -1)
# The author of a reading names its instrument, and could name any record there is.
_PLACES = frozenset(kind for kind in KINDS if kind.startswith(("instrument.", "unit.")))
_PEOPLE = frozenset(kind for kind in KINDS if kind.startswith("person."))


@dataclass(slots=True)
class _Gathering:
    """What has been found so far: rows by position, and those whose parts are disclosed."""

    reading: ReadTransaction
    logbook: str
    checkpoint: Checkpoint
    subtree: merkle.Subtree
    rows: dict[int, EvidenceRow] = field(default_factory=dict)
    shown: set[int] = field(default_factory=set)
    keys: dict[str, KeyRow] = field(default_factory=dict)
    anchors: dict[int, list[bytes]] = field(default_factory=dict)
    last_erasure: int = -1
    """Where a part of what is shown was erased last, under whichever checkpoint."""

    def add(self, positions: Iterable[int], *, shown: bool) -> list[EvidenceRow]:
        """Enclose these entries; return those that are new."""
        inside = {position for position in positions if 0 <= position < self.checkpoint.size}
        if shown:
            self.shown |= inside
        fresh = rows_at(self.reading, self.logbook, inside - self.rows.keys())
        self.rows |= {row.position: row for row in fresh}
        return fresh


def gather(
    reading: ReadTransaction,
    checkpoint: Checkpoint,
    note: str,
    position: int,
    disclosure: Disclosure,
) -> Evidence | None:
    """Return what the disclosure at this position encloses, under this checkpoint.

    None if a part of it has been erased since: under this checkpoint nothing would say why.
    """
    logbook = checkpoint.origin.partition("/")[0]
    subtree = merkle.remembered(stored_subtree(reading, logbook))
    gathering = _Gathering(reading, logbook, checkpoint, subtree)
    listed = _start(gathering, position, disclosure)
    _add_neighbours(gathering, listed)
    _add_anchors(gathering, [*listed, *_add_corroborating(gathering, listed)])
    _add_places(gathering, listed)
    _add_signers(gathering)
    while _add_erasures(gathering):
        _add_signers(gathering)
    if gathering.last_erasure >= checkpoint.size:
        return None
    withheld = {row.position: frozenset(disclosure.withheld) for row in listed}
    erased = _find_erased(gathering)
    entries = [
        _enclose(gathering, row, withheld.get(row.position, frozenset()), erased)
        for _, row in sorted(gathering.rows.items())
    ]
    return Evidence(logbook, checkpoint, note, position, entries, gathering.anchors)


def _start(gathering: _Gathering, position: int, disclosure: Disclosure) -> list[EvidenceRow]:
    gathering.add([position], shown=True)
    listed = positions_of(gathering.reading, gathering.logbook, disclosure.entries)
    return gathering.add(listed, shown=True)


def _add_neighbours(gathering: _Gathering, listed: list[EvidenceRow]) -> None:
    """Show that nothing is missing beside an entry: what it builds on, and what came next."""
    links = [(row.header["key"], row.header["seq"] + step) for row in listed for step in (-1, 1)]
    found = positions_linked(gathering.reading, gathering.logbook, links)
    gathering.add(found, shown=False)


def _add_corroborating(gathering: _Gathering, listed: list[EvidenceRow]) -> list[EvidenceRow]:
    """Add entries of other browsers that had verified a later head, and return their rows."""
    reading, checkpoint = gathering.reading, gathering.checkpoint
    trees = Trees(reading, gathering.logbook, checkpoint.size)
    found = {trees.find_corroborating(row.position, row.header["key"]).position for row in listed}
    gathering.add(found, shown=False)
    return [gathering.rows[position] for position in found - {-1}]


def _add_anchors(gathering: _Gathering, rows: list[EvidenceRow]) -> None:
    """Show that an entry was made after the tree it names: its last entry bears a moment."""
    for row in rows:
        anchor = row.header["anchor"]
        size = anchor["size"]
        if not 0 < size <= gathering.checkpoint.size or size in gathering.anchors:
            continue
        if to_b64u(merkle.tree_root(0, size, gathering.subtree)) == anchor["root"]:
            path = merkle.consistency_path(size, gathering.checkpoint.size, gathering.subtree)
            gathering.anchors[size] = path
            gathering.add([size - 1], shown=False)


def _add_places(gathering: _Gathering, listed: list[EvidenceRow]) -> None:
    bodies = [
        orjson.loads(part.body) for row in listed for part in row.parts if part.name == "reading"
    ]
    subjects = {body["instrument"] for body in bodies if isinstance(body.get("instrument"), str)}
    reading, logbook = gathering.reading, gathering.logbook
    subjects |= units_at(reading, logbook, (row.position for row in listed))
    gathering.add(positions_about(reading, logbook, subjects, _PLACES), shown=True)


def _add_erasures(gathering: _Gathering) -> list[EvidenceRow]:
    """Show of parts that are gone who ordered that, who approved it, and when it was done."""
    targets = [row.id for position, row in gathering.rows.items() if position in gathering.shown]
    found = erasures_of(gathering.reading, gathering.logbook, targets)
    gathering.last_erasure = max(found, default=-1)
    return gathering.add(found, shown=True)


def _find_erased(gathering: _Gathering) -> set[tuple[str, str]]:
    """Return which part of which entry is gone, as far as this bundle shows it.

    Anybody may sign that a part was erased; what was kept aside says nothing.
    """
    found: set[tuple[str, str]] = set()
    for row in gathering.rows.values():
        erases = row.counted and row.header["kind"] == "part.erased/1"
        if erases and row.position in gathering.shown:
            stated = orjson.loads(row.parts[0].body)
            found |= {(stated["entry"], name) for name in stated["parts"]}
    return found


def _add_signers(gathering: _Gathering) -> None:
    """Enclose what makes every signature checkable; those entries are signed as well."""
    reading, logbook = gathering.reading, gathering.logbook
    gathering.add(positions_about(reading, logbook, {logbook}), shown=True)
    while missing := {row.header["key"] for row in gathering.rows.values()} - gathering.keys.keys():
        found = keys_of(reading, logbook, missing)
        gathering.keys |= dict.fromkeys(missing, _NOBODY) | found
        positions = {place for key in found.values() for place in (key.enrolled, key.revoked)}
        people = {key.person for key in found.values()} - {""}
        positions |= positions_about(reading, logbook, people, _PEOPLE)
        gathering.add(positions | {0}, shown=True)


def _enclose(
    gathering: _Gathering, row: EvidenceRow, withheld: frozenset[str], erased: set[tuple[str, str]]
) -> Enclosed:
    size = gathering.checkpoint.size
    shown = row.parts if row.position in gathering.shown else ()
    return Enclosed(
        row.position,
        row.leaf,
        merkle.inclusion_path(row.position, size, gathering.subtree),
        row.header["parts"],
        tuple(part for part in shown if part.name not in withheld),
        frozenset(name for name in row.header["parts"] if (row.id, name) in erased),
    )
