"""What the writer remembers of who is who is never older than the log it writes to."""

from dataclasses import replace

import pytest

from schemas.problems import VerbatimError
from tests import content
from tests.clients import Server, body_of
from tests.failing_database import failing
from tests.office import Office


def verdict(office: Office) -> tuple[str, str]:
    """Let the officer record something; return what becomes of it."""
    (answer,) = office.officer.send(
        office.server, office.officer.write("screening.recorded/1", content.screening())
    )
    return answer.verdict.value, answer.code


def test_what_another_process_logged_is_known_at_once(office: Office) -> None:
    assert verdict(office) == ("accepted", "")
    other = Server(office.server.url, office.server.folder, office.server.logbook)
    replace(office, server=other).revoke(office.officer.key)
    other.close()
    assert verdict(office) == ("quarantined", "key_revoked")


def test_what_the_same_writer_logged_is_known_at_once(office: Office) -> None:
    assert verdict(office) == ("accepted", "")
    office.revoke(office.officer.key)
    assert verdict(office) == ("quarantined", "key_revoked")


def test_what_never_was_committed_is_not_remembered(office: Office) -> None:
    assert verdict(office) == ("accepted", "")
    parts = {"revocation": {"key": office.officer.key, "reason": "lost"}}
    revoked = office.administrator.write("key.revoked/1", parts)
    after = office.officer.write("screening.recorded/1", content.screening())
    with failing(office.server, "before"), pytest.raises(VerbatimError, match="outcome_unknown"):
        office.server.push(body_of([revoked, after]))
    office.officer.outbox.clear()
    assert verdict(office) == ("accepted", "")
