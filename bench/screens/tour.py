"""The way through every screen and state, in the order in which people meet them."""

from pathlib import Path

from playwright.sync_api import Page, expect

from bench.screens.camera import Camera
from bench.screens.evidence import photograph_evidence
from tests.e2e import administrator, chemist, officer, spoilers, supervisor, troubles
from tests.e2e.office import SUPERVISOR, Office
from tests.e2e.profile import DESK, PHONE
from tests.e2e.server import Server


class Tour:
    """One office, visited with a camera."""

    def __init__(self, office: Office, camera: Camera) -> None:
        """Begin where the first run has ended."""
        self.office = office
        self.camera = camera

    def walk(self, picture: Path) -> None:
        """Visit everything; write the README's picture on the way."""
        self.office.add_supervisor()
        self.door()
        phone = self.enrol()
        self.record(phone, picture)
        self.administration()
        desk = self.desk()
        self.keyless()
        self.records(phone, desk)
        self.troubles(phone, desk)
        self.refusals(phone)
        self.newcomers()
        self.review()
        photograph_evidence(self.office, self.camera)
        self.changes()

    def at(self, page: Page, path: str, name: str) -> None:
        """Go to an address and take its pictures."""
        open_path(page, path)
        self.camera.shoot(page, name)

    def door(self) -> None:
        """Photograph what a stranger's browser shows."""
        page = self.office.open(PHONE)
        page.goto(self.office.server.url)
        expect(page.get_by_role("heading", name="Join a logbook")).to_be_visible()
        self.camera.shoot(page, "join")
        self.at(page, "/sign-in", "sign-in")
        page.get_by_role("button", name="I have a one-time code").click()
        self.camera.shoot(page, "sign-in-code")
        self.at(page, "/first-run", "first-run-typed")
        page.context.close()

    def enrol(self) -> Page:
        """Photograph joining and the checklist."""
        page = self.office.open(PHONE)
        page.goto(self.office.invite(administrator.OFFICER, "phone"))
        expect(page.get_by_text("This invite is for Jelena")).to_be_visible()
        self.camera.shoot(page, "join-invited")
        page.get_by_role("button", name="Join", exact=True).tap()
        expect(page.get_by_text("Ready to work offline", exact=True)).to_be_visible()
        self.camera.shoot(page, "ready")
        self.at(page, "/list", "list-empty")
        self.at(page, "/settings", "settings")
        self.at(page, "/nowhere", "not-found")
        return page

    def record(self, page: Page, picture: Path) -> None:
        """Photograph the entry, from empty to saved, and the README's picture."""
        self.at(page, "/entry", "entry-empty")
        page.get_by_role("button", name="Save as").tap()
        self.camera.shoot(page, "entry-missing")
        page.reload()
        officer.fill_screening(officer.Fingers(page), "Cocaine HCl")
        page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
        picture.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=picture)
        self.camera.shoot(page, "entry-filled")
        page.get_by_text("References, place, note and more").tap()
        expect(page.get_by_label("Bag or seal number")).to_be_visible()
        self.camera.shoot(page, "entry-more")
        page.reload()
        expect(page.get_by_text("Restored, typed")).to_be_visible()
        self.camera.shoot(page, "entry-restored")
        page.get_by_role("button", name="Save as").tap()
        expect(page.locator(".badge")).to_contain_text("received")
        self.camera.shoot(page, "entry-saved")

    def administration(self) -> None:
        """Photograph the administrator's screens and their forms."""
        page = self.office.founder
        for name, add in (
            ("units", "Add a unit"), ("people", "Add a person"),
            ("instruments", "Add an instrument"), ("invites", "Make an invite"),
        ):  # fmt: skip
            self.at(page, f"/admin/{name}", f"admin-{name}")
            page.get_by_role("button", name=add).click()
            self.camera.shoot(page, f"admin-{name}-new")
        administrator.invite_person(page, SUPERVISOR, "Phone")
        self.camera.shoot(page, "admin-invite")
        self.at(page, "/admin/keys", "admin-keys")
        page.get_by_role("button", name="Revoke").first.click()
        self.camera.shoot(page, "admin-keys-revoke")
        self.at(page, "/first-run", "first-run-already")

    def desk(self) -> Page:
        """Photograph the laboratory's desk up to the decision."""
        page = self.office.open(DESK)
        page.goto(self.office.invite(administrator.CHEMIST, "desk"))
        expect(page.get_by_label("Password", exact=True)).to_be_visible()
        self.camera.shoot(page, "join-desk")
        chemist.fill_door(page)
        self.camera.shoot(page, "worklist")
        self.at(page, "/desk?queue=to_do&find=nothing+like+it", "worklist-no-match")
        self.at(page, "/desk?queue=done", "worklist-empty")
        self.at(page, "/desk/quarantine", "quarantine-empty")
        open_path(page, "/desk?queue=to_do")
        chemist.open_result(page)
        self.camera.shoot(page, "result-empty")
        page.get_by_role("button", name="Read the sentence and sign").click()
        self.camera.shoot(page, "result-lacking")
        chemist.fill_result(page, "NFC-2026-118")
        page.get_by_role("button", name="Read the sentence and sign").click()
        self.camera.shoot(page, "result-sign")
        page.get_by_role("button", name="Sign as").click()
        expect(page.get_by_role("heading", name="Decide how the report")).to_be_visible()
        self.camera.shoot(page, "reconcile")
        chemist.decide(page)
        expect(page.get_by_text("The laboratory found the same").first).to_be_visible()
        self.camera.shoot(page, "reconcile-decided")
        return page

    def keyless(self) -> None:
        """Photograph what a browser without a key shows to whom a password let in."""
        page = self.office.open(DESK)
        open_signed_in(page, f"{self.office.server.url}/#/sign-in")
        self.at(page, "/desk?queue=all", "keyless-worklist")
        self.at(page, "/entry", "keyless-entry")
        page.context.close()

    def records(self, phone: Page, desk: Page) -> None:
        """Photograph the record page, a correction and a void record."""
        desk.get_by_role("link", name="Open the record").first.click()
        expect(desk.locator(".trail-entry")).to_have_count(3)
        self.camera.shoot(desk, "record-desk")
        officer.open_record(phone)
        expect(phone.locator(".trail-entry")).to_have_count(3)
        self.camera.shoot(phone, "record")
        phone.get_by_role("link", name="Correct").click()
        expect(phone.get_by_role("heading", name="Correct")).to_be_visible()
        self.camera.shoot(phone, "record-correct")
        officer.correct(phone, "Cocaine base")
        expect(phone.locator(".trail-entry")).to_have_count(4)
        self.camera.shoot(phone, "record-corrected")
        self.at(desk, "/desk?queue=stale", "worklist-stale")
        phone.locator("#void").click()
        self.camera.shoot(phone, "record-void")
        officer.void(phone)
        self.camera.shoot(phone, "record-voided")
        self.at(desk, "/desk?queue=all", "worklist-all")

    def troubles(self, phone: Page, desk: Page) -> None:
        """Photograph what may go wrong: no answer, two windows, receipts, revoked keys."""
        office = self.office
        office.proxy.alter("/push$", spoilers.misplace)
        open_path(phone, "/entry")
        officer.record_screening(phone, "α-PVP")
        expect(phone.get_by_text("does not verify").first).to_be_visible()
        self.at(phone, "/list", "list-disbelieved")
        office.proxy.behave()
        phone.get_by_role("button", name="Send now").click()
        expect(phone.get_by_text("Every record has a receipt")).to_be_visible()
        office.revoke(administrator.OFFICER)
        open_path(phone, "/entry")
        officer.record_screening(phone, "(±)-MDMA, salt")
        expect(phone.locator(".badge")).to_contain_text("kept aside")
        self.at(phone, "/list", "list-kept-aside")
        self.quarantine()
        second = phone.context.new_page()
        second.goto(phone.url)
        self.camera.shoot(second, "list-two-windows")
        second.close()
        office.server.kill()
        self.at(desk, "/desk?queue=to_do&unit=", "worklist-no-answer")
        phone.reload()
        self.at(phone, "/entry", "entry-offline")
        self.at(phone, "/list", "list-offline")
        office.server.start()

    def refusals(self, phone: Page) -> None:
        """Photograph what the device refuses: room, camera, position, the right time."""
        phone.reload()
        self.office.settled(phone)
        troubles.run_low(phone)
        self.at(phone, "/list", "list-low-storage")
        phone.reload()
        open_path(phone, "/entry")
        officer.fill_screening(officer.Fingers(phone), "Cocaine HCl")
        troubles.fill_up(phone)
        phone.get_by_role("button", name="Save as").tap()
        expect(phone.get_by_text("This device is full")).to_be_visible()
        self.camera.shoot(phone, "entry-full")
        phone.reload()
        troubles.forbid(phone)
        phone.get_by_text("References, place, note and more").tap()
        phone.get_by_role("button", name="Add this device's position").tap()
        self.camera.shoot(phone, "entry-position-denied")
        troubles.turn_clock(phone)
        expect(phone.get_by_text("60 minutes ahead")).to_be_visible()
        self.at(phone, "/list", "list-clock-off")
        phone.reload()

    def newcomers(self) -> None:
        """Photograph what may go wrong at the door."""
        office = self.office
        page = office.open(PHONE)
        address = office.invite(SUPERVISOR, "phone")
        office.cancel(address)
        page.goto(address)
        expect(page.get_by_text("The invite has been cancelled.")).to_be_visible()
        self.camera.shoot(page, "join-cancelled")
        page.get_by_role("button", name="Use another invite").tap()
        troubles.forbid(page)
        page.get_by_role("button", name="Scan the invite").tap()
        expect(page.get_by_text("may not use the camera")).to_be_visible()
        self.camera.shoot(page, "join-camera-denied")
        page.context.close()

    def review(self) -> None:
        """Photograph versions beside each other, the choice between them, and the queue."""
        office = self.office
        phone, other = office.phone(), office.phone()
        officer.record_screening(phone, "α-PVP")
        expect(phone.locator(".badge")).to_contain_text("received")
        phone.get_by_role("link", name="Open the record").tap()
        officer.correct_beside(phone, other)
        expect(other.get_by_text(supervisor.BESIDE)).to_be_visible()
        self.camera.shoot(other, "record-conflict")
        office.settled(other)
        desk = office.desk(SUPERVISOR, "petar.savic.2")
        self.at(desk, "/desk?queue=all", "worklist-conflict")
        supervisor.open_conflict(desk)
        self.camera.shoot(desk, "record-choose")
        supervisor.choose(desk, "Version 2")
        expect(desk.locator(".trail-entry").last).to_contain_text("set aside")
        self.camera.shoot(desk, "record-chosen")
        self.at(desk, "/desk/review", "review")
        supervisor.begin_review(desk)
        self.camera.shoot(desk, "review-form")
        for page in (phone, other, desk):
            page.context.close()

    def changes(self) -> None:
        """Photograph the next item, a slow server, another server, and a new build."""
        office = self.office
        phone = office.phone(SUPERVISOR)
        officer.record_screening(phone)
        self.camera.shoot(phone, "saved-received")
        phone.get_by_role("button", name="Same case").tap()
        self.camera.shoot(phone, "entry-next-item")
        phone.locator(".ask").first.tap()
        self.camera.shoot(phone, "entry-unverified")
        troubles.delay(phone, "/worklist", 60)
        open_path(phone, "/desk?queue=done", loaded=False)
        expect(phone.get_by_text("Loading…")).to_be_visible()
        self.camera.shoot(phone, "worklist-loading")
        self.impostor(phone)
        troubles.publish_build(office.server)
        open_path(phone, "/list")
        troubles.look_for_update(phone)
        expect(phone.get_by_text("A new version is ready.")).to_be_visible()
        self.camera.shoot(phone, "list-update")
        phone.context.close()

    def impostor(self, phone: Page) -> None:
        """Photograph the alarm over another server at the same address."""
        self.office.proxy.alter("/api/installation$", troubles.claim_another_identity)
        phone.reload()
        expect(phone.get_by_text("This is not the server")).to_be_visible()
        self.at(phone, "/list", "list-other-server")
        self.office.proxy.behave()
        phone.reload()

    def insecure(self, folder: Path) -> None:
        """Photograph the one page of a browser that reaches the server without HTTPS."""
        server = Server(folder)
        server.url = f"http://lan.test:{server.port}"
        server.start()
        page = self.office.browser.new_page()  # its complaints are the browser's own, and expected
        page.goto(f"{server.url}/")
        expect(page.get_by_role("heading", name="Open Verbatim at its secure")).to_be_visible()
        self.camera.shoot(page, "insecure")
        page.close()
        server.stop()

    def quarantine(self) -> None:
        """Photograph what a supervisor sees of the entry that was kept aside."""
        page = self.office.desk(SUPERVISOR, "petar.savic")
        self.at(page, "/desk/quarantine", "quarantine")
        page.context.close()


def open_path(page: Page, path: str, loaded: bool = True) -> None:
    """Go to an address of the app and wait for its screen, or for its beginning alone."""
    page.evaluate("(path) => { location.hash = path; }", f"#{path}")
    expect(page.get_by_role("heading", level=1).first).to_be_attached()
    if loaded:
        expect(page.locator("main [role=status].empty")).to_have_count(0)
    page.wait_for_timeout(400)


def open_signed_in(page: Page, address: str) -> None:
    """Sign in the chemist with the password alone."""
    page.goto(address)
    page.get_by_label("Sign-in name").fill("ana.ilic")
    page.get_by_label("Password").fill(chemist.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Worklist")).to_be_visible()
