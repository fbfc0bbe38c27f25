"""Random stories: the queues of the worklist, its search and paging, and nothing unsigned in it."""

import json
import random
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Text, select

from db.queries.folding import fold
from db.queries.worklist import PAGE, Wanted
from db.tables.projected import PROJECTED, screening
from lab.queues import QUEUE_OF, Facts, why_of
from proof.entry import Opened
from schemas.answers.laboratory import Queue, Worklist
from schemas.stamp import PushResult
from sync.views.worklist import read_worklist
from tests import content
from tests.clients import Browser
from tests.office import Office, item_of

REFERENCES = ("КУ 12/23", "KY-99", "п. 7/2026", "Ž-1 (b)", "100%_x")


class Story:
    """What a reader of the log alone would know of each screening, kept beside the server."""

    def __init__(self, office: Office, seed: int) -> None:
        self.office = office
        self.chance = random.Random(seed)  # noqa: S311 - a repeatable story
        self.versions: dict[str, list[Opened]] = {}
        self.voided: set[str] = set()
        self.results: dict[str, tuple[Opened, str]] = {}
        self.decided: dict[str, tuple[str, str]] = {}
        self.references: dict[str, str] = {}

    def go_on(self) -> None:
        """Let something happen."""
        acts: list[Callable[[], None]] = [
            self.record, self.amend, self.void, self.report, self.report, self.decide, self.decide,
        ]  # fmt: skip
        (self.chance.choice(acts) if self.versions else self.record)()

    def record(self) -> None:
        text = self.chance.choice(REFERENCES)
        number = str(len(self.versions))
        parts = content.screening(number=number, references=(text,))
        entry = self.office.officer.write("screening.recorded/1", parts)
        self._send(self.office.officer)
        self.versions[entry.header.subject] = [entry]
        self.references[entry.header.subject] = text

    def amend(self) -> None:
        subject = self._any()
        before = self.chance.choice(self.versions[subject])
        entry = self.office.amend(before, reading=content.reading(name="Procaine"))
        self.versions[subject].append(entry)

    def void(self) -> None:
        subject = self._any()
        last = self.versions[subject][-1]
        self.office.officer.write(
            "screening.voided/1", content.REASON, subject=subject, follows=[last.id]
        )
        self._send(self.office.officer)
        self.voided.add(subject)

    def report(self) -> None:
        subject = self._any()
        status = self.chance.choice(["preliminary", "final", "amended", "withdrawn"])
        before = self.results.get(subject, (None, ""))[0]
        if before is not None and self.chance.random() < 0.3:
            before = None  # another report on the same item; the newest counts
            self.decided.pop(subject, None)
        entry = self.office.report(item_of(self.versions[subject][0]), status, before)
        self.results[subject] = (entry, status)

    def decide(self) -> None:
        subject = self._any()
        if subject in self.results:
            version, (result, _) = self.versions[subject][-1], self.results[subject]
            self.office.decide(version, result)
            self.decided[subject] = (version.id, result.id)

    def facts(self, subject: str) -> Facts:
        """Return what decides where a screening stands."""
        result, status = self.results.get(subject, (None, ""))
        decided = self.decided.get(subject, ("", ""))
        return Facts(
            subject in self.voided,
            self.versions[subject][-1].id,
            status,
            result.id if result else "",
            *decided,
        )

    def _any(self) -> str:
        return self.chance.choice(sorted(self.versions))

    def _send(self, browser: Browser) -> list[PushResult]:
        return browser.send(self.office.server)


def listed(office: Office, **wanted: Any) -> Worklist:
    held, logbook = office.server.installation, office.server.logbook
    return read_worklist(held, logbook, office.supervisor.person, Wanted(**wanted))


@pytest.mark.parametrize("seed", range(3))
def test_every_screening_stands_in_the_queue_that_the_story_tells(
    office: Office, seed: int
) -> None:
    story = Story(office, seed)
    for _ in range(40):
        story.go_on()
    rows = listed(office)["rows"]
    assert {row["screening"] for row in rows} == set(story.versions)
    for row in rows:
        why = why_of(story.facts(row["screening"]))
        assert (row["why"], row["state"]) == (why.value, QUEUE_OF[why].value)
    for queue in {row["state"] for row in rows}:
        expected = [row["screening"] for row in rows if row["state"] == queue]
        assert [row["screening"] for row in listed(office, queue=queue)["rows"]] == expected
    _found_by_any_part(office, story)
    _nothing_unsigned(office)
    assert office.server.fault() is None


def _found_by_any_part(office: Office, story: Story) -> None:
    for _ in range(12):
        text = story.chance.choice(REFERENCES)
        start = story.chance.randrange(len(text))
        piece = text[start : start + story.chance.randint(1, 4)]
        found = {row["screening"] for row in listed(office, find=piece)["rows"]}
        written = {
            subject for subject, whole in story.references.items() if fold(piece) in fold(whole)
        }
        if not fold(piece):  # signs alone are found nowhere
            assert not found
            continue
        assert written <= found
        assert found - written <= _numbered(office, fold(piece))


