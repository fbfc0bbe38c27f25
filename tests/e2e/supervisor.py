"""What a supervisor does at a desk: choose, review, keep as evidence, have erased."""

from playwright.sync_api import Locator, Page, expect

from tests.e2e import chemist, officer

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


def notice(page: Page, text: str) -> Locator:
    """Find what the page says of holds and orders."""
    return page.locator(".notice-title").filter(has_text=text)


def open_keeping(url: str, page: Page, record: str) -> None:
    """Read the page of a record or a person anew."""
    page.goto(f"{url}/#/settings")
    expect(page.get_by_role("heading", name="Settings")).to_be_visible()
    page.goto(f"{url}/#{record}")
    expect(page.get_by_role("heading", name="Keeping and erasing")).to_be_visible()


def state(page: Page, authority: str = "") -> None:
    """Fill the short form that is open, and sign."""
    if authority:
        page.get_by_label("By whose order").fill(authority)
    page.get_by_label("File number or reason").fill("Order 7/26.")
    page.locator("#retention-sign").click()
    officer.sign_now(page)


def order_erasure(page: Page, entry: str = "Version 1", part: str = "the reading") -> None:
    """Order that a part of an entry, by the beginning of its name, be erased."""
    fill_erasure(page, entry, part)
    page.locator("#erase-sign").click()
    officer.sign_now(page)


def fill_erasure(page: Page, entry: str = "Version 1", part: str = "the reading") -> None:
    """Fill the order, after trying without words."""
    page.get_by_role("button", name="Order an erasure").click()
    option = page.locator("#erase-entry option").filter(has_text=entry)
    page.locator("#erase-entry").select_option(value=option.get_attribute("value"))
    page.locator("#erase-sign").click()
    expect(page.locator("#erase-missing")).to_be_visible()
    page.get_by_label(part).check()
    page.locator("#erase-basis").select_option(index=1)
    page.get_by_label("File number or reason").fill("The case is closed since 2031.")
