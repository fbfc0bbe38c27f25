"""The permission table: every role, action and relation, from both sides."""

from itertools import product

import pytest

from schemas.kinds import KINDS
from schemas.roles import (
    PERMISSIONS,
    Action,
    Actor,
    Relation,
    Role,
    Row,
    can,
    reachable,
    relations,
)

ROWS = {
    "own": Row("me", "elsewhere", "elsewhere"),
    "own, unit unknown": Row("me"),
    "my unit": Row("other", "post", "elsewhere"),
    "about my unit": Row("other", "elsewhere", "post"),
    "below": Row("other", "outpost", "elsewhere"),
    "about below": Row("other", "elsewhere", "outpost"),
    "served": Row("other", "client", "elsewhere"),
    "about served": Row("other", "elsewhere", "client"),
    "foreign": Row("other", "elsewhere", "elsewhere"),
    "unit unknown": Row("other"),
}
REACH = {
    Relation.OWN: {"own", "own, unit unknown"},
    Relation.UNIT: {"my unit", "about my unit"},
    Relation.BELOW: {"my unit", "about my unit", "below", "about below"},
    Relation.SERVED: {"served", "about served"},
    Relation.ANY: set(ROWS),
}
RETAINING = {
    Action.PLACE_HOLD,
    Action.LIFT_HOLD,
    Action.ORDER_ERASURE,
    Action.APPROVE_ERASURE,
}
WRITING = {kind.action for kind in KINDS.values()} - {None}
READING = {action for action in Action if action.value.startswith("read_")}


def person(*roles: Role) -> Actor:
    """A person of the post, with an outpost below and one client served."""
    below, served = frozenset({"post", "outpost"}), frozenset({"client"})
    return Actor("me", "post", frozenset(roles), below, served)


@pytest.mark.parametrize(("role", "action"), list(product(Role, Action)))
def test_one_role(role: Role, action: Action) -> None:
    relation = PERMISSIONS[role].get(action)
    allowed = {name for name, row in ROWS.items() if can(person(role), action, row)}
    assert allowed == (REACH[relation] if relation else set())


@pytest.mark.parametrize(("one", "two", "action"), list(product(Role, Role, Action)))
def test_two_roles_add_up(one: Role, two: Role, action: Action) -> None:
    for row in ROWS.values():
        either = can(person(one), action, row) or can(person(two), action, row)
        assert can(person(one, two), action, row) is either


@pytest.mark.parametrize(("action", "name"), list(product(Action, ROWS)))
def test_nobody_may_do_anything(action: Action, name: str) -> None:
    assert not can(person(), action, ROWS[name])
    assert relations(frozenset(), action) == frozenset()


@pytest.mark.parametrize(("role", "action"), list(product(Role, Action)))
def test_a_person_without_a_unit_reaches_no_row_without_one(role: Role, action: Action) -> None:
    homeless = Actor("me", "", frozenset({role}), frozenset({""}), frozenset({""}))
    allowed = can(homeless, action, Row("other"))
    assert allowed is (PERMISSIONS[role].get(action) is Relation.ANY)


@pytest.mark.parametrize(
    ("relation", "units"),
    [
        (Relation.OWN, set()),
        (Relation.UNIT, {"post"}),
        (Relation.BELOW, {"post", "outpost"}),
        (Relation.SERVED, {"client"}),
        (Relation.ANY, set()),
    ],
)
def test_reachable(relation: Relation, units: set[str]) -> None:
    assert reachable(relation, person()) == units


@pytest.mark.parametrize(
    ("role", "may_write"),
    [
        (Role.OFFICER, {Action.RECORD_SCREENING, Action.CORRECT_SCREENING}),
        (Role.AUDITOR, {Action.DISCLOSE, Action.REVIEW}),
        (Role.ANALYST, {Action.ISSUE_RESULT, Action.DECIDE_RECONCILIATION}),
        (
            Role.SUPERVISOR,
            {
                Action.DECIDE_RECONCILIATION,
                Action.RELEASE_QUARANTINE,
                Action.RESOLVE_CONFLICT,
                Action.REVIEW,
                Action.STATE_INSTRUMENT,
                Action.REVOKE_KEY,
                Action.DISCLOSE,
                *RETAINING,
            },
        ),
        (
            Role.ADMINISTRATOR,
            {
                Action.REGISTER_UNIT,
                Action.REGISTER_PERSON,
                Action.REGISTER_INSTRUMENT,
                Action.STATE_INSTRUMENT,
                Action.REVOKE_KEY,
                Action.OPEN_EPOCH,
                Action.INVITE,
                *RETAINING,
            },
        ),
    ],
)
def test_what_a_role_may_change(role: Role, may_write: set[Action]) -> None:
    assert PERMISSIONS[role].keys() - READING == may_write | {Action.ROTATE_KEY}


def test_the_administrator_sees_no_screening_and_no_result() -> None:
    for action, row in product((Action.READ_SCREENINGS, Action.READ_RESULTS), ROWS.values()):
        assert not can(person(Role.ADMINISTRATOR), action, row)


def test_only_officers_record() -> None:
    assert {role for role in Role if Action.RECORD_SCREENING in PERMISSIONS[role]} == {Role.OFFICER}


def test_everyone_corrects_their_own_screenings_only() -> None:
    held = {table.get(Action.CORRECT_SCREENING) for table in PERMISSIONS.values()}
    assert held == {Relation.OWN, None}


def test_every_role_has_a_row_and_every_action_a_role() -> None:
    assert set(PERMISSIONS) == set(Role)
    assert {action for table in PERMISSIONS.values() for action in table} == set(Action)


def test_every_action_is_for_a_kind_for_reading_or_for_inviting() -> None:
    assert WRITING | READING | {Action.INVITE} == set(Action)
    assert not WRITING & READING
