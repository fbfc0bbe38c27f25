"""What an officer does on a phone: enrol, get ready, record. Taps are counted."""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect


def enrol_phone(page: Page, invite: str) -> None:
    """Open an invite and wait until the phone says that it works offline."""
    page.goto(invite)
    page.get_by_role("button", name="Join", exact=True).tap()
    expect(page.get_by_text("Ready to work offline", exact=True)).to_be_visible()
    page.get_by_role("link", name="Begin").tap()
    expect(page.get_by_role("button", name="Save as")).to_be_visible()


@dataclass
class Fingers:
    """Touches a page and counts how often."""

    page: Page
    taps: int = 0

    def tap(self, what: Locator) -> None:
        """Touch something once."""
        what.tap()
        self.taps += 1


def record_screening(page: Page, substance: str = "Cocaine HCl") -> int:
    """Record a typical screening with the unit's only analyser; return the number of taps."""
    hand = Fingers(page)
    fill_screening(hand, substance)
    hand.tap(page.get_by_role("button", name="Save as"))
    expect(page.get_by_role("heading", name="Saved on this phone")).to_be_visible()
    return hand.taps


def fill_screening(hand: Fingers, substance: str) -> None:
    """Touch and type what a typical screening needs, up to Save."""
    page = hand.page
    hand.tap(page.get_by_role("button", name="powder"))
    hand.tap(page.get_by_role("button", name="Point and shoot"))
    hand.tap(page.get_by_role("button", name="Alarm"))
    hand.tap(page.get_by_role("button", name="red"))
    hand.tap(page.get_by_label("Substance 1, as displayed"))
    page.keyboard.type(substance)
    hand.tap(page.get_by_label("I compared this with the screen"))


def open_list(page: Page) -> Locator:
    """Go to the list of records; return its rows."""
    page.goto(page.url.split("#")[0] + "#/list")
    rows = page.locator(".record-row")
    expect(rows.first).to_be_visible()
    return rows


def renew_key(page: Page) -> None:
    """Put another key in the place of this phone's own, and wait until the server has it."""
    page.goto(page.url.split("#")[0] + "#/settings")
    page.get_by_role("button", name="Renew the key").tap()
    expect(page.get_by_text("a new key takes the place of the key")).to_be_visible()
    page.get_by_role("button", name="Sign as").tap()
    expect(page.get_by_text("The key is renewed")).to_be_visible()
    expect(page.locator(".bar-tool.waiting")).to_have_count(0)


def open_record(page: Page) -> None:
    """Open the newest record from the list."""
    open_list(page).first.tap()
    expect(page.get_by_role("heading", name="Record of item 1")).to_be_visible()


def begin_correction(page: Page) -> None:
    """Open the form of a correction from the record's page."""
    page.get_by_role("link", name="Correct").tap()
    expect(page.locator("#correct-save")).to_be_visible()


def correct_beside(page: Page, other: Page) -> str:
    """Correct the record whose page is open on two phones at once; return its address."""
    record = page.url.split("#")[1]
    begin_correction(page)
    base = other.url.split("#")[0]
    other.goto(f"{base}#/settings")
    other.goto(f"{base}#{record}")
    begin_correction(other)
    correct(page, "α-PHP")
    expect(page.locator(".bar-tool.waiting")).to_have_count(0)
    correct(other, "α-PiHP")
    return record


def correct(page: Page, substance: str) -> None:
    """Correct the substance on the open page of a correction."""
    page.get_by_label("Substance line", exact=False).first.fill(substance)
    page.locator("#reason-code").select_option(index=1)
    page.locator("#correct-save").click()
    sign_now(page)


def void(page: Page) -> None:
    """Give the reason and void the record whose form is open."""
    page.locator("#reason-code").select_option(index=1)
    page.locator("#void-save").click()
    sign_now(page)


def sign_now(page: Page) -> None:
    """Sign the sentence that is shown."""
    page.locator("#sign-now").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
