"""Reads entries as the lines they travel in: bytes out equal bytes in."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

import orjson
from sqlalchemy import ColumnElement, select

from db.driver.chunks import chunks
from db.driver.hints import likely
from db.driver.statements import array, driver_sql
from db.log.placement import ITS_ENTRY
from db.store import ReadTransaction
from db.tables.log import entry
from db.tables.projected import placed, result, screening
from proof.encoding import to_b64u
from schemas.answers.lines import PlacedLine


def positions_after(
    reading: ReadTransaction, logbook: str, start: int, limit: int, visible: ColumnElement[bool]
) -> dict[int, bool]:
    """Return the positions of the next visible entries from `start` on, and whether each counts."""
    query = (
        select(placed.c.position, placed.c.aside)
        .where(placed.c.logbook == logbook, placed.c.position >= start, visible)
        .order_by(placed.c.position)
        .limit(limit)
    )
    return {position: not aside for position, aside in reading.rows(query)}


def which_count(
    reading: ReadTransaction, logbook: str, positions: Iterable[int]
) -> dict[int, bool]:
    """Return these positions, and whether the entry at each counts."""
    found: dict[int, bool] = {}
    for chunk in chunks(positions):
        query = select(placed.c.position, placed.c.aside).where(
            placed.c.logbook == logbook, placed.c.position.in_(chunk)
        )
        found |= {position: not aside for position, aside in reading.rows(query)}
    return found


def freed_positions(
    reading: ReadTransaction, logbook: str, start: int, end: int, visible: ColumnElement[bool]
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


def _results_met(reading: ReadTransaction, logbook: str, new: ColumnElement[bool]) -> list[str]:
    """Return the results of the items of screenings that have a version among the new entries."""
    counting = select(placed.c.subject).where(placed.c.logbook == logbook, placed.c.aside == 0, new)
    items = select(screening.c.item).where(
        screening.c.logbook == logbook, screening.c.screening.in_(counting)
    )
    query = select(result.c.result).where(
        likely(result.c.logbook == logbook), result.c.item.in_(items)
    )
    return [row.result for row in reading.rows(query)]


def _positions_of(
    reading: ReadTransaction,
    logbook: str,
    subjects: Sequence[str],
    end: int,
    visible: ColumnElement[bool],
) -> list[int]:
    """Return the visible entries of these records before `end`."""
    found: list[int] = []
    for chunk in chunks(subjects):
        query = (
            select(placed.c.position)
            .where(likely(placed.c.logbook == logbook), placed.c.subject.in_(chunk))
            .where(placed.c.position < end, visible)
        )
        found += [row.position for row in reading.rows(query)]
    return found


def _released_positions(
    reading: ReadTransaction, logbook: str, start: int, end: int, visible: ColumnElement[bool]
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


_ENTRIES = driver_sql(
    "SELECT position, header, signature, stamp FROM entry "
    "WHERE logbook = :of AND position AMONG(:positions) ORDER BY position"
)
_PARTS = driver_sql(
    "SELECT position, name, salt, body FROM part "
    "WHERE logbook = :of AND position AMONG(:positions) ORDER BY position, name"
)


def lines_at(
    reading: ReadTransaction, logbook: str, counting: Mapping[int, bool]
) -> Iterator[bytes]:
    """Yield the lines of these positions as they travel, in order and without newlines."""
    return map(orjson.dumps, placed_lines(reading, logbook, counting))


def placed_lines(
    reading: ReadTransaction, logbook: str, counting: Mapping[int, bool]
) -> Iterator[PlacedLine]:
    """Yield the lines of these positions, in order.

    `counting` says of each position whether its entry counts. From two questions side by side: one
    alone would repeat a header for every part.
    """
    asked = {"of": logbook, "positions": array(counting)}
    parts = groupby(reading.stream(_PARTS, asked), key=itemgetter(0))
    at, held = next(parts, _NO_PARTS)
    for position, header, signature, stamp in reading.stream(_ENTRIES, asked):
        line = _line(position, header, signature, stamp, held if at == position else ())
        if _QUARANTINED in stamp and counting[position]:
            line["released"] = True
        yield line
        if at == position:
            at, held = next(parts, _NO_PARTS)


_NO_PARTS: tuple[int, Iterable[tuple[Any, ...]]] = (-1, ())
_QUARANTINED = b'"verdict":"quarantined"'
"""A stamp is canonical: it holds this only where it says it."""


def _line(
    position: int, header: bytes, signature: bytes, stamp: bytes, held: Iterable[tuple[Any, ...]]
) -> PlacedLine:
    return {
        "header": header.decode(),
        "parts": {
            name: {"body": body.decode(), "salt": to_b64u(salt)} for _, name, salt, body in held
        },
        "sig": to_b64u(signature),
        "position": position,
        "stamp": stamp.decode(),
    }
