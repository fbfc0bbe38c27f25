"""What has lived as long as it may is listed, by territory and class, and never erased by that."""

from datetime import timedelta

import pytest

from schemas.retention import PERIODS, Periods, RetentionClass, class_of, read_periods
from schemas.territories import TERRITORIES
from sync.retention.retention_due import list_due
from tests import content
from tests.clients import START
from tests.erasing import held_parts, screen
from tests.office import Office


def in_years(office: Office, years: int, periods: Periods = PERIODS) -> dict[str, set[str]]:
    """Return what is due so many years from now: the names of parts by record."""
    store = office.server.store
    store.clock = lambda: START.replace(year=START.year + years) + timedelta(minutes=10)
    found: dict[str, set[str]] = {}
    for due in list_due(store, periods):
        found.setdefault(due.record, set()).add(due.part)
    return found


def test_each_class_has_its_own_time(office: Office) -> None:
    screened = screen(office)
    record = screened.header.subject
    assert in_years(office, 4) == {}
    assert in_years(office, 5)[record] == {"note"}
    assert in_years(office, 10)[record] == {"note", "place", "reading", "references"}
    assert in_years(office, 10)[office.officer.person] == {"person"}
    assert held_parts(office.server, screened)[0] == "item"


def test_each_territory_has_its_own_clock(office: Office) -> None:
    here = screen(office).header.subject
    abroad = {**content.unit("Elsewhere")["unit"], "territory": "montenegro"}
    office.send(office.administrator, "unit.changed/1", {"unit": abroad}, office.elsewhere)
    there = office.send(office.stranger, "screening.recorded/1", content.screening()).header.subject
    periods = read_periods('{"montenegro": {"reading": 2}, "serbia": {"reading": 3}}')
    assert in_years(office, 2, periods) == {there: {"reading"}}
    assert in_years(office, 3, periods) == {there: {"reading"}, here: {"reading"}}


def test_what_is_held_is_listed_as_held_and_what_is_erased_no_more(office: Office) -> None:
    held, erased = screen(office), screen(office)
    office.hold(held)
    office.approve(office.order(erased, "note"))
    in_years(office, 5)
    due = {one.record: one.held for one in list_due(office.server.store, PERIODS)}
    assert due == {held.header.subject: True}


def test_every_territory_has_years_for_every_class() -> None:
    assert PERIODS.keys() == {territory["code"] for territory in TERRITORIES}
    assert all(years.keys() == set(RetentionClass) for years in PERIODS.values())


@pytest.mark.parametrize(
    "text",
    ['{"atlantis": {"reading": 2}}', '{"serbia": {"photo": 2}}', '{"serbia": {"reading": 0}}',
     '{"serbia": {"reading": 1.5}}', "[]"],
)  # fmt: skip
def test_years_that_mean_nothing_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        read_periods(text)


def test_what_is_derived_from_has_no_class() -> None:
    assert class_of("screening.recorded/1", "item") is None
    assert class_of("key.enrolled/1", "enrolment") is None
    assert class_of("screening.recorded/1", "surprise") is RetentionClass.NOTE
    assert class_of("photo.taken/1", "photo") is None
