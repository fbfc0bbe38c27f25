"""What a release can let count, and what nobody can: no signed content makes a projection fail."""

from collections.abc import Callable

import pytest

from proof.authoring import wire_line
from proof.entry import Opened
from schemas.stamp import PushResult
from tests import content
from tests.clients import Browser, new_id
from tests.office import Office, item_of
from tests.vectors.golden import VERIFIER


def pushed(office: Office, who: Browser, entry: Opened) -> PushResult:
    (answer,) = who.send(office.server, entry)
    return answer


def verdict_of_release(office: Office, kept: Opened, by: Browser | None = None) -> tuple[str, str]:
    entry = office.release(kept, by)
    result = (by or office.supervisor).results[entry.id]
    return result.verdict.value, result.code


def test_a_revoked_keys_record_counts_once_a_supervisor_releases_it(office: Office) -> None:
    office.revoke(office.officer.key)
    entry = office.officer.write("screening.recorded/1", content.screening())
    kept = pushed(office, office.officer, entry)
    assert office.server.rows("SELECT count(*) FROM screening") == [(0,)]
    assert verdict_of_release(office, entry) == ("accepted", "")
    assert office.server.rows("SELECT current, position FROM screening") == [
        (entry.id, kept.position)
    ]
    assert verdict_of_release(office, entry) == ("quarantined", "follows_other")
    assert office.server.fault() is None


def test_a_record_of_someone_who_left_can_be_released(office: Office) -> None:
    reason = {"reason": {"text": "Retired."}}
    left = office.administrator.write("person.deactivated/1", reason, subject=office.officer.person)
    office.administrator.send(office.server, left)
    entry = office.officer.write("screening.recorded/1", content.screening())
    assert pushed(office, office.officer, entry).code == "permission_missing"
    assert verdict_of_release(office, entry) == ("accepted", "")
    assert office.server.rows("SELECT current FROM screening") == [(entry.id,)]
    assert office.server.fault() is None


def test_nobody_releases_their_own_entry_or_another_posts(office: Office) -> None:
    subject = office.record().header.subject
    first = office.officer.own[-1].id
    entry = office.colleague.write(
        "screening.voided/1", content.REASON, subject=subject, follows=[first]
    )
    office.colleague.send(office.server, entry)
    assert verdict_of_release(office, entry, office.foreman)[1] == "permission_missing"
    mine = office.supervisor.write("screening.recorded/1", content.screening())
    office.supervisor.send(office.server, mine)
    assert verdict_of_release(office, mine)[1] == "permission_missing"


def test_a_record_counts_although_its_author_has_moved_on(office: Office) -> None:
    office.revoke(office.officer.key)
    entry = office.officer.write("screening.recorded/1", content.screening())
    assert pushed(office, office.officer, entry).code == "key_revoked"
    moved = content.person("Officer", office.elsewhere, "officer")
    office.administrator.send(
        office.server,
        office.administrator.write("person.changed/1", moved, subject=office.officer.person),
    )
    assert verdict_of_release(office, entry) == ("accepted", "")
    assert office.server.fault() is None


# --- what cannot count --------------------------------------------------------


def _report_by_an_officer(office: Office) -> Opened:
    parts = content.result(item_of(office.record()), office.post)
    return office.officer.write("lab.result.issued/1", parts)


def _decision_by_an_officer(office: Office) -> Opened:
    screened = office.send(office.colleague, "screening.recorded/1", content.screening())
    reported = office.report(item_of(screened))
    parts = content.decision(screened.header.subject, reported.header.subject)
    return office.officer.write(
        "reconciliation.decided/1", parts, follows=[screened.id, reported.id]
    )


def _words_in_a_colleagues_mouth(office: Office) -> Opened:
    screened = office.send(office.colleague, "screening.recorded/1", content.screening())
    parts = {**content.REASON, "reading": content.reading(banner="CLEAR")}
    subject = screened.header.subject
    return office.officer.write(
        "screening.amended/1", parts, subject=subject, follows=[screened.id]
    )


def _second_record(office: Office) -> Opened:
    subject = office.record().header.subject
    return office.colleague.write("screening.recorded/1", content.screening(), subject=subject)


def _amendment_of_nothing(office: Office) -> Opened:
    subject = office.record().header.subject
    return office.officer.write("screening.amended/1", content.REASON, subject=subject)


def _amendment_of_the_unknown(office: Office) -> Opened:
    unsent = office.officer.write("screening.recorded/1", content.screening())
    subject = office.record().header.subject
    return office.officer.write(
        "screening.amended/1", content.REASON, subject=subject, follows=[unsent.id]
    )


def _amendment_of_another_record(office: Office) -> Opened:
    first, second = office.record(), office.record()
    subject = second.header.subject
    return office.officer.write(
        "screening.amended/1", content.REASON, subject=subject, follows=[first.id]
    )


def _decision_about_one_entry(office: Office) -> Opened:
    screened = office.record()
    parts = content.decision(screened.header.subject, screened.header.subject)
    return office.officer.write("reconciliation.decided/1", parts, follows=[screened.id])


def _release_of_what_counts(office: Office) -> Opened:
    screened = office.record()
    return office.officer.write("quarantine.released/1", content.REASON, follows=[screened.id])


def _release_of_the_unknown(office: Office) -> Opened:
    unsent = office.officer.write("screening.recorded/1", content.screening())
    return office.officer.write("quarantine.released/1", content.REASON, follows=[unsent.id])


def _unknown_kind(office: Office) -> Opened:
    return office.officer.write("weather.observed/1", {"sky": {"colour": "grey"}})


