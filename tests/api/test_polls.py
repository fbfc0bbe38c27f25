"""A poll that is answered from memory is answered as the long way would answer it."""

from collections.abc import Callable

import pytest
from httpx2 import Response

from sync import pull as outlet
from tests import content
from tests.api.site import Site, Tab, code_of


class Poller:
    """A phone that has read everything and has been told once that nothing is new."""

    def __init__(self, tab: Tab) -> None:
        self.tab = tab
        self.etag = tab.get("pull").headers["etag"]
        assert self.poll().status_code == 304

    def poll(self) -> Response:
        """Ask whether anything is new."""
        return self.tab.get("pull", headers={"if-none-match": self.etag})


@pytest.fixture
def admin(site: Site) -> Tab:
    """Give the founder, joined."""
    return site.administrator()


@pytest.fixture
def poller(site: Site, admin: Tab) -> Poller:
    """Give a phone that polls."""
    return Poller(site.enrol(admin, "officer"))


@pytest.fixture
def asked_in_full(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collect the persons whose polls went the long way."""
    asked: list[str] = []
    whole = outlet.etag_of

    def note(installation: object, logbook: str, person: str) -> str:
        asked.append(person)
        return whole(installation, logbook, person)  # type: ignore[arg-type]  # passed on

    monkeypatch.setattr(outlet, "etag_of", note)
    return asked


def test_nothing_new_is_known_without_asking_in_full(
    poller: Poller, asked_in_full: list[str]
) -> None:
    answer = poller.poll()
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["etag"] == poller.etag
    assert answer.headers["cache-control"] == "no-store"
    assert asked_in_full == []


def test_what_is_new_ends_it(poller: Poller) -> None:
    poller.tab.push_entries(poller.tab.write("screening.recorded/1", content.screening()))
    assert poller.poll().status_code == 200


def test_a_revoked_key_ends_its_session_at_once(admin: Tab, poller: Poller) -> None:
    admin.revoke(poller.tab.key)
    assert code_of(poller.poll()) == "signed_out"


def test_a_deactivated_person_is_out_at_once(admin: Tab, poller: Poller) -> None:
    parts = {"reason": {"text": "left the service"}}
    admin.push_entries(admin.write("person.deactivated/1", parts, subject=poller.tab.person))
    assert code_of(poller.poll()) == "person_inactive"


def _signs_out(poller: Poller) -> None:
    kept = list(poller.tab.cookies)
    poller.tab.call("DELETE", "/api/session")
    for cookie in kept:
        poller.tab.cookies.set_cookie(cookie)


def _says_it_is_a_desk(poller: Poller) -> None:
    for cookie in poller.tab.cookies:
        cookie.name = "verbatim_desk"


@pytest.mark.parametrize("act", [_signs_out, _says_it_is_a_desk], ids=["out", "desk"])
def test_a_session_that_is_none_is_told_so(poller: Poller, act: Callable[[Poller], None]) -> None:
    act(poller)
    assert code_of(poller.poll()) == "signed_out"


def test_another_logbook_is_not_found(poller: Poller) -> None:
    poller.tab.logbook = "01890000-0000-7000-8000-000000000000"
    assert code_of(poller.poll()) == "not_found"


def test_the_long_way_is_taken_once_a_minute_and_notes_use(
    site: Site, poller: Poller, asked_in_full: list[str]
) -> None:
    site.clock.advance(seconds=59)
    poller.poll()
    assert asked_in_full == []
    site.clock.advance(seconds=1)
    poller.poll()
    assert len(asked_in_full) == 1


def test_a_session_ends_in_time(site: Site, poller: Poller) -> None:
    site.clock.advance(days=31)
    assert code_of(poller.poll()) == "signed_out"


def test_a_tag_of_something_else_is_asked_in_full(poller: Poller, asked_in_full: list[str]) -> None:
    poller.etag = '"1-1-0123456789abcdef"'
    assert poller.poll().status_code == 200
    assert len(asked_in_full) == 1
