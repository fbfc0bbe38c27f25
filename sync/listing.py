"""Which entries the console encloses, when the operator names a record or an item.

Whoever holds a key, a revoked one too, can have entries logged that name any record. What nobody
let count must not keep evidence from a court, and what counts must not be missing from it: the
first is left out as far as it has to be, and the operator is told how much; for the second the
bundle is refused, because half of the corrections would be another story than the record's.
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

_NOISE = frozenset({"kind_unknown", "part_invalid", "key_revoked"})
"""Codes of what anybody can send without end: it says nothing, or nobody speaks for it."""

_ELSEWHERE = "disclosure.made/1"
"""To whom others were given it is nobody's business here."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The ids of the entries to disclose, and how many that are kept aside are not among them."""

    entries: list[str]
    left_out: int


def choose(reading: Reading, logbook: str, subject: str) -> Choice:
    """Return the entries of a record or of an item, and those about it.

    Raises `not_found` if there are none, `request_invalid` if too many count.
    """
    counted = _positions(reading, logbook, subject, placed.c.aside == 0)
    kept = _positions(reading, logbook, subject, placed.c.aside == 1)
    if not counted and not kept:
        raise VerbatimError("not_found", "no such record or item")
    if len(counted) > MAX_LISTED:
        raise VerbatimError("request_invalid", "too many entries for one bundle: export records")
    heard = _heard(reading, logbook, kept) if counted else sorted(kept)
    told = heard[: MAX_LISTED - len(counted)]
    rows = rows_at(reading, logbook, [*counted, *told])
    return Choice([row.id for row in rows], len(kept) - len(told))


def _heard(reading: Reading, logbook: str, kept: set[int]) -> list[int]:
    """Return the positions of those kept aside that somebody spoke for, the first before."""
    codes = codes_at(reading, logbook, kept)
    return sorted(position for position in kept if codes[position] not in _NOISE)


def _positions(
    reading: Reading, logbook: str, subject: str, which: ColumnElement[bool]
) -> set[int]:
    wanted = and_(which, placed.c.kind != _ELSEWHERE)
    return {
        *own_positions(reading, logbook, subject, wanted),
        *related_positions(reading, logbook, subject, wanted),
        *item_positions(reading, logbook, subject, wanted),
    }
