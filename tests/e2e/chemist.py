"""What a chemist does at a desk: enrol, find the item, issue the result, decide."""

import re

from playwright.sync_api import Locator, Page, expect

PASSWORD = "another four words only Ana knows"


def enrol_desk(page: Page, invite: str, sign_in: str = "ana.ilic") -> None:
    """Open an invite as a desk and arrive at the worklist."""
    page.goto(invite)
    fill_door(page, sign_in)


def fill_door(
    page: Page, sign_in: str = "ana.ilic", home: str | re.Pattern[str] = "Worklist"
) -> None:
    """Join as a desk and arrive at the person's first screen."""
    page.get_by_label("Sign-in name").fill(sign_in)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Join", exact=True).click()
    expect(page.get_by_role("heading", name=home)).to_be_visible()


def open_result(page: Page) -> None:
    """Open the result form of the first row that waits for one."""
    page.get_by_role("link", name="Enter result").first.click()
    expect(page.get_by_role("heading", name="Laboratory result")).to_be_visible()


def fill_result(page: Page, report: str, substance: str = "Cocaine") -> None:
    """Type a final report with one method and one finding."""
    page.get_by_label("Laboratory number").fill(f"L-{report}")
    page.get_by_label("Report number").fill(report)
    page.get_by_label("Status of the report").select_option("final")
    page.get_by_label("Examined", exact=True).select_option("examined")
    page.get_by_label("Method 1").fill("GC-MS")
    page.get_by_label("Scope of the method").select_option("general_unknown")
    if not page.get_by_label("Substance 1").count():
        page.get_by_role("button", name="Add a finding").click()
    page.get_by_label("Substance 1").fill(substance)
    page.get_by_label("Status by the laboratory").select_option("identified")
    page.get_by_label("Statement, word for word").fill(f"The sample contains {substance}.")


def sign(page: Page, ask: Locator) -> str:
    """Ask for the sentence, sign it, and return it."""
    ask.click()
    dialog = page.get_by_role("dialog")
    sentence = dialog.locator("#sign-sentence").inner_text()
    dialog.get_by_role("button", name="Sign as").click()
    expect(dialog).to_have_count(0)
    return sentence


def issue_result(page: Page, report: str = "NFC-2026-118") -> str:
    """Issue the result of the open form and arrive at the side-by-side page."""
    fill_result(page, report)
    sentence = sign(page, page.get_by_role("button", name="Read the sentence and sign"))
    expect(page.get_by_role("heading", name="Decide how the report")).to_be_visible()
    return sentence


def decide(page: Page, reason: str = "Both name cocaine.") -> str:
    """Decide the reconciliation that is open."""
    page.get_by_label("For substance line 1").select_option("lab_same")
    page.get_by_label("For the item").select_option("agree")
    page.get_by_label("Reason", exact=True).fill(reason)
    return sign(page, page.get_by_role("button", name="Read the sentence and sign"))
