"""Versions beside each other: a conflict stays until a supervisor's entry follows all of them."""

import json
import random

import pytest

from db.queries.worklist import Wanted
from proof.entry import Opened
from sync.views.worklist import read_worklist
from tests import content
from tests.clients import Browser
from tests.office import Office, item_of

VERSIONS = ("screening.recorded/1", "screening.amended/1")


def correct(office: Office, before: Opened, banner: str) -> Opened:
    return office.amend(before, reading=content.reading(banner=banner))


def in_conflict(office: Office) -> tuple[Opened, Opened, Opened]:
    """Return a screening and two corrections of it, made beside each other."""
    first = office.record()
    return first, correct(office, first, "WARNING"), correct(office, first, "CLEAR")


def shown(office: Office) -> tuple[str, str, bool]:
    """Return what the worklist says of the only screening: version, banner, conflict."""
    held, logbook = office.server.installation, office.server.logbook
    (row,) = read_worklist(held, logbook, office.supervisor.person, Wanted())["rows"]
    return row["version"], row["banner"], row["conflict"]


def code_of(office: Office, *versions: Opened, by: Browser | None = None) -> tuple[str, str]:
    answer = office.resolve(*versions, by=by)
    return answer.verdict.value, answer.code


def test_the_version_that_a_supervisor_chose_stands(office: Office) -> None:
    _, one, other = in_conflict(office)
    assert shown(office) == (other.id, "CLEAR", True)
    assert code_of(office, one, other) == ("accepted", "")
    assert shown(office) == (one.id, "WARNING", False)
    later = correct(office, one, "ALARM")
    assert shown(office) == (later.id, "ALARM", False)
    assert office.server.fault() is None


def test_another_correction_of_what_was_set_aside_is_a_new_conflict(office: Office) -> None:
    _, one, other = in_conflict(office)
    office.resolve(one, other)
    beside = correct(office, other, "ALARM")
    assert shown(office) == (beside.id, "ALARM", True)
    assert code_of(office, beside, one) == ("accepted", "")
    assert shown(office) == (beside.id, "ALARM", False)
    assert office.server.fault() is None


def test_a_correction_that_follows_both_settles_nothing(office: Office) -> None:
    """Otherwise who wrote two versions could choose between them unseen."""
    _, one, other = in_conflict(office)
    both = office.officer.write(
        "screening.amended/1", content.REASON, subject=one.header.subject,
        follows=[one.id, other.id],
    )  # fmt: skip
    assert office.officer.send(office.server, both)[0].verdict == "accepted"
    assert shown(office) == (both.id, "WARNING", True)
    assert code_of(office, both, other) == ("accepted", "")
    assert shown(office)[2] is False
    assert office.server.fault() is None


def test_a_third_version_that_was_not_seen_stays_beside_the_chosen_one(office: Office) -> None:
    first, one, other = in_conflict(office)
    third = correct(office, first, "ALARM")
    office.resolve(one, other)
    assert shown(office) == (one.id, "WARNING", True)
    assert code_of(office, third, one) == ("accepted", "")
    assert shown(office) == (third.id, "ALARM", False)


def test_what_was_replaced_meanwhile_cannot_be_chosen(office: Office) -> None:
    first, one, other = in_conflict(office)
    later = correct(office, one, "ALARM")
    for pair in ((one, other), (other, one), (other, first)):
        assert code_of(office, *pair) == ("quarantined", "follows_other")
    assert shown(office) == (later.id, "ALARM", True)
    office.resolve(other, later)
    assert code_of(office, other, later) == ("quarantined", "follows_other")
    assert code_of(office, other) == ("quarantined", "follows_unknown")


def test_another_records_version_cannot_be_set_aside(office: Office) -> None:
    foreign = office.record()
    first = office.record()
    one, other = correct(office, first, "WARNING"), correct(office, first, "CLEAR")
    assert code_of(office, one, other, foreign) == ("quarantined", "follows_other")
    assert code_of(office, one, foreign) == ("quarantined", "follows_other")
    both = office.officer.write(
        "screening.amended/1", content.REASON, subject=first.header.subject,
        follows=[one.id, foreign.id],
    )  # fmt: skip
    office.officer.send(office.server, both)
    assert office.server.rows("SELECT screening, heads FROM screening ORDER BY position") == [
        (foreign.header.subject, 1),
        (first.header.subject, 2),
    ]
    assert office.server.fault() is None


def test_a_report_that_follows_a_screening_replaces_nothing(office: Office) -> None:
    first, one, other = in_conflict(office)
    parts = content.result(item_of(first), office.laboratory)
    reported = office.analyst.write("lab.result.issued/1", parts, follows=[one.id])
    assert office.analyst.send(office.server, reported)[0].verdict == "accepted"
    assert code_of(office, one, other) == ("accepted", "")
    assert office.server.fault() is None


@pytest.mark.parametrize(
    "who", ["officer", "colleague", "stranger", "foreman", "analyst", "auditor", "administrator"]
)
def test_nobody_else_chooses(office: Office, who: str) -> None:
    _, one, other = in_conflict(office)
    asked = code_of(office, one, other, by=getattr(office, who))
    assert asked == ("quarantined", "permission_missing")
    assert shown(office)[2] is True


