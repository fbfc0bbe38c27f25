"""Of all the notes ever handed out no two contradict each other, however many write and read."""

import json
import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest

from db.log.nodes import subtree_of
from proof import merkle
from proof.checkpoint import Checkpoint, open_note
from sync.pull import pull
from sync.views.record import read_record
from sync.views.tree import current_note, prove_consistency
from tests import content
from tests.clients import Browser, Server, body_of, prove
from tests.office import Office

ROUNDS = 12


@pytest.fixture
def both(office: Office) -> Iterator[list[Server]]:
    """Give two processes on one database: readers and writers meet others' heads everywhere."""
    other = Server(office.server.url, office.server.folder, office.server.logbook)
    yield [office.server, other]
    other.close()


def push_often(servers: list[Server], browser: Browser, dice: random.Random) -> list[str]:
    """Send new entries with some old ones; every receipt must prove all of them."""
    notes = []
    for _ in range(ROUNDS):
        kind = "screening.recorded/1"
        entries = [browser.write(kind, content.screening()) for _ in range(dice.randint(1, 3))]
        entries.append(dice.choice(browser.own))
        receipt = dice.choice(servers).push(body_of(entries))
        assert prove(receipt, entries, browser.verifier) is not None
        notes.append(receipt.checkpoint)
    return notes


def read_often(servers: list[Server], person: str, subject: str, dice: random.Random) -> list[str]:
    """Read in every way that shows a note."""
    logbook = servers[0].logbook
    ways: list[Callable[[Server], str]] = [
        lambda s: current_note(s.installation, logbook),
        lambda s: str(prove_consistency(s.installation, logbook, 3)["checkpoint"]),
        lambda s: str(read_record(s.installation, logbook, person, subject)["receipt"].checkpoint),
        lambda s: str(
            json.loads(list(pull(s.installation, logbook, person, "", 5).lines)[-1])["checkpoint"]
        ),
    ]
    return [dice.choice(ways)(dice.choice(servers)) for _ in range(2 * ROUNDS)]


@pytest.mark.parametrize("seed", [1, 2])
def test_all_notes_of_an_epoch_are_pairwise_consistent(
    office: Office, both: list[Server], seed: int
) -> None:
    dice = [random.Random(seed * 100 + n) for n in range(9)]  # noqa: S311  # no secrets
    subject = office.record().header.subject
    browsers = [office.server.enrol(office.officer.person) for _ in range(3)]
    with ThreadPoolExecutor(8) as pool:
        pushing = [pool.submit(push_often, both, browser, dice.pop()) for browser in browsers]
        reading = [
            pool.submit(read_often, both, office.supervisor.person, subject, dice.pop())
            for _ in range(3)
        ]
        joining = pool.submit(lambda: [both[1].enrol(office.officer.person) for _ in range(6)])
        notes = [note for job in [*pushing, *reading] for note in job.result(60)]
        joining.result(60)
    assert all(notes)
    _hold_together(office.server, {open_note(note, office.officer.verifier) for note in notes})


def _hold_together(server: Server, seen: set[Checkpoint]) -> None:
    """Prove every note to be a prefix of the next; consistency carries over from pair to pair."""
    query = "SELECT leaf FROM entry ORDER BY position"
    leaves = [bytes(row[0]) for row in server.rows(query)]
    ordered = sorted(seen, key=lambda head: head.size)
    assert len({head.size for head in ordered}) == len(ordered) > ROUNDS
    for old, new in pairwise(ordered):
        path = merkle.consistency_path(old.size, new.size, subtree_of(leaves[: new.size]))
        assert merkle.is_consistent(old.size, old.root, new.size, new.root, path)
