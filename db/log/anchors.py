"""Reads what later entries say of the log: which tree each of them names."""

from collections.abc import Iterable
from dataclasses import dataclass

import orjson
from sqlalchemy import select

from db.driver.statements import array, driver_sql
from db.store import ReadTransaction
from db.tables.projected import enrolled_key
from schemas.entry import Header

_SIGNED = driver_sql(
    'SELECT position, "key", header FROM entry '
    "WHERE logbook = :of AND position >= :start AND position < :end ORDER BY position"
)
_HEADERS = driver_sql("SELECT id, header FROM entry WHERE logbook = :of AND id EACH(:ids)")


@dataclass(frozen=True, slots=True)
class Naming:
    """An entry that names a tree: its position and key, the tree's size and root in b64u."""

    position: int
    key: str
    size: int
    root: str


def naming_of(position: int, header: Header) -> Naming:
    """Return what an entry at this position names."""
    return Naming(position, header.key, header.anchor.size, header.anchor.root)


class Browsers:
    """Which keys followed each other on one browser; a browser goes by its first key."""

    def __init__(self, reading: ReadTransaction, logbook: str) -> None:
        """Read the keys that followed another, and the server's own."""
        row = enrolled_key.c
        followed = (row.key != row.browser_key) | (row.person == "")
        query = select(row.key, row.browser_key, row.person)
        rows = reading.rows(query.where(row.logbook == logbook, followed))
        self._first: dict[str, str] = {key: first for key, first, _ in rows}
        self.server: str = next((first for _, first, person in rows if not person), "")

    def of(self, key: str) -> str:
        """Return the first key of this key's browser."""
        return self._first.get(key, key)


def namings_between(reading: ReadTransaction, logbook: str, start: int, end: int) -> list[Naming]:
    """Return which tree each entry at [start, end) names, in order."""
    (rows,) = reading.ask((_SIGNED, {"of": logbook, "start": start, "end": end}))
    return [_naming(position, key, header) for position, key, header in rows]


def _naming(position: int, key: str, header: bytes) -> Naming:
    anchor = orjson.loads(header)["anchor"]
    return Naming(position, key, anchor["size"], anchor["root"])


def headers_of(reading: ReadTransaction, logbook: str, ids: Iterable[str]) -> dict[str, bytes]:
    """Return the headers of those of these entries that the log holds, by id."""
    (rows,) = reading.ask((_HEADERS, {"of": logbook, "ids": array(ids)}))
    return {entry_id: bytes(header) for entry_id, header in rows}
