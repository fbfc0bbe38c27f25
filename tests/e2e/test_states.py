"""Each state of a record on a phone (docs/protocol.md 8), and what brings it about."""

import json

from playwright.sync_api import Page, expect

from tests.e2e import officer, spoilers
from tests.e2e.office import SUPERVISOR, Office

FIRST = ".record-row >> nth=0"


def test_a_draft_is_there_again_after_a_reload(phone: Page) -> None:
    officer.fill_screening(officer.Fingers(phone), "Δ9-THC")
    phone.reload()
    expect(phone.get_by_text("Restored, typed")).to_be_visible()
    expect(phone.get_by_label("Substance 1, as displayed")).to_have_value("Δ9-THC")
    phone.get_by_role("button", name="Discard").tap()
    expect(phone.get_by_label("Substance 1, as displayed")).to_have_value("")
    phone.reload()
    expect(phone.get_by_role("button", name="Save as")).to_be_visible()
    expect(phone.get_by_text("Restored, typed")).to_have_count(0)


def test_without_a_server_the_app_starts_and_the_record_waits_with_its_age(
    office: Office, phone: Page
) -> None:
    office.server.kill()
    phone.reload()
    officer.record_screening(phone)
    expect(phone.locator(".badge")).to_have_text("on this phone")
    expect(phone.locator(".bar-tool.waiting time")).to_have_text("0 min")
    officer.open_list(phone)
    expect(phone.get_by_text("1 record without a receipt · 0 min")).to_be_visible()
    expect(phone.get_by_text("No answer from the server. Data as of")).to_be_visible()
    office.server.start()
    receive_everything(phone)


def test_a_lost_answer_leaves_the_record_sent_and_the_same_bytes_go_again(
    office: Office, phone: Page
) -> None:
    before = office.server.kinds()["screening.recorded/1"]
    office.proxy.eat("/push$")
    officer.record_screening(phone)
    expect(phone.locator(".badge")).to_have_text("sent, no answer yet")
    office.proxy.behave()
    receive_everything(phone)
    assert office.server.kinds()["screening.recorded/1"] == before + 1


def test_a_receipt_that_does_not_verify_is_loud_and_the_record_stays_unsent(
    office: Office, phone: Page
) -> None:
    office.proxy.alter("/push$", spoilers.misplace)
    officer.record_screening(phone)
    expect(phone.locator(".badge")).to_have_text("receipt not believed")
    expect(phone.get_by_text("1 receipt does not verify")).to_be_visible()
    officer.open_list(phone)
    expect(phone.get_by_text("1 record without a receipt")).not_to_have_count(0)
    office.proxy.behave()
    receive_everything(phone)


def test_what_the_server_cannot_read_is_kept_here(office: Office) -> None:
    phone = office.phone()
    office.proxy.alter("/push$", spoilers.find_malformed)
    officer.record_screening(phone)
    expect(phone.locator(".badge")).to_have_text("unreadable to the server, kept here")
    officer.open_list(phone)
    expect(phone.locator(FIRST)).to_contain_text("not in canonical form")
    phone.context.close()


def test_a_revoked_key_s_record_is_kept_aside_until_a_supervisor_releases_it(
    office: Office,
) -> None:
    phone = office.phone()
    office.revoke("Jelena Petrović")
    officer.record_screening(phone)
    expect(phone.locator(".badge")).to_have_text("kept aside by the server")
    office.add_supervisor()
    desk = office.desk(SUPERVISOR, "petar.savic")
    desk.goto(f"{office.server.url}/#/desk/quarantine")
    desk.get_by_role("button", name="Release").click()
    desk.get_by_label("Why it may count").fill("The phone was found again.")
    desk.get_by_role("button", name="Release").last.click()
    officer.sign_now(desk)
    expect(desk.get_by_text("Nothing is kept aside")).to_be_visible()
    phone.context.close()
    desk.context.close()


def test_a_lost_entry_shows_as_a_gap_and_a_restored_phone_as_a_fork(office: Office) -> None:
    phone = office.phone()
    office.server.kill()
    officer.record_screening(phone)
    spoilers.lose_entry(phone, str(spoilers.entries(phone)[0]["id"]))
    phone.reload()
    officer.record_screening(phone)
    office.server.start()
    receive_everything(phone)
    expect(phone.locator(FIRST)).to_contain_text("gap")
    before = spoilers.head(phone)
    open_entry(phone)
    officer.record_screening(phone)
    expect(phone.locator(".badge").first).to_contain_text("received")
    spoilers.set_head(phone, before)
    phone.reload()
    officer.record_screening(phone, "another")
    expect(phone.locator(".badge", has_text="two entries at one place")).to_be_visible()
    phone.context.close()


def test_two_windows_that_save_at_once_write_one_chain(phone: Page) -> None:
    other = phone.context.new_page()
    other.goto(phone.url)
    expect(other.get_by_role("button", name="Save as")).to_be_visible()
    officer.fill_screening(officer.Fingers(phone), "one")
    officer.fill_screening(officer.Fingers(other), "two")
    for page in (phone, other):
        page.evaluate("setTimeout(() => document.querySelector('.save').click(), 300)")
    for page in (phone, other):
        expect(page.get_by_role("heading", name="Saved on this phone")).to_be_visible()
    last, newest = spoilers.entries(phone)[-2:]
    assert newest["seq"] == last["seq"] + 1
    assert json.loads(json.loads(newest["line"])["header"])["prev"] == last["id"]
    expect(other.get_by_text("Verbatim is open in another window")).to_have_count(0)
    other.goto(f"{other.url.split('#')[0]}#/list")
    expect(other.get_by_text("Verbatim is open in another window")).to_be_visible()
    other.close()


def test_a_double_tap_on_save_makes_one_entry(phone: Page) -> None:
    before = len(spoilers.entries(phone))
    officer.fill_screening(officer.Fingers(phone), "γ-butyrolactone")
    phone.evaluate("const one = document.querySelector('.save'); one.click(); one.click();")
    expect(phone.get_by_role("heading", name="Saved on this phone")).to_be_visible()
    assert len(spoilers.entries(phone)) == before + 1


def open_entry(page: Page) -> None:
    """Go to an empty form."""
    page.goto(f"{page.url.split('#')[0]}#/entry")
    expect(page.get_by_role("button", name="Save as")).to_be_visible()


def receive_everything(page: Page) -> None:
    """Send from the list until every record there has its receipt."""
    officer.open_list(page)
    page.get_by_role("button", name="Send now").tap()
    expect(page.get_by_text("Every record has a receipt")).to_be_visible()
    expect(page.locator(FIRST)).to_contain_text("received, no.")
