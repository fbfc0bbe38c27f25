"""The designed states: what is so in one sentence, and what to do next in another."""

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Locator, Page, expect

from tests.e2e import officer, troubles
from tests.e2e.office import Office
from tests.e2e.profile import PHONE


def told(page: Page, what: str, then: str) -> Locator:
    """See a notice with this sentence and this next step; return it."""
    notice = page.locator(".notice", has_text=what)
    expect(notice.locator(".notice-title")).to_contain_text(what)
    expect(notice.locator("p.small")).to_contain_text(then)
    expect(notice.locator("p")).to_have_count(2)
    return notice


def test_little_room_is_told_before_there_is_none(phone: Page) -> None:
    troubles.run_low(phone)
    notice = told(phone, "This device has hardly any room left.", "Save the unsent records")
    expect(notice.get_by_role("link", name="Save to a file")).to_be_visible()


def test_a_full_device_saves_nothing_and_says_so_beside_save(phone: Page) -> None:
    officer.fill_screening(officer.Fingers(phone), "Cocaine HCl")
    troubles.fill_up(phone)
    phone.get_by_role("button", name="Save as").tap()
    notice = told(phone, "This device is full: the screening is not saved.", "Make room on the")
    expect(notice).to_be_in_viewport(ratio=1)
    phone.reload()
    expect(phone.get_by_text("Restored, typed")).to_be_visible()
    phone.get_by_role("button", name="Save as").tap()
    expect(phone.get_by_role("heading", name="Saved on this phone")).to_be_visible()


def test_a_clock_that_is_far_off(phone: Page) -> None:
    troubles.turn_clock(phone)
    told(phone, "This clock is 60 minutes ahead of the server's.", "Set the device to automatic")


def test_a_record_signed_by_that_clock_says_so_beside_it(office: Office) -> None:
    page = office.phone()
    page.clock.set_fixed_time(datetime.now(UTC) + timedelta(hours=1))
    officer.record_screening(page)
    expect(page.locator(".badge")).to_contain_text("received")
    officer.open_record(page)
    expect(page.locator(".remarks")).to_contain_text("Clock ahead.")
    expect(page.locator(".remarks")).to_contain_text("does not touch what was recorded")
    expect(page.locator(".trail-entry dl")).to_contain_text("seen by another device bynot found")
    page.context.close()


def test_another_server_at_the_address_gets_nothing(office: Office, phone: Page) -> None:
    before = office.server.kinds()["screening.recorded/1"]
    office.proxy.alter("/api/installation$", troubles.claim_another_identity)
    phone.reload()
    officer.record_screening(phone)
    told(phone, "This is not the server that this browser was enrolled with.", "Nothing is sent.")
    assert office.server.kinds()["screening.recorded/1"] == before
    office.proxy.behave()
    officer.open_list(phone)
    phone.get_by_role("button", name="Send now").tap()
    expect(phone.get_by_text("Every record has a receipt")).to_be_visible()
    expect(phone.get_by_text("This is not the server")).to_have_count(0)


def test_a_position_that_may_not_be_asked_for(phone: Page) -> None:
    troubles.forbid(phone)
    phone.get_by_text("References, place, note and more").tap()
    phone.get_by_role("button", name="Add this device's position").tap()
    told(phone, "This browser may not use the position.", "Write the place in words")


def test_a_camera_that_may_not_be_used(office: Office) -> None:
    page = office.open(PHONE)
    page.goto(office.server.url)
    troubles.forbid(page)
    page.get_by_role("button", name="Scan the invite").tap()
    told(page, "This browser may not use the camera.", "or type the number and code below")
    page.context.close()


def test_what_takes_long_counts_from_the_first_second(office: Office) -> None:
    page = office.desk()
    page.evaluate("location.hash = '#/settings'")
    expect(page.get_by_role("heading", name="Settings")).to_be_visible()
    troubles.delay(page, "/worklist", 8)
    page.evaluate("location.hash = '#/desk?queue=done'")
    expect(page.get_by_text(re.compile("^Loading… [1-3] s$"))).to_be_visible()
    expect(page.get_by_text(re.compile("^Loading… [4-9] s$"))).to_be_visible()
    expect(page.get_by_text("Loading…")).to_have_count(0)
    page.context.close()


def test_two_windows_of_one_browser(phone: Page) -> None:
    other = phone.context.new_page()
    other.goto(phone.url.replace("entry", "list"))
    told(other, "Verbatim is open in another window too.", "Close one")
    other.close()


def test_the_worker_wakes_a_page_when_the_network_is_back(office: Office, phone: Page) -> None:
    office.proxy.refuse("/api/")
    troubles.stop_pauses(phone)
    officer.record_screening(phone)
    expect(phone.locator(".badge")).to_have_text("on this phone")
    office.proxy.behave()
    troubles.wake(phone)
    expect(phone.locator(".badge")).to_contain_text("received, no.")
