"""A result that arrives before its screening reaches everyone who may read it, in the end."""

import json

import pytest

from db.queries.worklist import Wanted
from proof.entry import Opened
from sync.views.worklist import read_worklist
from tests import content
from tests.clients import Browser, new_id
from tests.office import Office, item_of


@pytest.fixture
def screened(office: Office) -> Opened:
    """Give a screening that is still on the officer's phone."""
    return office.officer.write("screening.recorded/1", content.screening())


def has_read(office: Office, who: Browser, entry: Opened) -> bool:
    """Let someone read on; say whether they hold the entry now."""
    who.pull(office.server)
    lines = (json.loads(line) for line in who.pulled.values())
    return any(line["header"].encode() == entry.header_bytes for line in lines)


@pytest.mark.parametrize("together", [True, False], ids=["one push", "later"])
def test_it_is_the_laboratorys_alone_until_the_screening_comes(
    office: Office, screened: Opened, together: bool
) -> None:
    early = office.report(item_of(screened))
    assert has_read(office, office.analyst, early)
    assert not has_read(office, office.colleague, early)
    if together:
        office.officer.write("screening.recorded/1", content.screening())
    office.officer.send(office.server)
    for who in (office.colleague, office.officer, office.supervisor, office.analyst):
        assert has_read(office, who, early)
        assert has_read(office, who, screened)
    assert not has_read(office, office.stranger, early)
    assert office.server.fault() is None


def test_every_version_comes_with_it(office: Office, screened: Opened) -> None:
    first = office.report(item_of(screened))
    second = office.report(item_of(screened), "amended", first)
    office.colleague.pull(office.server)
    office.officer.send(office.server)
    assert has_read(office, office.colleague, first)
    assert has_read(office, office.colleague, second)
    assert office.server.fault() is None


def test_it_comes_with_the_release_of_its_screening(office: Office, screened: Opened) -> None:
    early = office.report(item_of(screened))
    office.revoke(office.officer.key)
    office.officer.send(office.server)
    assert not has_read(office, office.colleague, early)
    office.release(screened)
    assert has_read(office, office.colleague, early)
    assert office.server.fault() is None


def test_a_released_result_meets_the_screening_that_came_meanwhile(
    office: Office, screened: Opened
) -> None:
    office.revoke(office.analyst.key)
    early = office.analyst.write(
        "lab.result.issued/1", content.result(item_of(screened), office.laboratory)
    )
    office.analyst.send(office.server)
    office.officer.send(office.server)
    assert not has_read(office, office.colleague, early)
    head = new_id()
    parts = content.person("Head", office.laboratory, "supervisor")
    registered = office.administrator.write("person.registered/1", parts, subject=head)
    office.administrator.send(office.server, registered)
    office.release(early, office.server.enrol(head))
    assert has_read(office, office.colleague, early)
    assert office.server.fault() is None


def test_another_posts_second_screening_takes_nothing_away(
    office: Office, screened: Opened
) -> None:
    early = office.report(item_of(screened))
    office.officer.send(office.server)
    again = content.screening()
    again["item"]["item"] = item_of(screened)
    office.send(office.stranger, "screening.recorded/1", again)
    assert has_read(office, office.colleague, early)
    assert not has_read(office, office.stranger, early)
    held, logbook = office.server.installation, office.server.logbook
    why = {who.person: read_worklist(held, logbook, who.person, Wanted())["rows"][0]["why"]
           for who in (office.foreman, office.supervisor)}  # fmt: skip
    assert why == {office.foreman.person: "no_result", office.supervisor.person: "not_decided"}
    assert office.server.fault() is None


def test_what_the_laboratory_screened_itself_stays_its_own(office: Office) -> None:
    own = new_id()
    parts = content.person("Own", office.laboratory, "officer")
    office.send(office.administrator, "person.registered/1", parts, subject=own)
    first = office.send(office.server.enrol(own), "screening.recorded/1", content.screening())
    report = office.report(item_of(first))
    office.send(office.stranger, "screening.recorded/1", content.screening(item_of(first)))
    assert not has_read(office, office.stranger, report)
    assert has_read(office, office.analyst, report)
    assert office.server.fault() is None


@pytest.mark.parametrize("read_before", [True, False], ids=["read before", "never read"])
def test_it_comes_with_the_correction_that_names_its_item(
    office: Office, screened: Opened, read_before: bool
) -> None:
    mistyped = office.record()
    early = office.report(item_of(screened))
    if read_before:
        assert not has_read(office, office.colleague, early)
    office.amend(mistyped, item=content.screening(item_of(screened))["item"])
    office.send(office.stranger, "screening.recorded/1", content.screening(item_of(screened)))
    assert has_read(office, office.colleague, early)
    assert not has_read(office, office.stranger, early)
    assert office.server.fault() is None


def test_a_correction_without_an_item_brings_back_that_of_the_version_it_follows(
    office: Office,
) -> None:
    first = office.record()
    office.amend(first, item=content.screening()["item"])
    early = office.report(item_of(first))
    assert not has_read(office, office.colleague, early)
    office.amend(first, reading=content.reading())
    assert has_read(office, office.colleague, early)
    assert office.server.fault() is None


def test_no_screening_takes_the_record_of_a_result_in_the_same_push(office: Office) -> None:
    both = new_id()
    parts = content.person("Both", office.laboratory, "officer", "analyst")
    office.send(office.administrator, "person.registered/1", parts, subject=both)
    who, parts = office.server.enrol(both), content.screening()
    reported = content.result(parts["item"]["item"], office.laboratory)
    subject = who.write("lab.result.issued/1", reported).header.subject
    who.write("screening.recorded/1", parts, subject=subject)
    assert [answer.code for answer in who.send(office.server)] == ["", "subject_taken"]
    assert office.server.fault() is None
