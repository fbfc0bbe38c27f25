"""A page of what is kept aside, oldest first: what has waited longest is decided first."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, select

from db.driver.hints import likely
from db.store import ReadTransaction
from db.tables.projected import ASIDE, placed

PAGE = 50


@dataclass(frozen=True, slots=True)
class QuarantinePage:
    """Positions of a page, how many rows stand before it, and how many there are in all."""

    positions: list[int]
    ahead: int
    total: int

    @property
    def previous(self) -> str:
        """Return what the page before this one ends before, or nothing."""
        return str(self.positions[0]) if self.positions and self.ahead else ""

    @property
    def following(self) -> str:
        """Return what the next page comes after, or nothing."""
        more = self.ahead + len(self.positions) < self.total
        return str(self.positions[-1]) if self.positions and more else ""


def list_quarantined(
    reading: ReadTransaction, logbook: str, visible: ColumnElement[bool], after: int, before: int
) -> QuarantinePage:
    """Return the rows after a position or, where `before` is not negative, those before one."""
    kept = and_(likely(placed.c.logbook == logbook), ASIDE, visible)
    query = select(placed.c.position).limit(PAGE)
    if before >= 0:
        last_first = query.where(kept, placed.c.position < before)
        rows = reading.rows(last_first.order_by(placed.c.position.desc()))[::-1]
    else:
        first_first = query.where(kept, placed.c.position > after)
        rows = reading.rows(first_first.order_by(placed.c.position))
    positions = [row.position for row in rows]
    begin = positions[0] if positions else after + 1
    return QuarantinePage(
        positions,
        _count(reading, kept, placed.c.position < begin),
        _count(reading, kept),
    )


def _count(reading: ReadTransaction, *conditions: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(placed).where(*conditions)
    return int(reading.connection.execute(query).scalar_one())
