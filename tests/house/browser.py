"""Finds the browser the tests drive; `python -m tests.house.browser` gets one if there is none.

A Chromium of the system comes first: it is what people have, and it is patched. Playwright's own
is the fallback, kept in its cache.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def find_browser() -> str | None:
    """Give the path of a browser of the system, or else of Playwright's, if there is one."""
    system = next((path for path in map(shutil.which, NAMES) if path), None)
    return system or find_downloaded()


def find_downloaded() -> str | None:
    """Give the path of the Chromium that Playwright downloaded, if it is there."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  # slow to import

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def get_browser() -> None:
    """Install a browser: from Debian as root, otherwise the one Playwright downloads."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        command = ["apt-get", "install", "-y", "--no-install-recommends", "chromium"]
        if subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode == 0:
            return
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)


if __name__ == "__main__":
    if find_browser() is None:
        get_browser()
    sys.exit(0 if find_browser() else "No Chromium could be found or installed.")
