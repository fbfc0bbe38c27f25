"""Which entries the console encloses, when the operator names a record or an item.

The holder of any key, a revoked one too, can have entries logged that name any record. What no
person let count must not keep evidence from a court: of that only what fits is listed, and the
operator is told how much is not. What counts must not be missing, because half of the corrections
would tell another story: where it does not fit into one bundle there are more.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_

from db.log.placement import is_known
from db.log.versions import codes_at
from db.queries.evidence import rows_at
from db.queries.records import item_positions, own_positions, related_positions
from db.store import ReadTransaction
from db.tables.projected import placed
from schemas.kinds.evidence import MAX_LISTED
from schemas.problems import VerbatimError

_NEVER_LISTED = frozenset({"kind_unknown", "part_invalid", "key_revoked"})
"""Codes of what anybody can send without end: it says nothing, or nobody speaks for it."""

DISCLOSURE = "disclosure.made/1"


@dataclass(frozen=True, slots=True)
class Listing:
    """The ids of the entries of each bundle, and how many kept aside are in none."""

    bundles: list[list[str]]
    left_out: int


def list_entries(reading: ReadTransaction, logbook: str, subject: str) -> Listing:
    """Return the entries of a record or of an item, and those about it.

    Raises `not_found` if there are none.
    """
    counted = _positions(reading, logbook, subject, placed.c.aside == 0)
    kept = _positions(reading, logbook, subject, placed.c.aside == 1)
    if not counted and not kept:
        raise VerbatimError("not_found", "no such record or item")
    stands = is_known(reading, logbook, subject)
    aside = _worth_listing(reading, logbook, kept) if stands else sorted(kept)
    room = MAX_LISTED - len(counted) if stands else MAX_LISTED  # else it is all of the record
    listed = aside[: max(0, room)]
    own = own_positions(reading, logbook, subject, placed.c.kind != DISCLOSURE)
    chosen = sorted({*counted, *listed})
    cut = _cut(chosen, [position for position in own if position in chosen][:1])
    bundles = [[row.id for row in rows_at(reading, logbook, positions)] for positions in cut]
    return Listing(bundles, len(kept) - len(listed))


def _worth_listing(reading: ReadTransaction, logbook: str, kept: set[int]) -> list[int]:
    """Return, in order, what is kept aside for another reason than that it says nothing."""
    codes = codes_at(reading, logbook, kept)
    return sorted(position for position in kept if codes[position] not in _NEVER_LISTED)


def _cut(positions: list[int], first: list[int]) -> list[list[int]]:
    """Cut what is listed into as many as one disclosure may list, each of them with the first.

    Without it a disclosure would be about nothing: each of them has the record as its subject.
    """
    if len(positions) <= MAX_LISTED:
        return [positions]
    rest = [position for position in positions if position not in first]
    room = MAX_LISTED - len(first)
    return [first + rest[start : start + room] for start in range(0, len(rest), room)]


def _positions(
    reading: ReadTransaction, logbook: str, subject: str, which: ColumnElement[bool]
) -> set[int]:
    # To whom other bundles were given is not disclosed by this one.
    wanted = and_(which, placed.c.kind != DISCLOSURE)
    return {
        *own_positions(reading, logbook, subject, wanted),
        *related_positions(reading, logbook, subject, wanted),
        *item_positions(reading, logbook, subject, wanted),
    }
