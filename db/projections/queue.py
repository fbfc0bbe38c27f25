"""Keeps with each screening in which of the worklist's queues it stands, for all who may read it.

Whoever may read a screening by its unit may read what is said about that unit
(`schemas/roles.py`): where the newest result on its item is, all of them see one queue. Where it
is about another unit they may not, and the worklist asks for each reader.
"""

from typing import Any

from db.driver.statements import driver_sql
from db.log.rows import Rows
from db.tables.projected import DEPENDS
from lab.queues import QUEUE_OF, Facts, why_of

_FACTS = (
    "SELECT screening.screening, screening.queue, screening.unit, placed.unit, placed.about, "
    "screening.voided, screening.current, result.status, result.current, "
    "decided.screening_version, decided.result_version FROM screening "
    "LEFT JOIN result ON result.logbook = :of AND result.result = ("
    "SELECT newer.result FROM result AS newer "
    "WHERE LIKELY(newer.logbook = :of) AND newer.item = screening.item "
    "ORDER BY newer.position DESC LIMIT 1) "
    "LEFT JOIN placed ON placed.logbook = :of AND placed.position = result.position "
    "LEFT JOIN reconciliation AS decided ON decided.logbook = :of AND decided.reconciliation = ("
    "SELECT later.reconciliation FROM reconciliation AS later "
    "WHERE LIKELY(later.logbook = :of) AND later.screening = screening.screening "
    "AND later.result = result.result ORDER BY later.position DESC LIMIT 1) "
)
_OF_ITEM = driver_sql(f"{_FACTS} WHERE LIKELY(screening.logbook = :of) AND screening.item = :about")
_OF_ONE = driver_sql(f"{_FACTS} WHERE screening.logbook = :of AND screening.screening = :about")
_MOVE = driver_sql(
    "UPDATE screening SET queue = :queue WHERE logbook = :of AND screening = :screening"
)


def queue_item(rows: Rows, item: str) -> None:
    """Put every screening of an item where it belongs by what the laboratory now says of it."""
    _move(rows, _OF_ITEM, item)


def queue_screening(rows: Rows, screening: str) -> None:
    """Put one screening where it belongs by its version, results and decisions."""
    _move(rows, _OF_ONE, screening)


def _move(rows: Rows, asked: Any, about: str) -> None:
    rows.flush()
    (found,) = rows.writing.ask((asked, {"of": rows.logbook, "about": about}))
    moved = [(row[0], queue) for row in found if row[1] != (queue := _queue_of(row))]
    rows.writing.tell(
        *(
            (_MOVE, {"of": rows.logbook, "screening": screening, "queue": queue})
            for screening, queue in moved
        )
    )


def _queue_of(row: tuple[Any, ...]) -> str:
    _, _, unit, reported_by, reported_about, voided, *facts = row
    differs = reported_by is not None and unit not in (reported_by, reported_about)
    if differs and not voided:
        return DEPENDS
    return QUEUE_OF[why_of(Facts(bool(voided), *(fact or "" for fact in facts)))].value
