"""The laboratory's and the supervisor's desk: what may be seen, signed and decided, by whom."""

from playwright.sync_api import Page, expect

from tests.e2e import chemist, officer
from tests.e2e.office import SUPERVISOR, Office


def test_an_ended_session_loses_no_text(office: Office, everyday_desk: Page) -> None:
    desk = everyday_desk
    officer_records(office)
    begin_result(office, desk)
    chemist.fill_result(desk, "NFC-2026-201")
    desk.context.clear_cookies()
    desk.reload()
    expect(desk.get_by_text("Your session has ended.")).to_be_visible()
    desk.get_by_label("Sign-in name").fill("ana.ilic")
    desk.get_by_label("Password").fill(chemist.PASSWORD)
    desk.get_by_role("button", name="Sign in", exact=True).click()
    expect(desk.get_by_label("Report number")).to_have_value("NFC-2026-201")
    expect(desk.get_by_label("Statement, word for word")).to_have_value(
        "The sample contains Cocaine."
    )


def test_a_reading_revealed_early_is_stated_and_a_double_click_issues_once(
    office: Office, everyday_desk: Page
) -> None:
    desk = everyday_desk
    before = office.server.kinds()["lab.result.issued/1"]
    officer_records(office)
    begin_result(office, desk)
    desk.get_by_role("button", name="Reveal the field reading").click()
    desk.get_by_role("button", name="Reveal it").click()
    expect(desk.get_by_text("α-PVP")).to_be_visible()
    chemist.fill_result(desk, "NFC-2026-202")
    desk.keyboard.press("Control+Enter")
    said = "The author had seen the field reading before issuing this."
    expect(desk.get_by_role("dialog").get_by_text(said)).to_be_visible()
    desk.evaluate("const one = document.querySelector('#sign-now'); one.click(); one.click();")
    expect(desk.get_by_role("heading", name="Decide how the report")).to_be_visible()
    expect(desk.get_by_text(said)).to_be_visible()
    office.settled(desk)
    assert office.server.kinds()["lab.result.issued/1"] == before + 1


def test_the_form_leads_to_the_first_field_that_is_missing(
    office: Office, everyday_desk: Page
) -> None:
    desk = everyday_desk
    officer_records(office)
    begin_result(office, desk)
    expect(desk.locator(".field", has_text="Laboratory number")).to_contain_text("needed")
    desk.keyboard.press("Control+Enter")
    expect(desk.get_by_label("Laboratory number")).to_be_focused()
    chemist.fill_result(desk, "NFC-2026-205")
    for day, said in (("", "This is needed."), ("31.02.2026", "This is no day")):
        desk.get_by_label("Issued on").fill(day)
        desk.get_by_label("Statement, word for word").fill("")
        desk.keyboard.press("Control+Enter")
        expect(desk.get_by_label("Issued on")).to_be_focused()
        desk.keyboard.press("Tab")
        expect(desk.locator("#r-issued_on-error")).to_contain_text(said)
    desk.get_by_label("Issued on").fill("5.3.2026")
    desk.keyboard.press("Control+Enter")
    expect(desk.get_by_label("Issued on")).to_have_value("05.03.2026")
    expect(desk.get_by_label("Statement, word for word")).to_be_focused()


def test_what_was_signed_is_named_before_and_after(office: Office, everyday_desk: Page) -> None:
    desk = everyday_desk
    officer_records(office)
    begin_result(office, desk)
    chemist.fill_result(desk, "NFC-2026-206")
    desk.keyboard.press("Control+Enter")
    for signed in ("L-NFC-2026-206", "GC-MS", "general unknown", "Cocaine", "Ana Ilić"):
        expect(desk.get_by_role("dialog")).to_contain_text(signed)
    desk.get_by_role("button", name="Sign as").click()
    after = desk.get_by_role("region", name="What you signed")
    expect(after).to_contain_text("received by the server, no.")
    expect(after).to_contain_text("Ana Ilić issues report NFC-2026-206, version 1 (final)")
    expect(after).to_contain_text("Next: decide below")
    chemist.decide(desk)
    expect(after).to_contain_text("Ana Ilić decides on item 1")
    expect(after).to_be_in_viewport()
    expect(after).to_contain_text("received by the server, no.")
    after.get_by_role("link", name="Back to the worklist").click()
    expect(desk.get_by_role("heading", name="Worklist")).to_be_visible()
    expect(after).to_have_count(0)


def test_nobody_decides_on_their_own_screening(office: Office, everyday_desk: Page) -> None:
    office.add_supervisor()
    phone = office.phone(SUPERVISOR)
    officer.record_screening(phone, "α-PVP")
    expect(phone.locator(".badge")).to_contain_text("received")
    begin_result(office, everyday_desk)
    chemist.issue_result(everyday_desk, "NFC-2026-203")
    office.settled(everyday_desk)
    desk = office.desk(SUPERVISOR, "petar.savic")
    desk.goto(f"{office.server.url}/#/desk?queue=to_reconcile")
    row = desk.get_by_role("row").filter(has_text=SUPERVISOR)
    row.get_by_role("link", name="Compare and decide").click()
    expect(desk.get_by_text("You cannot decide on your own screening.")).to_be_visible()
    expect(desk.locator("#decide")).to_have_count(0)
    phone.context.close()
    desk.context.close()


def test_a_correction_makes_the_decision_stale(office: Office, everyday_desk: Page) -> None:
    phone, desk = office.phone(), everyday_desk
    officer.record_screening(phone, "α-PVP")
    expect(phone.locator(".badge")).to_contain_text("received")
    begin_result(office, desk)
    chemist.issue_result(desk, "NFC-2026-204")
    chemist.decide(desk)
    phone.get_by_role("link", name="Open the record").tap()
    phone.get_by_role("link", name="Correct").tap()
    officer.correct(phone, "α-PHP")
    expect(phone.locator(".trail-entry").last).to_contain_text("corrected the record")
    expect(phone.get_by_role("cell", name="α-PHP")).to_be_visible()
    office.settled(phone)
    office.settled(desk)
    desk.goto(f"{office.server.url}/#/desk?queue=stale")
    expect(desk.get_by_text("The screening was corrected after the decision.")).to_be_visible()
    phone.context.close()


def officer_records(office: Office) -> None:
    """Have one more screening that waits for a result."""
    phone = office.phone()
    officer.record_screening(phone, "α-PVP")
    expect(phone.locator(".badge")).to_contain_text("received")
    phone.context.close()


def begin_result(office: Office, desk: Page) -> None:
    """Open the form of the newest item that waits for a result."""
    desk.goto(f"{office.server.url}/#/settings")  # a list that is open keeps its rows until asked
    expect(desk.get_by_role("heading", name="Settings")).to_be_visible()
    desk.goto(f"{office.server.url}/#/desk?queue=to_do")
    chemist.open_result(desk)
