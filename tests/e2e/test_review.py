"""Two browsers of one officer correct the same version; a supervisor chooses, and reviews."""

from playwright.sync_api import Page, expect

from tests.e2e import officer, supervisor
from tests.e2e.office import SUPERVISOR, Office
from tests.e2e.supervisor import BESIDE


def test_a_conflict_stays_until_a_supervisor_chooses(office: Office) -> None:
    office.add_supervisor()
    phone, tablet = office.phone(), office.phone()
    officer.record_screening(phone, "α-PVP")
    expect(phone.locator(".badge")).to_contain_text("received")
    phone.get_by_role("link", name="Open the record").tap()
    record = officer.correct_beside(phone, tablet)
    expect(tablet.get_by_text(BESIDE)).to_be_visible()
    expect(tablet.locator("#choose")).to_have_count(0)
    office.settled(tablet)
    row = officer.open_list(tablet).first
    expect(row.get_by_text("versions beside each other")).to_be_visible()

    desk = office.desk(SUPERVISOR, "petar.savic")
    supervisor.open_conflict(desk)
    sentence = supervisor.choose(desk, "Version 2")
    assert "version 2 of the record of item 1 stands" in sentence
    expect(desk.locator(".trail-entry").last).to_contain_text(
        "Petar Savić decided that version 2 stands and set aside version 3"
    )
    expect(desk.get_by_text(BESIDE)).to_have_count(0)
    expect(desk.locator(".reading").get_by_text("α-PHP")).to_be_visible()
    office.settled(desk)
    tablet.goto(f"{office.server.url}/#{record}")
    expect(tablet.locator(".trail-entry").last).to_contain_text("set aside version 3")
    expect(tablet.get_by_text(BESIDE)).to_have_count(0)
    reviews_a_correction(office, desk)
    for page in (phone, tablet, desk):
        page.context.close()


def reviews_a_correction(office: Office, desk: Page) -> None:
    words = "The officer showed me the screen."
    desk.goto(f"{office.server.url}/#/desk/review?about=amended")
    expect(desk.locator(".queues [aria-current]")).to_contain_text("correction")
    supervisor.begin_review(desk)
    supervisor.explain(desk, words)
    office.settled(desk)
    said = desk.locator(".review-row").filter(has_text=words)
    expect(said.locator(".badge")).to_have_text("explained")
    reasons = desk.get_by_role("region", name="By author")
    expect(reasons.get_by_role("row").last).to_contain_text("Jelena Petrović")
