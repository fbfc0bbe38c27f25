"""One table of permissions. It decides single acts and builds the filter of every query.

A permission is a relation between the person and the row: what holds for one row in `can`
holds for many in `db/queries/scope.py`, because both read the same table.
"""

from dataclasses import dataclass
from functools import lru_cache

from schemas.types import Word


class Role(Word):
    """What a person may be asked to do; a person may hold several."""

    OFFICER = "officer"
    SUPERVISOR = "supervisor"
    ANALYST = "analyst"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Action(Word):
    """What is done. Kinds of entries name the action that writing them needs."""

    RECORD_SCREENING = "record_screening"
    CORRECT_SCREENING = "correct_screening"
    ISSUE_RESULT = "issue_result"
    DECIDE_RECONCILIATION = "decide_reconciliation"
    RELEASE_QUARANTINE = "release_quarantine"
    RESOLVE_CONFLICT = "resolve_conflict"
    REVIEW = "review"
    REGISTER_UNIT = "register_unit"
    REGISTER_PERSON = "register_person"
    REGISTER_INSTRUMENT = "register_instrument"
    STATE_INSTRUMENT = "state_instrument"
    ROTATE_KEY = "rotate_key"
    REVOKE_KEY = "revoke_key"
    OPEN_EPOCH = "open_epoch"
    INVITE = "invite"
    PLACE_HOLD = "place_hold"
    LIFT_HOLD = "lift_hold"
    ORDER_ERASURE = "order_erasure"
    APPROVE_ERASURE = "approve_erasure"
    READ_REGISTRY = "read_registry"
    READ_SCREENINGS = "read_screenings"
    READ_RESULTS = "read_results"
    READ_QUARANTINE = "read_quarantine"
    READ_ERASURES = "read_erasures"
    READ_LOG = "read_log"
    DISCLOSE = "disclose"


class Relation(Word):
    """How the row stands to the person."""

    OWN = "own"
    UNIT = "unit"
    BELOW = "below"
    SERVED = "served"
    ANY = "any"


PERMISSIONS: dict[Role, dict[Action, Relation]] = {
    Role.OFFICER: {
        Action.RECORD_SCREENING: Relation.UNIT,
        Action.CORRECT_SCREENING: Relation.OWN,
        Action.ROTATE_KEY: Relation.OWN,
        Action.READ_REGISTRY: Relation.ANY,
        Action.READ_SCREENINGS: Relation.UNIT,
        Action.READ_RESULTS: Relation.UNIT,
        Action.READ_ERASURES: Relation.UNIT,
        Action.READ_QUARANTINE: Relation.OWN,
    },
    Role.SUPERVISOR: {
        Action.DECIDE_RECONCILIATION: Relation.BELOW,
        Action.RELEASE_QUARANTINE: Relation.BELOW,
        Action.RESOLVE_CONFLICT: Relation.BELOW,
        Action.REVIEW: Relation.BELOW,
        Action.STATE_INSTRUMENT: Relation.BELOW,
        Action.DISCLOSE: Relation.BELOW,
        Action.ROTATE_KEY: Relation.OWN,
        Action.REVOKE_KEY: Relation.BELOW,  # but no administrator's: sync/rules/table.py
        Action.PLACE_HOLD: Relation.BELOW,
        Action.LIFT_HOLD: Relation.BELOW,
        Action.ORDER_ERASURE: Relation.BELOW,
        Action.APPROVE_ERASURE: Relation.BELOW,
        Action.READ_REGISTRY: Relation.ANY,
        Action.READ_SCREENINGS: Relation.BELOW,
        Action.READ_RESULTS: Relation.BELOW,
        Action.READ_ERASURES: Relation.BELOW,
        Action.READ_QUARANTINE: Relation.BELOW,
    },
    Role.ANALYST: {
        Action.ISSUE_RESULT: Relation.SERVED,
        Action.ROTATE_KEY: Relation.OWN,
        Action.DECIDE_RECONCILIATION: Relation.SERVED,
        Action.READ_REGISTRY: Relation.ANY,
        Action.READ_SCREENINGS: Relation.SERVED,
        Action.READ_RESULTS: Relation.SERVED,
        Action.READ_ERASURES: Relation.SERVED,
        Action.READ_QUARANTINE: Relation.OWN,
    },
    Role.AUDITOR: {
        Action.ROTATE_KEY: Relation.OWN,
        Action.READ_REGISTRY: Relation.ANY,
        Action.READ_SCREENINGS: Relation.ANY,
        Action.READ_RESULTS: Relation.ANY,
        Action.READ_ERASURES: Relation.ANY,
        Action.READ_QUARANTINE: Relation.ANY,
        Action.REVIEW: Relation.ANY,
        Action.READ_LOG: Relation.ANY,
        Action.DISCLOSE: Relation.ANY,
    },
    Role.ADMINISTRATOR: {
        Action.REGISTER_UNIT: Relation.ANY,
        Action.REGISTER_PERSON: Relation.ANY,
        Action.REGISTER_INSTRUMENT: Relation.ANY,
        Action.STATE_INSTRUMENT: Relation.ANY,
        Action.ROTATE_KEY: Relation.OWN,
        Action.REVOKE_KEY: Relation.ANY,
        Action.OPEN_EPOCH: Relation.ANY,  # two of them: sync/rules/table.py
        Action.INVITE: Relation.ANY,
        # Of what they may read, which is the registry and no reading: sync/rules/retention.py.
        Action.PLACE_HOLD: Relation.ANY,
        Action.LIFT_HOLD: Relation.ANY,
        Action.ORDER_ERASURE: Relation.ANY,
        Action.APPROVE_ERASURE: Relation.ANY,
        Action.READ_ERASURES: Relation.ANY,
        Action.READ_REGISTRY: Relation.ANY,
        Action.READ_QUARANTINE: Relation.OWN,
    },
}


@dataclass(frozen=True, slots=True)
class Actor:
    """A person as the log describes them at one position."""

    person: str
    unit: str = ""
    roles: frozenset[Role] = frozenset()
    below: frozenset[str] = frozenset()
    """The unit and every unit under it."""
    served: frozenset[str] = frozenset()
    """The laboratory and the units it lists as served."""


@dataclass(frozen=True, slots=True)
class Row:
    """What permissions look at: who wrote it, for which unit, about which unit's item."""

    author: str
    unit: str = ""
    about: str = ""


@lru_cache
def relations(roles: frozenset[Role], action: Action) -> frozenset[Relation]:
    """Return every relation under which these roles may do the action."""
    found = (PERMISSIONS[role].get(action) for role in roles)
    return frozenset(relation for relation in found if relation is not None)


def can(actor: Actor, action: Action, row: Row) -> bool:
    """Say whether the actor may do the action on the row."""
    return any(_holds(relation, actor, row) for relation in relations(actor.roles, action))


def _holds(relation: Relation, actor: Actor, row: Row) -> bool:
    if relation is Relation.ANY:
        return True
    if relation is Relation.OWN:
        return actor.person == row.author
    return bool(reachable(relation, actor) & {row.unit, row.about})


def reachable(relation: Relation, actor: Actor) -> frozenset[str]:
    """Return the units a relation by unit reaches; empty for `own` and `any`."""
    reach = {
        Relation.UNIT: frozenset({actor.unit}),
        Relation.BELOW: actor.below,
        Relation.SERVED: actor.served,
    }
    return reach.get(relation, frozenset()) - {""}
