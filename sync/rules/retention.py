"""How holds and orders to erase stand to people, and when the server may erase.

A finder returns the row that permissions look at, or the code of what does not fit, like those of
`sync.rules.table`. Nobody holds or erases what they may not read, and nobody does alone what takes
two persons.
"""

from db.log.placement import Placement, any_placement_of, is_taken, placement_of
from db.projections.fact import part_in
from db.queries.erasure import ErasureOrder, find_order, is_held
from db.store import ReadTransaction
from db.tables.projected import hold
from proof.entry import Opened
from schemas.kinds import KINDS, retention
from schemas.retention import class_of
from schemas.roles import Action, Row, can
from sync.rules.context import JudgingContext, Parts


def place_hold(context: JudgingContext, entry: Opened, own: Row, parts: Parts) -> Row | str:
    """A hold is a record of its own about another record."""
    stated = part_in(parts, "hold", retention.Hold)
    if is_taken(context.writing, context.logbook, entry.header.subject):
        return "subject_taken"
    return _readable(
        context, own, any_placement_of(context.writing, context.logbook, stated.record)
    )


def lift_hold(context: JudgingContext, entry: Opened, own: Row, _parts: Parts) -> Row | str:
    """Another person than the one who placed it, and once."""
    known = context.rows.find(hold, hold=entry.header.subject)
    if known is None or known.current != entry.header.follows[0] or known.lifted >= 0:
        return "follows_other"
    if known.person == own.author:
        return "permission_missing"
    return _readable(context, own, any_placement_of(context.writing, context.logbook, known.record))


def order_erasure(context: JudgingContext, entry: Opened, own: Row, parts: Parts) -> Row | str:
    """An order names parts of the entry that it follows, and none that always stay."""
    stated = part_in(parts, "order", retention.Order)
    if is_taken(context.writing, context.logbook, entry.header.subject):
        return "subject_taken"
    target = placement_of(context.writing, context.logbook, entry.header.follows[0])
    if target is None or (target.id, target.subject) != (stated.entry, stated.record):
        return "follows_other"
    if any(class_of(target.kind, name) is None for name in stated.parts):
        return "part_not_erasable"
    return _readable(context, own, target)


def approve_erasure(context: JudgingContext, entry: Opened, own: Row, _parts: Parts) -> Row | str:
    """Another person than the one who ordered it, and once."""
    order = find_order(context.writing, context.logbook, entry.header.follows[0])
    if order is None or order.erasure != entry.header.subject or order.approval:
        return "follows_other"
    if order.person == own.author:
        return "permission_missing"
    return _readable(context, own, placement_of(context.writing, context.logbook, order.target))


def erase(context: JudgingContext, entry: Opened, _own: Row, parts: Parts) -> Row | str:
    """The server erases exactly what was ordered and approved, once, and nothing that is held."""
    target, ordered, approved = entry.header.follows[:3]
    order = find_order(context.writing, context.logbook, ordered)
    stated = parts["erasure"]
    if order is None or stated != retention.Erasure(entry=target, parts=list(order.parts)):
        return "follows_other"
    if (order.erasure, order.target, order.approval) != (entry.header.subject, target, approved):
        return "follows_other"
    return _row_of_order(context, order)


def may_erase(reading: ReadTransaction, logbook: str, order: ErasureOrder) -> bool:
    """Say whether an approved order can be carried out now."""
    return order.erased < 0 and not is_held(reading, logbook, order.record)


def _row_of_order(context: JudgingContext, order: ErasureOrder) -> Row | str:
    place = placement_of(context.writing, context.logbook, order.target)
    if place is None:
        return "follows_other"
    erasable = may_erase(context.writing, context.logbook, order)
    return _row_of(place) if erasable else "permission_missing"


def _readable(context: JudgingContext, own: Row, place: Placement | None) -> Row | str:
    """Return the row of what a person may read; for what they may not, nothing can be done."""
    if place is None:
        return "follows_other"
    actor, row = context.enrolled.appointed(own.author, own.unit), _row_of(place)
    return row if can(actor, place.topic, row) else "permission_missing"


def _row_of(place: Placement) -> Row:
    """The registry belongs to no unit: only who keeps all of it may say what of it goes."""
    kind = KINDS.get(place.kind)
    return Row("") if kind and kind.reads is Action.READ_REGISTRY else place.row
