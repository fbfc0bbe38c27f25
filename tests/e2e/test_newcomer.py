"""What somebody meets who has never seen the app: nothing is silent, nothing needs a guess."""

from playwright.sync_api import Page, expect

from tests.e2e import officer


def test_the_next_item_and_a_new_case_are_two_buttons_that_say_what_they_do(phone: Page) -> None:
    officer.fill_screening(officer.Fingers(phone), "one")
    expect(phone.locator(".readback")).to_contain_text(
        "Measurement: completed. Place: Crossing Batrovci."
    )
    phone.get_by_text("References, place, note and more").tap()
    phone.get_by_role("button", name="Add a reference").tap()
    phone.get_by_label("Exactly as written").fill("KU-12/26")
    expect(phone.locator(".readback")).to_contain_text("References: KU-12/26.")
    phone.get_by_role("button", name="Save as").tap()
    phone.get_by_role("button", name="Same case: item 2").tap()
    expect(phone.get_by_label("Item", exact=True)).to_have_value("2")
    expect(phone.locator(".readback")).to_contain_text("References: KU-12/26.")
    phone.reload()  # what it carries is a draft from the first moment
    expect(phone.get_by_label("Item", exact=True)).to_have_value("2")
    officer.record_screening(phone, "two")
    phone.get_by_role("button", name="New case").tap()
    expect(phone.get_by_label("Item", exact=True)).to_have_value("1")
    expect(phone.locator(".readback")).not_to_contain_text("References")


def test_an_unverified_word_is_explained_where_it_stands(phone: Page) -> None:
    asked = phone.get_by_role("button", name="? = wording not verified").first
    asked.tap()
    expect(phone.get_by_text("Nobody has compared these words")).to_be_visible()
    asked.tap()
    expect(phone.get_by_text("Nobody has compared these words")).to_have_count(0)
    expect(phone.get_by_role("button", name="Change")).to_have_count(1)  # the confidence alone
