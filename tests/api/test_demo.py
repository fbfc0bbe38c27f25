"""The demonstration: a short story, filled through the API, read through the API."""

import json
import stat
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher

from api.app import create_app, open_installation, system_clock
from api.settings import Settings, SettingsError
from cli.demo import cases, command
from cli.demo.clock import StoryClock
from cli.demo.command import Condition, condition_of, evening_before, prepare, read_demo_settings
from cli.demo.fill import Story, fill
from cli.demo.people import SIGN_INS
from cli.serve import make_tables
from db.store import Store
from schemas.kinds.laboratory import FindingOutcome, FindingStatus, ItemOutcome
from schemas.kinds.organisation import Purpose
from sync.audit.rebuild import find_fault
from sync.operator import bootstrap
from sync.sessions import passwords
from tests.api.described import CheckedClient
from tests.house.rules import VERDICT_WORDS

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
STORY = Story(evening_before(NOW), days=6, screenings=44)
QUEUES = ("to_do", "reported", "to_reconcile", "stale", "done")


@dataclass(frozen=True, slots=True)
class Demo:
    """A filled directory and the app that serves it."""

    settings: Settings
    client: CheckedClient
    logbook: str
    said: list[str]

    def sign_in(self, role: str) -> None:
        """Sign in as the file says that one can."""
        rows = (self.settings.data / command.SIGN_INS).read_text().splitlines()[1:]
        known = dict(row.split() for row in rows)
        self.client.cookies.clear()
        body = {"sign_in": role, "password": known[role]}
        answer = self.client.post("/api/session/desk", json=body, headers={"x-verbatim": "1"})
        assert answer.status_code == 204, answer.text

    def get(self, path: str, **query: str) -> Any:
        """Read an address below the logbook."""
        answer = self.client.get(f"/api/logbooks/{self.logbook}/{path}", params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def rows(self, queue: str = "all") -> list[dict[str, Any]]:
        """Return every row of a queue, as a supervisor sees it."""
        self.sign_in("supervisor")
        rows, after = [], ""
        while True:
            page = self.get("worklist", queue=queue, after=after)
            rows += page["rows"]
            after = page["next"]
            if not after:
                assert len(rows) == page["total"]
                return rows


@contextmanager
def filled(data: Path, story: Story) -> Iterator[Demo]:
    """Fill a directory and serve it by the real clock."""
    settings, said = read_demo_settings(data), list[str]()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "HASHER", PasswordHasher(1, 8, 1))
        prepare(settings, story, said.append)
        with CheckedClient(create_app(settings), base_url="http://localhost:8001") as client:
            (logbook,) = client.get("/api/installation").json()["logbooks"]
            assert logbook["purpose"] == "practice"
            yield Demo(settings, client, logbook["logbook"], said)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """Give the short story."""
    with filled(tmp_path_factory.mktemp("story") / "demo-data", STORY) as made:
        yield made


@pytest.fixture(scope="module")
def records(demo: Demo) -> list[dict[str, Any]]:
    """Every record that a supervisor may open, with its trail."""
    return [demo.get(f"records/{row['screening']}") for row in demo.rows()]


def test_every_queue_has_its_rows_and_every_report_its_life(demo: Demo) -> None:
    counts = {queue: len(demo.rows(queue)) for queue in QUEUES}
    rows = demo.rows()
    assert all(counts.values()), counts
    assert sum(counts.values()) == len(rows) >= 44
    assert {row["why"] for row in rows} == {
        "voided", "no_result", "result_withdrawn", "result_preliminary", "not_decided",
        "screening_changed", "result_changed", "decided",
    }  # fmt: skip
    decided = {row["decided"] for row in rows}
    assert "agree" in decided
    assert decided & {"other_controlled_found", "nothing_found", "other_noncontrolled_found"}


def test_names_are_those_that_instruments_show(demo: Demo) -> None:
    rows = demo.rows()
    names = {name for row in rows for name in row["findings"]}
    assert names >= {
        "Cocaine HCl", "Cocaine base", "Δ9-THC", "α-PVP", "γ-butyrolactone", "4-ANPP",
        "p-Fluorofentanyl", "=Creatine monohydrate", "Кокаин хидрохлорид", "Καφεΐνη, άνυδρη",
        "1,4-Butanediol",
    }  # fmt: skip
    assert max(len(name) for name in names) >= 120
    assert {"Alarm", "Warning", "Clear", "Inconclusive"} <= {row["banner"] for row in rows}
    assert any(len(row["findings"]) > 1 for row in rows)


