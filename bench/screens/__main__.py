"""`python -m bench.screens [FOLDER]`: takes all pictures and the one of the README."""

import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import expect

from bench.screens.camera import Camera
from bench.screens.tour import Tour
from tests.e2e.office import Office
from tests.e2e.profile import WAIT
from tests.house.browser import find_browser, started_playwright

ROOT = Path(__file__).resolve().parents[2]


def main(folder: Path) -> int:
    """Live through every screen; return how a command ends."""
    binary = find_browser()
    if binary is None:
        print("No Chromium: run `make screens`, which gets one.")
        return 1
    begun = time.monotonic()
    camera = Camera(folder)
    expect.set_options(timeout=WAIT)
    with tempfile.TemporaryDirectory() as data, started_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=binary,
            args=["--host-resolver-rules=MAP lan.test 127.0.0.1"],  # this machine without HTTPS
        )
        office = Office(browser, Path(data), camera.shoot)
        try:
            tour = Tour(office, camera)
            tour.walk(ROOT / "docs" / "pictures" / "entry.png")
            tour.insecure(Path(data) / "insecure")
        finally:
            browser.close()
            office.stop()
    print(f"{camera.taken} pictures in {folder}, {time.monotonic() - begun:.0f} s")
    for complaint in office.complaints:
        print(f"a page complained: {complaint}")
    return 1 if office.complaints else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "screens"))
