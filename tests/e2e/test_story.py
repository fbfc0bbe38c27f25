"""The story a newcomer lives with the README, whole: bar 2 of the first issue."""

import re

from playwright.sync_api import Page, expect

from tests.e2e import administrator, chemist, officer
from tests.e2e.conftest import MakeProfile
from tests.e2e.profile import DESK, PHONE, Profile
from tests.e2e.server import Server

MOST_TAPS = 8
MOMENT = r"\d\d\.\d\d\.\d{4}\. \d\d:\d\d"
BRACKET = re.compile(
    f"not before{MOMENT}by that device's clock{MOMENT}received by the server{MOMENT}"
    f"seen by another device by{MOMENT} · receipt no. 13 · Ana Ilić"
)
"""The chemist's own first entry says that her desk has checked a log with the screening in it."""

BACKOFF = 40_000
"""Milliseconds: after three failures a phone pauses for up to 16 s, with luck for 2."""


def test_from_the_printed_invite_to_the_trail_of_both(
    server: Server, make_profile: MakeProfile
) -> None:
    founder = make_profile("founder", DESK).page
    administrator.found_logbook(founder, server.invite)
    phone = make_profile("phone", PHONE)
    officer.enrol_phone(phone.page, administrator.make_invite(founder, administrator.OFFICER))

    record_while_the_server_is_dead(server, phone)
    server.start()
    see_it_received(phone)

    desk = make_profile("desk", DESK).page
    chemist.enrol_desk(desk, administrator.make_invite(founder, administrator.CHEMIST))
    report_and_decide(desk)
    read_the_trail(desk)
    officer.open_list(phone.page).first.tap()
    read_the_trail(phone.page)
    everything_is_there_once(server)


def record_while_the_server_is_dead(server: Server, phone: Profile) -> None:
    """Record a screening, kill the browser, and find the record again."""
    server.kill()
    assert officer.record_screening(phone.page) <= MOST_TAPS
    expect(phone.page.locator(".badge")).to_have_text("on this phone")
    phone.kill()
    page = phone.start()
    page.goto(f"{server.url}/")
    expect(page.get_by_role("button", name="Save as")).to_be_visible()
    expect(officer.open_list(page)).to_contain_text(["on this phone"])
    expect(page.get_by_text("1 record without a receipt ·")).to_be_visible()


def see_it_received(phone: Profile) -> None:
    """Let the phone find the server by itself and check the receipt."""
    page = phone.page
    expect(page.locator(".record-row")).to_contain_text(["received, no. 11"], timeout=BACKOFF)
    page.locator(".record-row").tap()
    expect(page.locator(".trail-entry")).to_contain_text(["checked on this device at"])
    expect(page.get_by_text("Cocaine HCl").first).to_be_visible()


def report_and_decide(desk: Page) -> None:
    """Issue a result without having seen the reading, then decide."""
    expect(desk.get_by_text("Hidden until the result is issued")).to_be_visible()
    chemist.open_result(desk)
    expect(desk.get_by_text("Cocaine HCl")).to_have_count(0)
    assert "report NFC-2026-118, version 1 (final), on item 1" in chemist.issue_result(desk)
    assert "The laboratory found the same" in chemist.decide(desk)
    expect(desk.get_by_text("The laboratory found the same").first).to_be_visible()
    desk.get_by_role("link", name="Open the record").click()


def read_the_trail(page: Page) -> None:
    """Read one sentence for each act, each with a proof that this device has checked."""
    entries = page.locator(".trail-entry")
    expect(entries).to_contain_text([
        "Jelena Petrović recorded what the analyser displayed.",
        "Ana Ilić issued laboratory report NFC-2026-118, version 1 (final).",
        "Ana Ilić decided how the report relates to the screening: The laboratory found the same.",
    ])  # fmt: skip
    expect(entries).to_contain_text(["checked on this device at"] * 3)
    expect(entries.first.locator("dl")).to_have_text(BRACKET)
    expect(entries.last.locator("dl")).to_contain_text("seen by another device bynot found")
    expect(page.locator(".remarks")).to_have_count(0)


def everything_is_there_once(server: Server) -> None:
    """Count what the log holds, and let the auditor's command verify it."""
    assert server.kinds() == {
        "logbook.opened/1": 1, "person.registered/1": 3, "key.enrolled/1": 3,
        "unit.registered/1": 3, "instrument.registered/1": 1, "instrument.state.stated/1": 1,
        "screening.recorded/1": 1, "lab.result.issued/1": 1, "reconciliation.decided/1": 1,
    }  # fmt: skip
    server.audit()
