"""Receipts prove what they say, at every size of the tree; many at once: test_merge_delay.py."""

import json

import pytest

from proof import merkle
from proof.authoring import wire_line
from proof.entry import Opened
from proof.tiles import WIDTH
from schemas.stamp import Receipt
from tests.clients import Browser, Server, body_of, prove
from tests.office import Office


def note(browser: Browser) -> Opened:
    """Sign something short that is quickly logged."""
    return browser.write("sky.seen/1", {"sky": {"colour": "grey"}})


def fill(server: Server, browser: Browser, size: int) -> None:
    """Grow the log to a size."""
    missing = size - server.head().size
    for start in range(0, missing, 500):
        entries = [note(browser) for _ in range(min(500, missing - start))]
        server.push(body_of(entries))


def test_new_and_duplicate_lines_are_proved_in_one_checkpoint_at_every_size(
    server: Server,
) -> None:
    browser = server.enrol()
    own = [note(browser)]
    browser.send(server, own[0])
    original = browser.results[own[0].id].stamp
    receipt = server.push(wire_line(own[0]))
    for size in (4, 5, 7, 8, 254, 255, 256, 257, 511, 512, 513):
        fill(server, browser, size - 1)
        fresh = note(browser)
        receipt = server.push(body_of([own[0], fresh, own[-1]]))
        checkpoint = prove(receipt, [own[0], fresh, own[-1]], browser.verifier)
        assert checkpoint is not None
        assert (checkpoint.size, receipt.results[1].position) == (size, size - 1)
        assert receipt.results[0].stamp == original
        own.append(fresh)
    assert len(set(receipt.nodes)) == len(receipt.nodes)


def test_every_tree_is_a_prefix_of_every_later_one(server: Server) -> None:
    browser = server.enrol()
    fill(server, browser, 2 * WIDTH + 3)
    every = [prove(server.push(wire_line(note(browser))), [browser.own[-1]], browser.verifier)]
    leaves = [bytes(row[0]) for row in server.rows("SELECT leaf FROM entry ORDER BY position")]
    assert every[0] is not None
    assert merkle.root(merkle.append([], 0, leaves)) == every[0].root


def test_a_receipt_that_lies_is_not_believed(office: Office) -> None:
    entries = [note(office.administrator) for _ in range(3)]
    receipt = office.server.push(body_of(entries))
    for wrong in _lies(receipt):
        with pytest.raises((ValueError, IndexError)):
            prove(wrong, entries, office.administrator.verifier)


def _lies(receipt: Receipt) -> list[Receipt]:
    first = receipt.results[0]
    changes = (
        {"position": first.position + 1},
        {"stamp": first.stamp.replace("quarantined", "accepted")},
        {"proof": first.proof[:-1]},
        {"proof": first.proof[::-1]},
    )
    wrong = [
        receipt.model_copy(
            update={"results": [first.model_copy(update=change), *receipt.results[1:]]}
        )
        for change in changes
    ]
    moved = receipt.checkpoint.replace("\n", "\n1", 1)
    swapped = [receipt.results[1], receipt.results[0], receipt.results[2]]
    return [
        *wrong,
        receipt.model_copy(update={"checkpoint": moved}),
        receipt.model_copy(update={"checkpoint": ""}),
        receipt.model_copy(update={"results": swapped}),
    ]


def test_two_logbooks_of_one_server_are_two_logs(office: Office) -> None:
    server = office.server
    other = server.open()
    elsewhere = server.enrol(roles=["administrator"], logbook=other)
    entry = note(elsewhere)
    assert [r.position for r in elsewhere.send(server, entry)] == [2]
    (foreign,) = server.push(wire_line(entry)).results
    assert foreign.code == "logbook_other"
    assert json.loads(elsewhere.pull(server)[0]["header"])["logbook"] == other
    assert {json.loads(x["header"])["logbook"] for x in office.auditor.pull(server)} == {
        server.logbook
    }
