"""A database that does not continue the last signed head makes its logbook read-only, at once."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from db.queries.worklist import Wanted
from schemas.problems import VerbatimError
from sync.intake.append import append_group
from sync.joining.enrol import JoinRequest, join
from sync.pull import etag_of
from sync.push import check
from sync.views.quarantine import read_quarantine
from sync.views.record import read_record
from sync.views.registry import read_registry
from sync.views.tree import current_note, prove_consistency
from sync.views.worklist import read_worklist
from tests import content
from tests.clients import Browser, Server, body_of, unguarded
from tests.office import Office
from tests.sync.test_tampering import unguarded as without_triggers

Open = Callable[..., Server]


@pytest.fixture
def start(office: Office) -> Iterator[Open]:
    """Give a function that starts another process on a database, and ends it afterwards."""
    started: list[Server] = []

    def begin(url: str, folder: Path | None = None) -> Server:
        server = Server(url, folder or office.server.folder, office.server.logbook)
        started.append(server)
        return server

    yield begin
    for server in started:
        server.close()


def reason_of(server: Server) -> str:
    """Return why a logbook is read-only, or nothing."""
    split = server.installation.guard.divergence_of(server.logbook)
    return split.reason if split else ""


def refuses_to_sign(server: Server, browser: Browser) -> None:
    """See that nothing leaves this server that bears a signature."""
    held, logbook = server.installation, server.logbook
    entry = browser.write("screening.recorded/1", content.screening())
    asks: list[Callable[[], Any]] = [
        lambda: server.push(body_of([entry])),
        lambda: browser.pull(server),
        lambda: current_note(held, logbook),
        lambda: prove_consistency(held, logbook, 1),
        lambda: join(held, logbook, JoinRequest(number="1", spki=browser.spki, proof="")),
    ]
    for ask in asks:
        with pytest.raises(VerbatimError, match="read_only"):
            ask()


# --- the restore drill --------------------------------------------------------


def test_a_database_restored_from_an_older_copy_is_not_signed_for(
    office: Office, copy: Callable[[str], str], start: Open, caplog: pytest.LogCaptureFixture
) -> None:
    screened = office.record()
    older = copy(office.server.url)
    office.record()
    restored = start(older)
    assert reason_of(restored) == "smaller"
    (told,) = [record for record in caplog.records if record.levelname == "CRITICAL"]
    assert "IS READ-ONLY" in told.getMessage()
    assert "two administrators open the next epoch" in told.getMessage()
    size = restored.head().size
    refuses_to_sign(restored, office.officer)
    assert restored.head().size == size
    _goes_on_being_read(restored, office, screened.header.subject)


def _goes_on_being_read(server: Server, office: Office, subject: str) -> None:
    held, logbook, reader = server.installation, server.logbook, office.supervisor.person
    assert len(read_registry(held, logbook)["people"]) >= 8
    assert read_worklist(held, logbook, reader, Wanted())["total"] == 1
    assert read_quarantine(held, logbook, reader)["rows"] == []
    record = read_record(held, logbook, reader, subject)
    assert len(record["entries"]) == 1
    assert record["receipt"].checkpoint == ""


def test_the_newer_database_put_back_is_signed_for_again(
    office: Office, copy: Callable[[str], str], start: Open
) -> None:
    older = copy(office.server.url)
    office.record()
    assert reason_of(start(older)) == "smaller"
    back = start(office.server.url)
    assert reason_of(back) == ""
    assert office.officer.send(
        back, office.officer.write("screening.recorded/1", content.screening())
    )[0].verdict.value == "accepted"  # fmt: skip


def test_the_last_head_restored_too_is_noticed_by_a_browser_that_saw_more(
    office: Office, copy: Callable[[str], str], start: Open
) -> None:
    older = copy(office.server.url)
    keys = shutil.copytree(office.server.folder, office.server.folder.with_name("older-keys"))
    office.record()
    office.officer.pull(office.server)
    restored = start(older, keys)
    assert reason_of(restored) == ""
    office.colleague.write("screening.recorded/1", content.screening())
    office.colleague.send(restored)
    with pytest.raises(ValueError, match="does not continue"):
        office.officer.pull(restored)


def test_a_log_that_grew_again_to_the_size_it_had_is_not_called_unchanged(
    office: Office, copy: Callable[[str], str], start: Open
) -> None:
    older = copy(office.server.url)
    keys = shutil.copytree(office.server.folder, office.server.folder.with_name("older-keys"))
    office.record()
    tag = tag_of(office.server, office.officer)
    assert tag_of(office.server, office.officer) == tag
    restored = start(older, keys)
    office.colleague.write("screening.recorded/1", content.screening())
    office.colleague.send(restored)
    assert tag_of(restored, office.officer) != tag


def tag_of(server: Server, browser: Browser) -> str:
    """Return what a browser shows again so as to hear only of what is new."""
    return etag_of(server.installation, server.logbook, browser.person)


# --- the fork drill -----------------------------------------------------------


def test_of_two_forks_of_one_log_only_the_first_is_signed(
    office: Office, copy: Callable[[str], str], start: Open, caplog: pytest.LogCaptureFixture
) -> None:
    fork = start(copy(office.server.url))
    assert reason_of(fork) == ""
    office.record()
    entry = office.colleague.write("screening.recorded/1", content.screening())
    with pytest.raises(VerbatimError, match="read_only"):
        fork.push(body_of([entry]))
    # The entry is stored there, unsigned; whoever asks from now on finds the fork known.
    assert reason_of(fork) == "other_root"
    assert "IS READ-ONLY" in caplog.text
    refuses_to_sign(fork, office.colleague)
    office.record()
    assert reason_of(office.server) == ""


def test_a_fork_that_is_longer_is_a_fork(
    office: Office, copy: Callable[[str], str], start: Open
) -> None:
    fork = start(copy(office.server.url))
    office.record()
    entries = [office.colleague.write("screening.recorded/1", content.screening()) for _ in "123"]
    with pytest.raises(VerbatimError, match="read_only"):
        fork.push(body_of(entries))
    assert reason_of(fork) == "not_continued"
    refuses_to_sign(fork, office.colleague)


# --- what is no fork ----------------------------------------------------------


def test_a_crash_between_commit_and_signature_is_no_split(office: Office, start: Open) -> None:
    server = office.server
    for _ in range(3):
        entry = office.officer.write("screening.recorded/1", content.screening())
        job = check(server.installation, server.logbook, body_of([entry]))
        with server.store.writing() as writing:
            append_group(writing, [job])
    again = start(server.url)
    assert reason_of(again) == ""
    results = office.officer.send(again)
    assert [result.verdict.value for result in results] == ["duplicate"] * 3


def test_processes_on_one_database_prove_against_what_the_other_had_signed(
    office: Office, start: Open
) -> None:
    other = start(office.server.url)
    for server in (office.server, other, other, office.server):
        entries = [office.officer.write("screening.recorded/1", content.screening()) for _ in "12"]
        office.officer.send(server, *entries)
        office.officer.pull(server)
    assert (reason_of(office.server), reason_of(other)) == ("", "")


def test_a_guard_that_was_taken_away_begins_anew_and_says_so(
    office: Office, copy: Callable[[str], str], start: Open, caplog: pytest.LogCaptureFixture
) -> None:
    older = copy(office.server.url)
    office.record()
    restored = start(older, unguarded(office.server.folder))
    assert reason_of(restored) == ""
    assert "browsers that saw more will say so" in caplog.text


# --- what else does not hold --------------------------------------------------


def test_a_changed_leaf_at_the_end_is_found_at_the_start(office: Office, start: Open) -> None:
    office.record()
    with without_triggers(office.server.url) as connection:
        connection.exec_driver_sql("UPDATE entry SET leaf = signature WHERE position = 3")
    broken = start(office.server.url)
    assert reason_of(broken) == "leaves"
    refuses_to_sign(broken, office.officer)


def test_a_missing_leaf_is_found_at_the_start(office: Office, start: Open) -> None:
    office.record()
    with without_triggers(office.server.url) as connection:
        connection.exec_driver_sql("DELETE FROM entry WHERE position = 3")
    assert reason_of(start(office.server.url)) == "leaves"


def test_without_its_keys_a_logbook_is_read_and_not_written(
    office: Office, start: Open, tmp_path: Path
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    server = start(office.server.url, empty)
    assert reason_of(server) == "keys_missing"
    refuses_to_sign(server, office.officer)
    for file in office.server.folder.iterdir():
        shutil.copy(file, empty)
    assert reason_of(server) == ""


def test_a_damaged_guard_signs_nothing(office: Office, start: Open) -> None:
    office.record()
    folder = shutil.copytree(office.server.folder, office.server.folder.with_name("damaged"))
    (folder / f"{office.server.logbook}.head").write_bytes(b"\1" * 1024)
    server = start(office.server.url, folder)
    assert reason_of(server) == "damaged"
    refuses_to_sign(server, office.officer)


def test_an_emptied_guard_opens_no_older_database(
    office: Office, copy: Callable[[str], str], start: Open
) -> None:
    older = copy(office.server.url)
    office.record()
    folder = shutil.copytree(office.server.folder, office.server.folder.with_name("emptied"))
    file = folder / f"{office.server.logbook}.head"
    file.write_bytes(b"")
    restored = start(older, folder)
    assert reason_of(restored) == "damaged"
    refuses_to_sign(restored, office.officer)
    shutil.copy(office.server.folder / file.name, file)
    assert reason_of(restored) == "smaller"
