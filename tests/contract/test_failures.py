"""A database that fails before or after its commit loses nothing and doubles nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, event
from sqlalchemy.exc import OperationalError

from audit.authoring import wire_line
from schemas.problems import VerbatimError
from tests import content
from tests.clients import Server, body_of
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
def test_a_failure_within_the_transaction_leaves_nothing(office: Office, statement: str) -> None:
    officer, server = office.officer, office.server
    before = server.head()
    officer.write("screening.recorded/1", content.screening())
    with _breaking(server, statement), pytest.raises(VerbatimError, match="outcome_unknown"):
        officer.send(server)
    assert server.head() == before
    assert server.rows("SELECT max(position) FROM entry") == [(before.size - 1,)]
    assert [answer.verdict.value for answer in officer.send(server)] == ["accepted"]


@contextmanager
def _breaking(server: Server, statement: str) -> Iterator[None]:
    """Let a statement fail as a lost connection does."""

    def fail(_connection: Connection, _cursor: object, text: str, *_rest: object) -> None:
        if text.startswith(statement):
            raise OperationalError(text, {}, Exception("server closed the connection"))

    writer = server.store.engines.writer
    event.listen(writer, "before_cursor_execute", fail)
    try:
        yield
    finally:
        event.remove(writer, "before_cursor_execute", fail)


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
    restored = Server(older, server.folder, server.logbook)
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
