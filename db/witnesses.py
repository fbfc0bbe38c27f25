"""Reads what later entries say of the log: which tree each of them names."""

from collections.abc import Iterable
from dataclasses import dataclass

import orjson

from db.driver import array, words
from db.store import Reading

_SIGNED = words(
    'SELECT position, "key", header FROM entry '
    "WHERE logbook = :of AND position >= :start AND position < :end ORDER BY position"
)
_HEADERS = words("SELECT id, header FROM entry WHERE logbook = :of AND id EACH(:ids)")


@dataclass(frozen=True, slots=True)
class Naming:
    """An entry that names a tree: its position and key, the tree's size and root in b64u."""

    position: int
    key: str
    size: int
    root: str


def namings_between(reading: Reading, logbook: str, start: int, end: int) -> list[Naming]:
    """Return which tree each entry at [start, end) names, in order."""
    (rows,) = reading.ask((_SIGNED, {"of": logbook, "start": start, "end": end}))
    return [_naming(position, key, header) for position, key, header in rows]


def _naming(position: int, key: str, header: bytes) -> Naming:
    anchor = orjson.loads(header)["anchor"]
    return Naming(position, key, anchor["size"], anchor["root"])


def headers_of(reading: Reading, logbook: str, ids: Iterable[str]) -> dict[str, bytes]:
    """Return the headers of those of these entries that the log holds, by id."""
    (rows,) = reading.ask((_HEADERS, {"of": logbook, "ids": array(ids)}))
    return {entry_id: bytes(header) for entry_id, header in rows}
