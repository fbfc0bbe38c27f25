"""A supervisor gives a record to a court: signed at a desk, and verified without this server."""

import hashlib
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from proof import verify
from tests.e2e import administrator, chemist, officer
from tests.e2e.office import SUPERVISOR, Office

AUDITOR = "Olga Revizor"
ATTEMPT = "Another attempt"
BASIS = "Criminal Procedure Act, art. 123"


@pytest.fixture(scope="module")
def record(whole_office: Office) -> str:
    """A record with a note and a laboratory report on its item; its page."""
    office = whole_office
    office.add_supervisor()
    administrator.add_person(office.founder, AUDITOR, "Crossing Batrovci", ["auditor"])
    office.settled(office.founder)
    phone = office.phone()
    officer.record_screening(phone, "Cocaine HCl")
    expect(phone.locator(".badge")).to_contain_text("received")
    phone.get_by_role("link", name="Open the record").tap()
    expect(phone.get_by_role("heading", name="Trail")).to_be_visible()
    path = phone.url.split("#")[1]
    desk = office.desk()
    chemist.open_result(desk)
    chemist.issue_result(desk)
    office.settled(desk)
    return path


@pytest.fixture(scope="module")
def supervisor(whole_office: Office, record: str) -> Page:
    assert record
    return whole_office.desk(SUPERVISOR, "petar.savic")


def open_record(page: Page, record: str) -> None:
    page.goto(f"{page.url.split('#')[0]}#/settings")
    expect(page.get_by_role("heading", name="Settings")).to_be_visible()
    page.goto(f"{page.url.split('#')[0]}#{record}")
    expect(page.get_by_role("heading", name="Trail")).to_be_visible()


def save(page: Page, name: str, folder: Path) -> bytes:
    """Press the button in a region, and return the file that is saved."""
    region = page.get_by_role("region", name=name) if name else page.locator(".trail-entry").last
    with page.expect_download() as saving:
        region.get_by_role("button", name="Save the bundle").click()
    target = folder / "bundle.zip"
    saving.value.save_as(target)
    assert re.fullmatch(r"verbatim-[A-Za-z0-9_-]{8}\.zip", saving.value.suggested_filename)
    expect(region.get_by_label("SHA-256 of the bundle")).to_have_value(
        hashlib.sha256(target.read_bytes()).hexdigest()
    )
    return target.read_bytes()


def test_a_supervisor_exports_a_record_that_anybody_can_verify(
    office: Office, supervisor: Page, record: str, tmp_path: Path
) -> None:
    page = supervisor
    open_record(page, record)
    page.get_by_role("button", name="Export evidence").click()
    page.locator("#disclose-sign").click()
    expect(page.get_by_text("Name the recipient and the basis.")).to_be_visible()
    page.get_by_label("To whom").fill("Viši sud u Šapcu <b>")
    page.get_by_label("On what legal basis").fill(BASIS)
    page.get_by_label("the signatories").check()
    sentence = chemist.sign(page, page.locator("#disclose-sign"))
    assert sentence == (
        f"I, {SUPERVISOR}, give this record (entries: 2) to: Viši sud u Šapcu <b>. "
        f"Basis: {BASIS}. Withheld: the signatories."
    )
    office.settled(page)
    first = save(page, "What you signed", tmp_path)
    region = page.get_by_role("region", name="What you signed")
    key = region.get_by_label("Checkpoint key of the logbook").input_value()
    report = verify.verify(first, [verify.read_key(key)])
    assert report["verdict"] == "VERIFIED WITH NOTES", report
    codes = {note["code"] for note in report["notes"]}
    assert {"practice", "withheld"} <= codes <= {"practice", "withheld", "gap"}
    assert [entry["kind"] for entry in report["entries"]] == [
        "screening.recorded/1", "lab.result.issued/1",
    ]  # fmt: skip
    assert report["entries"][1]["missing"] == {"signatories": "withheld"}
    assert report["disclosure"]["recipient"] == "Viši sud u Šapcu <b>"
    open_record(page, record)
    trail = page.locator(".trail-entry").last
    expect(trail).to_contain_text(
        f"{SUPERVISOR} exported evidence for Viši sud u Šapcu <b> (entries: 2)."
    )
    expect(trail).to_contain_text(BASIS)
    assert save(page, "", tmp_path) == first


