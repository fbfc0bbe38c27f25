"""A server that comes back from an older backup gets everything again, once: bar 2."""

import re
import shutil
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import administrator, chemist, officer
from tests.e2e.conftest import MakeProfile
from tests.e2e.profile import DESK, PHONE
from tests.e2e.server import Server

SAID = re.compile("log has become shorter|does not continue")
"""What a phone says of a log that is not the one it knew."""


SECOND = "Vera Nikolić"
HOME = re.compile("Units and laboratories|Set up this logbook")
"""The second one before the new browser has read who else there is."""
READ_ONLY = re.compile("The logbook is read-only")


@pytest.fixture
def founder(server: Server, make_profile: MakeProfile) -> Page:
    """Give the page of a founder whose logbook is set up and has invited an officer."""
    page = make_profile("founder", DESK).page
    administrator.found_logbook(page, server.invite)
    return page


@pytest.fixture
def first(founder: Page, make_profile: MakeProfile) -> Page:
    """Give a phone with one record on the server."""
    page = make_profile("first", PHONE).page
    officer.enrol_phone(page, administrator.make_invite(founder, administrator.OFFICER))
    record_and_send(page, "Cocaine HCl")
    founder.get_by_role("button", name="Finish").click()
    return page


def test_two_phones_push_again_to_a_logbook_in_its_next_epoch(
    server: Server, founder: Page, first: Page, make_profile: MakeProfile
) -> None:
    second = make_profile("vera", DESK).page
    become_second_administrator(founder, second)
    back_up(server)
    record_and_send(first, "Δ9-THC")
    other = enrol_another(founder, make_profile)
    record_and_send(other, "α-PVP, (±)")
    before = server.kinds()

    restore(server)
    assert "IS READ-ONLY. The database is older" in server.printed.read_text()
    phones = (other, first)
    for phone in phones:
        phone.reload()
        expect(phone.get_by_text(READ_ONLY)).to_be_visible()
        expect(phone.get_by_role("button", name="next epoch")).to_have_count(0)
    propose(founder)
    approve(second)
    for page in (*phones, founder, second):
        page.reload()
        expect(page.get_by_text(READ_ONLY)).to_have_count(0)
    whole = before + Counter({"epoch.proposed/1": 1, "epoch.approved/1": 1})
    server.await_kinds(whole)
    for phone in phones:
        all_received(phone)
        phone.reload()  # what the other one sent again meanwhile
        phone.get_by_role("tab", name="My unit's").tap()
        expect(phone.locator(".record-row")).to_have_count(3)
        expect(phone.get_by_text(SAID)).to_have_count(0)
    assert server.kinds() == whole
    server.audit()


def test_phones_notice_a_log_whose_guard_was_restored_with_it(
    server: Server, founder: Page, first: Page, make_profile: MakeProfile
) -> None:
    back_up(server)
    heads = {path: path.read_bytes() for path in server.data.glob("keys/*.head")}
    assert heads
    record_and_send(first, "Δ9-THC")
    second = enrol_another(founder, make_profile)
    record_and_send(second, "α-PVP, (±)")
    before = server.kinds()
    assert before["screening.recorded/1"] == 3

    restore(server, heads)
    assert server.kinds()["screening.recorded/1"] == 1
    phones = (second, first)
    for phone in phones:
        phone.reload()
        push_again(phone)
    for phone in phones:
        follow(phone)
    assert server.kinds() == before
    server.audit()


def test_a_phone_that_renewed_its_key_brings_all_of_it_again(server: Server, first: Page) -> None:
    back_up(server)
    heads = {path: path.read_bytes() for path in server.data.glob("keys/*.head")}
    officer.renew_key(first)
    record_and_send(first, "Δ9-THC")
    before = server.kinds()
    assert (before["key.rotated/1"], before["screening.recorded/1"]) == (1, 2)
    listed = server.command("keys").stdout.decode()
    assert len(re.findall("rotated", listed)) == 1, listed

    restore(server, heads)
    first.reload()
    push_again(first)
    accept(first)
    officer.renew_key(first)
    assert server.kinds() == before + Counter({"key.rotated/1": 1})
    server.audit()


