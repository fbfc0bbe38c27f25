"""Parts go by two persons' entries and nothing less; everything that is left still verifies."""

import json
from collections.abc import Callable

import pytest

from proof.entry import Opened
from sync.retention.erase import carry_out_all
from sync.views.record import read_record
from sync.views.registry import read_registry
from tests import content
from tests.erasing import (
    FULL,
    code_of,
    held_parts,
    screen,
    shown,
    try_to_approve,
    try_to_order,
)
from tests.office import Office, hold_of, item_of, lifting_of


def test_what_two_supervisors_want_erased_is_gone(office: Office) -> None:
    screened = screen(office)
    order = office.order(screened, *FULL)
    assert held_parts(office.server, screened) == ["item", *FULL]
    approval = office.approve(order)
    assert held_parts(office.server, screened) == ["item"]
    assert shown(office, screened) == ("", "[]", "[]")
    header = json.loads(office.auditor.pull(office.server)[-1]["header"])
    assert header["kind"] == "part.erased/1"
    assert header["follows"] == [screened.id, order.id, approval.id]
    assert office.server.fault() is None


def test_nobody_erases_alone(office: Office) -> None:
    screened = screen(office)
    order = office.order(screened, "note")
    assert try_to_approve(office, office.supervisor, order) == "permission_missing"
    assert "note" in held_parts(office.server, screened)
    office.approve(order)
    assert "note" not in held_parts(office.server, screened)


def test_who_may_not_read_a_screening_orders_and_approves_nothing_of_it(office: Office) -> None:
    screened = screen(office)
    order = office.order(screened, "note")
    others = (office.officer, office.analyst, office.auditor, office.foreman, office.administrator)
    for who in others:
        assert try_to_order(office, who, screened, "note") == "permission_missing"
        assert try_to_approve(office, who, order) == "permission_missing"
    assert "note" in held_parts(office.server, screened)


def test_structure_stays(office: Office) -> None:
    screened = screen(office)
    assert try_to_order(office, office.supervisor, screened, "item") == "part_not_erasable"
    reported = office.report(item_of(screened))
    assert try_to_order(office, office.supervisor, reported, "result") == "part_not_erasable"
    office.approve(office.order(reported, "signatories"))
    assert held_parts(office.server, reported) == ["result"]
    assert office.server.fault() is None


def test_an_order_names_a_part_of_the_entry_that_it_follows(office: Office) -> None:
    one, other = screen(office), screen(office)
    parts = content.order(one.header.subject, one.id, "note")
    entry = office.supervisor.write("erasure.ordered/1", parts, follows=(other.id,))
    assert code_of(office, office.supervisor, entry) == "follows_other"


def test_a_name_of_the_registry_goes_by_two_administrators(office: Office) -> None:
    server, administrator = office.server, office.administrator
    second = server.enrol(roles=["administrator"])
    who = office.officer.person
    (registered,) = [one for one in administrator.own if one.header.subject == who]
    assert try_to_order(office, office.supervisor, registered, "person") == "permission_missing"
    office.approve(office.order(registered, "person", by=administrator), by=second)
    people = read_registry(server.installation, server.logbook)["people"]
    (row,) = [row for row in people if row["person"] == who]
    assert (row["name"], row["unit"], row["roles"]) == ("", office.post, ["officer"])
    assert held_parts(server, registered) == ["appointment"]
    assert server.fault() is None


@pytest.mark.parametrize(("turn", "left"), [(1, ["Third", ""]), (-1, ["", ""])])
def test_an_erased_name_is_not_replaced_by_an_older_one(
    office: Office, turn: int, left: list[str]
) -> None:
    server, administrator, who = office.server, office.administrator, office.officer.person
    second = server.enrol(roles=["administrator"])
    renamed = [
        office.send(administrator, "person.changed/1", {"person": {"name": name}}, who)
        for name in ("Second", "Third")
    ]
    names: list[str] = []
    for entry in renamed[::turn]:
        office.approve(office.order(entry, "person", by=administrator), by=second)
        people = read_registry(server.installation, server.logbook)["people"]
        names += [row["name"] for row in people if row["person"] == who]
        assert server.fault() is None
    assert names == left


def test_only_the_version_that_is_named_loses_its_words(office: Office) -> None:
    first = screen(office, "First")
    amended = office.amend(first, reading=content.reading(name="Second"))
    office.approve(office.order(first, "reading"))
    assert "Second" in shown(office, first)[1]
    office.amend(amended, note={"text": "More."})
    assert "Second" in shown(office, first)[1]
    assert office.server.fault() is None


def test_words_that_were_replaced_do_not_come_back(office: Office) -> None:
    first = screen(office, "First")
    amended = office.amend(first, reading=content.reading(name="Second"))
    again = office.amend(amended, note={"text": "More."})
    office.approve(office.order(amended, "reading"))
    assert shown(office, first) == ("", "[]", '["КУ 12/23"]')
    last = office.amend(again, note={"text": "Yet more."})
    assert shown(office, first) == ("", "[]", '["КУ 12/23"]')
    assert office.server.fault() is None
    office.amend(last, reading=content.reading(name="Third"))
    assert "Third" in shown(office, first)[1]
    assert office.server.fault() is None