def _numbered(office: Office, piece: str) -> set[str]:
    """Return the screenings whose item or receipt number holds this piece."""
    rows = listed(office)["rows"]
    return {
        row["screening"]
        for row in rows
        if piece in fold(row["item_number"]) or piece in str(row["position"])
    }


def _nothing_unsigned(office: Office) -> None:
    """Every text in every projected column stands in a header, part or stamp, or is a state."""
    signed = _signed_texts(office)
    with office.server.store.reading() as reading:
        for table in PROJECTED:
            folded = screening.c.searched
            names = [c.name for c in table.c if isinstance(c.type, Text) and c is not folded]
            for row in reading.rows(select(*[table.c[name] for name in names])) if names else []:
                unknown = {
                    text for text in row if text not in signed and not _is_list(text, signed)
                }
                assert not unknown, (table.name, unknown)


def _signed_texts(office: Office) -> set[str]:
    """Return every text that an entry states, ids and keys of entries, and the words of tables."""
    signed = {"", "server", office.server.logbook}
    for header, stamp, entry, key in office.server.rows("SELECT header, stamp, id, key FROM entry"):
        signed |= {entry, key, *_texts(json.loads(header)), *_texts(json.loads(stamp))}
    for (body,) in office.server.rows("SELECT body FROM part"):
        signed |= _texts(json.loads(body))
    signed |= {browser.key for browser in office.everyone}  # hashes of what enrolments state
    signed |= {queue.value for queue in Queue}
    return signed | {"read_registry", "read_screenings", "read_results", "read_log"}


def _texts(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set(value) | {text for inner in value.values() for text in _texts(inner)}
    if isinstance(value, list):
        return {text for inner in value for text in _texts(inner)}
    return {value} if isinstance(value, str) else set()


def _is_list(text: str, signed: set[str]) -> bool:
    return text.startswith("[") and _texts(json.loads(text)) <= signed


# --- filters and pages --------------------------------------------------------


@pytest.mark.parametrize("typed", ["ky 12", "КУ12", "ку 12/23", "Y1", "223", "12-23"])
def test_a_reference_is_found_however_it_is_typed(office: Office, typed: str) -> None:
    parts = content.screening(number="a", references=("КУ 12/23",))
    office.send(office.officer, "screening.recorded/1", parts)
    other = content.screening(number="b", references=("ZZ 4",))
    office.send(office.officer, "screening.recorded/1", other)
    assert [row["references"] for row in listed(office, find=typed)["rows"]] == [["КУ 12/23"]]
    assert listed(office, find="%")["total"] == 0


def test_an_item_and_a_receipt_number_are_found(office: Office) -> None:
    entry = office.record(number="Bag-77x")
    position = office.officer.results[entry.id].position
    office.record(number="q")
    for typed in ("bag 77", "77X", str(position)):
        assert [row["version"] for row in listed(office, find=typed)["rows"]] == [entry.id]


def test_an_amended_reference_is_found_and_the_old_one_no_longer(office: Office) -> None:
    parts = content.screening(number="a", references=("OLD 1",))
    first = office.send(office.officer, "screening.recorded/1", parts)
    office.amend(first, references=content.referring("NEW 2"))
    assert [row["references"] for row in listed(office, find="new2")["rows"]] == [["NEW 2"]]
    assert listed(office, find="old1")["total"] == 0
    assert listed(office)["rows"][0]["banner"] == "ALARM"  # the part that was not replaced


def test_pages_hold_every_row_once_and_the_count_is_honest(office: Office) -> None:
    total = 2 * PAGE + 3
    for _ in range(total):
        office.officer.write("screening.recorded/1", content.screening())
    office.officer.send(office.server)
    seen: list[str] = []
    after, page = -1, listed(office)
    for expected in (PAGE, PAGE, 3):
        page = listed(office, after=after)
        assert (len(page["rows"]), page["total"]) == (expected, total)
        seen += [row["screening"] for row in page["rows"]]
        after = int(page["next"] or -1)
    assert (page["next"], len(set(seen))) == ("", total)
    assert seen == [entry.header.subject for entry in reversed(office.officer.own)]


def test_filters_narrow_and_the_count_follows(office: Office) -> None:
    office.record()
    for name, value, count in (
        ("unit", office.post, 1),
        ("unit", office.elsewhere, 0),
        ("instrument", content.INSTRUMENT, 1),
        ("instrument", office.post, 0),
        ("outcome", "completed", 1),
        ("outcome", "aborted", 0),
        ("first_day", "2026-11-22", 1),
        ("first_day", "2026-11-23", 0),
        ("last_day", "2026-11-22", 1),
        ("last_day", "2026-11-21", 0),
    ):
        page = listed(office, **{name: value})
        assert (name, value, len(page["rows"]), page["total"]) == (name, value, count, count)
