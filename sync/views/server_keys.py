"""The server's own keys and how each passed to the next."""

from db.log.lines import placed_lines, which_count
from db.people.enrolled_keys import EnrolledKeys, find_server_rotations
from schemas.answers.evidence import Rotations
from sync.installation import Installation
from sync.intake.proofs import prove_lines


def read_rotations(installation: Installation, logbook: str) -> Rotations:
    """Return the genesis and what rotated the server's own keys, proved in one checkpoint.

    All of it is public: a browser may have to believe a new key before anybody signs in. Raises
    `logbook_unknown`, `read_only`.
    """
    with installation.guard.vouching(logbook) as attested:
        reading = attested.reading
        positions = which_count(reading, logbook, [0, *find_server_rotations(reading, logbook)])
        lines = list(placed_lines(reading, logbook, positions))
        receipt = prove_lines(attested, EnrolledKeys(reading, logbook), lines)
    genesis, *rotations = lines
    return {"genesis": genesis, "rotations": rotations, "receipt": receipt}
