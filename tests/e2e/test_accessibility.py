"""No screen breaks a rule of axe: light and dark, English and Serbian Cyrillic.

The rules are those of WCAG 2.2 AA and the good practices that axe knows.
"""

from itertools import product
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import administrator, chemist, officer, troubles
from tests.e2e.office import SUPERVISOR, Office
from tests.e2e.server import ROOT

AXE = (ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js").read_text()
RUN = "async () => (await axe.run(document)).violations"
LOOKS = list(product(("light", "dark"), ("en", "sr-Cyrl")))
PAUSE = 100
"""Milliseconds for the old screen to go and the rows of the new one to come."""

PHONE_SCREENS = ("/entry", "/list", "/ready", "/settings", "/nowhere", "/join")
ADMIN_SCREENS = (
    "/admin/units", "/admin/people", "/admin/instruments", "/admin/invites", "/admin/keys",
    "/first-run", "/settings",
)  # fmt: skip
DESK_SCREENS = ("/desk", "/desk?queue=all", "/desk?queue=done", "/desk/quarantine", "/settings")
DOOR_SCREENS = ("/join", "/sign-in", "/first-run", "/settings")


@pytest.fixture(scope="module")
def visit(whole_office: Office) -> tuple[str, dict[str, Page]]:
    """A record that has been decided on, a phone, the desks of three people, and a stranger."""
    office = whole_office
    phone = office.phone()
    officer.record_screening(phone)
    expect(phone.locator(".badge")).to_contain_text("received")
    desk = office.desk()
    chemist.open_result(desk)
    subject = desk.url.rsplit("/", 1)[1]
    chemist.issue_result(desk)
    chemist.decide(desk)
    office.settled(desk)
    office.add_supervisor()
    supervisor = office.desk(SUPERVISOR, "petar.savic")
    door = office.open({"viewport": {"width": 360, "height": 740}})
    door.goto(office.server.url)
    pages = {"phone": phone, "desk": desk, "supervisor": supervisor, "door": door}
    return subject, pages | {"founder": office.founder}


@pytest.mark.parametrize(("theme", "language"), LOOKS)
def test_no_screen_has_a_violation(
    office: Office, visit: tuple[str, dict[str, Page]], theme: str, language: str
) -> None:
    subject, people = visit
    about = (f"/record/{subject}", f"/desk/reconcile/{subject}", f"/desk/result/{subject}")
    screens = {
        "phone": (*PHONE_SCREENS, f"/record/{subject}", f"/record/{subject}/correct"),
        "desk": (*DESK_SCREENS, *about),
        "supervisor": ("/desk", "/desk/review", *about[:2], "/admin/keys"),
        "founder": ADMIN_SCREENS,
        "door": DOOR_SCREENS,
    }
    found: list[str] = []
    for who, paths in screens.items():
        look_at(people[who], theme, language)
        for path in paths:
            found += [f"{who} {path}: {text}" for text in check(people[who], path)]
    assert office.server.process
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("theme", "language"), LOOKS)
def test_what_opens_or_goes_wrong_on_a_phone_has_no_violation(
    office: Office, visit: tuple[str, dict[str, Page]], theme: str, language: str
) -> None:
    page = visit[1]["phone"]
    look_at(page, theme, language)
    open_path(page, "/entry")
    page.locator(".save").tap()
    page.locator(".ask").first.tap()
    page.locator(".languages summary").tap()
    found = violations(page)
    open_path(page, "/list")
    page.locator(".more summary").tap()
    troubles.turn_clock(page)
    expect(page.locator(".shell-notices .notice")).to_have_count(1)
    found += violations(page)
    door = visit[1]["door"]
    look_at(door, theme, language)
    door.goto(office.invite(administrator.OFFICER, "phone"))
    expect(door.locator("dl.facts")).to_have_count(2)
    found += violations(door)
    assert not found, "\n".join(found)


def look_at(page: Page, theme: str, language: str) -> None:
    """Choose how the page looks, as its settings do."""
    page.evaluate(
        "([theme, language]) => { localStorage['verbatim.theme'] = theme;"
        " localStorage['verbatim.language'] = language; location.reload(); }",
        [theme, language],
    )
    expect(page.locator(f"html[data-theme='{theme}'][lang='{language}']")).to_be_attached()


def check(page: Page, path: str) -> list[str]:
    """Open a screen; say what axe finds wrong with it."""
    open_path(page, path)
    return violations(page)


def open_path(page: Page, path: str) -> None:
    """Open a screen and wait until it stands."""
    page.evaluate("(path) => { location.hash = path; }", f"#{path}")
    page.wait_for_timeout(PAUSE)
    expect(page.locator("main h1").first).to_be_attached()
    expect(page.locator("main [role=status].empty")).to_have_count(0)


def violations(page: Page) -> list[str]:
    """Say what axe finds wrong with what the page shows now."""
    page.evaluate("() => Promise.all(document.getAnimations().map((one) => one.finished))")
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found: list[dict[str, Any]] = page.evaluate(RUN)
    return [f"{one['id']} at {[node['target'] for node in one['nodes']][:3]}" for one in found]
