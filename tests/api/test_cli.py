"""The command line: a first start, recovery, a busy port, the audit's exit code."""

import hashlib
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

from api.app import create_app, open_installation
from api.settings import Settings, SettingsError
from db.log.heads import head_of
from proof import verify
from sync.evidence import selection as choose
from sync.operator import bootstrap
from tests import content
from tests.api.site import HandClock, Run, Site, Tab, code_of, read_invite
from tests.clients import new_id
from tests.house.sources import ROOT
from tests.prints import read_print


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(folder: Path, port: int, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """Run `verbatim serve` as its own process until the block ends."""
    given = {
        **os.environ, "VERBATIM_DATA": str(folder), "VERBATIM_PORT": str(port), **environment
    }  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "-m", "cli.main", "serve"],
        cwd=ROOT, env=given, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def answers(port: int) -> bool:
    for _ in range(200):
        try:
            with urlopen(f"http://localhost:{port}/readyz", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            time.sleep(0.05)
    return False


def test_serve_prints_one_address_and_an_invite_and_stops_when_asked(tmp_path: Path) -> None:
    port = free_port()
    with serving(tmp_path / "data", port) as process:
        assert answers(port)
        process.send_signal(signal.SIGTERM)
        printed, errors = process.communicate(timeout=20)
    assert process.returncode == 0, errors
    assert "Traceback" not in errors
    addresses = re.findall(r"https?://[^\s/]+", printed)
    assert set(addresses) == {f"http://localhost:{port}"}
    assert read_invite(printed).secret
    assert (tmp_path / "data").stat().st_mode & 0o077 == 0


def test_ctrl_c_ends_without_a_traceback(tmp_path: Path) -> None:
    port = free_port()
    with serving(tmp_path / "data", port) as process:
        assert answers(port)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=20)
    assert (process.returncode, "Traceback" in errors) == (0, False)


