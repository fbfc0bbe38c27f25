"""A log of the time before issue 8 verifies, upgrades, and goes on, on both databases."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from itertools import count
from pathlib import Path

import pytest

from proof.checkpoint import open_note
from sync.evidence.export import make_bundle
from tests.api.site import PASSWORD, Invite
from tests.clients import Server
from tests.conftest import DATABASES, name_database, run_sql
from tests.older.console import Installed
from tests.older.kept import (
    BEFORE_0008,
    PAGE,
    Log,
    fill_postgresql,
    printed,
    read_manifest,
    revision_of,
    run_verifier,
    unpack,
    unpack_bundle,
)
from tests.older.people import Reopened, Teller
from tests.older.written import SOUND, describe, read_all, record_next, revive

MANIFEST = read_manifest()
LOG, BESIDE = MANIFEST.logs
ENDED = datetime.fromisoformat(MANIFEST.ended)
_numbers = count(1)


@contextmanager
def upgraded_on(database: str, request: pytest.FixtureRequest, folder: Path) -> Iterator[Installed]:
    """Give the installation after its operator has upgraded it, on a database of its own."""
    file = unpack(BEFORE_0008, folder)
    with ExitStack() as stack:
        url = f"sqlite:///{file}"
        if database == "postgresql":
            server = str(request.getfixturevalue("postgresql_server"))
            url = stack.enter_context(_filled_postgresql(server, file))
            file.unlink()
        installed = Installed(url, folder)
        installed.run("migrate")
        yield installed


@contextmanager
def _filled_postgresql(server: str, file: Path) -> Iterator[str]:
    name = f"before_{os.getpid()}_{next(_numbers)}"
    run_sql(server, f"CREATE DATABASE {name}")
    url = name_database(server, name)
    fill_postgresql(url, file)
    yield url
    run_sql(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=DATABASES, scope="module")
def upgraded(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installed]:
    """Give one to read in."""
    folder = tmp_path_factory.mktemp("upgraded")
    with upgraded_on(request.param, request, folder) as installed:
        yield installed


@pytest.fixture(params=DATABASES)
def writable(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Installed]:
    """Give one to write to."""
    with upgraded_on(request.param, request, tmp_path) as installed:
        yield installed


@contextmanager
def served(installed: Installed) -> Iterator[Reopened]:
    """Give its app, the moment after the last entry."""
    pinned = Invite(LOG.logbook, LOG.verifier, "", "", "")
    made = Reopened(installed.url, installed.folder, pinned, ENDED)
    with made.client:
        yield made


@contextmanager
def running(installed: Installed, log: Log = LOG) -> Iterator[Server]:
    """Give a process on it, at the same moment."""
    server = Server(installed.url, installed.folder / "keys", log.logbook, lambda: ENDED)
    try:
        yield server
    finally:
        server.close()


@pytest.fixture
def server(upgraded: Installed) -> Iterator[Server]:
    """Give a process to read with."""
    with running(upgraded) as made:
        yield made


def test_it_is_of_the_revision_that_is_recorded(tmp_path: Path) -> None:
    assert revision_of(unpack(BEFORE_0008, tmp_path)) == MANIFEST.revision


def test_the_audit_finds_no_fault_and_what_is_derived_is_the_same_rebuilt(
    upgraded: Installed,
) -> None:
    assert upgraded.run("audit") == SOUND


def test_every_entry_has_the_verdict_it_had_and_the_heads_are_those_that_were_signed(
    upgraded: Installed,
) -> None:
    with running(upgraded) as server:
        assert server.installation.guard.divergences == {}
        assert describe(server, LOG.verifier, LOG.note) == LOG
    with running(upgraded, BESIDE) as server:
        assert describe(server) == BESIDE


def test_everybody_reads_the_same_bytes_from_the_cursors_they_hold(server: Server) -> None:
    """The same but for a member of lines that has been added since."""
    for name, pages in MANIFEST.readers.items():
        end = next(n for n, page in enumerate(pages, 1) if page.lines < PAGE)
        held = [page.cursor for page in pages[end:]]
        assert read_all(server, MANIFEST.keys[name].person, *held) == pages, name


def test_sessions_go_on_and_passwords_are_those_that_were_chosen(upgraded: Installed) -> None:
    with served(upgraded) as site:
        for name, cookies in MANIFEST.sessions.items():
            told = {"cookie": "; ".join(f"{key}={value}" for key, value in cookies.items())}
            answer = Teller(site).call("GET", "/api/session", headers=told)
            assert answer.json()["person"]["person"] == MANIFEST.keys[name].person
        assert Teller(site).sign_in_desk("rival", PASSWORD).status_code == 204
        assert Teller(site).sign_in_desk("rival", PASSWORD.upper()).status_code == 401


def test_every_key_and_the_heads_go_on_where_they_ended(
    writable: Installed, caplog: pytest.LogCaptureFixture
) -> None:
    with served(writable) as site, running(writable) as server:
        reader = revive(site, MANIFEST.keys["officer"])
        reader.checkpoint = open_note(LOG.note, LOG.verifier)
        for more, (name, key) in enumerate(MANIFEST.keys.items(), 1):
            assert record_next(server, revive(site, key)) == key.next, name
            reader.pull(server)  # raises ValueError if one tree does not continue the other
            assert (reader.checkpoint.epoch, reader.checkpoint.size) == (LOG.epoch, LOG.size + more)
        assert server.fault() is None
    assert caplog.messages == []  # a guard that finds no last head, or another one, says so


# --- what others have ---------------------------------------------------------------


@pytest.mark.parametrize("name", MANIFEST.bundles)
def test_the_verifier_prints_of_a_bundle_what_it_printed(name: str, tmp_path: Path) -> None:
    bundle, kept = _bundle(name), MANIFEST.bundles[name]
    for number, key in enumerate(kept.keys):
        said = (BEFORE_0008 / "bundles" / f"{name}.{number}.txt").read_text("utf-8")
        assert run_verifier(bundle, key, tmp_path) == (kept.exits[number], said)


@pytest.mark.parametrize("name", MANIFEST.bundles)
def test_the_report_says_of_a_bundle_what_it_said(name: str) -> None:
    kept = MANIFEST.bundles[name]
    said = (BEFORE_0008 / "bundles" / f"{name}.print.json").read_text("utf-8")
    assert printed(_bundle(name), kept.keys[0], kept.languages) == said


def test_bundles_are_made_again_as_they_were(server: Server) -> None:
    for name, kept in MANIFEST.bundles.items():
        made = make_bundle(server.installation, LOG.logbook, kept.disclosure, kept.person)
        assert (made == _bundle(name)) == kept.final, name


def _bundle(name: str) -> bytes:
    return unpack_bundle(BEFORE_0008 / "bundles" / f"{name}.zip.xz")
