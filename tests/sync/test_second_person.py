"""A release lets count what one person signed; it never puts one person in the place of two."""

import pytest

from proof.entry import Opened
from tests import content
from tests.clients import Browser
from tests.erasing import code_of, enrol_supervisor, held_parts, screen, try_to_approve
from tests.office import Office, approval_of, hold_of, lifting_of, order_of


def code_of_release(office: Office, kept: Opened, by: Browser) -> str:
    """Let somebody release an entry; return the code with which that is kept aside."""
    return by.results[office.release(kept, by).id].code


@pytest.mark.parametrize("by", ["supervisor", "third"])
def test_an_approval_with_a_lost_phone_is_not_released(office: Office, by: str) -> None:
    screened = screen(office)
    office.revoke(office.chief.key)
    approval = approval_of(office.chief, office.order(screened, "note"))
    assert code_of(office, office.chief, approval) == "key_revoked"
    releasing = enrol_supervisor(office) if by == "third" else office.supervisor
    assert code_of_release(office, approval, releasing) == "permission_missing"
    assert "note" in held_parts(office.server, screened)
    assert office.server.fault() is None


def test_an_order_with_a_lost_phone_is_not_released(office: Office) -> None:
    screened = screen(office)
    office.revoke(office.chief.key)
    order = order_of(office.chief, screened, "note")
    assert code_of(office, office.chief, order) == "key_revoked"
    assert code_of_release(office, order, office.supervisor) == "permission_missing"
    assert try_to_approve(office, office.supervisor, order) == "follows_other"
    assert "note" in held_parts(office.server, screened)


def test_a_hold_that_a_lost_phone_lifts_stays(office: Office) -> None:
    placed = office.hold(screen(office))
    office.revoke(office.chief.key)
    lifting = lifting_of(office.chief, placed)
    assert code_of(office, office.chief, lifting) == "key_revoked"
    assert code_of_release(office, lifting, office.supervisor) == "permission_missing"
    assert office.server.rows("SELECT lifted FROM hold") == [(-1,)]


def test_what_somebody_who_left_approves_is_not_released(office: Office) -> None:
    screened = screen(office)
    order = office.order(screened, "note")
    left = {"reason": {"text": "Left the service."}}
    office.send(office.administrator, "person.deactivated/1", left, office.chief.person)
    approval = approval_of(office.chief, order)
    assert code_of(office, office.chief, approval) == "permission_missing"
    assert code_of_release(office, approval, enrol_supervisor(office)) == "permission_missing"
    assert "note" in held_parts(office.server, screened)


def test_an_approval_that_came_too_early_is_released_by_a_third_person(office: Office) -> None:
    screened = screen(office)
    order = order_of(office.supervisor, screened, "note")
    approval = approval_of(office.chief, order)
    assert code_of(office, office.chief, approval) == "follows_unknown"
    assert code_of(office, office.supervisor, order) == ""
    assert code_of_release(office, approval, office.supervisor) == "permission_missing"
    assert "note" in held_parts(office.server, screened)
    assert code_of_release(office, approval, enrol_supervisor(office)) == ""
    assert "note" not in held_parts(office.server, screened)
    assert office.server.fault() is None


def test_a_lifting_that_came_too_early_is_not_released_by_who_placed_the_hold(
    office: Office,
) -> None:
    placed = hold_of(office.supervisor, screen(office))
    lifting = lifting_of(office.chief, placed)
    assert code_of(office, office.chief, lifting) == "follows_unknown"
    assert code_of(office, office.supervisor, placed) == ""
    assert code_of_release(office, lifting, office.supervisor) == "permission_missing"
    assert code_of_release(office, lifting, enrol_supervisor(office)) == ""
    assert office.server.rows("SELECT lifted >= 0 FROM hold")[0][0]


