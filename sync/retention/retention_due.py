"""Which parts have lived as long as their class may in their territory: a list to decide from.

A part's clock begins when the server received it. Its territory is that of the unit whose item
it speaks of. Nothing is erased by this, and what a hold keeps is listed as held.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, select

from db.log.heads import logbooks
from db.log.placement import ITS_ENTRY
from db.people.enrolled_keys import EnrolledKeys
from db.queries.erasure import is_held
from db.store import ReadTransaction, Store
from db.tables.log import entry, part
from db.tables.projected import placed
from schemas.retention import Periods, RetentionClass, class_of, period_of


@dataclass(frozen=True, slots=True)
class Due:
    """A part whose time is over, since when, and whether a hold keeps it."""

    logbook: str
    position: int
    record: str
    kind: str
    part: str
    retention: RetentionClass
    since: str
    held: bool


def list_due(store: Store, periods: Periods) -> Iterator[Due]:
    """Yield every part whose time is over, by logbook and position."""
    shortest = min(years for by_class in periods.values() for years in by_class.values())
    now = store.now()
    with store.reading() as reading:
        for logbook in logbooks(reading):
            units = EnrolledKeys(reading, logbook).units()
            for row in reading.connection.execute(_parts(logbook)):
                received = json.loads(row.stamp)["received"]
                if _after(received, shortest) > now:
                    break  # whatever stands behind it was received later
                clock = _Clock(received, units.get(row.about or row.unit), periods)
                retention = class_of(row.kind, row.name)
                if retention is not None and clock.rings(retention) <= now:
                    yield _due(reading, logbook, row, retention, clock.rings(retention))


@dataclass(frozen=True, slots=True)
class _Clock:
    received: str
    unit: Any
    periods: Periods

    def rings(self, retention: RetentionClass) -> str:
        territory = self.unit.territory if self.unit else ""
        return _after(self.received, period_of(self.periods, territory, retention))


def _due(
    reading: ReadTransaction, logbook: str, row: Any, retention: RetentionClass, since: str
) -> Due:
    held = is_held(reading, logbook, row.subject)
    return Due(logbook, row.position, row.subject, row.kind, row.name, retention, since, held)


def _after(moment: str, years: int) -> str:
    """Return a moment of a later year as text, which need not be a day of that year's calendar."""
    return f"{int(moment[:4]) + years:04}{moment[4:]}"


def _parts(logbook: str) -> Any:
    its_part = and_(part.c.logbook == placed.c.logbook, part.c.position == placed.c.position)
    return (
        select(
            part.c.position, part.c.name, placed.c.subject, placed.c.kind, placed.c.unit,
            placed.c.about, entry.c.stamp,
        )
        .select_from(placed.join(entry, ITS_ENTRY).join(part, its_part))
        .where(placed.c.logbook == logbook)
        .order_by(part.c.position, part.c.name)
    )  # fmt: skip
