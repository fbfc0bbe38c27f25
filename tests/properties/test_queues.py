"""Random stories about shared items: every reader finds each screening where it is for them."""

import random
from typing import Any

import pytest

from db.people.enrolled_keys import EnrolledKeys
from db.queries.worklist import Wanted
from db.tables.projected import placed, reconciliation, result, screening
from lab.queues import QUEUE_OF, Facts, why_of
from proof.entry import Opened
from schemas.answers.laboratory import Queue, Worklist
from schemas.roles import Action, Actor, Row, can
from sync.views.worklist import read_worklist
from tests import content
from tests.clients import Browser, new_id
from tests.office import Office

Rows = list[dict[str, Any]]

ITEMS = 5
STATES = ("preliminary", "final", "final", "withdrawn")


class Story:
    """Two posts measure the same few items; a laboratory reports, early or late, and corrects."""

    def __init__(self, office: Office, seed: int) -> None:
        self.office = office
        self.chance = random.Random(seed)  # noqa: S311 - a repeatable story
        self.items = [new_id() for _ in range(ITEMS)]
        self.screened: list[tuple[Browser, Opened]] = []
        self.reported: list[Opened] = []

    def go_on(self) -> None:
        """Let something happen; what nobody may state is kept aside."""
        acts = [self.record, self.record, self.amend, self.void, self.report, self.report]
        self.chance.choice([*acts, self.decide, self.decide, self.release])()

    def record(self) -> None:
        who = self.chance.choice([self.office.officer, self.office.stranger])
        entry = who.write("screening.recorded/1", content.screening(self._item()))
        self._send(who, entry)
        self.screened.append((who, entry))

    def amend(self) -> None:
        item = {"item": self._item(), "number": "2", "form": "powder"}
        self._change("screening.amended/1", {**content.REASON, "item": item})

    def void(self) -> None:
        if self.chance.random() < 0.3:
            self._change("screening.voided/1", content.REASON)

    def report(self) -> None:
        before = self.chance.choice([None, None, *self.reported])
        parts = content.result(
            self._item(), self.office.laboratory, self.chance.choice(STATES), 2 if before else 1
        )
        entry = self.office.analyst.write(
            "lab.result.issued/1", parts, subject=before.header.subject if before else "",
            follows=[before.id] if before else [],
        )  # fmt: skip
        self._send(self.office.analyst, entry)
        self.reported.append(entry)

    def decide(self) -> None:
        if self.screened and self.reported:
            _, version = self.chance.choice(self.screened)
            reported = self.chance.choice(self.reported)
            who = self.chance.choice([self.office.supervisor, self.office.foreman])
            parts = content.decision(version.header.subject, reported.header.subject)
            follows = [version.id, reported.id]
            self._send(who, who.write("reconciliation.decided/1", parts, follows=follows))

    def release(self) -> None:
        """Bring what came too early: a correction of a record of the other post's, say."""
        query = "SELECT id, subject FROM placed WHERE aside = 1 ORDER BY position"
        for kept, subject in self.office.server.rows(query)[:1]:
            who = self.chance.choice([self.office.supervisor, self.office.foreman])
            entry = who.write(
                "quarantine.released/1", content.REASON, subject=subject, follows=[kept]
            )
            self._send(who, entry)

    def _change(self, kind: str, parts: dict[str, Any]) -> None:
        if not self.screened:
            return
        who, before = self.chance.choice(self.screened)
        entry = who.write(kind, parts, subject=before.header.subject, follows=[before.id])
        self._send(who, entry)
        if kind == "screening.amended/1":
            self.screened.append((who, entry))

    def _item(self) -> str:
        return self.chance.choice(self.items)

    def _send(self, who: Browser, entry: Opened) -> None:
        who.send(self.office.server, entry)


@pytest.mark.parametrize("seed", range(6))
def test_every_reader_finds_each_screening_in_its_queue(office: Office, seed: int) -> None:
    story = Story(office, seed)
    for _ in range(45):
        story.go_on()
    for who in office.everyone:
        told = told_to(office, who)
        assert positions(listed(office, who, "all")) == sorted(told, reverse=True)
        for queue in Queue:
            page = listed(office, who, queue.value)
            mine = sorted((at for at, its in told.items() if its is queue), reverse=True)
            assert (positions(page), page["total"]) == (mine, len(mine)), (who.person, queue)
            assert {row["state"] for row in page["rows"]} <= {queue.value}
    assert office.server.fault() is None


def test_some_screenings_stand_elsewhere_for_another_reader(office: Office) -> None:
    """What the story is about happens: else the test above would hold without it."""
    item = new_id()
    office.record(item=item)
    office.send(office.stranger, "screening.recorded/1", content.screening(item))
    office.report(item)
    queues = [row["state"] for row in listed(office, office.auditor, "all")["rows"]]
    assert queues == [Queue.TO_RECONCILE.value] * 2
    (row,) = listed(office, office.foreman, Queue.TO_DO.value)["rows"]
    assert (row["unit"], row["result"]) == (office.elsewhere, "")
    assert listed(office, office.foreman, Queue.TO_RECONCILE.value)["total"] == 0


def listed(office: Office, who: Browser, queue: str) -> Worklist:
    held, logbook = office.server.installation, office.server.logbook
    return read_worklist(held, logbook, who.person, Wanted(queue=queue))


def positions(page: Worklist) -> list[int]:
    return [row["position"] for row in page["rows"]]


def told_to(office: Office, who: Browser) -> dict[int, Queue]:
    """Return the queue of each screening, by its position, as the permission table alone has it."""
    with office.server.store.reading() as reading:
        actor = EnrolledKeys(reading, office.server.logbook).actor(who.person)
        places = {row["position"]: row for row in reading.mappings(placed.select())}
        screened = reading.mappings(screening.select())
        decided = reading.mappings(reconciliation.select())
        readable = [
            row for row in reading.mappings(result.select())
            if _may(actor, Action.READ_RESULTS, places[row["position"]])
        ]  # fmt: skip
    return {
        row["position"]: QUEUE_OF[why_of(_facts(row, readable, decided))]
        for row in screened
        if _may(actor, Action.READ_SCREENINGS, places[row["position"]])
    }


def _may(actor: Actor, action: Action, place: dict[str, Any]) -> bool:
    return can(actor, action, Row(place["person"], place["unit"], place["about"]))


def _facts(screened: dict[str, Any], readable: Rows, decided: Rows) -> Facts:
    reported = _newest(row for row in readable if row["item"] == screened["item"])
    pair = (screened["screening"], reported.get("result"))
    decision = _newest(row for row in decided if (row["screening"], row["result"]) == pair)
    return Facts(
        bool(screened["voided"]),
        screened["current"],
        reported.get("status", ""),
        reported.get("current", ""),
        decision.get("screening_version", ""),
        decision.get("result_version", ""),
    )


def _newest(rows: Any) -> dict[str, Any]:
    found: dict[str, Any] = max(rows, key=lambda row: int(row["position"]), default={})
    return found
