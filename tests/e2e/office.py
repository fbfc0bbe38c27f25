"""A logbook that is set up, and as many phones and desks as a test wants: all in one browser.

Each phone and desk is a browser context of its own, which is what another profile is, but quicker.
"""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from playwright.sync_api import Browser, Page, expect

from tests.e2e import administrator, chemist, officer
from tests.e2e.profile import DESK, PHONE, Complaints
from tests.e2e.proxy import Proxy
from tests.e2e.server import Server, free_port

SUPERVISOR = "Petar Savić"

_ASK = """async ([method, path, body]) => {
  const headers = { "x-verbatim": "1", "content-type": "application/json" };
  const asked = { method, headers, ...(body && { body: JSON.stringify(body) }) };
  const answer = await fetch(path, asked);
  if (answer.status === 204) return {};
  return answer.ok ? answer.json() : { failed: answer.status };
}"""


class Office:
    """A server behind a proxy, its administrator's page, and everybody's invites."""

    def __init__(
        self, browser: Browser, folder: Path, look: administrator.Look = lambda _page, _name: None
    ) -> None:
        """Start everything and live the guided first run."""
        self.browser = browser
        self.complaints = Complaints()
        port = free_port()
        self.proxy = Proxy(port)
        self.server = Server(folder, f"http://localhost:{port}")
        self.proxy.target = self.server.port
        self.server.start()
        self.founder = self.open(DESK)
        try:
            administrator.found_logbook(self.founder, self.server.invite, look)
            self.settled(self.founder)
            self.founder.get_by_role("button", name="Finish").click()
            expect(self.founder.get_by_text("This logbook is set up.")).to_be_visible()
        except BaseException:
            self.stop()  # nobody else knows of the server yet
            raise

    def open(self, looks: dict[str, Any]) -> Page:
        """Open a context that nobody has enrolled yet; return its page."""
        context = self.browser.new_context(
            locale="en-GB", timezone_id="Europe/Belgrade", accept_downloads=True, **looks
        )
        self.complaints.listen(context)
        return context.new_page()

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """Ask the server as the administrator; a path without a slash is below the logbook."""
        if not path.startswith("/"):
            path = f"/api/logbooks/{self.ask('GET', '/api/session')['logbook']}/{path}"
        answer = self.founder.evaluate(_ASK, [method, path, body])
        assert "failed" not in answer, (method, path, answer)
        return answer

    def invite(self, name: str, browser: str) -> str:
        """Make an invite; return its address."""
        return str(self._make_invite(name, browser)["address"])

    def typed_invite(self, name: str, browser: str) -> tuple[str, str]:
        """Make an invite; return its number and code."""
        made = self._make_invite(name, browser)
        return str(made["number"]), str(made["code"])

    def cancel(self, address: str) -> None:
        """Cancel the invite of an address."""
        number = dict(parse_qsl(address.split("?", 1)[1]))["i"]
        self.ask("DELETE", f"invites/{number}")

    def _make_invite(self, name: str, browser: str) -> dict[str, str]:
        people = self.ask("GET", "registry")["people"]
        person = next(row["person"] for row in people if row["name"] == name)
        made: dict[str, str] = self.ask("POST", "invites", {"person": person, "browser": browser})
        return made

    def phone(self, name: str = administrator.OFFICER) -> Page:
        """Enrol a phone; return its page, on the empty form."""
        page = self.open(PHONE)
        officer.enrol_phone(page, self.invite(name, "phone"))
        return page

    def desk(self, name: str = administrator.CHEMIST, sign_in: str = "ana.ilic") -> Page:
        """Enrol a desk; return its page, on the worklist."""
        page = self.open(DESK)
        chemist.enrol_desk(page, self.invite(name, "desk"), sign_in)
        return page

    def add_supervisor(self) -> None:
        """Register somebody who records, supervises and so meets his own screenings."""
        administrator.add_person(
            self.founder, SUPERVISOR, "Crossing Batrovci", ["officer", "supervisor"]
        )

    def settled(self, page: Page) -> None:
        """Wait until nothing of a desk is on its way to the server any more."""
        expect(page.locator(".bar-tool.waiting")).to_have_count(0)

    def revoke(self, name: str) -> None:
        """Revoke the last key of a person on the administrator's page."""
        page = self.founder
        administrator.open_page(page, "/admin/keys", "Keys")
        row = page.get_by_role("row").filter(has_text=name).filter(has_text="valid").last
        row.get_by_role("button", name="Revoke").click()
        page.get_by_role("dialog").get_by_role("button", name="Lost").click()
        page.get_by_role("button", name="Sign and revoke").click()
        expect(page.get_by_text("Accepted by the server")).to_be_visible()

    def stop(self) -> None:
        """End the server and the proxy; the browser is its owner's."""
        self.server.stop()
        self.proxy.stop()
