"""Server processes and browser profiles for the stories, and their end, whatever happens.

All tests of a file run on one worker (`--dist loadfile`), so that its office is set up once.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from tests.e2e.office import Office
from tests.e2e.profile import WAIT, Profile
from tests.e2e.server import Server
from tests.house.browser import started_playwright

MakeProfile = Callable[[str, dict[str, Any]], Profile]
HERE = Path(__file__).parent

expect.set_options(timeout=WAIT)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """Playwright itself. It ends with each module: other tests run event loops of their own."""
    with started_playwright() as running:
        yield running


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server that runs, on a data folder of its own."""
    made = Server(tmp_path / "server")
    made.start()
    yield made
    made.stop()


@pytest.fixture
def make_profile(
    playwright: Playwright, browser_path: str, tmp_path: Path
) -> Iterator[MakeProfile]:
    """Make and start browser profiles; what a page complained of fails the test at the end."""
    made: list[Profile] = []

    def make(name: str, looks: dict[str, Any]) -> Profile:
        profile = Profile(playwright, browser_path, tmp_path / f"profile-{name}", looks)
        made.append(profile)
        profile.start()
        return profile

    yield make
    for profile in made:
        profile.close()
    complaints = [text for profile in made for text in profile.complaints]
    assert not complaints, complaints


@pytest.fixture(scope="module")
def browser(playwright: Playwright, browser_path: str) -> Iterator[Browser]:
    """One browser for the many short tests; `lan.test` is this machine, without HTTPS."""
    rules = "--host-resolver-rules=MAP lan.test 127.0.0.1"
    running = playwright.chromium.launch(executable_path=browser_path, args=[rules])
    yield running
    running.close()


@pytest.fixture(scope="module")
def whole_office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One logbook, set up, for all tests of a module; its log is audited at the end."""
    made = Office(browser, tmp_path_factory.mktemp("office"))
    yield made
    made.server.audit()
    made.stop()


@pytest.fixture
def office(whole_office: Office) -> Iterator[Office]:
    """The module's office with an honest proxy; complaints of pages fail the test."""
    yield whole_office
    whole_office.proxy.behave()
    if whole_office.server.process is None:
        whole_office.server.start()
    complaints = [*whole_office.complaints]
    whole_office.complaints.clear()
    assert not complaints, complaints


@pytest.fixture(scope="module")
def everyday_phone(whole_office: Office) -> Page:
    """A phone that several tests use one after the other."""
    return whole_office.phone()


@pytest.fixture
def phone(office: Office, everyday_phone: Page) -> Page:
    """The everyday phone on its entry form, with nothing waiting."""
    everyday_phone.goto(f"{office.server.url}/#/settings")
    expect(everyday_phone.get_by_role("heading", name="Settings")).to_be_visible()  # left at last
    everyday_phone.goto(f"{office.server.url}/#/entry")
    expect(everyday_phone.get_by_role("button", name="Save as")).to_be_visible()
    return everyday_phone


@pytest.fixture(scope="module")
def everyday_desk(whole_office: Office) -> Page:
    """The chemist's desk, which several tests use one after the other."""
    return whole_office.desk()
