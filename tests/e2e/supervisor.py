"""What a supervisor does at a desk: choose between versions, review what the log shows."""

from playwright.sync_api import Page, expect

from tests.e2e import chemist

BESIDE = "Two versions stand beside each other"


def open_conflict(page: Page) -> None:
    """Go from the queue to the record in conflict."""
    page.get_by_role("link", name="Review").click()
    page.get_by_role("link", name="versions beside each other").click()
    row = page.locator(".review-row").filter(has_text="versions beside each other")
    row.get_by_role("link", name="Open the record").click()
    expect(page.get_by_text(BESIDE)).to_be_visible()
    page.get_by_role("button", name="Choose which version stands").click()


def choose(page: Page, version: str) -> str:
    """Choose a version on the open form, after trying without one and without words."""
    save = page.locator("#choose-save")
    save.click()
    expect(page.get_by_text("Choose a version.")).to_be_visible()
    page.get_by_role("button", name=version).click()
    page.locator("#reason-code").select_option("other")
    page.locator("#reason-text").fill("so it is")
    save.click()
    expect(page.get_by_text("say which in at least 10 characters")).to_be_visible()
    page.locator("#reason-text").fill("The photograph shows it.")
    return chemist.sign(page, save)


def begin_review(page: Page) -> None:
    """Open the form of the first row that is listed."""
    page.locator(".review-row").first.get_by_role("button", name="Review", exact=True).click()


def explain(page: Page, words: str) -> None:
    """Review the row whose form is open, after trying without words."""
    row = page.locator(".review-row").first
    row.get_by_role("button", name="explained").click()
    sign = row.get_by_role("button", name="Read the sentence and sign")
    sign.click()
    expect(row.get_by_text("Say why in at least 10 characters.")).to_be_visible()
    row.get_by_label("In words").fill(words)
    chemist.sign(page, sign)
