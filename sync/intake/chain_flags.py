"""Gap and fork: what the log shows about an entry's place in its key's chain. Stops nothing."""

from collections.abc import Iterable, Mapping

from db.log.lookup import Chains, Link, find_linked
from db.people.enrolled_keys import EnrolledKeys
from schemas.entry import Header
from schemas.stamp import Flag


def find_flags(
    enrolled: EnrolledKeys, headers: Mapping[str, Header]
) -> dict[str, tuple[Flag, ...]]:
    """Return the flags of these entries, by id, as the log now stands."""
    links = [link for header in headers.values() for link in neighbours(header)]
    return flags_in(enrolled, headers, find_linked(enrolled.reading, enrolled.logbook, links))


def neighbours(header: Header) -> tuple[Link, Link]:
    """Return the links that an entry's flags depend on: its own, and the one before."""
    return (header.key, header.seq), (header.key, header.seq - 1)


def flags_in(
    enrolled: EnrolledKeys, headers: Mapping[str, Header], chains: Chains
) -> dict[str, tuple[Flag, ...]]:
    """Return the flags of these entries, by id, where all that stands beside them is known."""
    keys = enrolled.keys(header.key for header in headers.values())
    return {
        entry_id: tuple(_flags(header, chains, keys[header.key].enrolment))
        for entry_id, header in headers.items()
    }


def _flags(header: Header, chains: Chains, enrolment: str) -> Iterable[Flag]:
    if header.prev not in _find_before(header, chains, enrolment):
        yield Flag.GAP
    if len(chains.get((header.key, header.seq), set())) > 1:
        yield Flag.FORK


def _find_before(header: Header, chains: Chains, enrolment: str) -> set[str]:
    """Return the entries that may stand before this one in its chain."""
    if header.seq != 1:
        return chains.get((header.key, header.seq - 1), set())
    return {header.prev} if header.kind == "logbook.opened/1" else {enrolment}
