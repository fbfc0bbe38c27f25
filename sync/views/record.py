"""One record: its entries, those about it, their proofs and their times."""

from collections.abc import Iterable

from db.log.lines import placed_lines, which_count
from db.people.enrolled_keys import EnrolledKeys
from db.queries.records import own_positions, related_positions
from db.queries.scope import visible
from schemas.answers.lines import PlacedLine
from schemas.answers.record import RecordTrail
from schemas.problems import VerbatimError
from sync.installation import Installation
from sync.intake.proofs import prove_lines
from sync.views.authors import find_authors
from sync.views.times import find_times


def read_record(installation: Installation, logbook: str, person: str, subject: str) -> RecordTrail:
    """Return a record's entries and those about it, each proved in one checkpoint.

    While the logbook is read-only the receipt holds no checkpoint, and so proves nothing.
    Raises `not_found` for what does not exist or is out of scope alike.
    """
    with installation.guard.attesting(logbook) as attested:
        reading = attested.reading
        enrolled = EnrolledKeys(reading, logbook)
        condition = visible(enrolled.actor(person))
        own = own_positions(reading, logbook, subject, condition)
        if not own:
            raise VerbatimError("not_found")
        about = related_positions(reading, logbook, subject, condition)
        positions = which_count(reading, logbook, [*own, *about])
        lines = list(placed_lines(reading, logbook, positions))
        receipt = prove_lines(attested, enrolled, lines)
        chained = {result.id: result.flags for result in receipt.results}
        return {
            "subject": subject,
            "entries": _lines_in(lines, set(own)),
            "about": _lines_in(lines, set(about) - set(own)),
            "authors": find_authors(enrolled, lines),
            "receipt": receipt,
            "times": find_times(enrolled, lines, condition, chained),
        }


def _lines_in(lines: Iterable[PlacedLine], positions: set[int]) -> list[PlacedLine]:
    return [line for line in lines if line["position"] in positions]
