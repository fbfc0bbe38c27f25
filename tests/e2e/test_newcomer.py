"""What somebody meets who has never seen the app: nothing is silent, nothing needs a guess."""

from playwright.sync_api import Browser, Page, expect

from tests.e2e import administrator, officer
from tests.e2e.office import Office
from tests.e2e.profile import DESK, PHONE
from tests.e2e.server import Server


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


def test_an_invite_says_whom_it_is_for_before_anybody_joins(office: Office) -> None:
    page = office.open(PHONE)
    address = office.invite(administrator.OFFICER, "phone")
    page.goto(address)
    expect(page.get_by_role("heading", name="This invite is for Jelena Petrović")).to_be_visible()
    facts = page.locator("dl.facts").first
    expect(facts).to_contain_text("Crossing Batrovci")
    expect(facts).to_contain_text("officer")
    expect(facts).to_contain_text("a phone for recording")
    office.cancel(address)
    page.goto("about:blank")
    page.goto(address)
    expect(page.get_by_text("The invite has been cancelled.")).to_be_visible()
    expect(page.get_by_role("button", name="Join", exact=True)).to_have_count(0)
    page.context.close()


def test_a_typed_code_is_looked_at_with_its_hyphen_and_a_wrong_one_counts(office: Office) -> None:
    page = office.open(DESK)
    number, code = office.typed_invite(administrator.CHEMIST, "desk")
    page.goto(office.server.url)
    page.get_by_label("Invite number").fill(number)
    page.get_by_label("Code", exact=True).fill("ZZZZ-ZZZZ")
    page.get_by_role("button", name="See whom the invite is for").click()
    expect(page.get_by_text("The code does not fit the invite.")).to_be_visible()
    row = next(one for one in office.ask("GET", "invites")["invites"] if one["number"] == number)
    assert row["wrong_codes"] == 1
    page.get_by_label("Code", exact=True).fill(f"{code[:4]}-{code[4:]}")
    page.get_by_role("button", name="See whom the invite is for").click()
    expect(page.get_by_role("heading", name="This invite is for Ana Ilić")).to_be_visible()
    password = page.get_by_label("Password", exact=True)
    expect(password).to_have_attribute("type", "password")
    page.get_by_label("Show what is typed").check()
    expect(password).to_have_attribute("type", "text")
    password.fill("too short")
    page.get_by_role("button", name="Join", exact=True).click()
    expect(page.locator(".field", has_text="Sign-in name")).to_contain_text("Please fill this in.")
    expect(page.locator(".field", has_text="Password")).to_contain_text("15 characters; 9 so far")
    page.context.close()


def test_an_invite_that_somebody_else_used_asks_for_nothing(office: Office) -> None:
    address = office.invite(administrator.OFFICER, "phone")
    first, second = office.open(PHONE), office.open(PHONE)
    officer.enrol_phone(first, address)
    second.goto(address)
    expect(second.get_by_text("The invite has been used.")).to_be_visible()
    expect(second.get_by_role("button", name="Join", exact=True)).to_have_count(0)
    for page in (first, second):
        page.context.close()


def test_the_guide_goes_on_to_its_end_for_who_typed_the_printed_invite(
    server: Server, browser: Browser
) -> None:
    context = browser.new_context(locale="en-GB", **DESK)
    page = context.new_page()
    number, code = server.typed_invite
    page.goto(server.url)
    page.get_by_label("Invite number").fill(number)
    page.get_by_label("Code", exact=True).fill(code)
    page.get_by_role("button", name="See whom the invite is for").click()
    page.get_by_role("button", name="a desk").click()
    page.get_by_label("Sign-in name").fill("marko.kovac")
    page.get_by_label("Password", exact=True).fill(administrator.PASSWORD)
    page.get_by_role("button", name="Join", exact=True).click()
    expect(administrator.heading(page)).to_have_text("Your organisation and its first unit")
    page.get_by_label("Your name").fill("Marko Kovač")
    administrator.fill_unit(page)
    page.get_by_label("Name of the laboratory").fill("National Forensic Centre")
    administrator.go_on(page, "The analyser of Crossing Batrovci")
    page.get_by_label("Serial number").fill("TN-0417")
    administrator.go_on(page, "One officer and one chemist")
    page.goto("about:blank")
    page.goto(server.url)  # whoever comes back goes on where they were
    expect(administrator.heading(page)).to_have_text("One officer and one chemist")
    administrator.name_colleague(page, "Officer", administrator.OFFICER, "1234")
    administrator.name_colleague(page, "Chemist", administrator.CHEMIST, "")
    administrator.go_on(page, "Invite them")
    context.close()


def test_a_qr_code_that_leads_to_this_computer_says_so(office: Office) -> None:
    page = office.founder
    administrator.invite_person(page, administrator.OFFICER, "Phone")
    expect(page.get_by_text("this QR code works on this computer alone")).to_be_visible()
    expect(page.get_by_label("Link of the invite")).to_be_visible()
    shown = page.locator(".secret").last.inner_text()
    assert shown[4] == "-"
    assert len(shown) == 9


def test_the_languages_stand_in_a_menu_in_their_own_names(phone: Page) -> None:
    phone.locator("summary", has_text="Language: English").tap()
    pressed = phone.get_by_role("button", name="English")
    expect(pressed).to_have_attribute("aria-pressed", "true")
    phone.get_by_role("button", name="Srpski (latinica)").tap()
    expect(phone.locator("html")).to_have_attribute("lang", "sr-Latn")
    expect(phone.get_by_role("button", name="English")).to_have_count(0)
    expect(phone.get_by_role("button", name="žuto-narandžasta")).to_be_visible()
    phone.locator("summary", has_text="Srpski").tap()
    phone.get_by_role("button", name="English").tap()
    expect(phone.locator("html")).to_have_attribute("lang", "en")


def test_the_next_try_is_counted_down_while_the_server_is_silent(
    office: Office, phone: Page
) -> None:
    office.proxy.refuse("/api/")
    officer.record_screening(phone)
    officer.open_list(phone)
    expect(phone.get_by_text("Next try in")).to_be_visible()
    expect(phone.locator(".bar-tool.waiting")).to_have_css("white-space", "nowrap")
    phone.get_by_text("What the numbers mean").tap()
    expect(phone.get_by_text("the receipt number")).to_be_visible()
    office.proxy.behave()
    phone.get_by_role("button", name="Send now").tap()
    expect(phone.get_by_text("Every record has a receipt")).to_be_visible()
    expect(phone.get_by_text("Next try in")).to_have_count(0)


def test_asking_the_browser_to_keep_data_gives_its_answer(office: Office, phone: Page) -> None:
    for answer, said in (("false", "Refused for now"), ("true", "Granted")):
        phone.goto("about:blank")
        phone.goto(f"{office.server.url}/#/settings")
        phone.evaluate(f"navigator.storage.persist = async () => {answer}")
        phone.get_by_role("button", name="Ask the browser to keep data").tap()
        expect(phone.get_by_text(said)).to_be_visible()
