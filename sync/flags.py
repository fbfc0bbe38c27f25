"""Gap and fork: what the log shows about an entry's place in its key's chain. Stops nothing."""

from collections.abc import Iterable, Mapping

from db.log import find_seqs
from db.register import Register
from schemas.entry import Header
from schemas.stamp import Flag


def find_flags(register: Register, headers: Mapping[str, Header]) -> dict[str, tuple[Flag, ...]]:
    """Return the flags of these entries, by id, as the log now stands."""
    keys = register.keys(header.key for header in headers.values())
    places = find_seqs(register.reading, register.logbook, _runs(headers.values()))
    return {
        entry_id: tuple(_flags(header, places, keys[header.key].enrolment))
        for entry_id, header in headers.items()
    }


def _flags(
    header: Header, places: Mapping[tuple[str, int], set[str]], enrolment: str
) -> Iterable[Flag]:
    first = {enrolment} if header.kind != "logbook.opened/1" else {header.prev}
    before = first if header.seq == 1 else places.get((header.key, header.seq - 1), set())
    if header.prev not in before:
        yield Flag.GAP
    if len(places.get((header.key, header.seq), set())) > 1:
        yield Flag.FORK


def _runs(headers: Iterable[Header]) -> list[tuple[str, int, int]]:
    """Return the places of each key as runs without holes, as (key, first, last).

    One span from the lowest to the highest would let a push name 1 and 2^53 and have its whole
    chain read.
    """
    runs: list[tuple[str, int, int]] = []
    for key, seq in sorted({(header.key, header.seq) for header in headers}):
        if runs and (runs[-1][0], runs[-1][2] + 1) == (key, seq):
            runs[-1] = (key, runs[-1][1], seq)
        else:
            runs.append((key, seq, seq))
    return runs
