"""Which entries the console encloses, when the operator names a record or an item.

Whoever holds a key, a revoked one too, can have entries logged that name any record. What nobody
let count must not keep evidence from a court: of that only as much is listed as fits, and the
operator is told how much is not. What counts must not be missing: where it does not fit there is
no bundle, because half of the corrections would tell another story.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_

from db.evidence import rows_at
from db.records import item_positions, own_positions, related_positions
from db.store import Reading
from db.tables.projected import placed
from db.versions import codes_at
from schemas.parts.evidence import MAX_LISTED
from schemas.problems import VerbatimError

_NEVER_LISTED = frozenset({"kind_unknown", "part_invalid", "key_revoked"})
"""Codes of what anybody can send without end: it says nothing, or nobody speaks for it."""

DISCLOSURE = "disclosure.made/1"


@dataclass(frozen=True, slots=True)
class Listing:
    """The ids of the entries to disclose, and how many that are kept aside are not among them."""

    entries: list[str]
    left_out: int


def list_entries(reading: Reading, logbook: str, subject: str) -> Listing:
    """Return the entries of a record or of an item, and those about it.

    Raises `not_found` if there are none, `request_invalid` if too many count.
    """
    counted = _positions(reading, logbook, subject, placed.c.aside == 0)
    kept = _positions(reading, logbook, subject, placed.c.aside == 1)
    if not counted and not kept:
        raise VerbatimError("not_found", "no such record or item")
    if len(counted) > MAX_LISTED:
        raise VerbatimError("request_invalid", "too many entries for one bundle: export records")
    aside = _worth_listing(reading, logbook, kept) if counted else sorted(kept)
    listed = aside[: MAX_LISTED - len(counted)]
    rows = rows_at(reading, logbook, [*counted, *listed])
    return Listing([row.id for row in rows], len(kept) - len(listed))


def _worth_listing(reading: Reading, logbook: str, kept: set[int]) -> list[int]:
    """Return, in order, what is kept aside for another reason than that it says nothing."""
    codes = codes_at(reading, logbook, kept)
    return sorted(position for position in kept if codes[position] not in _NEVER_LISTED)


def _positions(
    reading: Reading, logbook: str, subject: str, which: ColumnElement[bool]
) -> set[int]:
    # To whom others were given it is nobody's business here.
    wanted = and_(which, placed.c.kind != DISCLOSURE)
    return {
        *own_positions(reading, logbook, subject, wanted),
        *related_positions(reading, logbook, subject, wanted),
        *item_positions(reading, logbook, subject, wanted),
    }
