"""Zero merge delay: a receipt's own tree holds what was pushed, whoever else pushes meanwhile."""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from itertools import chain, combinations, pairwise
from threading import Barrier

import pytest

from db.log.nodes import stored_subtree
from proof import merkle
from proof.checkpoint import Checkpoint
from proof.encoding import from_b64u
from proof.entry import Opened
from schemas.stamp import Receipt
from sync.push import PATIENCE, check, conclude
from sync.views.tree import prove_growth
from tests import content
from tests.clients import Browser, Server, body_of
from tests.office import Office

PUSHERS = 8
SIZES = (1, 3, 1, 17, 2, 1, 8, 1) * 3
"""New entries of each push of one browser; the others begin elsewhere in this row."""

LATE = 0.005
"""Seconds, a few commits long. Pushers who are all answered at once would come back at once."""


@pytest.mark.parametrize("processes", [1, 2])
def test_every_receipt_of_eight_pushers_at_once_proves_its_push(
    office: Office, processes: int
) -> None:
    """PostgreSQL is for several servers; on SQLite, which is for one, nothing breaks either."""
    server = office.server
    browsers = [server.enrol(office.officer.person) for _ in range(PUSHERS)]
    first = server.head().size
    work = [_sign(browser, number) for number, browser in enumerate(browsers)]
    second = Server(server.url, server.folder, server.logbook)
    servers = [server, second][:processes] * (PUSHERS // processes)
    gate = Barrier(PUSHERS)
    with closing(second), ThreadPoolExecutor(PUSHERS) as pool:
        seen = list(pool.map(partial(_push_all, gate), servers, browsers, work))
    _check_positions(server, browsers, first)
    _check_growth(server, [checkpoint for each in seen for checkpoint in each])


def _sign(browser: Browser, number: int) -> list[list[Opened]]:
    """Return the pushes of a browser, all signed before anybody sends."""
    sizes = SIZES[number:] + SIZES[:number]
    return [
        [browser.write("screening.recorded/1", content.screening()) for _ in range(size)]
        for size in sizes
    ]


def _push_all(
    gate: Barrier, server: Server, browser: Browser, pushes: Sequence[Sequence[Opened]]
) -> list[Checkpoint]:
    """Push everything, each time behind a line that is known already; return the checkpoints.

    `believe` proves every result, the duplicate's too, in the one checkpoint of its receipt.
    """
    checkpoints: list[Checkpoint] = []
    known: list[Opened] = []
    gate.wait(60)
    for fresh in pushes:
        sent = [*known, *fresh]
        receipt = _push(server, body_of(sent), late=len(fresh) == 1)
        checkpoint = browser.believe(receipt, sent)
        verdicts = ["duplicate"] * len(known) + ["accepted"] * len(fresh)
        assert checkpoint is not None
        assert [result.verdict for result in receipt.results] == verdicts
        checkpoints.append(checkpoint)
        known = [fresh[-1]]
    sizes = [checkpoint.size for checkpoint in checkpoints]
    assert sizes == sorted(set(sizes))
    return checkpoints


def _push(server: Server, body: bytes, *, late: bool) -> Receipt:
    """Push as `sync.push.push` does; a late answer lets others commit before it is written."""
    installation = server.installation
    pushed = check(installation, server.logbook, body)
    answer = installation.writer.submit(pushed, PATIENCE)
    time.sleep(LATE if late else 0)
    return conclude(pushed, answer)


def _check_positions(server: Server, browsers: Sequence[Browser], first: int) -> None:
    """Every position was given out once, to a browser in the order of its chain."""
    given = [[browser.results[entry.id].position for entry in browser.own] for browser in browsers]
    end = first + PUSHERS * sum(SIZES)
    assert all(positions == sorted(positions) for positions in given)
    assert sorted(chain.from_iterable(given)) == list(range(first, end))
    head = server.head()
    leaves = [bytes(row[0]) for row in server.rows("SELECT leaf FROM entry ORDER BY position")]
    assert (head.size, head.frontier) == (end, tuple(merkle.append((), 0, leaves)))


def _check_growth(server: Server, checkpoints: Sequence[Checkpoint]) -> None:
    """Every tree that was signed is a prefix of every later one, by proofs from the database."""
    trees = sorted({(checkpoint.size, checkpoint.root) for checkpoint in checkpoints})
    for (old, before), (size, after) in pairwise(trees):
        path = _growth(server, old, size)
        assert merkle.is_consistent(old, before, size, after, path), (old, size)
    with server.store.reading() as reading:
        subtree = merkle.remembered(stored_subtree(reading, server.logbook))
        for (old, before), (size, after) in combinations(trees, 2):
            path = merkle.consistency_path(old, size, subtree)
            assert merkle.is_consistent(old, before, size, after, path), (old, size)


def _growth(server: Server, old: int, size: int) -> list[bytes]:
    """Return the consistency proof that an auditor is given."""
    nodes = prove_growth(server.installation, server.logbook, old, size)["nodes"]
    assert isinstance(nodes, list)
    return [from_b64u(node) for node in nodes]
