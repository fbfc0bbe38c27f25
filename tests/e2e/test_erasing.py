"""A record is held, ordered to be erased and erased: at two supervisors' desks and on a phone."""

from playwright.sync_api import expect

from tests.e2e import administrator, chemist, officer
from tests.e2e.office import SUPERVISOR, Office
from tests.e2e.profile import DESK
from tests.e2e.supervisor import notice, open_keeping, order_erasure, state

SECOND = "Jelena Kos"
LEFT, THIRD = "Zoran Otišao", "Nada Ban"
FOURTH, FIFTH = "Vera Lukić", "Ivan Rus"
SECRET = "α-Pyrrolidino"


def test_two_supervisors_erase_a_reading_that_a_hold_kept(office: Office) -> None:
    office.add_supervisor()
    administrator.add_person(office.founder, SECOND, "Crossing Batrovci", ["supervisor"])
    office.settled(office.founder)
    phone = office.phone()
    officer.record_screening(phone, SECRET)
    expect(phone.locator(".badge")).to_contain_text("received")
    phone.get_by_role("link", name="Open the record").tap()
    expect(phone.get_by_text(SECRET).first).to_be_visible()
    record = phone.url.split("#")[1]
    first, second = (
        office.desk(SUPERVISOR, "petar.savic"), office.desk(SECOND, "jelena.kos")
    )  # fmt: skip
    open_keeping(office.server.url, first, record)
    first.get_by_role("button", name="Place a hold").click()
    state(first, authority="High Court, K 12/26")
    expect(notice(first, "Kept as evidence")).to_be_visible()
    expect(first.get_by_role("button", name="Lift the hold")).to_have_count(0)
    order_erasure(first)
    office.settled(first)
    expect(notice(first, "waits for another person's approval")).to_be_visible()
    expect(first.get_by_role("button", name="Approve the erasure")).to_have_count(0)
    open_keeping(office.server.url, second, record)
    second.get_by_role("button", name="Approve the erasure").click()
    state(second)
    office.settled(second)
    expect(notice(second, "has not been carried out")).to_be_visible()
    expect(second.locator(".reading")).to_contain_text(SECRET)
    second.get_by_role("button", name="Lift the hold").click()
    state(second, authority="High Court, K 12/26")
    office.settled(second)
    open_keeping(office.server.url, second, record)
    expect(second.get_by_text(f"By order of {SUPERVISOR}, approved by {SECOND}.")).to_be_visible()
    expect(second.get_by_text("The reading has been erased.")).to_be_visible()
    expect(second.locator("main")).not_to_contain_text(SECRET)
    phone.reload()
    expect(phone.get_by_text("The reading has been erased.")).to_be_visible()
    officer.open_list(phone)
    expect(phone.locator("main")).not_to_contain_text(SECRET)
    for page in (phone, first, second):
        page.context.close()


def test_two_administrators_erase_the_name_of_somebody_who_left(office: Office) -> None:
    first = office.founder
    administrator.add_person(first, LEFT, "Crossing Batrovci", ["officer"], "41")
    administrator.add_person(first, THIRD, "Crossing Batrovci", ["administrator"])
    office.settled(first)
    second = office.open(DESK)
    second.goto(office.invite(THIRD, "desk"))
    second.get_by_label("Sign-in name").fill("nada.ban")
    second.get_by_label("Password", exact=True).fill(chemist.PASSWORD)
    second.get_by_role("button", name="Join", exact=True).click()
    expect(second.get_by_role("link", name=f"{THIRD}, start page")).to_be_visible()
    administrator.open_page(first, "/admin/people", "People")
    first.get_by_role("button", name=f"Change: {LEFT}").click()
    first.get_by_role("link", name="Keeping and erasing").click()
    expect(first.get_by_role("heading", name=LEFT)).to_be_visible()
    person = first.url.split("#")[1]
    order_erasure(first, "Stated on", "the name")
    office.settled(first)
    administrator.open_page(first, "/admin/people", "People")
    first.get_by_role("button", name=f"Change: {LEFT}").click()
    expect(first.get_by_label("Name", exact=True)).to_have_value(LEFT)
    first.get_by_label("Service number").fill("77")
    open_keeping(office.server.url, second, person)
    second.get_by_role("button", name="Approve the erasure").click()
    state(second)
    office.settled(second)
    open_keeping(office.server.url, second, person)
    expect(notice(second, "the name")).to_contain_text("Erased on")
    first.evaluate("() => dispatchEvent(new Event('online'))")  # reads on at once
    expect(first.get_by_label("Name", exact=True)).to_have_value("")
    expect(first.get_by_label("Service number")).to_have_value("77")
    for page in (first, second):
        page.reload()  # reads on at once; else within a minute
        administrator.open_page(page, "/admin/people", "People")
        expect(page.get_by_text(THIRD).first).to_be_visible()
        expect(page.locator("main")).not_to_contain_text(LEFT)
    second.context.close()


def test_two_supervisors_erase_a_name_while_the_next_version_of_its_report_is_typed(
    office: Office,
) -> None:
    for name in (FOURTH, FIFTH):
        administrator.add_person(office.founder, name, "Crossing Batrovci", ["supervisor"])
    office.settled(office.founder)
    phone = office.phone()
    officer.record_screening(phone, SECRET)
    expect(phone.locator(".badge")).to_contain_text("received")
    phone.get_by_role("link", name="Open the record").tap()
    expect(phone.get_by_text(SECRET).first).to_be_visible()
    record = phone.url.split("#")[1]
    lab = office.desk()
    chemist.open_result(lab)
    lab.get_by_label("Reviewer").fill(THIRD)
    chemist.issue_result(lab, "NFC-7")
    office.settled(lab)
    lab.goto(f"{office.server.url}/#{record.replace('/record/', '/desk/result/')}")
    lab.get_by_role("link", name="New version of NFC-7").click()
    expect(lab.get_by_label("Analyst")).to_have_value(administrator.CHEMIST)
    lab.get_by_label("Reviewer").fill("Typed instead")
    first, second = office.desk(FOURTH, "vera.lukic"), office.desk(FIFTH, "ivan.rus")
    open_keeping(office.server.url, first, record)
    order_erasure(first, "NFC-7", "the signatories")
    office.settled(first)
    open_keeping(office.server.url, second, record)
    second.get_by_role("button", name="Approve the erasure").click()
    state(second)
    office.settled(second)
    lab.evaluate("() => dispatchEvent(new Event('online'))")  # reads on at once
    expect(lab.get_by_label("Analyst")).to_have_value("")
    expect(lab.get_by_label("Reviewer")).to_have_value("Typed instead")
    for page in (phone, lab, first, second):
        page.context.close()
