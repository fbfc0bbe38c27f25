"""Pushing over HTTP: whoever waits for a commit keeps nobody else waiting."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from db.engine import READERS
from sync.append import append_group
from tests import content
from tests.api.site import Site


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Hold the writer up until the event is set."""
    go_on = threading.Event()

    def wait_and_append(*given: object, **memory: object) -> object:
        assert go_on.wait(20)
        return append_group(*given, **memory)  # type: ignore[arg-type]  # passed on

    monkeypatch.setattr("api.app.append_group", wait_and_append)
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
