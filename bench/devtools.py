"""A Chromium with nothing in it but what is asked for, spoken to over its debugging port.

Playwright's browser pauses every worker, watches every request and adds a world of its own to
every page. At a quarter of the speed that would be measured too.
"""

import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

from bench.processes import stop
from tests.house.browser import find_browser

Members = dict[str, Any]
"""Parameters, results and events, as the protocol has them."""

_PATIENCE = 60.0
_QUIET = ("--headless=new", "--no-sandbox", "--no-first-run", "--remote-debugging-port=0")


class DevTools:
    """The link to a browser: commands that are answered, events that are waited for."""

    def __init__(self, link: ClientConnection) -> None:
        """Speak over an open link."""
        self._link = link
        self._asked = 0
        self._heard: list[Members] = []

    def ask(self, method: str, session: str = "", **members: object) -> Members:
        """Return the result of a command. Raises RuntimeError when it fails."""
        self._asked += 1
        command = {"id": self._asked, "method": method, "params": members}
        self._link.send(json.dumps(command | ({"sessionId": session} if session else {})))
        while (heard := self._hear()).get("id") != self._asked:
            self._heard.append(heard)
        if "error" in heard:
            raise RuntimeError(f"{method}: {heard['error']}")
        return dict(heard["result"])

    def wait_for(self, event: str, session: str) -> Members:
        """Return the members of the next event of this name; those before it are forgotten."""
        while True:
            heard = self._heard.pop(0) if self._heard else self._hear()
            if (heard.get("method"), heard.get("sessionId")) == (event, session):
                return dict(heard["params"])

    def _hear(self) -> Members:
        return dict(json.loads(self._link.recv(_PATIENCE)))


@contextmanager
def plain_browser(profile: Path) -> Iterator[DevTools]:
    """Give a browser on an existing profile; it is ended when the block is left."""
    said = profile / "DevToolsActivePort"
    said.unlink(missing_ok=True)
    command = [find_browser() or "chromium", *_QUIET, f"--user-data-dir={profile}", "about:blank"]
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    try:
        with connect(_address(said), max_size=None) as link:
            yield DevTools(link)
    finally:
        stop(process)


def _address(said: Path) -> str:
    """Wait until the browser has written where it listens."""
    ends = time.monotonic() + _PATIENCE
    while time.monotonic() < ends:
        if said.exists() and said.read_text().count("\n") == 1:
            port, path = said.read_text().split("\n")
            return f"ws://127.0.0.1:{port}{path}"
        time.sleep(0.05)
    raise RuntimeError("the browser did not say where it listens")
