"""Pushing over HTTP: whoever waits for a commit keeps nobody else waiting."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from api.routes import push as route
from db.driver.connect import READERS
from sync.intake.append import append_group
from tests import content
from tests.api.site import NDJSON, Site, code_of
from tests.clients import body_of


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Hold the writer up until the event is set."""
    go_on = threading.Event()

    def wait_and_append(*given: object, **memory: object) -> object:
        assert go_on.wait(20)
        return append_group(*given, **memory)  # type: ignore[arg-type]  # passed on

    monkeypatch.setattr("sync.installation.append_group", wait_and_append)
    return go_on


def test_pushes_that_wait_for_the_writer_leave_readers_alone(
    held: threading.Event, database_url: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    site = Site(database_url, tmp_path_factory.mktemp("site"))
    with site.client:
        held.set()
        admin = site.administrator()
        phones = [site.enrol(admin, "officer") for _ in range(2)]
        held.clear()
        entries = [
            (phone, phone.write("screening.recorded/1", content.screening()))
            for phone in phones
            for _ in range(READERS)
        ]
        with ThreadPoolExecutor(len(entries)) as pool:
            waiting = [pool.submit(phone.push_entries, entry) for phone, entry in entries]
            assert phones[0].get("pull").status_code == 200
            assert not any(push.done() for push in waiting)
            held.set()
            results = [push.result(20)[0] for push in waiting]
    assert {result["verdict"] for result in results} == {"accepted"}
    assert len({result["position"] for result in results}) == len(entries)


def test_pushes_that_wait_take_no_more_memory_than_there_is_room(
    held: threading.Event, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    held.set()
    phone = site.enrol(site.administrator(), "officer")
    first, second = [phone.write("screening.recorded/1", content.screening()) for _ in range(2)]
    taken = threading.Event()

    class OneRoom(route.Room):
        def take(self, size: int) -> None:
            super().take(size)
            taken.set()

    monkeypatch.setattr(route, "_ROOM", OneRoom(len(body_of([first])) + 1))
    held.clear()
    path = f"/api/logbooks/{site.logbook}/push"
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(phone.push_entries, first)
        assert taken.wait(20)
        answer = site.client.post(path, content=body_of([second]), headers=NDJSON)
        assert (answer.status_code, code_of(answer)) == (503, "busy")
        held.set()
        assert waiting.result(20)[0]["verdict"] == "accepted"
    assert phone.push_entries(second)[0]["verdict"] == "accepted"
