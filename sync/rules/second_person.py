"""No release puts one person in the place of two.

Asked when an entry's place is known already, because a replay must find the same place for what
was accepted before this was asked.
"""

from collections.abc import Iterable

from db.log.placement import Placement, has_released, placement_of
from db.log.versions import codes_at, opened_at
from proof.entry import Opened
from schemas.kinds import KINDS
from schemas.roles import Row, can
from sync.rules.context import JudgingContext

_TAKES_TWO = frozenset({"erasure.ordered/1", "erasure.approved/1", "hold.lifted/1"})
"""Acts whose signature is the consent: who vouches for a key that was lost, or a right that was
not there, would give it in somebody else's name. One that merely came too early was given. (Those
that open an epoch are never released: `sync.rules.table`.)"""

_BY_ANOTHER = frozenset(
    {
        "erasure.approved/1", "hold.lifted/1", "conflict.resolved/1", "reconciliation.decided/1",
        "review.made/1",
    }
)  # fmt: skip
"""Acts that the author of what they follow must not do, nor release."""


def is_independent(context: JudgingContext, entry: Opened, person: str) -> bool:
    """Say whether what takes two persons still has two once this person has stated the entry."""
    if entry.header.kind == "quarantine.released/1":
        return _may_release(context, entry, person)
    if entry.header.kind == "erasure.approved/1":
        return not has_released(context.writing, context.logbook, entry.header.subject, person)
    return True


def _may_release(context: JudgingContext, release: Opened, person: str) -> bool:
    kept = placement_of(context.writing, context.logbook, release.header.follows[0])
    if kept is None:
        return False
    # Under the act's own subject, so that an approval finds who released the order.
    as_itself = release.header.subject == kept.subject
    if kept.kind in _TAKES_TWO and not (as_itself and _came_early(context, kept)):
        return False
    entry = opened_at(context.writing, context.logbook, kept.position)
    if kept.kind in _BY_ANOTHER and person in _authors(context, entry.header.follows):
        return False
    return is_independent(context, entry, kept.row.author)


def _came_early(context: JudgingContext, kept: Placement) -> bool:
    """Nothing else may be wrong with it: who has left since, or before, consents to nothing."""
    codes = codes_at(context.writing, context.logbook, [kept.position])
    actor, action = context.enrolled.actor(kept.row.author), KINDS[kept.kind].action
    in_office = action is not None and can(actor, action, Row("", kept.row.unit, kept.row.unit))
    return in_office and codes[kept.position] == "follows_unknown"


def _authors(context: JudgingContext, entries: Iterable[str]) -> set[str]:
    places = (placement_of(context.writing, context.logbook, entry) for entry in entries)
    return {place.row.author for place in places if place}
