"""What is in quarantine within a person's reach."""

import orjson

from db.log.lines import placed_lines, which_count
from db.people.enrolled_keys import EnrolledKeys
from db.queries.quarantine import list_quarantined
from db.queries.scope import reach
from schemas.answers.lines import PlacedLine
from schemas.answers.quarantine import Quarantine, QuarantinedRow
from schemas.roles import Action
from sync.installation import Installation
from sync.views.authors import find_authors


def read_quarantine(
    installation: Installation, logbook: str, person: str, after: int = -1, before: int = -1
) -> Quarantine:
    """Return a page of what is kept aside in the person's reach, oldest first."""
    with installation.store.reading() as reading:
        enrolled = EnrolledKeys(reading, logbook)
        mine = reach(enrolled.actor(person), Action.READ_QUARANTINE)
        page = list_quarantined(reading, logbook, mine, after, before)
        positions = which_count(reading, logbook, page.positions)
        lines = list(placed_lines(reading, logbook, positions))
        authors = find_authors(enrolled, lines)
    return {
        "rows": [_quarantined(line) for line in lines],
        "authors": authors,
        "ahead": page.ahead,
        "total": page.total,
        "previous": page.previous,
        "next": page.following,
    }


def _quarantined(line: PlacedLine) -> QuarantinedRow:
    stamp = orjson.loads(line["stamp"])
    return {
        "position": line["position"],
        "line": line,
        "code": stamp["code"],
        "received": stamp["received"],
        "key": orjson.loads(line["header"])["key"],
    }
