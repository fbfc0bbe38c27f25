"""The review queue: who sees what, what another person says, and the reasons people give."""

import json

import pytest

from db.queries.review import PAGE
from db.store import moment
from schemas.answers.review import Reasons
from schemas.kinds.review import Concern
from sync.views.review import read_reasons
from tests import content
from tests.clients import START, Browser, new_id
from tests.office import Office
from tests.reviewing import HOUR, change, found, queue, record, review

SUPERVISORS = ("supervisor", "auditor")


def test_a_queue_holds_what_is_in_reach(quiet: Office) -> None:
    amended = change(quiet, record(quiet))
    foreign = record(quiet, quiet.stranger, at=moment(START + HOUR))
    assert found(quiet, quiet.supervisor) == [(amended.id, "amended")]
    assert found(quiet, quiet.foreman) == [(foreign.id, "at_after_receipt")]
    assert len(found(quiet, quiet.auditor)) == 2
    for nobody in (quiet.officer, quiet.analyst, quiet.administrator):
        assert queue(quiet, nobody)["rows"] == []
        assert queue(quiet, nobody)["open"] == {}


def test_pages_hold_every_row_once(quiet: Office) -> None:
    first = record(quiet)
    changes = [change(quiet, first).id for _ in range(PAGE + 7)]
    for entry in quiet.officer.own[-3:]:
        review(quiet, quiet.auditor, entry, "amended")
    seen: list[str] = []
    after = ""
    while True:
        page = queue(quiet, about="amended", after=after)
        assert page["total"] == len(changes)
        seen += [row["entry"] for row in page["rows"]]
        after = page["next"]
        if not after:
            break
    assert seen == changes  # the three that are reviewed were the last ones anyway
    review(quiet, quiet.auditor, quiet.officer.own[-57], "amended")
    assert found(quiet, about="amended", after="1.0.amended")[0] == (changes[0], "amended")


# --- what is said -------------------------------------------------------------


@pytest.mark.parametrize("who", SUPERVISORS)
def test_a_review_settles_a_row_and_is_shown_with_it(quiet: Office, who: str) -> None:
    amended = change(quiet, record(quiet))
    reviewer = getattr(quiet, who)
    assert review(quiet, reviewer, amended, "amended") == ("accepted", "")
    (row,) = queue(quiet, about="amended")["rows"]
    last = quiet.server.head().size - 1
    assert row["review"] is not None
    assert row["review"] == {
        "position": last, "person": reviewer.person, "decision": "explained",
        "text": "Seen together with the officer.", "received": row["review"]["received"],
    }  # fmt: skip
    assert Concern.AMENDED not in queue(quiet)["open"]


def test_what_is_escalated_stands_before_what_is_settled(quiet: Office) -> None:
    first = record(quiet)
    settled, escalated, waiting = (change(quiet, first) for _ in range(3))
    review(quiet, quiet.supervisor, settled, "amended")
    review(quiet, quiet.supervisor, escalated, "amended", decision="escalated")
    order = [waiting.id, escalated.id, settled.id]
    assert [entry for entry, _ in found(quiet, about="amended")] == order
    review(quiet, quiet.auditor, escalated, "amended", decision="noted", text="")
    order = [waiting.id, settled.id, escalated.id]
    assert [entry for entry, _ in found(quiet, about="amended")] == order


def test_a_review_speaks_of_one_concern_alone(quiet: Office) -> None:
    late = quiet.officer.write(
        "screening.recorded/1", content.screening(), at=moment(START - 80 * HOUR)
    )
    quiet.officer.seq += 1  # and a gap behind it
    quiet.officer.send(quiet.server, late)
    lost = record(quiet, at=moment(START - 80 * HOUR))
    assert found(quiet) == [(late.id, "late_sync"), (lost.id, "gap"), (lost.id, "late_sync")]
    review(quiet, quiet.auditor, lost, "gap")
    assert queue(quiet)["open"] == {"late_sync": 2}


@pytest.mark.parametrize(
    "who", ["officer", "colleague", "stranger", "foreman", "analyst", "administrator"]
)
def test_nobody_else_reviews(quiet: Office, who: str) -> None:
    amended = change(quiet, record(quiet))
    said = review(quiet, getattr(quiet, who), amended, "amended")
    assert said == ("quarantined", "permission_missing")
    assert queue(quiet)["open"][Concern.AMENDED] == 1


