"""A read-only logbook over HTTP: people go on reading, nothing is taken in, nobody overlooks it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy as twin

import pytest

from api.app import create_app
from tests import content
from tests.api.described import CheckedClient
from tests.api.site import NDJSON, ORIGIN, Site, Tab, code_of
from tests.clients import body_of

Copy = Callable[[str], str]


@contextmanager
def restored(site: Site, url: str, *tabs: Tab) -> Iterator[Site]:
    """Give the site on another database, with these tabs turned to it."""
    other = twin(site)
    other.settings = site.settings.model_copy(update={"database_url": url})
    other.client = CheckedClient(create_app(other.settings, site.clock), base_url=ORIGIN)
    with other.client:
        for tab in tabs:
            tab.site = other
        yield other


@pytest.fixture
def phone(site: Site) -> Tab:
    """Give an officer's phone with one record on the server."""
    tab = site.enrol(site.administrator(), "officer")
    tab.push_entries(tab.write("screening.recorded/1", content.screening()))
    return tab


def test_a_restored_server_says_that_it_is_read_only_wherever_one_looks(
    site: Site, phone: Tab, copy: Copy
) -> None:
    older = copy(site.settings.database_url)
    late = phone.write("screening.recorded/1", content.screening())
    assert site.client.get("/readyz").json()["read_only"] == []
    assert not site.client.get("/api/installation").json()["logbooks"][0]["read_only"]
    phone.push_entries(late)
    with restored(site, older, phone) as other:
        ready = other.client.get("/readyz")
        assert (ready.status_code, ready.json()["read_only"]) == (200, [site.logbook])
        assert "IS READ-ONLY" in ready.json()["warnings"][-1]
        assert other.client.get("/api/installation").json()["logbooks"][0]["read_only"]


def test_a_restored_server_answers_readers_and_turns_writers_away(
    site: Site, phone: Tab, copy: Copy
) -> None:
    older = copy(site.settings.database_url)
    (recorded,) = phone.own
    late = phone.write("screening.recorded/1", content.screening())
    phone.push_entries(late)
    with restored(site, older, phone) as other:
        path = f"/api/logbooks/{site.logbook}/push"
        for entries in ([late], [recorded], [recorded, late]):
            answer = other.client.post(path, content=body_of(entries), headers=NDJSON)
            assert (answer.status_code, code_of(answer)) == (503, "read_only")
            assert int(answer.headers["retry-after"]) >= 20
        for asked in ("pull", "checkpoint", "consistency?from=1"):
            assert code_of(phone.get(asked)) == "read_only"
        assert phone.get("registry").status_code == 200
        told = phone.get("guard").json()
        assert (told["read_only"], told["reason"]) == (True, "smaller")
        record = phone.get(f"records/{recorded.header.subject}")
        assert record.status_code == 200
        assert record.json()["receipt"]["checkpoint"] == ""


def test_no_poll_is_told_that_nothing_is_new(site: Site, phone: Tab, copy: Copy) -> None:
    older = copy(site.settings.database_url)
    tag = phone.get("pull").headers["etag"]
    phone.push_entries(phone.write("screening.recorded/1", content.screening()))
    with restored(site, older, phone):
        # The restored head is the very one that the phone was told of before.
        assert code_of(phone.get("pull", headers={"if-none-match": tag})) == "read_only"


def test_nobody_joins_a_read_only_logbook(site: Site, copy: Copy) -> None:
    admin = site.administrator()
    invite = site.invite(admin, site.register(admin, "officer"))
    older = copy(site.settings.database_url)
    site.register(admin, "officer", name="Vera")
    tab = Tab(site)
    with restored(site, older, tab):
        assert code_of(tab.join(invite)) == "read_only"
    tab.site = site
    assert tab.join(invite).status_code == 200
