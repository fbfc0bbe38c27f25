"""No release puts one person in the place of two.

Asked when an entry's place is known already, because a replay must find the same place for what
was accepted before this was asked.
"""

from audit.entry import Opened
from db.places import Place, has_released, place_of
from db.versions import codes_at, opened_at
from sync.bench import Bench

_TAKES_TWO = frozenset({"erasure.ordered/1", "erasure.approved/1", "hold.lifted/1"})
"""Acts whose signature is the consent: who vouches for a key that was lost, or a right that was
not there, would give it in somebody else's name. One that merely came too early was given. (Those
that open an epoch are never released: `sync.standing`.)"""

_BY_ANOTHER = frozenset(
    {
        "erasure.approved/1", "hold.lifted/1", "conflict.resolved/1", "reconciliation.decided/1",
        "review.made/1",
    }
)  # fmt: skip
"""Acts that the author of what they follow must not do, nor release."""


def is_independent(bench: Bench, entry: Opened, person: str) -> bool:
    """Say whether what takes two persons still has two once this person has stated the entry."""
    if entry.header.kind == "quarantine.released/1":
        return _may_release(bench, entry, person)
    if entry.header.kind == "erasure.approved/1":
        return not has_released(bench.writing, bench.logbook, entry.header.subject, person)
    return True


def _may_release(bench: Bench, release: Opened, person: str) -> bool:
    kept = place_of(bench.writing, bench.logbook, release.header.follows[0])
    if kept is None:
        return False
    # Under the act's own subject, so that an approval finds who released the order.
    as_itself = release.header.subject == kept.subject
    if kept.kind in _TAKES_TWO and not (as_itself and _came_early(bench, kept)):
        return False
    return kept.kind not in _BY_ANOTHER or not _answers(bench, kept, person)


def _came_early(bench: Bench, kept: Place) -> bool:
    codes = codes_at(bench.writing, bench.logbook, [kept.position])
    return codes[kept.position] == "follows_unknown"


def _answers(bench: Bench, kept: Place, person: str) -> bool:
    """Say whether an entry answers one that this person wrote."""
    follows = opened_at(bench.writing, bench.logbook, kept.position).header.follows
    found = [place_of(bench.writing, bench.logbook, followed) for followed in follows]
    return any(place is not None and place.row.author == person for place in found)
