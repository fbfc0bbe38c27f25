"""Reads entries as the lines they travel in: bytes out equal bytes in."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

import orjson
from sqlalchemy import ColumnElement, and_, select

from audit.encoding import to_b64u
from db.chunks import chunks
from db.places import ITS_ENTRY
from db.store import Reading
from db.tables.log import entry, part
from db.tables.projected import placed, result, screening


def positions_after(
    reading: Reading, logbook: str, start: int, limit: int, visible: Any
) -> list[int]:
    """Return the positions of the next visible entries from `start` on."""
    query = (
        select(placed.c.position)
        .where(placed.c.logbook == logbook, placed.c.position >= start, visible)
        .order_by(placed.c.position)
        .limit(limit)
    )
    return [row.position for row in reading.rows(query)]


def freed_positions(
    reading: Reading, logbook: str, start: int, end: int, visible: Any
) -> list[int]:
    """Return the visible entries before `start` that those at [start, end) let be seen.

    A release lets an entry count; a screening, or a correction of one, shows whose item earlier
    results speak of.
    """
    if start == 0:
        return []
    released = _released_positions(reading, logbook, start, end, visible)
    results = _results_met(reading, logbook, placed.c.position.between(start, end - 1))
    if released:
        results += _results_met(reading, logbook, placed.c.position.in_(released))
    return sorted({*released, *_positions_of(reading, logbook, results, start, visible)})


def _results_met(reading: Reading, logbook: str, new: ColumnElement[bool]) -> list[str]:
    """Return the results of the items of screenings that have a version among the new entries."""
    its_screening = and_(
        screening.c.logbook == placed.c.logbook, screening.c.screening == placed.c.subject
    )
    its_result = and_(result.c.logbook == screening.c.logbook, result.c.item == screening.c.item)
    query = (
        select(result.c.result)
        .distinct()
        .select_from(placed.join(screening, its_screening).join(result, its_result))
        .where(placed.c.logbook == logbook, placed.c.aside == 0, new)
    )
    return [row.result for row in reading.rows(query)]


def _positions_of(
    reading: Reading, logbook: str, subjects: Sequence[str], end: int, visible: Any
) -> list[int]:
    """Return the visible entries of these records before `end`."""
    found: list[int] = []
    for chunk in chunks(subjects):
        query = (
            select(placed.c.position)
            .where(placed.c.logbook == logbook, placed.c.subject.in_(chunk))
            .where(placed.c.position < end, visible)
        )
        found += [row.position for row in reading.rows(query)]
    return found


def _released_positions(
    reading: Reading, logbook: str, start: int, end: int, visible: Any
) -> list[int]:
    releases = (
        select(entry.c.header)
        .select_from(placed.join(entry, ITS_ENTRY))
        .where(
            placed.c.logbook == logbook,
            placed.c.position.between(start, end - 1),
            placed.c.kind == "quarantine.released/1",
            placed.c.aside == 0,
        )
    )
    freed = {orjson.loads(row.header)["follows"][0] for row in reading.rows(releases)}
    named = select(entry.c.position).where(entry.c.logbook == logbook, entry.c.id.in_(freed))
    query = (
        select(placed.c.position)
        .where(placed.c.logbook == logbook, placed.c.position.in_(named), visible)
        .where(placed.c.position < start)
    )
    return [row.position for row in reading.rows(query)] if freed else []


def lines_between(
    reading: Reading, logbook: str, positions: Sequence[int], visible: Any
) -> Iterator[bytes]:
    """Return the wire lines of the visible entries from the first position to the last, in order.

    Without newlines. Where all of a stretch is wanted, a range is quicker than its positions.
    """
    if not positions:
        return iter(())
    first, last = positions[0], positions[-1]
    stretch = placed.c.position.between(first, last)
    return _lines(reading, and_(placed.c.logbook == logbook, stretch, visible))


def lines_at(reading: Reading, logbook: str, positions: Iterable[int]) -> Iterator[bytes]:
    """Return the wire lines of these positions, in order."""
    wanted = placed.c.position.in_(sorted(positions))
    return _lines(reading, and_(placed.c.logbook == logbook, wanted))


_ENTRIES = (
    select(entry.c.position, entry.c.header, entry.c.signature, entry.c.stamp)
    .select_from(placed.join(entry, ITS_ENTRY))
    .order_by(placed.c.position)
)
_ITS_PARTS = and_(part.c.logbook == placed.c.logbook, part.c.position == placed.c.position)
_PARTS = (
    select(placed.c.position, part.c.name, part.c.salt, part.c.body)
    # Outer, because SQLite would look through all parts of a stretch again for each place in it.
    .select_from(placed.outerjoin(part, _ITS_PARTS))
    .order_by(placed.c.position)
)


def _lines(reading: Reading, chosen: ColumnElement[bool]) -> Iterator[bytes]:
    """Yield lines from two questions side by side: one would repeat a header for every part."""
    entries = reading.stream(_ENTRIES.where(chosen))
    parts = groupby(reading.stream(_PARTS.where(chosen)), key=itemgetter(0))
    for (_, header, signature, stamp), (position, held) in zip(entries, parts, strict=True):
        yield _line(position, header, signature, stamp, held)


def _line(
    position: int, header: bytes, signature: bytes, stamp: bytes, held: Iterable[Any]
) -> bytes:
    """Return one line; an entry whose parts are all withheld has one row without a part."""
    parts = {
        name: {"body": bytes(body).decode(), "salt": to_b64u(salt)}
        for _, name, salt, body in held
        if name is not None
    }
    return orjson.dumps(
        {
            "header": bytes(header).decode(),
            "parts": parts,
            "sig": to_b64u(signature),
            "position": position,
            "stamp": bytes(stamp).decode(),
        }
    )
