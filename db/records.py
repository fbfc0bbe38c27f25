"""Which entries make up a record: its own versions, and those that speak about it."""

from sqlalchemy import ColumnElement, Executable, and_, select

from db.store import Reading
from db.tables.projected import placed, reconciliation, result, screening


def own_positions(
    reading: Reading, logbook: str, subject: str, visible: ColumnElement[bool]
) -> list[int]:
    """Return the positions of the visible entries of a subject, kept aside ones too."""
    mine = and_(placed.c.logbook == logbook, placed.c.subject == subject)
    query = select(placed.c.position).where(mine, visible).order_by(placed.c.position)
    return [row.position for row in reading.rows(query)]


def related_positions(
    reading: Reading, logbook: str, subject: str, visible: ColumnElement[bool]
) -> list[int]:
    """Return the visible entries of every record that shares an item or a decision with this."""
    subjects = _related(reading, logbook, subject) - {subject}
    mine = and_(placed.c.logbook == logbook, placed.c.subject.in_(sorted(subjects)))
    query = select(placed.c.position).where(mine, visible).order_by(placed.c.position)
    return [row.position for row in reading.rows(query)]


def _related(reading: Reading, logbook: str, subject: str) -> set[str]:
    items = _column(
        reading,
        select(screening.c.item).where(
            screening.c.logbook == logbook, screening.c.screening == subject
        ),
    ) | _column(
        reading,
        select(result.c.item).where(result.c.logbook == logbook, result.c.result == subject),
    )
    of_item = [
        select(table.c[table.name]).where(table.c.logbook == logbook, table.c.item.in_(items))
        for table in (screening, result)
    ]
    found = set().union(*(_column(reading, query) for query in of_item))
    decided = select(reconciliation.c.reconciliation).where(
        reconciliation.c.logbook == logbook,
        reconciliation.c.screening.in_(found) | reconciliation.c.result.in_(found),
    )
    return found | _column(reading, decided)


def _column(reading: Reading, query: Executable) -> set[str]:
    return {row[0] for row in reading.rows(query)}
