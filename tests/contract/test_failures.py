"""A database that fails before or after its commit loses nothing and doubles nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection

from db.driver import statements
from proof.authoring import wire_line
from schemas.problems import VerbatimError
from sync.intake.append import append_group
from sync.push import check
from tests import content
from tests.clients import Browser, Server, body_of, unguarded
from tests.failing_database import failing
from tests.office import Office


@pytest.mark.parametrize("moment", ["before", "after"])
def test_an_unknown_outcome_is_said_and_a_resend_heals_it(office: Office, moment: str) -> None:
    officer, server = office.officer, office.server
    size = server.head().size
    entries = [officer.write("screening.recorded/1", content.screening()) for _ in range(3)]
    with failing(server, moment), pytest.raises(VerbatimError, match="outcome_unknown"):
        officer.send(server)
    assert officer.outbox == entries
    answers = officer.send(server)
    expected = {"before": "accepted", "after": "duplicate"}[moment]
    assert {answer.verdict.value for answer in answers} == {expected}
    assert [answer.position for answer in answers] == [size, size + 1, size + 2]
    assert server.head().size == size + 3
    assert server.rows("SELECT count(*) FROM screening") == [(3,)]


@pytest.mark.parametrize("statement", ["INSERT INTO entry", "INSERT INTO part", "UPDATE head"])
def test_a_failure_within_the_transaction_leaves_nothing(
    office: Office, statement: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer, server = office.officer, office.server
    before = server.head()
    officer.write("screening.recorded/1", content.screening())
    with (
        _breaking(server, statement, monkeypatch),
        pytest.raises(VerbatimError, match="outcome_unknown"),
    ):
        officer.send(server)
    assert server.head() == before
    assert server.rows("SELECT max(position) FROM entry") == [(before.size - 1,)]
    assert [answer.verdict.value for answer in officer.send(server)] == ["accepted"]


class Breaking:
    """A driver's cursor that fails at one statement as a lost connection does."""

    def __init__(self, cursor: Any, statement: str, failure: Exception) -> None:
        self._cursor, self._statement, self._failure = cursor, statement, failure

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._cursor, name)
        if name not in ("execute", "executemany"):
            return found

        def run(text: str, values: Any) -> Any:
            if text.startswith(self._statement):
                raise self._failure
            return found(text, values)

        return run


@contextmanager
def _breaking(server: Server, statement: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let a statement fail as a lost connection does."""
    lost = server.store.engines.writer.dialect.loaded_dbapi.OperationalError
    given = statements._cursor

    def cursor(connection: Connection) -> Breaking:
        return Breaking(given(connection), statement, lost("server closed the connection"))

    with monkeypatch.context() as patched:
        patched.setattr(statements, "_cursor", cursor)
        yield


def test_a_full_disk_has_its_own_name(office: Office) -> None:
    office.officer.write("screening.recorded/1", content.screening())
    full = "database or disk is full"
    with failing(office.server, "before", full), pytest.raises(VerbatimError, match="storage_full"):
        office.officer.send(office.server)
    assert [answer.verdict.value for answer in office.officer.send(office.server)] == ["accepted"]


# --- a server restored from an older copy -------------------------------------


def test_an_enrolment_pushed_first_lets_a_restored_server_know_its_key(
    office: Office, copy: Callable[[str], str]
) -> None:
    server = office.server
    older = copy(server.url)
    officer = server.enrol(office.officer.person)
    entries = [officer.write("screening.recorded/1", content.screening()) for _ in range(2)]
    restored = Server(older, unguarded(server.folder), server.logbook)
    try:
        unknown = restored.push(body_of(entries)).results
        assert {result.code for result in unknown} == {"key_unknown"}
        answers = restored.push(body_of([officer.enrolled, *entries])).results
        assert [answer.verdict.value for answer in answers] == ["accepted"] * 3
        assert [flag for answer in answers for flag in answer.flags] == []
        again = restored.push(wire_line(officer.enrolled)).results
        assert again[0].verdict == "duplicate"
    finally:
        restored.close()


@contextmanager
def _lost_under(office: Office, copy: Callable[[str], str]) -> Iterator[tuple[Browser, Server]]:
    """Give a browser and a running server whose log was restored from before its enrolment."""
    server = office.server
    older = copy(server.url)
    officer = server.enrol(office.officer.person)
    server.push(body_of([officer.write("screening.recorded/1", content.screening())]))
    restored = Server(older, unguarded(server.folder), server.logbook)
    # What the process remembers of keys is older than the log it writes to now.
    restored.installation = replace(restored.installation, signers=server.installation.signers)
    try:
        yield officer, restored
    finally:
        restored.close()


def test_a_key_lost_under_a_running_server_is_unknown_until_its_enrolment_comes(
    office: Office, copy: Callable[[str], str]
) -> None:
    with _lost_under(office, copy) as (officer, restored):
        entries = [officer.write("screening.recorded/1", content.screening()) for _ in range(2)]
        other = office.administrator.write("unit.registered/1", content.unit("Post"))
        answers = restored.push(body_of([entries[0], other])).results
        assert [(one.verdict.value, one.code, one.position >= 0) for one in answers] == [
            ("malformed", "key_unknown", False), ("accepted", "", True),
        ]  # fmt: skip
        # Kept like every line that cannot be logged.
        assert restored.rows("SELECT code FROM dead_letter") == [("key_unknown",)]
        assert officer.key not in {key for (key,) in restored.rows("SELECT key FROM contact")}
        answers = restored.push(body_of([officer.enrolled, *entries])).results
        assert [answer.verdict.value for answer in answers] == ["accepted"] * 3


def test_what_another_push_of_the_group_lets_in_is_never_called_malformed(
    office: Office, copy: Callable[[str], str]
) -> None:
    with _lost_under(office, copy) as (officer, restored):
        entry = officer.write("screening.recorded/1", content.screening())
        bodies = [body_of([entry]), body_of([officer.enrolled, entry])]
        jobs = [check(restored.installation, restored.logbook, body) for body in bodies]
        with restored.store.writing() as writing:
            answers = append_group(writing, jobs)
        verdicts = [[one.verdict.value for one in answer.results] for answer in answers]
        assert verdicts == [["duplicate"], ["accepted", "accepted"]]
        assert answers[0].results[0].position == answers[1].results[1].position


def test_an_enrolment_that_the_server_did_not_sign_lets_nobody_in(office: Office) -> None:
    other = office.server.open()
    intruder = office.server.enrol(roles=["administrator"], logbook=other)
    intruder.logbook = office.server.logbook
    parts = {
        "enrolment": {
            "spki": intruder.spki,
            "person": intruder.person,
            "browser": "phone",
            "roles": ["administrator"],
        }
    }
    mine = office.officer.write("key.enrolled/1", parts)
    entry = intruder.write("unit.registered/1", content.unit("Mine"))
    results = office.server.push(body_of([intruder.enrolled, mine, entry])).results
    assert [result.code for result in results] == [
        "logbook_other", "permission_missing", "key_unknown",
    ]  # fmt: skip
