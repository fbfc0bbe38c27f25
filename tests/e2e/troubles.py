"""What a phone may meet: no room, no permission, a wrong clock, another server, a new version.

Each function brings one of them about on a page; a reload of the page, and an honest proxy, end it.
"""

import json
import re

from playwright.sync_api import Page

from tests.e2e.server import Server

HOUR = 3_600_000
"""Milliseconds."""


def run_low(page: Page) -> None:
    """Let the browser say that hardly any room is left; the settings look at it."""
    page.evaluate(
        "navigator.storage.estimate = async () => ({ usage: 980_000_000, quota: 1_000_000_000 })"
    )
    page.evaluate("location.hash = '#/settings'")


def fill_up(page: Page) -> None:
    """Let every write to the browser's database fail for want of room."""
    page.evaluate("""() => {
      for (const act of ["put", "add"]) {
        IDBObjectStore.prototype[act] = () => {
          throw new DOMException("no room", "QuotaExceededError");
        };
      }
    }""")


def turn_clock(page: Page, by: int = HOUR) -> None:
    """Let the device's clock go ahead of the server's, and let the page ask the server."""
    page.evaluate(
        "(by) => { const now = Date.now; Date.now = () => now() + by;"
        " dispatchEvent(new Event('online')); }",
        by,
    )


def claim_another_identity(content: bytes) -> bytes:
    """Let the server show another checkpoint key, as another server at its address would."""
    installation = json.loads(content)
    for logbook in installation["logbooks"]:
        name, number, key = logbook["checkpoint_key"].split("+", 2)
        logbook["checkpoint_key"] = "+".join([name, number[::-1], key])
    return json.dumps(installation).encode()


def forbid(page: Page) -> None:
    """Let nobody use the camera or the position."""
    page.context.clear_permissions()
    page.evaluate("""() => {
      navigator.mediaDevices.getUserMedia = async () => {
        throw new DOMException("no", "NotAllowedError");
      };
      navigator.geolocation.getCurrentPosition = (_found, failed) =>
        failed({ code: 1, PERMISSION_DENIED: 1 });
    }""")


def delay(page: Page, part: str, seconds: float) -> None:
    """Let answers to requests come late, from addresses that have this part."""
    page.evaluate(
        """([part, pause]) => {
          const own = window.fetch;
          window.fetch = async (path, ...more) => {
            if (path.includes(part)) await new Promise((next) => setTimeout(next, pause));
            return own(path, ...more);
          };
        }""",
        [part, seconds * 1000],
    )


def publish_build(server: Server) -> None:
    """Put another build in the place of this one: a worker of another version is enough."""
    worker = server.web / "sw.js"
    text = worker.read_text()
    app = re.search(r'"app":"([^"]+)"', text)
    assert app
    worker.write_text(text.replace(app[1], app[1][::-1]))


def look_for_update(page: Page) -> None:
    """Let the browser look whether there is a new build."""
    page.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.update())")


def stop_pauses(page: Page) -> None:
    """Let the page try nothing again by itself: pauses of two seconds and more never end."""
    page.evaluate("""() => {
      const own = window.setTimeout;
      window.setTimeout = (act, pause, ...more) => pause >= 2000 ? 0 : own(act, pause, ...more);
    }""")


def wake(page: Page) -> None:
    """Tell the worker that the network is back, as the browser does after a `sync` was asked."""
    tools = page.context.new_cdp_session(page)
    registrations: list[str] = []
    tools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda told: registrations.extend(row["registrationId"] for row in told["registrations"]),
    )
    tools.send("ServiceWorker.enable")
    page.wait_for_timeout(200)
    origin = page.url.split("/#")[0]
    tools.send(
        "ServiceWorker.dispatchSyncEvent",
        {"origin": origin, "registrationId": registrations[0], "tag": "unsent", "lastChance": True},
    )
    tools.detach()