def test_references_are_local_mixed_in_script_late_or_missing(demo: Demo) -> None:
    rows = demo.rows()
    texts = {text for row in rows for text in row["references"]}
    assert {"КУ 12/26", "KY 12/26"} <= texts
    assert any(not row["references"] for row in rows)
    assert demo.get("worklist", find="KY 12/26")["total"] >= 2


def test_records_tell_of_slips_second_attempts_and_sers_kits(
    records: list[dict[str, Any]],
) -> None:
    bodies = {"reading": set[str](), "reason": set[str]()}
    for record in records:
        for line in record["entries"]:
            for name in bodies.keys() & line["parts"].keys():
                bodies[name].add(line["parts"][name]["body"])
    assert any('"text":"Type H kit"' in body for body in bodies["reading"])
    assert any('"attempt":2' in body for body in bodies["reading"])
    assert {json.loads(body)["code"] for body in bodies["reason"]} >= {
        "typing", "wrong_field", "reference_assigned", "entered_twice", "test_entry", "other",
    }  # fmt: skip


def test_a_fork_and_a_gap_show(records: list[dict[str, Any]]) -> None:
    flags = Counter[str]()
    for record in records:
        for result in record["receipt"]["results"]:
            flags.update(result["flags"])
    assert flags["fork"] >= 2
    assert flags["gap"] >= 1


def test_one_conflict_is_settled_and_one_waits(demo: Demo) -> None:
    assert [row["conflict"] for row in demo.rows()].count(True) == 1
    demo.sign_in("auditor")
    (waiting,) = demo.get("review", about="conflict")["rows"]
    assert (waiting["kind"], waiting["review"]) == ("screening.amended/1", None)
    explained = [row for row in demo.get("review", about="amended")["rows"] if row["review"]]
    assert [row["review"]["decision"] for row in explained] == ["explained"]
    assert demo.get("review/reasons")["total"] >= 4


def test_a_lost_phones_entries_are_aside_but_for_one_that_was_released(
    demo: Demo, records: list[dict[str, Any]]
) -> None:
    demo.sign_in("supervisor")
    assert [row["code"] for row in demo.get("quarantine")["rows"]] == ["key_revoked"]
    released = [
        line
        for record in records
        for line in record["entries"]
        if '"code":"key_revoked"' in line["stamp"]
    ]
    assert len(released) == 1
    revoked = [key for key in demo.get("registry")["keys"] if key["revoked"]]
    assert [key["revocation"] for key in revoked] == ["lost"]


def test_the_office_is_six_posts_and_one_laboratory(demo: Demo) -> None:
    demo.sign_in("administrator")
    registry = demo.get("registry")
    joint = [unit for unit in registry["units"] if unit["kind"] == "joint"]
    assert Counter(unit["site"] for unit in joint) == {"land": 2, "sea": 2, "air": 2}
    (laboratory,) = [unit for unit in registry["units"] if unit["kind"] == "laboratory"]
    assert set(laboratory["serves"]) == {unit["unit"] for unit in joint}
    assert all(person["name"] for person in registry["people"])


def test_the_story_ends_yesterday_evening_and_no_moment_is_later(demo: Demo) -> None:
    received = [row["received"] for row in demo.rows()]
    assert STORY.end.astimezone(UTC).isoformat() == "2026-11-21T19:00:00+00:00"
    assert max(received) < "2026-11-21T19:00:01"
    assert min(received) > "2026-11-15T06:40"
    assert max(received)[:10] != min(received)[:10]


def test_everything_holds(demo: Demo) -> None:
    store = Store(demo.settings.database_url, system_clock)
    try:
        assert find_fault(store, lambda _name: lambda _done, _size: None) is None
    finally:
        store.close()


