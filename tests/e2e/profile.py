"""A browser profile on disk: one person's phone or desk, killed and started again at will."""

import os
import re
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Error, Page, Playwright

PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True,
    "device_scale_factor": 1,
}  # fmt: skip
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}
WAIT = 15_000
"""Milliseconds that anything on a screen may take; the machine may be busy."""

# A browser writes these when a server is dead or says no, which the stories are about.
_EXPECTED = re.compile(r"^Failed to load resource: (net::ERR_|.*status of (4\d\d|503))")


class Complaints(list[str]):
    """What pages complained of: errors in the console and exceptions nobody caught."""

    def listen(self, context: BrowserContext) -> None:
        """Note what the pages of a context complain of from now on."""
        context.on("console", self._note)
        context.on("weberror", lambda error: self.append(str(error.error)))

    def _note(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not _EXPECTED.match(message.text):
            self.append(message.text)


class Profile:
    """One folder of browser data, and the browser that has it open."""

    def __init__(
        self, playwright: Playwright, binary: str, folder: Path, looks: dict[str, Any],
    ) -> None:  # fmt: skip
        """Stand for a profile; nothing is started yet. `looks` are Playwright's options."""
        self.playwright = playwright
        self.binary = binary
        self.folder = folder
        self.looks = looks
        self.complaints = Complaints()
        self._context: BrowserContext | None = None

    @property
    def context(self) -> BrowserContext:
        """The running browser."""
        assert self._context, "the browser is not running"
        return self._context

    @property
    def page(self) -> Page:
        """Its first tab."""
        return self.context.pages[0]

    def start(self, *arguments: str) -> Page:
        """Start the browser on its folder; return its tab."""
        self._context = self.playwright.chromium.launch_persistent_context(
            self.folder, executable_path=self.binary, locale="en-GB",
            timezone_id="Europe/Belgrade", args=list(arguments), **self.looks,
        )  # fmt: skip
        self._context.set_default_timeout(WAIT)
        self.complaints.listen(self._context)
        return self.page

    def kill(self) -> None:
        """End the browser as a phone that runs out of power does."""
        pids = find_browser_processes(self.folder)
        assert pids, "the browser was not running"
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        end = time.monotonic() + 10
        while find_browser_processes(self.folder) and time.monotonic() < end:
            time.sleep(0.05)
        self.close()

    def close(self) -> None:
        """Close the browser, whatever has become of it."""
        context, self._context = self._context, None
        if context is not None:
            with suppress(Error):
                context.close()


def find_browser_processes(folder: Path) -> list[int]:
    """Give the processes of the browser that has this very folder open."""
    listed = subprocess.run(
        ["ps", "-axww", "-o", "pid=,args="],  # noqa: S607  # ps stands elsewhere on every system
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    rows = (row.strip().partition(" ") for row in listed.stdout.splitlines())
    return [int(pid) for pid, _, command in rows if f"--user-data-dir={folder}" in command]