def test_a_busy_port_is_named_and_no_other_taken(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with closing(socket.socket()) as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        monkeypatch.setenv("VERBATIM_PORT", str(port))
        assert run("serve") == 1
    assert f"Port {port} is in use" in capsys.readouterr().err
    assert not (tmp_path / "data").exists()


def test_the_founders_invite_is_new_at_every_start_until_it_is_used(site: Site) -> None:
    first = site.founder
    (printed,) = site.begin()
    second = read_invite(printed)
    assert second.secret != first.secret
    assert second.logbook == first.logbook
    assert code_of(Tab(site).join(first)) == "invite_cancelled"
    admin = Tab(site)
    assert admin.join(second).status_code == 200
    assert site.begin() == []
    admin.revoke(admin.key)
    assert len(site.begin()) == 1


def test_a_locked_out_installation_is_recovered_from_the_console(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("init", "--name", "Vežba") == 0
    first = read_invite(capsys.readouterr().out)
    assert run("invite", "--administrator") == 0
    second = read_invite(capsys.readouterr().out)
    assert second.logbook == first.logbook
    assert second.secret != first.secret
    with pytest.raises(SystemExit):
        run("invite")
    assert run("init") == 0
    capsys.readouterr()
    assert run("invite", "--administrator") == 1
    assert "--logbook" in capsys.readouterr().err
    assert run("invite", "--administrator", "--logbook", first.logbook) == 0
    assert read_invite(capsys.readouterr().out).logbook == first.logbook


def purposes(tmp_path: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(tmp_path / "data" / "verbatim.db")) as link:
        return list(link.execute("SELECT name, purpose FROM logbook ORDER BY logbook"))


def test_an_operational_logbook_is_a_deliberate_act(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run("init", "--operational") == 1
    monkeypatch.setattr("builtins.input", lambda _prompt: "yes")
    assert run("init", "--operational", "--name", "Gradina") == 1
    assert "never changes" in capsys.readouterr().out
    assert not (tmp_path / "data").exists()
    monkeypatch.setattr("builtins.input", lambda _prompt: "Gradina")
    assert run("init", "--operational", "--name", "Gradina") == 0
    assert run("init", "--operational", "--name", "Horgoš", "--yes") == 0
    assert purposes(tmp_path) == [("Gradina", "operational"), ("Horgoš", "operational")]


def test_an_invented_clock_is_for_practice_alone(run: Run, tmp_path: Path) -> None:
    assert run("init", "--operational", "--name", "Gradina", "--yes") == 0
    settings = Settings(data=tmp_path / "data")
    with pytest.raises(SettingsError, match="practice"):
        open_installation(settings, HandClock())
    open_installation(settings).close()
    app = create_app(settings, HandClock())
    assert app.title == "Verbatim"


def test_a_database_that_was_not_migrated_is_said(
    run: Run, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "data").mkdir()
    assert run("invite", "--administrator") == 1
    assert "verbatim migrate" in capsys.readouterr().err
    assert run("migrate") == 0
    assert run("invite", "--administrator") == 1
    assert "none yet" in capsys.readouterr().err


def test_audit_says_that_everything_holds_or_names_table_and_position(
    run: Run, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run("init") == 0
    assert run("audit") == 0
    said = capsys.readouterr()
    assert "Everything holds." in said.out
    assert "1 of 1 entries" in said.err
    with closing(sqlite3.connect(tmp_path / "data" / "verbatim.db")) as link:
        link.executescript("DROP TRIGGER entry_no_UPDATE; UPDATE entry SET leaf = zeroblob(32);")
    assert run("audit") == 1
    assert "table entry, position 0" in capsys.readouterr().err


def test_export_writes_a_bundle_that_the_verifier_takes_with_the_printed_key(
    site: Site, run: Run, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:  # fmt: skip
    monkeypatch.setenv("VERBATIM_DATABASE_URL", site.settings.database_url)
    monkeypatch.setenv("VERBATIM_KEYS", str(site.settings.keys))
    admin = site.administrator()
    officer = site.enrol(admin, "officer")
    recorded = officer.write("screening.recorded/1", content.screening())
    officer.push_entries(recorded)
    first, again = str(tmp_path / "first.zip"), str(tmp_path / "again.zip")
    asked = ("--subject", recorded.header.subject, "--recipient", "Court", "--basis", "Law")
    assert run("export", *asked, first) == 0
    said = capsys.readouterr().out
    disclosure = re.search(r"--disclosure=\S+", said)
    key = re.search(r"published key (\S+)$", said, re.MULTILINE)
    assert disclosure is not None
    assert key is not None
    assert verify.main(["--key", key[1], first]) == 1
    assert run("export", disclosure[0], again) == 0
    assert Path(again).read_bytes() == Path(first).read_bytes()
    assert run("export", "--subject", recorded.header.subject, first) == 1
    assert "--recipient" in capsys.readouterr().err


def test_export_says_what_is_not_in_the_bundle_and_makes_more_than_one_if_it_takes_more(
    site: Site, run: Run, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:  # fmt: skip
    monkeypatch.setenv("VERBATIM_DATABASE_URL", site.settings.database_url)
    monkeypatch.setenv("VERBATIM_KEYS", str(site.settings.keys))
    officer = site.enrol(site.administrator(), "officer")
    subject = new_id()
    recorded = officer.write("screening.recorded/1", content.screening(), subject=subject)
    junk = [officer.write("junk.sent/1", {"x": {"a": 1}}, subject=subject) for _ in range(2)]
    officer.push_entries(recorded, *junk)
    asked = ("--subject", subject, "--recipient", "Court", "--basis", "Law")
    assert run("export", *asked, str(tmp_path / "a.zip")) == 0
    assert "NOT in the bundle: 2 entries" in capsys.readouterr().out

    monkeypatch.setattr(choose, "MAX_LISTED", 3)
    before = recorded.id
    for words in "abc":
        parts = {**content.REASON, "note": {"text": words}}
        amended = officer.write("screening.amended/1", parts, subject=subject, follows=(before,))
        officer.push_entries(amended)
        before = amended.id
    assert run("export", *asked, str(tmp_path / "b.zip")) == 0
    said = capsys.readouterr().out
    assert "there are 2. Give out all." in said
    for file, key in zip(
        ("b.zip", "b.2.zip"), re.findall(r"key (\S+)$", said, re.MULTILINE), strict=True
    ):
        assert verify.main(["--key", key, str(tmp_path / file)]) == 1


def test_export_prints_the_bundle_and_says_first_if_it_cannot(
    site: Site, run: Run, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:  # fmt: skip
    monkeypatch.setenv("VERBATIM_DATABASE_URL", site.settings.database_url)
    monkeypatch.setenv("VERBATIM_KEYS", str(site.settings.keys))
    officer = site.enrol(site.administrator(), "officer")
    recorded = officer.write("screening.recorded/1", content.screening())
    officer.push_entries(recorded)
    bundle, report = tmp_path / "a.zip", tmp_path / "a.pdf"
    asked = ("--subject", recorded.header.subject, "--recipient", "Court", "--basis", "Law")
    printing = ("export", *asked, "--report", str(report), str(bundle))
    before = size_of(site)
    assert run(*printing, "--languages", "en,xx") == 1
    assert "two different languages of en, sr-Latn" in capsys.readouterr().err
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "typst", None)
        assert run(*printing) == 1
    assert "install verbatim-logbook[report]" in capsys.readouterr().err
    assert size_of(site) == before, "a disclosure was stated for a print that could not be made"
    assert run(*printing, "--languages", "el,sr-Latn") == 0
    digest = hashlib.sha256(report.read_bytes()).hexdigest()
    assert f"a.pdf: {report.stat().st_size} bytes, SHA-256 {digest}" in capsys.readouterr().out
    printed = read_print(report.read_bytes())
    assert list(printed.enclosed.values()) == [bundle.read_bytes()]
    assert "Οαναλυτήςέδειξε" in printed.text
    assert "serverdnevnika" in printed.text


def size_of(site: Site) -> int:
    installation = site.installed()
    with installation.store.reading() as reading:
        found = head_of(reading, site.logbook).size
    installation.close()
    return found


def test_backup_makes_a_copy_that_can_be_served(
    run: Run, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run("init") == 0
    copy = tmp_path / "copy.db"
    assert run("backup", str(copy)) == 0
    assert run("backup", str(copy)) == 1
    assert "complete and sound" in capsys.readouterr().out
    settings = Settings(data=tmp_path / "data", database_url=f"sqlite:///{copy}")
    installation = open_installation(settings)
    assert len(bootstrap.list_logbooks(installation.store)) == 1
    installation.close()


def test_postgresql_is_migrated_by_its_owner_alone(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    postgresql_server: str, tmp_path: Path,
) -> None:  # fmt: skip
    monkeypatch.setenv("VERBATIM_DATABASE_URL", postgresql_server)
    monkeypatch.setenv("VERBATIM_PORT", str(free_port()))
    assert run("serve") == 1
    assert "verbatim migrate" in capsys.readouterr().err
    assert (tmp_path / "data").exists() is False


def test_a_database_that_does_not_answer_is_one_sentence(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VERBATIM_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    assert run("audit") == 1
    assert "the database does not answer" in capsys.readouterr().err
    monkeypatch.setenv("VERBATIM_DATABASE_URL", "mysql://nobody@127.0.0.1:1/none")
    assert run("audit") == 1
    assert "use SQLite or PostgreSQL" in capsys.readouterr().err
