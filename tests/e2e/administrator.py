"""What the administrator does on the screen: the guided first run, invites, further set-up."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

Look = Callable[[Page, str], None]
"""What a spectator does at each step, such as taking a picture."""

PASSWORD = "four calm words that nobody guesses"
OFFICER, CHEMIST = "Jelena Petrović", "Ana Ilić"


def found_logbook(page: Page, invite: str, look: Look = lambda _page, _name: None) -> None:
    """Live the first run from the printed address to the page of invites; look at each step."""
    page.goto(invite)
    expect(page.get_by_label("Your name")).to_be_visible()
    look(page, "first-run-1-you")
    become_administrator(page)
    look(page, "first-run-2-unit")
    state_unit(page)
    look(page, "first-run-3-laboratory")
    page.get_by_label("Name of the laboratory").fill("National Forensic Centre")
    go_on(page, "The analyser of Crossing Batrovci")
    look(page, "first-run-4-instrument")
    page.get_by_label("Serial number").fill("TN-0417")
    page.get_by_label("Firmware").fill("2.4.1")
    page.get_by_label("Library").fill("NA-17 with local additions")
    go_on(page, "One officer and one chemist")
    name_colleague(page, "Officer", OFFICER, "1234")
    name_colleague(page, "Chemist", CHEMIST, "")
    look(page, "first-run-5-people")
    go_on(page, "Invite them")
    look(page, "first-run-6-invites")


def become_administrator(page: Page, name: str = "Marko Kovač") -> None:
    """Turn this browser, opened at the printed address, into the founder's."""
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Become the administrator").click()
    expect(heading(page)).to_have_text("Your organisation and its first unit")


def state_unit(page: Page) -> None:
    """State the organisation, the first unit and the territory of both; the name is known."""
    expect(page.get_by_label("Your name")).to_have_count(0)
    fill_unit(page)


def fill_unit(page: Page) -> None:
    """Fill in and sign the step of the unit."""
    page.get_by_label("Name of the organisation").fill("Customs Administration")
    page.get_by_label("Territory").select_option(label="Serbia")
    page.get_by_label("Name of the first unit").fill("Crossing Batrovci")
    page.get_by_role("button", name="Land crossing").click()
    go_on(page, "The laboratory that examines the items")


def name_colleague(page: Page, which: str, name: str, number: str) -> None:
    """Fill in one of the two colleagues."""
    fields = page.get_by_role("group", name=which, exact=True)
    fields.get_by_label("Name").fill(name)
    fields.get_by_label("Service number").fill(number)


def make_invite(page: Page, name: str) -> str:
    """Make the invite of a colleague on the last page of the first run; return its address."""
    card = page.get_by_role("region", name=f"Invite for {name}")
    card.get_by_role("button", name="Make the invite").click()
    expect(card.get_by_role("timer")).to_be_visible()
    return card.get_by_label("Link of the invite").input_value()


def go_on(page: Page, title: str) -> None:
    """Sign the step and wait for the next one."""
    page.get_by_role("button", name="Save and continue").click()
    expect(heading(page)).to_have_text(title)


def heading(page: Page) -> Locator:
    """The one heading of a screen."""
    return page.get_by_role("heading", level=1)


def invite_person(page: Page, name: str, browser: str) -> str:
    """Make an invite on the administrator's page; return its address."""
    open_page(page, "/admin/invites", "Invites")
    page.get_by_role("button", name="Make an invite").click()
    whom = page.get_by_label("For whom")
    text = whom.locator("option", has_text=name).inner_text()
    whom.select_option(label=text)
    page.get_by_role("button", name=f"{browser}:").click()
    page.get_by_role("button", name="Make an invite").click()
    expect(page.get_by_role("timer")).to_be_visible()
    return page.get_by_label("Link of the invite").input_value()


def open_page(page: Page, path: str, title: str) -> None:
    """Go to one of the administrator's pages."""
    page.goto(f"{page.url.split('#')[0]}#{path}")
    expect(heading(page)).to_have_text(title)


def add_person(page: Page, name: str, unit: str, roles: list[str], number: str = "") -> None:
    """Register another person."""
    open_page(page, "/admin/people", "People")
    page.get_by_role("button", name="Add a person").click()
    panel = page.get_by_role("region", name="New person")
    panel.get_by_label("Name", exact=True).fill(name)
    panel.get_by_label("Service number").fill(number)
    panel.get_by_label("Unit", exact=True).select_option(label=unit)
    for role in ("officer", "supervisor", "analyst", "auditor", "administrator"):
        box = panel.get_by_role("checkbox", name=re.compile(f"^{role_text(role)}"))
        box.set_checked(role in roles)
    panel.get_by_role("button", name="Sign and save").click()
    expect(page.get_by_text("Accepted by the server")).to_be_visible()


def role_text(role: str) -> str:
    """Give a role as the screen names it."""
    return "laboratory analyst" if role == "analyst" else role
