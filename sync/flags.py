"""Gap and fork: what the log shows about an entry's place in its key's chain. Stops nothing."""

from collections.abc import Iterable, Mapping

from db.log import find_at
from db.register import Register
from schemas.entry import Header
from schemas.stamp import Flag

Places = Mapping[tuple[str, int], set[str]]
"""Ids of entries by their key and seq."""


def find_flags(register: Register, headers: Mapping[str, Header]) -> dict[str, tuple[Flag, ...]]:
    """Return the flags of these entries, by id, as the log now stands."""
    asked = [place for header in headers.values() for place in neighbours(header)]
    return flags_at(register, headers, find_at(register.reading, register.logbook, asked))


def neighbours(header: Header) -> tuple[tuple[str, int], ...]:
    """Return the places of a chain that an entry's flags depend on: its own, and the one before."""
    return (header.key, header.seq), (header.key, header.seq - 1)


def flags_at(
    register: Register, headers: Mapping[str, Header], places: Places
) -> dict[str, tuple[Flag, ...]]:
    """Return the flags of these entries, by id, where all that stands beside them is known."""
    keys = register.keys(header.key for header in headers.values())
    return {
        entry_id: tuple(_flags(header, places, keys[header.key].enrolment))
        for entry_id, header in headers.items()
    }


def _flags(header: Header, places: Places, enrolment: str) -> Iterable[Flag]:
    if header.prev not in _find_before(header, places, enrolment):
        yield Flag.GAP
    if len(places.get((header.key, header.seq), set())) > 1:
        yield Flag.FORK


def _find_before(header: Header, places: Places, enrolment: str) -> set[str]:
    """Return the entries that may stand before this one in its chain."""
    if header.seq != 1:
        return places.get((header.key, header.seq - 1), set())
    return {header.prev} if header.kind == "logbook.opened/1" else {enrolment}
