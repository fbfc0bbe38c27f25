"""What looking through the log for a reviewer needs: entries with those beside them, findings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Select, delete, select, update

from db.driver.statements import array, driver_sql
from db.log.anchors import Naming, naming_of
from db.log.lookup import Link
from db.store import ReadTransaction, WriteTransaction
from db.tables.log import entry
from db.tables.projected import examined, finding
from schemas.entry import Header

_BESIDE = driver_sql(
    "SELECT entry.id, entry.position, entry.header, entry.stamp FROM PAIRS(:links) AS link "
    # SQLite uses the whole index for a join in this order.
    'CROSS JOIN entry WHERE entry.logbook = :of AND entry."key" = link.name '
    "AND entry.seq = link.number ORDER BY entry.position"
)


@dataclass(frozen=True, slots=True)
class ExaminedEntry:
    """An entry as it stands in the log."""

    id: str
    position: int
    header: Header
    received: str
    counts: bool

    @property
    def link(self) -> Link:
        """Return its place in its key's chain."""
        return self.header.key, self.header.seq

    @property
    def naming(self) -> Naming:
        """Return the tree that it names."""
        return naming_of(self.position, self.header)


def read_logged(
    reading: ReadTransaction, logbook: str, start: int, end: int
) -> list[ExaminedEntry]:
    """Return the entries at [start, end), in order."""
    query = (
        select(entry.c.id, entry.c.position, entry.c.header, entry.c.stamp)
        .where(entry.c.logbook == logbook, entry.c.position >= start, entry.c.position < end)
        .order_by(entry.c.position)
    )
    return [_logged(row) for row in reading.rows(query)]


def read_beside(
    reading: ReadTransaction, logbook: str, links: Iterable[Link]
) -> dict[Link, list[ExaminedEntry]]:
    """Return the entries at these links of chains, each link's in the order of the log."""
    found: dict[Link, list[ExaminedEntry]] = {}
    (rows,) = reading.ask((_BESIDE, {"of": logbook, "links": array(links)}))
    for row in rows:
        logged = _logged(row)
        found.setdefault(logged.link, []).append(logged)
    return found


def examined_to(reading: ReadTransaction, logbook: str) -> int:
    """Return the position from which on nobody has looked yet."""
    row = reading.first(_where_examined(logbook))
    return row.position if row else 0


def lock_examined(writing: WriteTransaction, logbook: str) -> int:
    """Return the same, and let nobody else look from there on until commit."""
    row = writing.first(_where_examined(logbook).with_for_update())
    return row.position if row else 0


def keep_findings(
    writing: WriteTransaction,
    logbook: str,
    end: int,
    added: Mapping[tuple[int, str], str],
    removed: Iterable[tuple[int, str]],
) -> None:
    """Write what was found, by position and concern, and that all before `end` was looked at."""
    for position, about in removed:
        mine = (finding.c.position == position, finding.c.about == about)
        writing.execute(delete(finding).where(finding.c.logbook == logbook, *mine))
    rows = [
        {"logbook": logbook, "position": position, "about": about, "received": received}
        for (position, about), received in added.items()
    ]
    writing.insert({finding: rows} if rows else {})
    writing.execute(update(examined).where(examined.c.logbook == logbook).values(position=end))


def _where_examined(logbook: str) -> Select[Any]:
    return select(examined.c.position).where(examined.c.logbook == logbook)


def _logged(row: Any) -> ExaminedEntry:
    entry_id, position, header, stamp = row
    said = _stamp(stamp)
    counts = said["verdict"] == "accepted"
    return ExaminedEntry(
        entry_id, position, Header.model_validate_json(header), said["received"], counts
    )


def _stamp(stamp: bytes) -> dict[str, str]:
    found: dict[str, str] = orjson.loads(stamp)
    return found