def test_one_sign_in_a_role_generated_and_kept_to_its_owner(demo: Demo) -> None:
    path = demo.settings.data / command.SIGN_INS
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    rows = [row.split() for row in path.read_text().splitlines()[1:]]
    assert [name for name, _ in rows] == list(SIGN_INS)
    assert all(len(password) >= 15 for _, password in rows)
    assert len({password for _, password in rows}) == len(rows)
    for role in SIGN_INS:
        demo.sign_in(role)
        session = demo.client.get("/api/session").json()
        assert session["person"]["roles"] == [role]
        assert not any(password in " ".join(demo.said) for _, password in rows)


def test_a_complete_directory_is_served_as_it_is(demo: Demo) -> None:
    before = len(demo.said)
    prepare(demo.settings, STORY, demo.said.append)
    assert len(demo.said) == before
    assert condition_of(demo.settings.data) is Condition.COMPLETE


# --- the directory --------------------------------------------------------


def test_a_half_filled_directory_begins_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = read_demo_settings(tmp_path / "demo-data")

    def stop(*_given: object) -> dict[str, str]:
        (settings.data / "verbatim.db").write_text("half")
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "fill", stop)
    with pytest.raises(KeyboardInterrupt):
        prepare(settings, STORY, print)
    assert condition_of(settings.data) is Condition.INCOMPLETE
    said: list[str] = []
    monkeypatch.setattr(command, "fill", lambda *_given: {"officer": "x" * 15})
    prepare(settings, STORY, said.append)
    assert "incomplete" in said[0]
    assert condition_of(settings.data) is Condition.COMPLETE
    assert not (settings.data / "verbatim.db").exists()


def test_a_directory_of_someone_else_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "verbatim.db").write_text("evidence")
    with pytest.raises(SettingsError, match="left as it is"):
        prepare(read_demo_settings(tmp_path), STORY, print)
    assert (tmp_path / "verbatim.db").read_text() == "evidence"


def test_another_installations_data_is_never_the_demonstrations(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VERBATIM_DATA", "/srv/verbatim")
    monkeypatch.setenv("VERBATIM_DATABASE_URL", "postgresql://verbatim@db/verbatim")
    monkeypatch.setenv("VERBATIM_KEYS", "/srv/keys")
    settings = read_demo_settings(tmp_path)
    assert settings.database_url == f"sqlite:///{tmp_path.resolve()}/verbatim.db"
    assert (settings.data, settings.keys) == (tmp_path, tmp_path / "keys")
    assert (settings.port, settings.public_url) == (8001, "http://localhost:8001")
    monkeypatch.setenv("VERBATIM_PORT", "8123")
    assert read_demo_settings(tmp_path).public_url == "http://localhost:8123"


# --- the story's clock and words -------------------------------------------


def test_one_seed_tells_one_story(tmp_path: Path) -> None:
    told = []
    for name in ("first", "second"):
        with filled(tmp_path / name, Story(STORY.end, days=2, screenings=6)) as demo:
            said = ("screening", "at", "received", "banner", "findings", "references", "why")
            told.append([{key: row[key] for key in said} for row in demo.rows()])
    assert told[0] == told[1]


def test_an_operational_logbook_takes_no_invented_time(tmp_path: Path) -> None:
    settings = read_demo_settings(tmp_path)
    make_tables(settings)
    installation = open_installation(settings)
    bootstrap.create_logbook(installation, "Post 7", Purpose.OPERATIONAL)
    installation.close()
    with pytest.raises(SettingsError, match="practice logbooks alone"):
        open_installation(settings, StoryClock(STORY.begin))
    with pytest.raises(SettingsError, match="practice logbooks alone"):
        fill(settings, STORY, print)


@pytest.mark.parametrize("case", cases.CASES)
def test_a_case_is_told_in_words_that_may_be_used(case: cases.Case) -> None:
    assert len(case.fates) == len(case.names)
    assert {*case.fates} <= {outcome.value for outcome in FindingOutcome}
    assert {one.status for one in case.substances} <= {status.value for status in FindingStatus}
    assert case.outcome in {outcome.value for outcome in ItemOutcome}
    field_words = " ".join((case.banner, *case.names, case.message, cases.REASONS[case.outcome]))
    assert not VERDICT_WORDS.search(field_words)
