"""Who is given what: through pull, record, worklist and quarantine, and nothing beyond."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from db.queries.worklist import Wanted
from proof.authoring import wire_line
from proof.entry import Opened
from schemas.problems import VerbatimError
from sync.views.quarantine import read_quarantine
from sync.views.record import read_record
from sync.views.worklist import read_worklist
from tests import content
from tests.clients import Browser, new_id
from tests.office import Office, item_of


def ids(lines: Iterable[Mapping[str, Any]]) -> set[str]:
    return {json.loads(line["header"])["subject"] for line in lines}


class Month:
    """What happened at both posts: one screening each, a result, a decision, something kept."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.here = office.record(number="1")
        self.result = office.report(item_of(self.here))
        self.decision = office.decide(self.here, self.result)
        self.there = office.send(
            office.stranger, "screening.recorded/1", content.screening(number="2")
        )
        self.kept_here = self._kept(office.officer)
        self.kept_there = self._kept(office.stranger)
        self.registry = {
            json.loads(line["header"])["subject"]
            for line in office.administrator.pull(office.server)
        }
        office.administrator.cursor = ""

    def _kept(self, who: Browser) -> Opened:
        entry = who.write("screening.voided/1", content.REASON)
        who.send(self.office.server, entry)
        return entry

    def subjects(self, *names: str) -> set[str]:
        """Return the subjects of some of these entries."""
        return {getattr(self, name).header.subject for name in names}


HERE = ("here", "result", "decision")
EVERYTHING = (*HERE, "there", "kept_here", "kept_there")
SEES: dict[str, tuple[str, ...]] = {
    "administrator": (),
    "officer": (*HERE, "kept_here"),
    "colleague": HERE,
    "supervisor": (*HERE, "kept_here"),
    "stranger": ("there", "kept_there"),
    "foreman": ("there", "kept_there"),
    "analyst": HERE,
    "auditor": EVERYTHING,
}


def test_each_role_pulls_its_scope_and_everyone_the_registry(office: Office) -> None:
    month = Month(office)
    secrets = month.subjects(*EVERYTHING)
    for name, expected in SEES.items():
        browser: Browser = getattr(office, name)
        seen = ids(browser.pull(office.server))
        assert (name, seen & secrets) == (name, month.subjects(*expected))
        assert month.registry <= seen


def test_a_record_is_open_exactly_to_those_who_pull_it(office: Office) -> None:
    month = Month(office)
    for name, expected in SEES.items():
        for entry in EVERYTHING:
            person = getattr(office, name).person
            subject = getattr(month, entry).header.subject
            assert (name, entry, _opens(office, person, subject)) == (
                name,
                entry,
                entry in expected,
            )


def _opens(office: Office, person: str, subject: str) -> bool:
    try:
        record = read_record(office.server.installation, office.server.logbook, person, subject)
    except VerbatimError as error:
        return error.problem.code != "not_found"
    assert len(record["receipt"].results) == len(record["entries"]) + len(record["about"])
    return True


def test_worklist_and_quarantine_keep_to_the_same_scope(office: Office) -> None:
    month = Month(office)
    held, logbook = office.server.installation, office.server.logbook
    for name, expected in SEES.items():
        person = getattr(office, name).person
        rows = read_worklist(held, logbook, person, Wanted())
        listed = {row["screening"] for row in rows["rows"]}
        assert listed == month.subjects(*({"here", "there"} & set(expected)))
        assert rows["total"] == len(listed)
        kept = read_quarantine(held, logbook, person)["rows"]
        subjects = ids([row["line"] for row in kept])
        assert subjects == month.subjects(*({"kept_here", "kept_there"} & set(expected)))


def test_nobody_and_who_left_are_given_nothing(office: Office) -> None:
    office.record()
    reason = {"reason": {"text": "Retired."}}
    office.administrator.write("person.deactivated/1", reason, subject=office.officer.person)
    office.administrator.send(office.server)
    unknown = Browser(office.server.logbook, "nobody", office.officer.verifier)
    assert office.officer.pull(office.server) == unknown.pull(office.server) == []
    held, logbook = office.server.installation, office.server.logbook
    for person in ("nobody", office.officer.person):
        assert read_worklist(held, logbook, person, Wanted())["total"] == 0
        assert read_quarantine(held, logbook, person)["rows"] == []


def test_a_release_is_given_to_those_who_see_what_it_frees(office: Office) -> None:
    month = Month(office)
    office.revoke(office.officer.key)
    entry = office.officer.write("screening.recorded/1", content.screening())
    office.server.push(wire_line(entry))
    assert entry.header.subject not in ids(office.colleague.pull(office.server))
    office.release(entry)
    office.colleague.cursor = ""
    for browser in (office.colleague, office.analyst, office.supervisor, office.auditor):
        kinds = {
            json.loads(line["header"])["kind"]
            for line in browser.pull(office.server)
            if json.loads(line["header"])["subject"] == entry.header.subject
        }
        assert kinds == {"screening.recorded/1", "quarantine.released/1"}
    assert entry.header.subject not in ids(office.foreman.pull(office.server))
    assert month.there.header.subject not in ids(office.supervisor.pull(office.server))


