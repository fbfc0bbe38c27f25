"""A running server comes to the verdicts and the counting of `docs/vectors/counting.json`.

The browser reads the same stories (`web/tests/vectors/counting.test.ts`). What a reader is told
of them is the same, also where the release itself is out of their scope.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from proof.entry import Opened, entry_id
from schemas.answers.record import RecordTrail
from sync.views.record import read_record
from tests import content
from tests.clients import Browser, new_id
from tests.office import Office
from tests.vectors.make import path_of

STORIES = json.loads(path_of("counting").read_text())["stories"]


class Play:
    """One story, told by the people of an office."""

    def __init__(self, office: Office, entries: list[dict[str, Any]]) -> None:
        """Sign nothing yet: an entry may follow one that is logged after it."""
        self.office = office
        self.entries = {entry["id"]: entry for entry in entries}
        self.signed: dict[str, Opened] = {}
        self.subjects = {
            "administrator": office.administrator.person,
            "instrument": content.INSTRUMENT,
        }

    def sign(self, name: str) -> Opened:
        """Return an entry of the story, signed once, after what it follows."""
        if name not in self.signed:
            told = self.entries[name]
            follows = [self.sign(each).id for each in told["follows"]]
            subject = self.subjects.setdefault(told["subject"], new_id())
            self.signed[name] = self._author(told).write(
                told["kind"], self._parts(told), subject=subject, follows=follows
            )
        return self.signed[name]

    def push(self, name: str) -> str:
        """Log an entry; return the code of its stamp."""
        (answer,) = self._author(self.entries[name]).send(self.office.server, self.sign(name))
        return answer.code

    def counted(self) -> set[str]:
        """Return which entries of the story count for the server now."""
        rows = self.office.server.rows("SELECT id FROM placed WHERE aside = 0")
        ids = {row[0] for row in rows}
        return {name for name, entry in self.signed.items() if entry.id in ids}

    def told(self, lines: Iterable[dict[str, Any]]) -> set[str]:
        """Return which entries of the story count, as these lines say it."""
        counted = {entry_id(line["header"].encode()) for line in lines if counts(line)}
        return {name for name, entry in self.signed.items() if entry.id in counted}

    def _author(self, told: dict[str, Any]) -> Browser:
        author: Browser = getattr(self.office, told["by"])
        return author

    def _parts(self, told: dict[str, Any]) -> Mapping[str, Mapping[str, object]]:
        lost = getattr(self.office, told["subject"].removesuffix("'s key"), self.office.officer)
        return {
            "screening.recorded/1": content.screening(),
            "person.changed/1": content.person("Impostor", self.office.post, "administrator"),
            "unit.registered/1": content.unit("Impostor"),
            "key.revoked/1": {"revocation": {"key": lost.key, "reason": "lost"}},
            "instrument.state.stated/1": {"state": {"since": "2026-11-22", "in_service": True}},
            "weather.observed/1": {"sky": {"colour": "grey"}},
            "quarantine.released/1": content.REASON,
        }[told["kind"]]


def counts(line: Mapping[str, Any]) -> bool:
    """Say whether a line as it is given out says that its entry counts."""
    accepted = bool(json.loads(line["stamp"])["verdict"] == "accepted")
    if accepted:
        assert "released" not in line
    return accepted or line.get("released") is True


@pytest.mark.parametrize("story", STORIES, ids=[story["why"] for story in STORIES])
def test_a_server_counts_what_the_vector_says(office: Office, story: dict[str, Any]) -> None:
    entries = story["entries"]
    play = Play(office, entries)
    codes = {entry["id"]: play.push(entry["id"]) for entry in entries}
    assert codes == {entry["id"]: entry["code"] for entry in entries}
    assert play.counted() == {entry["id"] for entry in entries if entry["counts"]}
    assert office.server.fault() is None


@pytest.mark.parametrize("story", STORIES, ids=[story["why"] for story in STORIES])
def test_a_reader_is_told_the_same_whenever_they_read(
    office: Office, story: dict[str, Any]
) -> None:
    play, seen = Play(office, story["entries"]), dict[int, dict[str, Any]]()
    for entry in story["entries"]:
        play.push(entry["id"])
        seen |= {line["position"]: line for line in office.auditor.pull(office.server)}
    expected = {entry["id"] for entry in story["entries"] if entry["counts"]}
    assert play.told(seen.values()) == expected
    office.auditor.start_over()
    assert play.told(office.auditor.pull(office.server)) == expected


def test_a_record_says_what_was_released(office: Office) -> None:
    kept, other = keep_aside(office), keep_aside(office)
    office.release(kept)
    assert [counts(line) for line in ask(office, kept)["entries"]] == [True, True]
    assert [counts(line) for line in ask(office, other)["entries"]] == [False]


def test_an_author_who_moved_on_is_told_that_their_entry_was_released(office: Office) -> None:
    kept = keep_aside(office)
    moved = content.person("Officer", office.elsewhere, "officer")
    change = office.administrator.write(
        "person.changed/1", moved, subject=office.officer.person, follows=()
    )
    office.administrator.send(office.server, change)
    office.officer.pull(office.server)
    release = office.release(kept)
    lines = office.officer.pull(office.server)
    assert [entry_id(line["header"].encode()) for line in lines] == [kept.id]
    assert [counts(line) for line in lines] == [True]
    assert office.supervisor.results[release.id].verdict == "accepted"


def test_a_line_that_says_so_is_taken_in_again(office: Office) -> None:
    kept = keep_aside(office)
    office.release(kept)
    (line,) = (each for each in office.auditor.pull(office.server) if "released" in each)
    (answer,) = office.server.push(json.dumps(line).encode()).results
    assert (answer.verdict, answer.id) == ("duplicate", kept.id)


def keep_aside(office: Office) -> Opened:
    """Log a screening of a key that was revoked."""
    office.revoke(office.officer.key)
    entry = office.officer.write("screening.recorded/1", content.screening())
    office.officer.send(office.server, entry)
    return entry


def ask(office: Office, entry: Opened) -> RecordTrail:
    """Return the record of an entry as the supervisor reads it."""
    held, logbook = office.server.installation, office.server.logbook
    return read_record(held, logbook, office.supervisor.person, entry.header.subject)
