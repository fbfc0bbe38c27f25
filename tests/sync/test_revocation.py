"""Who may revoke whose key: administrators any, supervisors those of their people."""

from collections.abc import Callable

import pytest

from tests import content
from tests.clients import Browser
from tests.office import Office

Choose = Callable[[Office], Browser]


def revoked(office: Office, by: Browser, key: str) -> tuple[str, str]:
    """Let someone revoke a key; return what became of it."""
    entry = by.write("key.revoked/1", {"revocation": {"key": key, "reason": "lost"}})
    (answer,) = by.send(office.server, entry)
    since = dict(office.server.rows("SELECT key, revoked FROM enrolled_key"))
    assert since[key] == (-1 if answer.code else answer.position)
    return answer.verdict.value, answer.code


def appoint(office: Office, who: Browser, unit: str, *roles: str) -> None:
    """Give someone another post."""
    parts = content.person("Somebody", unit, *roles)
    office.administrator.write("person.changed/1", parts, subject=who.person)
    office.administrator.send(office.server)


@pytest.mark.parametrize(
    ("by", "whose"),
    [
        (lambda o: o.administrator, lambda o: o.stranger),
        (lambda o: o.administrator, lambda o: o.supervisor),
        (lambda o: o.administrator, lambda o: o.administrator),
        (lambda o: o.supervisor, lambda o: o.officer),
        (lambda o: o.supervisor, lambda o: o.auditor),
        (lambda o: o.foreman, lambda o: o.stranger),
    ],
)
def test_administrators_and_supervisors_revoke(office: Office, by: Choose, whose: Choose) -> None:
    assert revoked(office, by(office), whose(office).key) == ("accepted", "")


@pytest.mark.parametrize(
    ("by", "whose"),
    [
        (lambda o: o.supervisor, lambda o: o.stranger),
        (lambda o: o.foreman, lambda o: o.officer),
        (lambda o: o.officer, lambda o: o.officer),
        (lambda o: o.officer, lambda o: o.colleague),
        (lambda o: o.analyst, lambda o: o.officer),
        (lambda o: o.auditor, lambda o: o.officer),
        (lambda o: o.supervisor, lambda o: o.administrator),
    ],
)
def test_nobody_else_does(office: Office, by: Choose, whose: Choose) -> None:
    assert revoked(office, by(office), whose(office).key) == ("quarantined", "permission_missing")


def test_a_supervisor_revokes_no_administrators_key_in_their_own_unit(office: Office) -> None:
    appoint(office, office.officer, office.post, "officer", "administrator")
    aside = ("quarantined", "permission_missing")
    assert revoked(office, office.supervisor, office.officer.key) == aside
    appoint(office, office.officer, office.post, "officer")
    assert revoked(office, office.supervisor, office.officer.key) == ("accepted", "")


def test_a_supervisor_who_is_an_administrator_too_may(office: Office) -> None:
    appoint(office, office.supervisor, office.region, "supervisor", "administrator")
    assert revoked(office, office.supervisor, office.administrator.key) == ("accepted", "")
