"""The app around the records: addresses, languages, updates, the rescue file, size."""

import gzip
import re
import urllib.request
from pathlib import Path

from playwright.sync_api import Page, Response, expect

from tests.e2e import officer, spoilers, troubles
from tests.e2e.office import Office
from tests.e2e.profile import PHONE
from tests.e2e.server import Server

FIRST_LOAD = 45_000
"""Bytes of compressed JavaScript that the first screen may take."""


def test_the_first_screen_loads_little_javascript(office: Office) -> None:
    page = office.open(PHONE)
    answers: list[Response] = []

    def keep(answer: Response) -> None:
        answers.append(answer)  # Playwright marks its listeners, and a list's own method cannot be

    page.add_init_script("delete Navigator.prototype.serviceWorker")  # which fetches all of it
    page.on("response", keep)
    page.goto(f"{office.server.url}/", wait_until="load")
    expect(page.get_by_role("heading", name="Join a logbook")).to_be_visible()
    # Read here: a handler that reads a body may still be waiting for it when the heading is there.
    scripts = {answer.url: weigh(answer) for answer in answers if is_script(answer)}
    named = re.findall(
        r'(?:src|href)="([^"]+\.js)"', (office.server.web / "index.html").read_text()
    )
    initial = {url: size for url, size in scripts.items() if is_initial(url, named)}
    assert len(initial) == len(named) + 1, "the document's scripts and one language"
    assert sum(initial.values()) <= FIRST_LOAD, initial
    page.context.close()


def is_script(answer: Response) -> bool:
    return "javascript" in answer.headers.get("content-type", "")


def weigh(answer: Response) -> int:
    """Return the bytes of a body as a server compresses it."""
    return len(gzip.compress(answer.body(), 6))


def is_initial(url: str, named: list[str]) -> bool:
    """Say whether a script must be there before the entry form can stand; it needs no other."""
    return url.endswith(tuple(named)) or bool(re.search(r"/en-[^/]+\.js$", url))


def test_a_page_without_https_says_why_and_where_to_go(office: Office, tmp_path: Path) -> None:
    server = Server(tmp_path / "insecure", "")
    server.url = f"http://lan.test:{server.port}"
    server.start()
    page = office.open(PHONE)
    page.goto(f"{server.url}/")
    expect(page.get_by_role("heading", name="Open Verbatim at its secure address")).to_be_visible()
    secure = f"https://lan.test:{server.port}/"
    expect(page.get_by_role("link", name=secure)).to_be_visible()
    page.context.close()
    server.stop()
    # The browser itself says that it ignores what it cannot honour there.
    assert all("origin was untrustworthy" in said for said in office.complaints)
    office.complaints.clear()


def test_the_numeric_address_leads_to_the_one_that_keeps_the_records(office: Office) -> None:
    page = office.open(PHONE)
    page.goto(office.server.url.replace("localhost", "127.0.0.1") + "/#/settings")
    page.wait_for_url(f"{office.server.url}/#/settings")
    page.context.close()


def test_the_language_changes_with_one_tap_before_enrolment(office: Office) -> None:
    page = office.open(PHONE)
    page.goto(office.server.url)
    page.get_by_role("button", name="Српски (ћирилица)").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Приступ дневнику")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Приступ дневнику")
    page.locator("button[lang='sr-Latn']").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Pristup dnevniku")
    assert page.evaluate("document.documentElement.lang") == "sr-Latn"
    page.context.close()


def test_the_rescue_file_reaches_the_server_through_anyone_and_counts_once(
    office: Office, phone: Page, tmp_path: Path
) -> None:
    before = office.server.kinds()["screening.recorded/1"]
    address = push_address(office)
    office.proxy.refuse("/api/")
    officer.record_screening(phone, "4-ANPP")
    phone.goto(f"{office.server.url}/#/settings")
    with phone.expect_download() as saving:
        phone.get_by_role("button", name="Save unsent records to a file").tap()
    file = tmp_path / "rescue.ndjson"
    saving.value.save_as(file)
    push(address, file.read_bytes())
    assert office.server.kinds()["screening.recorded/1"] == before + 1
    office.proxy.behave()
    rows = officer.open_list(phone)
    phone.get_by_role("button", name="Send now").tap()
    expect(rows.first).to_contain_text("received, no.")
    assert office.server.kinds()["screening.recorded/1"] == before + 1


def test_the_licences_of_what_the_app_carries_are_shown_without_a_network(
    office: Office, phone: Page
) -> None:
    phone.goto(f"{office.server.url}/#/settings")
    office.proxy.refuse("/")
    phone.get_by_text("Licences", exact=True).tap()
    shown = phone.locator("pre.raw-text", has_text="preact")
    for carried in ("preact", "@preact/signals", "idb", "lean-qr", "zxing-wasm", "ZXing-C++"):
        expect(shown).to_contain_text(carried)
    office.proxy.behave()


def push_address(office: Office) -> str:
    """Give the server's own address, behind the proxy."""
    logbook = office.ask("GET", "/api/session")["logbook"]
    return f"http://localhost:{office.server.port}/api/logbooks/{logbook}/push"


def push(address: str, lines: bytes) -> None:
    """Bring a rescue file to the server, as anybody may."""
    headers = {"content-type": "application/x-ndjson"}
    asked = urllib.request.Request(address, data=lines, headers=headers)  # noqa: S310  # ours
    with urllib.request.urlopen(asked, timeout=10) as answer:  # noqa: S310  # ours
        assert answer.status == 200


def test_a_new_version_waits_for_the_person_and_loses_nothing(office: Office) -> None:
    phone = office.phone()
    office.proxy.refuse("/api/")
    officer.record_screening(phone, "waiting")
    phone.get_by_role("button", name="New case").tap()
    officer.fill_screening(officer.Fingers(phone), "half a draft")
    troubles.publish_build(office.server)
    phone.goto(f"{office.server.url}/#/list")
    troubles.look_for_update(phone)
    expect(phone.get_by_text("A new version is ready.")).to_be_visible()
    with phone.expect_navigation():
        phone.get_by_role("button", name="Restart now").tap()
    expect(phone.get_by_text("1 record without a receipt ·")).to_be_visible()
    assert [row["state"] for row in spoilers.entries(phone)] == ["on_this_phone"]
    phone.goto(f"{office.server.url}/#/entry")
    expect(phone.get_by_label("Substance 1, as displayed")).to_have_value("half a draft")
    phone.context.close()
