"""A hold keeps everything about its item, whatever a later correction says the item is."""

import pytest

from proof.entry import Opened
from tests import content
from tests.clients import new_id
from tests.erasing import held_parts, screen
from tests.office import Office, item_of


def move(office: Office, record: Opened, item: str = "") -> Opened:
    """Let the officer correct which item a record is about."""
    named: dict[str, object] = {"item": item or new_id(), "number": "1", "form": "powder"}
    return office.amend(record, item=named)


def pair(office: Office) -> tuple[Opened, Opened]:
    """Return two screenings of one item."""
    first = screen(office)
    return first, office.record(item=item_of(first))


def is_kept(office: Office, record: Opened) -> bool:
    """Say whether two persons who want a reading erased do not get it."""
    office.approve(office.order(record, "reading"))
    assert office.server.fault() is None
    return "reading" in held_parts(office.server, record)


def test_a_record_that_is_corrected_away_from_a_held_item_stays_held(office: Office) -> None:
    held, other = pair(office)
    placed = office.hold(held)
    moved = move(office, other)
    assert office.server.rows("SELECT count(*) FROM item_named") == [(2,)]
    move(office, moved)
    assert is_kept(office, other)
    office.lift(placed)
    assert "reading" not in held_parts(office.server, other)


def test_a_hold_on_a_record_that_is_corrected_away_keeps_what_shared_its_item(
    office: Office,
) -> None:
    other, held = pair(office)
    office.hold(held)
    move(office, held)
    assert is_kept(office, other)


def test_a_hold_follows_a_record_to_its_next_item(office: Office) -> None:
    held, other = screen(office), office.record()
    office.hold(held)
    move(office, held, item_of(other))
    assert is_kept(office, other)


def test_a_result_that_is_moved_to_another_item_stays_held(office: Office) -> None:
    held, other = screen(office), office.record()
    reported = office.report(item_of(held))
    office.hold(held)
    office.report(item_of(other), before=reported)
    office.approve(office.order(reported, "signatories"))
    assert "signatories" in held_parts(office.server, reported)
    assert office.server.fault() is None


@pytest.mark.parametrize("back", [False, True])
def test_a_correction_that_does_not_count_names_no_item(office: Office, back: bool) -> None:
    held, other = screen(office), office.record()
    office.hold(held)
    entry = office.stranger.write(
        "screening.amended/1",
        {**content.REASON, "item": {"item": item_of(held), "number": "1", "form": "powder"}},
        subject=other.header.subject, follows=(other.id,),
    )  # fmt: skip
    office.stranger.send(office.server, entry)
    if back:
        move(office, other)
    assert not is_kept(office, other)


def test_a_hold_on_one_side_of_a_decision_keeps_the_other(office: Office) -> None:
    """Also where the two sides never named the same item."""
    held = screen(office)
    reported = office.report(item_of(office.record()))
    office.decide(held, reported)
    placed = office.hold(held)
    office.approve(office.order(reported, "signatories"))
    assert "signatories" in held_parts(office.server, reported)
    office.lift(placed)
    assert "signatories" not in held_parts(office.server, reported)
    assert office.server.fault() is None
