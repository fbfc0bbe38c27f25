"""Sites for the tests of the API, and the command line."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from cli import main as cli
from sync.sessions import passwords
from tests.api.site import Run, Site


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash with less work; tests/api/test_passwords.py looks at the real hasher."""
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(1, 8, 1))
    passwords.nobody.cache_clear()


@pytest.fixture
def site(database_url: str, tmp_path: Path) -> Iterator[Site]:
    """Give an installation on each database."""
    made = Site(database_url, tmp_path / "data")
    with made.client:
        yield made


@pytest.fixture
def small_site(sqlite_url: str, tmp_path: Path) -> Iterator[Site]:
    """Give an installation for what has nothing to do with databases, with an app to serve."""
    web = tmp_path / "web"
    (web / "assets").mkdir(parents=True)
    (web / "index.html").write_text("<!doctype html><title>Verbatim</title>")
    (web / "sw.js").write_text("// worker")
    meta = """<meta http-equiv="content-security-policy" content="default-src 'none'">"""
    (web / "verify.html").write_text(f"<!doctype html>{meta}")
    (web / "build.json").write_text('{"app":"' + "A" * 43 + '","files":{}}')
    (web / "assets" / "main-1a2b.js").write_text("let x = 1;\n" * 500)
    made = Site(sqlite_url, tmp_path / "data", web=web)
    with made.client:
        yield made


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run commands on an installation of their own."""
    monkeypatch.setenv("VERBATIM_DATA", str(tmp_path / "data"))

    def command(*arguments: str) -> int:
        return cli.main(list(arguments))

    return command
