"""What a second person said about an entry."""

from db.log.placement import position_of
from db.log.rows import Rows
from db.projections.fact import AcceptedEntry
from db.tables.projected import placed, review
from schemas.kinds.review import Review


def made(rows: Rows, fact: AcceptedEntry) -> None:
    """The last word about one concern; it changes nothing of the entry."""
    stated = fact.part("review", Review)
    followed = rows.find(placed, position=position_of(rows.logbook, fact.header.follows[0]))
    rows.put(
        review,
        {"reviewed": followed.position, "about": stated.about.value},
        position=fact.position,
        person=fact.person,
        decision=stated.decision.value,
    )
