"""Pull gives back the pushed bytes, in order, passes nothing over and proves one tree."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations

import pytest

from proof import merkle
from proof.authoring import wire_line
from proof.checkpoint import Checkpoint, open_note
from proof.encoding import from_b64u, to_b64u
from proof.entry import Opened, open_line
from schemas.problems import VerbatimError
from sync.pull import Cursor, etag_of, pull, read_cursor, write_cursor
from sync.views.tree import current_note, prove_consistency
from tests import content
from tests.clients import Browser, Server, leaf_of
from tests.office import Office


def test_bytes_out_are_bytes_in(office: Office) -> None:
    """Also of texts that a careless server would normalise, and of what was kept aside."""
    odd = 'e\u0301\u00e9 \u202e\ufb01 KУ\u2028\t"\\ \U0001f9ea'
    good = office.officer.write("screening.recorded/1", content.screening(banner=odd))
    kept = office.officer.write("sky.seen/1", {"sky": {"colour": odd}, "cloud": {"n": 1}})
    office.officer.send(office.server)
    lines = {line["position"]: line for line in office.auditor.pull(office.server)}
    for entry in (good, kept):
        result = office.officer.results[entry.id]
        line = lines[result.position]
        opened = open_line(json.dumps(line).encode(), office.server.logbook)
        assert isinstance(opened, Opened)
        assert opened == entry
        assert line["stamp"] == result.stamp
        bare = {name: line[name] for name in ("header", "parts", "sig")}
        assert bare == json.loads(wire_line(entry))


def test_pulled_lines_alone_give_the_tree(office: Office) -> None:
    office.record()
    checkpoint = open_note(
        current_note(office.server.installation, office.server.logbook), office.auditor.verifier
    )
    lines = office.auditor.pull(office.server)
    assert [line["position"] for line in lines] == list(range(checkpoint.size))
    leaves = []
    for line in lines:
        entry = open_line(json.dumps(line).encode(), office.server.logbook)
        assert isinstance(entry, Opened)
        leaves.append(leaf_of(entry, line["stamp"]))
    assert merkle.root(merkle.append([], 0, leaves)) == checkpoint.root


@pytest.mark.parametrize("limit", [1, 2, 7, 1000])
def test_pages_of_any_size_give_the_same_lines_once(office: Office, limit: int) -> None:
    office.record()
    whole = office.colleague.pull(office.server)
    office.colleague.cursor = ""
    paged = office.colleague.pull(office.server, limit)
    assert paged == whole
    assert office.colleague.pull(office.server, limit) == []


@pytest.mark.parametrize("room", [1, 3000, 10_000])
def test_a_page_ends_when_its_bytes_are_many(
    office: Office, room: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.record()
    whole = office.colleague.pull(office.server)
    office.colleague.cursor = ""
    monkeypatch.setattr("sync.pull.PAGE_BYTES", room)
    page = list(pull(office.server.installation, office.server.logbook,
                     office.colleague.person, "", 1000).lines)  # fmt: skip
    assert json.loads(page[-1])["more"]
    assert sum(len(line) for line in page[:-2]) < room
    assert office.colleague.pull(office.server) == whole


@pytest.mark.parametrize("limit", [1, 1000])
def test_what_a_release_frees_reaches_those_who_had_read_past_it(
    office: Office, limit: int
) -> None:
    office.revoke(office.officer.key)
    kept = office.officer.write("screening.recorded/1", content.screening())
    office.officer.send(office.server, kept)
    position = office.officer.results[kept.id].position
    readers = (office.colleague, office.analyst)
    for reader in readers:
        reader.pull(office.server)
        assert position not in reader.pulled
    office.send(office.colleague, "screening.recorded/1", content.screening())
    office.release(kept)
    for reader in readers:
        lines = reader.pull(office.server, limit)
        assert [line["position"] for line in lines].count(position) == 1
        assert reader.pull(office.server) == []
    office.foreman.pull(office.server)
    assert position not in office.foreman.pulled


def test_any_two_pulls_are_proved_to_be_one_tree(office: Office) -> None:
    seen: list[Checkpoint] = []
    for _ in range(6):
        for _ in range(3):
            office.officer.write("screening.recorded/1", content.screening())
        office.officer.send(office.server)
        office.colleague.pull(office.server)
        assert office.colleague.checkpoint is not None
        seen.append(office.colleague.checkpoint)
    for old, new in combinations(seen, 2):
        assert old.size < new.size
    last = seen[-1]
    for old in seen[:-1]:
        proof = prove_consistency(office.server.installation, office.server.logbook, old.size)
        path = [from_b64u(node) for node in proof["nodes"]]
        assert merkle.is_consistent(old.size, old.root, last.size, last.root, path)
        assert not merkle.is_consistent(old.size, last.root, last.size, last.root, path)


def test_each_page_is_consistent_with_the_cursor_it_continues(office: Office) -> None:
    held, logbook, person = office.server.installation, office.server.logbook, office.officer.person
    known: Checkpoint | None = None
    cursor, more = "", True
    while more:
        office.record()
        *_, last = pull(held, logbook, person, cursor, 12).lines
        control = json.loads(last)
        new = open_note(control["checkpoint"], office.officer.verifier)
        path = [from_b64u(node) for node in control["consistency"]]
        if known is not None:
            assert merkle.is_consistent(known.size, known.root, new.size, new.root, path)
        known, cursor, more = new, control["cursor"], control["more"] and new.size < 60


def test_the_tag_changes_with_the_log_and_with_the_scope(office: Office) -> None:
    held, logbook = office.server.installation, office.server.logbook

    def tag(browser: Browser) -> str:
        return etag_of(held, logbook, browser.person)

    first = tag(office.officer)
    assert first == tag(office.officer) == pull(held, logbook, office.officer.person, "", 99).etag
    assert first != pull(held, logbook, office.officer.person, "", 9).etag  # there is more
    assert first != tag(office.supervisor)
    office.record()
    assert tag(office.officer) != first


@pytest.mark.parametrize(
    "text",
    ["x", "!!", to_b64u(b"[]"), to_b64u(b"[1,2,3,4]"), to_b64u(b'[1,"a",-1,2]'), "AAAA=",
     to_b64u(b'[1,"a",1.5,2]'), to_b64u(b'[true,"a",1,2]'), to_b64u(b"7"), to_b64u(b"{}")],
)  # fmt: skip
def test_a_cursor_of_another_hand_is_not_taken(office: Office, text: str) -> None:
    with pytest.raises(VerbatimError, match="cursor_invalid"):
        pull(office.server.installation, office.server.logbook, office.officer.person, text, 9)


def test_a_cursor_beyond_the_end_waits_at_the_end(office: Office) -> None:
    held, logbook, person = office.server.installation, office.server.logbook, office.officer.person
    *_, last = pull(held, logbook, person, "", 1000).lines
    asked = read_cursor(json.loads(last)["cursor"])
    far = write_cursor(Cursor(asked.epoch, asked.scope, asked.position + 50, asked.size + 50))
    *lines, last = pull(held, logbook, person, far, 1000).lines
    control = json.loads(last)
    assert (lines, control["more"], control["consistency"]) == ([], False, [])
    assert read_cursor(control["cursor"]) == asked


def test_a_reader_beside_many_writers_is_given_every_entry(office: Office) -> None:
    """Positions come from the locked head, so no reader passes a commit that is not visible yet."""
    server, done = office.server, threading.Event()
    writers = [server.enrol(office.officer.person) for _ in range(4)]
    reader = server.enrol(office.auditor.person)
    with ThreadPoolExecutor(5) as pool:
        reading = pool.submit(_read_until, server, reader, done)
        for job in [pool.submit(_write_often, server, writer) for writer in writers]:
            job.result()
        done.set()
        reading.result()
    reader.pull(server)
    assert sorted(reader.pulled) == list(range(server.head().size))
    for writer in writers:
        assert {result.position for result in writer.results.values()} <= set(reader.pulled)


def _write_often(server: Server, writer: Browser) -> None:
    for _ in range(12):
        writer.write("screening.recorded/1", content.screening())
        writer.send(server)


def _read_until(server: Server, reader: Browser, done: threading.Event) -> None:
    while not done.is_set():
        before = max(reader.pulled, default=-1)
        fresh = [line["position"] for line in reader.pull(server, 3)]
        assert fresh == list(range(before + 1, before + 1 + len(fresh)))


def test_positions_come_from_the_head_and_not_from_the_database(server: Server) -> None:
    """A sequence gives out numbers before commit; none is there to be used."""
    if server.store.engines.writer.dialect.name == "postgresql":
        assert server.rows("SELECT count(*) FROM pg_class WHERE relkind = 'S'") == [(0,)]
    else:
        assert server.rows("SELECT count(*) FROM sqlite_master WHERE sql LIKE '%AUTOINC%'") == [
            (0,)
        ]