def back_up(server: Server) -> None:
    """Copy the database as an operator does."""
    made = server.command("backup", str(server.folder / "backup.db"))
    assert made.returncode == 0, made.stderr


def become_second_administrator(founder: Page, page: Page) -> None:
    """Let another person join as an administrator, at a desk."""
    administrator.add_person(founder, SECOND, "Crossing Batrovci", ["administrator"])
    page.goto(administrator.invite_person(founder, SECOND, "Desk"))
    chemist.fill_door(page, "vera.nikolic", home=HOME)


def propose(page: Page) -> None:
    """Let the founder propose the next epoch."""
    page.reload()
    expect(page.get_by_text(READ_ONLY)).to_be_visible()
    page.get_by_role("button", name="Open the next epoch").click()
    page.get_by_role("button", name="Sign and propose").click()
    expect(page.get_by_text("Please fill this in.")).to_be_visible()
    page.get_by_label("What happened").fill("The disk failed; this is the backup.")
    expect(page.get_by_text("goes on in epoch 2")).to_be_visible()
    page.get_by_role("button", name="Sign and propose").click()
    expect(page.get_by_text("when another administrator approves")).to_be_visible()


def approve(page: Page) -> None:
    """Let the other administrator read the reason and approve."""
    page.reload()
    expect(page.get_by_text("The disk failed; this is the backup.")).to_be_visible()
    expect(page.get_by_role("button", name="Open the next epoch")).to_have_count(0)
    page.get_by_role("button", name="Approve the next epoch").click()
    page.get_by_role("button", name="Sign and approve").click()
    expect(page.get_by_text(READ_ONLY)).to_have_count(0)


def record_and_send(phone: Page, substance: str) -> None:
    """Record a screening and wait for its receipt."""
    phone.goto(phone.url.split("#")[0] + "#/entry")
    officer.record_screening(phone, substance)
    expect(phone.locator(".badge")).to_contain_text("received, no.")
    phone.get_by_role("button", name="New case").tap()


def enrol_another(founder: Page, make_profile: MakeProfile) -> Page:
    """Enrol another phone of the officer."""
    page = make_profile("second", PHONE).page
    founder.reload()  # it may still show the invite before
    invite = administrator.invite_person(founder, administrator.OFFICER, "Phone")
    officer.enrol_phone(page, invite)
    return page


def restore(server: Server, heads: Mapping[Path, bytes] = MappingProxyType({})) -> None:
    """Put the backup in the place of the database; older guards too, where they are given."""
    server.kill()
    for path, content in heads.items():
        path.write_bytes(content)
    for old in server.data.glob("verbatim.db*"):
        old.unlink()
    shutil.copy(server.folder / "backup.db", server.data / "verbatim.db")
    server.start()


def push_again(phone: Page) -> None:
    """Wait until the phone has a receipt of the restored log for each record."""
    expect(phone.get_by_text(SAID)).to_be_visible()
    all_received(phone)


def all_received(phone: Page) -> None:
    """See a receipt for each record."""
    rows = officer.open_list(phone)
    for row in range(rows.count()):
        expect(rows.nth(row)).to_contain_text("received, no.")
    expect(phone.get_by_text("Every record has a receipt")).to_be_visible()


def accept(phone: Page) -> None:
    """Say that the administrator has explained it; the alarm goes, and what raised it stays."""
    explained = phone.get_by_role("button", name="My administrator has explained it")
    phone.get_by_role("link", name="See what changed").tap()
    explained.tap()
    expect(explained).to_have_count(0)
    past = phone.locator(".card").filter(has=phone.get_by_role("heading", name="Alarms until now"))
    past.locator("summary").first.tap()
    expect(past.get_by_text(SAID).first).to_be_visible()


def follow(phone: Page) -> None:
    """Accept the restored log, as the administrator advised, and read all of it."""
    accept(phone)
    rows = officer.open_list(phone)
    expect(phone.get_by_text("Every record has a receipt")).to_be_visible()
    phone.get_by_role("tab", name="My unit's").tap()
    expect(rows).to_have_count(3)