def test_a_supervisor_who_wrote_one_of_the_versions_does_not_choose(office: Office) -> None:
    both = content.person("Both", office.post, "officer")
    both["appointment"]["roles"].append("supervisor")
    registered = office.send(office.administrator, "person.registered/1", both)
    who = office.server.enrol(registered.header.subject)
    first = office.send(who, "screening.recorded/1", content.screening())
    for _ in range(2):
        entry = who.write(
            "screening.amended/1", content.REASON, subject=first.header.subject, follows=[first.id]
        )
        who.send(office.server, entry)
    one, other = who.own[-2:]
    assert code_of(office, one, other, by=who) == ("quarantined", "permission_missing")
    assert code_of(office, one, other) == ("accepted", "")


def test_a_decision_about_a_version_set_aside_is_stale(office: Office) -> None:
    first, one, other = in_conflict(office)
    reported = office.report(item_of(first))
    office.decide(other, reported)
    held, logbook = office.server.installation, office.server.logbook

    def why() -> str:
        (row,) = read_worklist(held, logbook, office.supervisor.person, Wanted())["rows"]
        return str(row["why"])

    assert why() == "decided"
    office.resolve(one, other)
    assert why() == "screening_changed"
    office.decide(one, reported)
    assert why() == "decided"


def test_a_choice_that_was_kept_aside_counts_once_released(office: Office) -> None:
    _, one, other = in_conflict(office)
    office.revoke(office.supervisor.key)
    assert code_of(office, one, other) == ("quarantined", "key_revoked")
    kept = office.supervisor.own[-1]
    second = office.send(
        office.administrator, "person.registered/1",
        content.person("Second", office.region, "supervisor"),
    )  # fmt: skip
    office.release(kept, office.server.enrol(second.header.subject))
    assert shown(office) == (one.id, "WARNING", False)
    assert office.server.fault() is None


@pytest.mark.parametrize("seed", range(4))
def test_a_conflict_is_two_versions_that_nothing_replaced(office: Office, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  # a fixed story
    first = office.record()
    versions = [first]
    for _ in range(25):
        some = chance.sample(versions, min(len(versions), chance.randint(1, 4)))
        if chance.random() < 0.6:
            entry = office.officer.write(
                "screening.amended/1",
                {**content.REASON, "reading": content.reading(banner=str(len(versions)))},
                subject=first.header.subject,
                follows=[one.id for one in some],
            )
            office.officer.send(office.server, entry)
            versions.append(entry)
        else:
            heads = [one for one in versions if one.id in open_versions(office)]
            office.resolve(*chance.choice([some, chance.sample(heads, len(heads))])[:8])
        heads_now = open_versions(office)
        assert shown(office)[2] is (len(heads_now) > 1)
        assert office.server.rows("SELECT heads FROM screening") == [(len(heads_now),)]
        assert shown(office)[0] in heads_now
    assert office.server.fault() is None


def open_versions(office: Office) -> set[str]:
    """Return the versions that nothing replaced, from the log alone."""
    found: set[str] = set()
    query = "SELECT id, header, stamp FROM entry ORDER BY position"
    for entry, header, stamp in office.server.rows(query):
        document, counts = json.loads(header), json.loads(stamp)["verdict"] == "accepted"
        follows, kind = document["follows"], document["kind"]
        if counts and kind in VERSIONS:
            found = (found - set(follows[:1])) | {entry}
        if counts and kind == "conflict.resolved/1":
            found -= set(follows[1:])
    return found


# --- reasons ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ({"code": "other"}, "part_invalid"),
        ({"code": "other", "text": "too short"}, "part_invalid"),
        ({"code": "other", "text": "          as short"}, "part_invalid"),
        ({"code": "other", "text": "just right"}, ""),
        ({"code": "typing"}, ""),
    ],
)
@pytest.mark.parametrize("kind", ["screening.amended/1", "screening.voided/1"])
def test_the_reason_other_needs_words(
    office: Office, kind: str, reason: dict[str, str], code: str
) -> None:
    first = office.record()
    entry = office.officer.write(
        kind, {"reason": reason}, subject=first.header.subject, follows=[first.id]
    )
    (answer,) = office.officer.send(office.server, entry)
    assert answer.code == code
    assert office.server.rows("SELECT amended + voided FROM screening") == [(int(not code),)]
    if code:  # a supervisor may let it count all the same, under their own name
        office.release(entry)
        assert office.server.rows("SELECT amended + voided FROM screening") == [(1,)]
    assert office.server.fault() is None


def test_what_was_accepted_before_words_were_asked_for_still_counts(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = office.record()
    with monkeypatch.context() as before:
        before.setattr("sync.rules.judge._say_why", lambda _parts: True)
        office.amend(first, reason={"code": "other"}, reading=content.reading(banner="CLEAR"))
    assert shown(office)[1] == "CLEAR"
    assert office.server.fault() is None
