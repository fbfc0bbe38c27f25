"""A server that comes back from an older backup gets everything again, once: bar 2."""

import re
import shutil

from playwright.sync_api import Page, expect

from tests.e2e import administrator, officer
from tests.e2e.conftest import MakeProfile
from tests.e2e.profile import DESK, PHONE
from tests.e2e.server import Server

SAID = re.compile("log has become shorter|does not continue")
"""What a phone says of a log that is not the one it knew."""


def test_two_phones_push_again_to_a_restored_server(
    server: Server, make_profile: MakeProfile
) -> None:
    founder = make_profile("founder", DESK).page
    administrator.found_logbook(founder, server.invite)
    first = make_profile("first", PHONE).page
    officer.enrol_phone(first, administrator.make_invite(founder, administrator.OFFICER))
    record_and_send(first, "Cocaine HCl")
    made = server.command("backup", str(server.folder / "backup.db"))
    assert made.returncode == 0, made.stderr

    record_and_send(first, "Δ9-THC")
    second = make_profile("second", PHONE).page
    officer.enrol_phone(second, invite_again(founder))
    record_and_send(second, "α-PVP, (±)")
    before = server.kinds()
    assert before["screening.recorded/1"] == 3

    restore(server)
    assert server.kinds()["screening.recorded/1"] == 1
    phones = (second, first)
    for phone in phones:
        phone.reload()
        push_again(phone)
    for phone in phones:
        follow(phone)
    assert server.kinds() == before
    server.audit()


def record_and_send(phone: Page, substance: str) -> None:
    """Record a screening and wait for its receipt."""
    phone.goto(phone.url.split("#")[0] + "#/entry")
    officer.record_screening(phone, substance)
    expect(phone.locator(".badge")).to_contain_text("received, no.")
    phone.get_by_role("button", name="New case").tap()


def invite_again(founder: Page) -> str:
    """Make a second invite for the officer, on the administrator's page of invites."""
    founder.get_by_role("button", name="Finish").click()
    return administrator.invite_person(founder, administrator.OFFICER, "Phone")


def restore(server: Server) -> None:
    """Put the backup in the place of the database, as the operator's page says."""
    server.kill()
    for old in server.data.glob("verbatim.db*"):
        old.unlink()
    shutil.copy(server.folder / "backup.db", server.data / "verbatim.db")
    server.start()


def push_again(phone: Page) -> None:
    """Wait until the phone has a receipt of the restored log for each record."""
    expect(phone.get_by_text(SAID)).to_be_visible()
    rows = officer.open_list(phone)
    for row in range(rows.count()):
        expect(rows.nth(row)).to_contain_text("received, no.")
    expect(phone.get_by_text("Every record has a receipt")).to_be_visible()


def follow(phone: Page) -> None:
    """Accept the restored log, as the administrator advised, and read all of it."""
    phone.get_by_role("link", name="See what changed").tap()
    phone.get_by_role("button", name="My administrator has explained it").tap()
    expect(phone.get_by_text(SAID)).to_have_count(0)
    rows = officer.open_list(phone)
    expect(phone.get_by_text("Every record has a receipt")).to_be_visible()
    phone.get_by_role("tab", name="My unit's").tap()
    expect(rows).to_have_count(3)