@pytest.mark.parametrize("act", ["erasure.approved/1", "hold.lifted/1"])
def test_what_somebody_who_left_signs_too_early_is_not_released(office: Office, act: str) -> None:
    """Whoever has the phone of a colleague who left may send things in any order."""
    screened = screen(office)
    left = {"reason": {"text": "Left the service."}}
    office.send(office.administrator, "person.deactivated/1", left, office.chief.person)
    if act == "erasure.approved/1":
        before = order_of(office.supervisor, screened, "note")
        answer = approval_of(office.chief, before)
    else:
        before = hold_of(office.supervisor, screened)
        answer = lifting_of(office.chief, before)
    assert code_of(office, office.chief, answer) == "follows_unknown"
    assert code_of(office, office.supervisor, before) == ""
    assert code_of_release(office, answer, enrol_supervisor(office)) == "permission_missing"
    assert "note" in held_parts(office.server, screened)
    assert office.server.rows("SELECT * FROM hold WHERE lifted >= 0") == []
    assert office.server.fault() is None


def early_order(office: Office) -> tuple[Opened, Opened]:
    """Return an entry and an order about it that the log got the other way round."""
    parts = {**content.screening(), "note": {"text": "Found by K."}}
    screened = office.officer.write("screening.recorded/1", parts)
    return screened, order_of(office.chief, screened, "note")


def send_early(office: Office, *backwards: Opened) -> None:
    """Send what the chief and others signed before what it follows."""
    for who in (office.supervisor, office.chief):
        mine = [entry for entry in backwards if entry.header.key == who.key]
        assert {one.code for one in who.send(office.server, *mine)} <= {"follows_unknown"}
    assert code_of(office, office.officer, office.officer.own[-1]) == ""


def test_whoever_releases_an_order_does_not_approve_it(office: Office) -> None:
    screened, order = early_order(office)
    send_early(office, order)
    assert code_of_release(office, order, office.supervisor) == ""
    assert try_to_approve(office, office.supervisor, order) == "permission_missing"
    assert "note" in held_parts(office.server, screened)
    assert try_to_approve(office, enrol_supervisor(office), order) == ""
    assert "note" not in held_parts(office.server, screened)
    assert office.server.fault() is None


def test_an_order_is_released_under_its_own_subject_alone(office: Office) -> None:
    _, order = early_order(office)
    send_early(office, order)
    hidden = office.supervisor.write(
        "quarantine.released/1", content.REASON, follows=(order.id,)
    )  # fmt: skip
    assert code_of(office, office.supervisor, hidden) == "permission_missing"


def test_nobody_approves_early_and_then_releases_the_order(office: Office) -> None:
    screened, order = early_order(office)
    approval = approval_of(office.supervisor, order)
    send_early(office, approval, order)
    assert code_of_release(office, order, office.supervisor) == ""
    assert code_of_release(office, approval, enrol_supervisor(office)) == "permission_missing"
    assert "note" in held_parts(office.server, screened)


def test_a_choice_between_versions_is_not_released_by_who_wrote_one(office: Office) -> None:
    boss = enrol_supervisor(office, "officer")
    recorded = boss.write("screening.recorded/1", content.screening())
    subject = recorded.header.subject
    versions = [
        boss.write(
            "screening.amended/1", {**content.REASON, "note": {"text": words}},
            subject=subject, follows=(recorded.id,),
        )
        for words in ("Mine.", "Other.")
    ]  # fmt: skip
    assert {one.verdict for one in boss.send(office.server, recorded, *versions)} == {"accepted"}
    office.revoke(office.chief.key)
    assert office.resolve(*versions, by=office.chief).code == "key_revoked"
    assert code_of_release(office, office.chief.own[-1], boss) == "permission_missing"
    assert code_of_release(office, office.chief.own[-1], office.supervisor) == ""


def test_a_review_is_not_released_by_who_is_reviewed(office: Office) -> None:
    boss = enrol_supervisor(office, "officer")
    recorded = boss.write("screening.recorded/1", content.screening())
    boss.send(office.server, recorded)
    office.revoke(office.chief.key)
    review = office.chief.write(
        "review.made/1", {"review": {"about": "quarantined", "decision": "noted"}},
        subject=recorded.header.subject, follows=(recorded.id,),
    )  # fmt: skip
    assert code_of(office, office.chief, review) == "key_revoked"
    assert code_of_release(office, review, boss) == "permission_missing"
    assert code_of_release(office, review, office.supervisor) == ""