def test_what_an_auditor_says_of_a_record_is_for_those_who_read_the_record(
    office: Office,
) -> None:
    there = office.send(office.stranger, "screening.recorded/1", content.screening())
    subject = there.header.subject
    said = {"about": "late_sync", "decision": "explained", "text": "The phone was at sea."}
    reviewed = office.auditor.write(
        "review.made/1", {"review": said}, subject=subject, follows=[there.id]
    )
    parts = content.disclosure(there.id)
    disclosed = office.auditor.write("disclosure.made/1", parts, subject=subject)
    answers = office.auditor.send(office.server, reviewed, disclosed)
    assert {answer.verdict for answer in answers} == {"accepted"}
    both = {reviewed.header_bytes.decode(), disclosed.header_bytes.decode()}
    for name in ("foreman", "auditor", "stranger"):
        pulled = {line["header"] for line in getattr(office, name).pull(office.server)}
        assert (name, both & pulled) == (name, both)
    for name in ("supervisor", "chief", "officer", "analyst", "administrator"):
        pulled = {line["header"] for line in getattr(office, name).pull(office.server)}
        assert (name, both & pulled) == (name, set())
    assert office.server.fault() is None


def test_what_is_said_of_an_early_result_goes_where_the_result_goes(office: Office) -> None:
    item = new_id()
    early = office.report(item)
    said = {"about": "late_sync", "decision": "noted"}
    reviewed = office.auditor.write(
        "review.made/1", {"review": said}, subject=early.header.subject, follows=[early.id]
    )
    office.auditor.send(office.server, reviewed)
    query = "SELECT unit, about FROM placed WHERE kind = 'review.made/1'"
    assert office.server.rows(query) == [(office.laboratory, office.laboratory)]
    office.record(item=item)
    assert office.server.rows(query) == [(office.laboratory, office.post)]
    assert office.server.fault() is None


# --- a scope that changes -----------------------------------------------------


def test_a_new_post_begins_again_and_passes_nothing_over(office: Office) -> None:
    month = Month(office)
    office.officer.pull(office.server)
    assert office.officer.pull(office.server) == []
    parts = content.person("Moved", office.elsewhere, "officer")
    office.administrator.write("person.changed/1", parts, subject=office.officer.person)
    office.administrator.send(office.server)
    seen = ids(office.officer.pull(office.server))
    assert month.there.header.subject in seen
    assert month.subjects("here", "kept_here") <= seen  # their own stays theirs
    assert month.result.header.subject not in seen


def test_what_a_unit_did_stays_with_the_unit(office: Office) -> None:
    before = office.record()
    parts = content.person("Moved", office.elsewhere, "officer")
    office.administrator.write("person.changed/1", parts, subject=office.officer.person)
    office.administrator.send(office.server)
    after = office.record()
    assert before.header.subject in ids(office.colleague.pull(office.server))
    assert after.header.subject not in ids(office.colleague.pull(office.server))
    assert ids(office.stranger.pull(office.server)) & {
        before.header.subject, after.header.subject,
    } == {after.header.subject}  # fmt: skip


def test_a_laboratory_that_serves_a_new_post_sees_its_past(office: Office) -> None:
    there = office.send(office.stranger, "screening.recorded/1", content.screening())
    assert there.header.subject not in ids(office.analyst.pull(office.server))
    serves = [office.post, office.elsewhere]
    unit = content.unit("Laboratory", "laboratory", serves=serves)
    office.administrator.write("unit.changed/1", unit, subject=office.laboratory)
    office.administrator.send(office.server)
    assert there.header.subject in ids(office.analyst.pull(office.server))


def test_a_supervisor_without_a_unit_reaches_no_unit(office: Office) -> None:
    founder = office.server.enrol(roles=["administrator", "supervisor", "officer", "analyst"])
    month = Month(office)
    assert not ids(founder.pull(office.server)) & month.subjects(*EVERYTHING)


# --- the analyst reads the item before the reading ----------------------------


@pytest.mark.parametrize("reported", [False, True])
def test_the_worklist_shows_an_analyst_no_reading_before_a_result(
    office: Office, reported: bool
) -> None:
    screened = office.record(banner="ALARM", name="Cocaine HCl")
    if reported:
        office.report(item_of(screened))
    held, logbook = office.server.installation, office.server.logbook
    (row,) = read_worklist(held, logbook, office.analyst.person, Wanted())["rows"]
    shown = ("ALARM", ["Cocaine HCl"], False) if reported else ("", [], True)
    assert (row["banner"], row["findings"], row["hidden"]) == shown
    (row,) = read_worklist(held, logbook, office.supervisor.person, Wanted())["rows"]
    assert (row["banner"], row["hidden"]) == ("ALARM", False)
