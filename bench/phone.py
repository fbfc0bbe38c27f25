"""A phone in a real browser for measuring: enrolled, with many records present.

The server, the invite and the colleague's records are made in process; enrolling and getting
ready for offline work happen on the screens, as everywhere.
"""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

from api.addresses import address_of
from api.settings import Settings
from bench.databases import Sqlite
from bench.processes import Server, free_port, product_environment, running, stop
from bench.site import Site, opened, prepare
from bench.workload import Content
from sync.installation import Installation
from sync.intake.append import Pushed, append_group
from sync.joining.invites import invite_person
from tests.e2e.officer import enrol_phone
from tests.e2e.profile import PHONE
from tests.house.browser import find_browser, started_playwright

PRESENT = 1000
"""Records that the phone holds: as many of its own, and as many of a colleague's."""

WAIT = 60_000

# Copies one own record; everything but what must differ stays as the app wrote it.
_MULTIPLY = """async ([count]) => {
  const open = indexedDB.open("verbatim");
  const db = await new Promise((done) => { open.onsuccess = () => done(open.result); });
  const tx = db.transaction(["outbox", "meta"], "readwrite");
  const outbox = tx.objectStore("outbox");
  const asked = outbox.getAll();
  const all = await new Promise((done) => { asked.onsuccess = () => done(asked.result); });
  const one = all.at(-1);
  for (let n = 1; n < count; n++) {
    const id = one.id.slice(0, -6) + String(n).padStart(6, "0");
    const subject = one.subject.slice(0, -6) + String(n).padStart(6, "0");
    outbox.put({ ...one, id, subject, seq: one.seq + 100000 + n, order: one.order + n,
                 position: 100000 + n, number: one.number + n });
  }
  const last = { order: one.order + count - 1, screenings: one.number + count - 1 };
  tx.objectStore("meta").put(last, "counters");
  await new Promise((done) => { tx.oncomplete = done; });
  db.close();
}"""

_COUNT_LINES = """async () => {
  const open = indexedDB.open("verbatim");
  const db = await new Promise((done) => { open.onsuccess = () => done(open.result); });
  const asked = db.transaction("line").objectStore("line").count();
  const count = await new Promise((done) => { asked.onsuccess = () => done(asked.result); });
  db.close();
  return count;
}"""


@dataclass(frozen=True, slots=True)
class Phone:
    """The browser, the address of the app, and the server that can be ended."""

    context: BrowserContext
    profile: Path
    address: str
    server: Server

    def go_offline(self) -> None:
        """End the server."""
        stop(self.server.process)

    def multiply(self) -> None:
        """Make the phone's one record many, once its receipt has come."""
        page = self.context.pages[0]
        expect(page.locator(".saved")).to_contain_text("received, no.", timeout=WAIT)
        page.evaluate(_MULTIPLY, [PRESENT])
        page.goto("about:blank")


@contextmanager
def enrolled_phone(colleagues: int = PRESENT) -> Iterator[Phone]:
    """Give a phone that works offline and has pulled a colleague's records."""
    with tempfile.TemporaryDirectory(prefix="verbatim-phone-", dir="/var/tmp") as name:
        folder, port = Path(name), free_port()
        url = Sqlite(folder).create("verbatim")
        site = prepare(url, folder / "keys", [2])
        with opened(url, folder / "keys") as installation:
            _record_as_colleague(installation, site, colleagues)
            invite = make_invite(installation, site, Settings(port=port))
        environment = product_environment(folder, url, port)
        log = folder / "server.log"
        with (
            running(["-m", "cli.main", "serve"], port, log, environment=environment) as server,
            started_playwright() as playwright,
        ):
            context = playwright.chromium.launch_persistent_context(
                folder / "profile", executable_path=find_browser(), locale="en-GB",
                args=["--no-sandbox"], **PHONE,
            )  # fmt: skip
            context.set_default_timeout(WAIT)
            enrol_phone(context.pages[0], invite)
            _wait_for_lines(context.pages[0], colleagues)
            yield Phone(context, folder / "profile", f"http://localhost:{port}/", server)
            context.close()


def _record_as_colleague(installation: Installation, site: Site, count: int) -> None:
    content, phone = Content(), site.phones[1]
    entries = tuple(phone.record(content, site.instrument) for _ in range(count))
    job = Pushed(site.logbook, entries, (b"",) * count, installation.store.now())
    with installation.store.writing() as writing:
        append_group(writing, [job])


def make_invite(installation: Installation, site: Site, settings: Settings) -> str:
    """Return the address that makes a browser the first officer's phone."""
    inviter = (site.administrator.person, site.administrator.name)
    fresh = invite_person(installation, site.logbook, site.phones[0].person, "phone", inviter)
    return address_of(settings, fresh)


def _wait_for_lines(page: Page, count: int) -> None:
    for _ in range(600):
        if int(json.dumps(page.evaluate(_COUNT_LINES))) >= count:
            return
        page.wait_for_timeout(100)
    raise RuntimeError("the phone did not pull its colleague's records")