def test_nobody_reviews_their_own_entry(quiet: Office) -> None:
    own = quiet.supervisor.write("screening.recorded/1", content.screening())
    quiet.supervisor.send(quiet.server, own)
    assert review(quiet, quiet.supervisor, own, "late_sync")[1] == "permission_missing"
    assert review(quiet, quiet.auditor, own, "late_sync")[1] == ""
    spoken = quiet.auditor.own[-1]
    assert review(quiet, quiet.auditor, spoken, "gap")[1] == "permission_missing"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"decision": "noted", "text": ""}, ""),
        ({"decision": "explained", "text": ""}, "part_invalid"),
        ({"decision": "escalated", "text": "so so"}, "part_invalid"),
        ({"decision": "forgiven"}, "part_invalid"),
        ({"about": "beauty"}, "part_invalid"),
    ],
)
def test_a_review_says_why(quiet: Office, said: dict[str, str], code: str) -> None:
    amended = change(quiet, record(quiet))
    told = {"about": "amended", **said}
    assert review(quiet, quiet.auditor, amended, **told)[1] == code


def test_a_review_is_of_the_record_it_names(quiet: Office) -> None:
    amended = change(quiet, record(quiet))
    assert review(quiet, quiet.auditor, amended, "amended", subject=new_id())[1] == "follows_other"


def test_a_review_makes_nothing_a_record(office: Office) -> None:
    """A record that is kept aside can be reviewed, and released all the same."""
    office.revoke(office.officer.key)
    entry = office.officer.write("screening.recorded/1", content.screening())
    office.officer.send(office.server, entry)
    assert review(office, office.auditor, entry, "quarantined") == ("accepted", "")
    office.release(entry)
    assert office.server.rows("SELECT current FROM screening") == [(entry.id,)]
    assert office.server.fault() is None


def test_a_record_can_still_be_made_where_only_a_review_stands(office: Office) -> None:
    reading = {**content.reading(), "colour": "loud"}
    entry = office.officer.write(
        "screening.recorded/1", {**content.screening(), "reading": reading}
    )
    assert office.officer.send(office.server, entry)[0].code == "part_invalid"
    assert review(office, office.auditor, entry, "quarantined") == ("accepted", "")
    subject = entry.header.subject
    again = office.officer.write("screening.recorded/1", content.screening(), subject=subject)
    assert office.officer.send(office.server, again)[0].code == ""
    assert office.server.fault() is None


def test_a_review_in_the_same_push_makes_nothing_a_record(office: Office) -> None:
    office.revoke(office.officer.key)
    entry = office.officer.write("screening.recorded/1", content.screening())
    office.officer.send(office.server, entry)
    said = {"about": "quarantined", "decision": "noted"}
    subject = entry.header.subject
    reviewed = office.supervisor.write(
        "review.made/1", {"review": said}, subject=subject, follows=[entry.id]
    )
    released = office.supervisor.write(
        "quarantine.released/1", content.REASON, subject=subject, follows=[entry.id]
    )
    answers = office.supervisor.send(office.server, reviewed, released)
    assert [answer.code for answer in answers] == ["", ""]
    assert office.server.fault() is None


def test_the_reviewed_person_reads_what_was_said(quiet: Office) -> None:
    amended = change(quiet, record(quiet))
    review(quiet, quiet.auditor, amended, "amended")
    kinds = [json.loads(line["header"])["kind"] for line in quiet.officer.pull(quiet.server)]
    assert kinds[-1] == "review.made/1"


# --- reasons ------------------------------------------------------------------


def reasons(office: Office, who: Browser, first: str = "", last: str = "") -> Reasons:
    held, logbook = office.server.installation, office.server.logbook
    return read_reasons(held, logbook, who.person, first, last)


def test_reasons_are_counted_by_code_and_by_author(quiet: Office) -> None:
    first = record(quiet)
    change(quiet, first)
    change(quiet, first, code="read_again")
    change(quiet, first, "voided", code="typing")
    told = reasons(quiet, quiet.supervisor)
    assert told["codes"] == [
        {"code": "read_again", "amended": 1, "voided": 0},
        {"code": "typing", "amended": 1, "voided": 1},
    ]
    assert told["authors"] == [
        {"author": quiet.officer.person, "codes": {"read_again": 1, "typing": 2}, "total": 3}
    ]
    assert told["total"] == 3
    assert reasons(quiet, quiet.foreman)["total"] == 0
    assert reasons(quiet, quiet.supervisor, "2026-11-22", "2026-11-22")["total"] == 3
    assert reasons(quiet, quiet.supervisor, "2026-11-23")["total"] == 0
    assert reasons(quiet, quiet.supervisor, last="2026-11-21")["total"] == 0


def test_reasons_of_what_is_kept_aside_are_not_counted(quiet: Office) -> None:
    first = record(quiet)
    entry = quiet.colleague.write(
        "screening.voided/1", content.REASON, subject=first.header.subject, follows=[first.id]
    )
    quiet.colleague.send(quiet.server, entry)
    assert reasons(quiet, quiet.auditor)["total"] == 0
