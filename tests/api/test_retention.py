"""The operator's commands: what is due, and erasing what was approved while nobody served."""

from datetime import timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from cli import main as cli
from sync.retention import erase
from tests.clients import START
from tests.erasing import held_parts, screen
from tests.office import Office

LATER = START + timedelta(days=400)


@pytest.fixture
def settings(office: Office, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the command line work on the office's database; return where its files may go."""
    monkeypatch.setenv("VERBATIM_DATABASE_URL", office.server.url)
    monkeypatch.setenv("VERBATIM_KEYS", str(office.server.folder))
    return office.server.folder.parent


@pytest.mark.usefixtures("settings")
def test_erase_carries_out_what_was_left(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    screened = screen(office)
    with monkeypatch.context() as crashing:
        crashing.setattr(erase, "carry_out", lambda *_: 0)
        office.approve(office.order(screened, "note"))
    assert cli.main(["erase"]) == 0
    assert "Orders carried out: 1." in capsys.readouterr().out
    assert "note" not in held_parts(office.server, screened)
    assert cli.main(["erase"]) == 0
    assert "Orders carried out: 0." in capsys.readouterr().out


def test_a_start_carries_out_what_a_crash_left(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    screened = screen(office)
    with monkeypatch.context() as crashing:
        crashing.setattr(erase, "carry_out", lambda *_: 0)
        office.approve(office.order(screened, "note"))
    settings = Settings(database_url=office.server.url, keys=office.server.folder)
    with TestClient(create_app(settings)):
        assert "note" not in held_parts(office.server, screened)


def test_retention_names_no_content(
    office: Office, settings: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    record = screen(office).header.subject
    assert cli.main(["retention"]) == 0
    assert capsys.readouterr().out.startswith("Parts whose time is over: 0.")
    years = settings / "years.json"
    years.write_text('{"serbia": {"note": 1}}')
    monkeypatch.setenv("VERBATIM_RETENTION", str(years))
    monkeypatch.setattr("cli.main.system_clock", lambda: LATER)
    assert cli.main(["retention"]) == 0
    row, last = capsys.readouterr().out.splitlines()
    assert row.split()[2:5] == [record, "note", "note"]
    assert "Found by K." not in row
    assert last.startswith("Parts whose time is over: 1.")
    years.write_text('{"atlantis": {}}')
    assert cli.main(["retention"]) == 1
    assert "atlantis" in capsys.readouterr().err