def hold_screening(office: Office, screened: Opened) -> Opened:
    """Hold the record itself."""
    return office.hold(screened)


def hold_result(office: Office, screened: Opened) -> Opened:
    """Hold another record that shares its item."""
    return office.hold(office.report(item_of(screened)))


@pytest.mark.parametrize("hold", [hold_screening, hold_result])
def test_a_hold_keeps_everything_until_another_person_lifts_it(
    office: Office, hold: Callable[[Office, Opened], Opened]
) -> None:
    screened = screen(office)
    placed = hold(office, screened)
    office.approve(office.order(screened, *FULL))
    assert held_parts(office.server, screened) == ["item", *FULL]
    own = lifting_of(office.supervisor, placed)
    assert code_of(office, office.supervisor, own) == "permission_missing"
    assert carry_out_all(office.server.installation) == 0
    office.lift(placed)
    assert held_parts(office.server, screened) == ["item"]
    assert office.server.fault() is None


def test_one_of_two_holds_is_enough(office: Office) -> None:
    screened = screen(office)
    first, second = office.hold(screened), office.hold(screened, by=office.chief)
    office.approve(office.order(screened, "note"))
    office.lift(first)
    assert "note" in held_parts(office.server, screened)
    office.lift(second, by=office.supervisor)
    assert "note" not in held_parts(office.server, screened)


def test_a_hold_on_a_record_keeps_the_name_of_who_stated_it(office: Office) -> None:
    second = office.server.enrol(roles=["administrator"])
    who = office.officer.person
    (registered,) = [one for one in office.administrator.own if one.header.subject == who]
    placed = office.hold(screen(office))
    office.approve(office.order(registered, "person", by=office.administrator), by=second)
    assert "person" in held_parts(office.server, registered)
    office.lift(placed)
    assert "person" not in held_parts(office.server, registered)


def test_a_hold_by_whoever_may_not_read_the_record_is_kept_aside(office: Office) -> None:
    screened = screen(office)
    for who in (office.officer, office.foreman, office.administrator, office.auditor):
        assert code_of(office, who, hold_of(who, screened)) == "permission_missing"


def test_what_is_kept_aside_can_lose_its_parts_and_is_not_released_then(office: Office) -> None:
    kept = office.stranger.write(
        "screening.amended/1", {**content.REASON, "note": {"text": "Ana's sister."}},
        subject=screen(office).header.subject, follows=(office.officer.own[-1].id,),
    )  # fmt: skip
    assert code_of(office, office.stranger, kept) == "permission_missing"
    office.approve(office.order(kept, "note"))
    assert held_parts(office.server, kept) == ["reason"]
    released = office.supervisor.write(
        "quarantine.released/1", content.REASON, subject=kept.header.subject, follows=(kept.id,)
    )
    assert code_of(office, office.supervisor, released) == "part_invalid"
    assert office.server.fault() is None


def test_what_made_an_entry_unfit_can_go_and_it_stays_where_it_stood(office: Office) -> None:
    there = office.send(office.stranger, "screening.recorded/1", content.screening())
    kept = office.colleague.write(
        "screening.amended/1", {**content.REASON, "note": {"text": 5, "suspect": "Ana"}},
        subject=there.header.subject, follows=(there.id,),
    )  # fmt: skip
    assert code_of(office, office.colleague, kept) == "part_invalid"
    office.approve(office.order(kept, "note"))
    assert held_parts(office.server, kept) == ["reason"]
    assert office.server.fault() is None


def test_a_released_entry_that_lost_parts_later_still_counts(office: Office) -> None:
    parts = content.screening(name="Released", references=("R 1",))
    office.revoke(office.colleague.key, by=office.supervisor)
    kept = office.colleague.write("screening.recorded/1", parts)
    assert code_of(office, office.colleague, kept) == "key_revoked"
    office.release(kept)
    office.approve(office.order(kept, "reading"))
    assert shown(office, kept) == ("", "[]", '["R 1"]')
    assert office.server.fault() is None


def test_no_answer_gives_erased_parts_out(office: Office) -> None:
    screened = screen(office, "Betrayed")
    office.approve(office.order(screened, *FULL))
    record = read_record(
        office.server.installation, office.server.logbook, office.officer.person,
        screened.header.subject,
    )  # fmt: skip
    given = json.dumps(
        [record, *office.officer.pull(office.server)], default=vars, ensure_ascii=False
    )
    for words in ("Betrayed", "КУ 12/23", "Found by K.", "Lane 4"):
        assert words not in given
    kinds = [json.loads(line["header"])["kind"] for line in record["about"]]
    assert kinds == ["erasure.ordered/1", "erasure.approved/1", "part.erased/1"]


def test_everybody_learns_what_is_gone(office: Office) -> None:
    office.approve(office.order(screen(office), "note"))
    for who in office.everyone:
        kinds = [json.loads(line["header"])["kind"] for line in who.pull(office.server)]
        assert kinds.count("part.erased/1") == 1