def _state_of_no_instrument(office: Office) -> Opened:
    stated = {"since": "2026-11-22", "in_service": True}
    return office.officer.write("instrument.state.stated/1", {"state": stated})


def _role_for_myself(office: Office) -> Opened:
    parts = content.person("Me", office.post, "administrator")
    return office.officer.write("person.changed/1", parts, subject=office.officer.person)


def _key_for_an_administrator(office: Office) -> Opened:
    enrolment = {
        "spki": office.stranger.spki,
        "person": office.administrator.person,
        "browser": "phone",
        "roles": ["administrator"],
    }
    return office.officer.write("key.enrolled/1", {"enrolment": enrolment})


def _another_opening(office: Office) -> Opened:
    opening = {
        "name": "Mine",
        "purpose": "practice",
        "epoch": 1,
        "entry_key": office.officer.spki,
        "checkpoint_key": VERIFIER,
    }
    return office.officer.write("logbook.opened/1", {"opening": opening})


@pytest.mark.parametrize(
    "make",
    [
        _second_record, _amendment_of_nothing, _amendment_of_the_unknown,
        _amendment_of_another_record, _decision_about_one_entry, _release_of_what_counts,
        _release_of_the_unknown, _unknown_kind, _state_of_no_instrument, _role_for_myself,
        _key_for_an_administrator, _another_opening, _report_by_an_officer,
        _decision_by_an_officer, _words_in_a_colleagues_mouth,
    ],
)  # fmt: skip
def test_a_release_makes_nothing_count_that_cannot(
    office: Office, make: Callable[[Office], Opened]
) -> None:
    entry = make(office)
    assert pushed(office, office.officer, entry).verdict == "quarantined"
    before = _meaning(office)
    verdict, code = verdict_of_release(office, entry)
    assert (verdict, bool(code)) == ("quarantined", True)
    assert _meaning(office) == before
    assert office.server.fault() is None


def _meaning(office: Office) -> list[object]:
    tables = (
        "logbook", "enrolled_key", "person", "unit", "instrument_state", "screening", "result",
        "reconciliation",
    )  # fmt: skip
    return [
        sorted(office.server.rows(f"SELECT * FROM {table}"), key=str)  # noqa: S608
        for table in tables
    ]


def test_an_amendment_that_came_too_early_counts_once_it_fits(office: Office) -> None:
    screened = office.officer.write("screening.recorded/1", content.screening())
    subject = screened.header.subject
    later = office.officer.write(
        "screening.amended/1",
        {**content.REASON, "reading": content.reading(banner="CLEAR")},
        subject=subject,
        follows=[screened.id],
    )
    assert pushed(office, office.officer, later).code == "follows_unknown"
    office.officer.send(office.server, screened)
    assert verdict_of_release(office, later) == ("accepted", "")
    assert office.server.rows("SELECT banner, current FROM screening") == [("CLEAR", later.id)]
    assert office.server.fault() is None


# --- one record is never written over through another -------------------------


def test_a_decision_never_takes_the_place_of_another(office: Office) -> None:
    first, second = office.record(), office.record()
    reports = [office.report(item_of(entry)) for entry in (first, second)]
    decided = office.decide(first, reports[0])
    parts = content.decision(second.header.subject, reports[1].header.subject)
    for subject in (decided.header.subject, first.header.subject):
        entry = office.supervisor.write(
            "reconciliation.decided/1",
            parts,
            subject=subject,
            follows=[second.id, reports[1].id],
        )
        assert pushed(office, office.supervisor, entry).code == "subject_taken"
    rows = office.server.rows("SELECT screening FROM reconciliation")
    assert rows == [(first.header.subject,)]


def test_a_laboratory_never_writes_over_anothers_result(office: Office) -> None:
    rival, chemist = _open_rival(office)
    reported = office.report(item_of(office.record()))
    parts = content.result(item_of(office.record()), rival, version=2)
    entry = chemist.write(
        "lab.result.issued/1", parts, subject=reported.header.subject, follows=[reported.id]
    )
    assert pushed(office, chemist, entry).code == "follows_other"


def _open_rival(office: Office) -> tuple[str, Browser]:
    unit = office.send(
        office.administrator,
        "unit.registered/1",
        content.unit("Rival", "laboratory", serves=[office.elsewhere]),
    )
    chemist = office.send(
        office.administrator,
        "person.registered/1",
        content.person("Rival", unit.header.subject, "analyst"),
    )
    return unit.header.subject, office.server.enrol(chemist.header.subject)


def test_a_laboratory_reports_on_no_item_of_a_post_it_does_not_serve(office: Office) -> None:
    foreign = office.stranger.write("screening.recorded/1", content.screening())
    office.stranger.send(office.server, foreign)
    parts = content.result(item_of(foreign), office.laboratory)
    entry = office.analyst.write("lab.result.issued/1", parts)
    assert pushed(office, office.analyst, entry).code == "permission_missing"
    unheard_of = content.result(new_id(), office.laboratory)
    entry = office.analyst.write("lab.result.issued/1", unheard_of)
    assert pushed(office, office.analyst, entry).verdict == "accepted"
    assert office.server.fault() is None


def test_what_follows_an_unknown_entry_stands_at_its_authors_post(office: Office) -> None:
    screened = office.record()
    unsent = office.stranger.write("screening.recorded/1", content.screening())
    entry = office.stranger.write(
        "screening.amended/1",
        content.REASON,
        subject=screened.header.subject,
        follows=[screened.id, unsent.id],
    )
    (answer,) = office.server.push(wire_line(entry)).results
    assert answer.code == "follows_unknown"
    assert office.server.fault() is None
