"""What a person may read, as a condition on `placed` rows: the permission table, turned into SQL.

`schemas.roles.can` decides one row, this decides many; a property test holds them equal.
"""

import hashlib

from sqlalchemy import ColumnElement, FromClause, and_, false, or_, true

from db.tables.projected import placed
from schemas.roles import Action, Actor, Relation, reachable, relations

_TOPICS = (
    Action.READ_REGISTRY,
    Action.READ_SCREENINGS,
    Action.READ_RESULTS,
    Action.READ_ERASURES,
)


def visible(actor: Actor) -> ColumnElement[bool]:
    """Return the condition under which an entry may leave the server for this person."""
    if not actor.roles:
        return false()
    counted = [
        and_(placed.c.aside == 0, placed.c.reads == topic.value, reach(actor, topic))
        for topic in _TOPICS
    ]
    kept_aside = and_(placed.c.aside == 1, reach(actor, Action.READ_QUARANTINE))
    return or_(*counted, kept_aside, placed.c.person == actor.person)


def reach(actor: Actor, action: Action, rows: FromClause = placed) -> ColumnElement[bool]:
    """Return the condition under which the actor may do the action on an entry.

    `rows` are places, or rows that name author and unit as their place does: the unit that such a
    row is about is the one it names.
    """
    found = relations(actor.roles, action)
    return or_(false(), *(_condition(relation, actor, rows) for relation in sorted(found)))


def fingerprint(actor: Actor) -> str:
    """Return a text that changes with the person's scope; a cursor of another scope is void."""
    reach_of = [actor.person, actor.unit, *sorted(actor.roles), *sorted(actor.below)]
    parts = "\n".join([*reach_of, "", *sorted(actor.served)])
    return hashlib.sha256(parts.encode()).hexdigest()[:16]


def _condition(relation: Relation, actor: Actor, rows: FromClause) -> ColumnElement[bool]:
    if relation is Relation.ANY:
        return true()
    if relation is Relation.OWN:
        return rows.c.person == actor.person
    units = sorted(reachable(relation, actor))
    named = [rows.c[name] for name in ("unit", "about") if name in rows.c]
    return or_(*(column.in_(units) for column in named))
