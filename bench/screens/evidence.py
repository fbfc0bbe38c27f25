"""The way of one record into evidence and out of the log: export, check, hold, erasure, new key."""

import tempfile
from pathlib import Path

from playwright.sync_api import FilePayload, Page, expect

from bench.screens.camera import Camera
from tests.e2e import administrator, officer, supervisor
from tests.e2e.office import SUPERVISOR, Office

_SECOND = "Jelena Kos"


def photograph_evidence(office: Office, camera: Camera) -> None:
    """Visit every screen on that way."""
    administrator.add_person(office.founder, _SECOND, "Crossing Batrovci", ["supervisor"])
    office.settled(office.founder)
    phone = office.phone()
    officer.record_screening(phone, "α-PVP")
    expect(phone.locator(".badge")).to_contain_text("received")
    phone.get_by_role("link", name="Open the record").tap()
    expect(phone.get_by_role("heading", name="Trail")).to_be_visible()
    record = phone.url.split("#")[1]
    desk = office.desk(SUPERVISOR, "petar.savic.3")
    supervisor.open_keeping(office.server.url, desk, record)
    bundle, key = _export(office, camera, desk)
    _check(office, camera, bundle, key)
    _erase(office, camera, desk, record)
    _renew(camera, phone)
    for page in (phone, desk):
        page.context.close()


def _export(office: Office, camera: Camera, desk: Page) -> tuple[bytes, str]:
    """Photograph the disclosure; return the bundle and the key to check it with."""
    desk.get_by_role("button", name="Export evidence").click()
    camera.shoot(desk, "export")
    desk.get_by_label("To whom").fill("Viši sud u Šapcu")
    desk.get_by_label("On what legal basis").fill("ЗКП, члан 123")
    desk.locator("#disclose-sign").click()
    camera.shoot(desk, "export-sign")
    officer.sign_now(desk)
    office.settled(desk)
    region = desk.get_by_role("region", name="What you signed")
    with desk.expect_download() as saving, tempfile.TemporaryDirectory() as folder:
        region.get_by_role("button", name="Save the bundle").click()
        saving.value.save_as(Path(folder) / "bundle.zip")
        bundle = (Path(folder) / "bundle.zip").read_bytes()
    camera.shoot(desk, "export-saved")
    return bundle, region.get_by_label("Checkpoint key of the logbook").input_value()


def _check(office: Office, camera: Camera, bundle: bytes, key: str) -> None:
    """Photograph the page that anybody checks a bundle with: empty, with notes, failed."""
    page = office.open({})
    page.goto(f"{office.server.url}/verify.html")
    camera.shoot(page, "verify-empty")
    page.get_by_label("Checkpoint key").fill(key)
    for name, data in (("noted", bundle), ("failed", bundle.replace("α".encode(), b"xx"))):
        file: FilePayload = {"name": f"{name}.zip", "mimeType": "application/zip", "buffer": data}
        page.get_by_label("Choose the bundle").set_input_files(file)
        page.get_by_role("button", name="Check", exact=True).click()
        expect(page.locator("#verdict")).to_be_focused()
        camera.shoot(page, f"verify-{name}")
    page.context.close()


def _erase(office: Office, camera: Camera, desk: Page, record: str) -> None:
    """Photograph a hold, an order and what is left of the record."""
    supervisor.open_keeping(office.server.url, desk, record)
    desk.get_by_role("button", name="Place a hold").click()
    camera.shoot(desk, "hold")
    supervisor.open_keeping(office.server.url, desk, record)
    supervisor.fill_erasure(desk)
    camera.shoot(desk, "erase")
    desk.locator("#erase-sign").click()
    officer.sign_now(desk)
    office.settled(desk)
    camera.shoot(desk, "erase-ordered")
    second = office.desk(_SECOND, "jelena.kos")
    supervisor.open_keeping(office.server.url, second, record)
    second.get_by_role("button", name="Approve the erasure").click()
    supervisor.state(second)
    office.settled(second)
    supervisor.open_keeping(office.server.url, second, record)
    expect(second.get_by_text("The reading has been erased.")).to_be_visible()
    camera.shoot(second, "erased")
    second.context.close()


def _renew(camera: Camera, phone: Page) -> None:
    """Photograph the sentence about a new key, and the settings after it."""
    phone.goto(f"{phone.url.split('#')[0]}#/settings")
    phone.get_by_role("button", name="Renew the key").tap()
    camera.shoot(phone, "renew-key")
    phone.get_by_role("dialog").get_by_role("button", name="Sign as").tap()
    expect(phone.get_by_text("The key is renewed")).to_be_visible()
    camera.shoot(phone, "renew-key-done")