def test_the_file_is_checked_on_the_page_that_the_server_offers(
    office: Office, supervisor: Page, record: str, tmp_path: Path
) -> None:
    open_record(supervisor, record)
    bundle = save(supervisor, "", tmp_path)
    trail = supervisor.locator(".trail-entry").last
    key = trail.get_by_label("Checkpoint key of the logbook").input_value()
    with supervisor.expect_download() as saving:
        trail.get_by_role("link", name="verify.html").click()
    saving.value.save_as(tmp_path / "verify.html")
    assert (tmp_path / "verify.html").read_bytes() == (
        office.server.web / "verify.html"
    ).read_bytes()
    page = office.open({})
    page.goto(f"{office.server.url}/verify.html")
    page.get_by_label("Choose the bundle").set_input_files(tmp_path / "bundle.zip")
    page.get_by_label("Checkpoint key").fill(key)
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator("#verdict")).to_have_text("Verified, with notes")
    expect(page.get_by_text(hashlib.sha256(bundle).hexdigest()).first).to_be_visible()
    page.context.close()


def test_an_auditor_exports_and_others_are_not_offered_it(
    office: Office, supervisor: Page, record: str, tmp_path: Path
) -> None:
    auditor = office.open({})
    auditor.goto(office.invite(AUDITOR, "desk"))
    chemist.fill_door(auditor, "olga.revizor", "Worklist")
    open_record(auditor, record)
    auditor.get_by_role("button", name="Export evidence").click()
    auditor.get_by_label("To whom").fill("Ombudsman")
    auditor.get_by_label("On what legal basis").fill(BASIS)
    chemist.sign(auditor, auditor.locator("#disclose-sign"))
    office.settled(auditor)
    own = save(auditor, "What you signed", tmp_path)
    open_record(supervisor, record)
    assert save(supervisor, "", tmp_path) == own  # the newest, in reach of both
    phone = office.phone()
    open_record(phone, record)
    expect(phone.get_by_role("button", name="Export evidence")).to_have_count(0)
    expect(phone.get_by_role("button", name="Save the bundle")).to_have_count(0)
    auditor.context.close()
    phone.context.close()


def test_everything_about_an_item_holds_each_of_its_screenings(
    office: Office, supervisor: Page, tmp_path: Path
) -> None:
    phone = office.phone()
    officer.record_screening(phone, "Cocaine HCl")
    expect(phone.locator(".badge")).to_contain_text("received")
    phone.get_by_role("button", name=ATTEMPT).tap()
    officer.record_screening(phone, "Cocaine base")
    expect(phone.locator(".badge")).to_contain_text("received")
    phone.get_by_role("link", name="Open the record").tap()
    expect(phone.get_by_role("heading", name="Trail")).to_be_visible()
    open_record(supervisor, phone.url.split("#")[1])
    supervisor.get_by_role("button", name="Export evidence").click()
    supervisor.get_by_role("button", name="everything about this item (entries: 2)").click()
    supervisor.get_by_label("To whom").fill("District Court")
    supervisor.get_by_label("On what legal basis").fill(BASIS)
    sentence = chemist.sign(supervisor, supervisor.locator("#disclose-sign"))
    assert "everything about this item (entries: 2)" in sentence
    office.settled(supervisor)
    bundle = save(supervisor, "What you signed", tmp_path)
    assert b"Cocaine HCl" in bundle
    assert b"Cocaine base" in bundle
    officer.open_list(phone).nth(1).tap()  # the earlier attempt
    expect(phone.locator(".trail-entry").last).to_contain_text("exported evidence for")
    phone.context.close()
