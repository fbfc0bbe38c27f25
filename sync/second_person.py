"""No release puts one person in the place of two.

Asked when an entry's place is known already, because a replay must find the same place for what
was accepted before this was asked.
"""

from collections.abc import Callable

from audit.entry import Opened
from db.places import Place, has_released, place_of
from db.versions import codes_at, opened_at
from sync.bench import Bench

_TAKES_TWO = frozenset(
    {
        "erasure.ordered/1", "erasure.approved/1", "hold.lifted/1",
        "epoch.proposed/1", "epoch.approved/1",
    }
)  # fmt: skip
"""Acts whose signature is the consent. Who vouches for a key that was lost or a right that was not
there gives that consent in somebody else's name; one that merely came too early was given."""

_ANSWERS = frozenset(
    {
        "erasure.approved/1", "hold.lifted/1", "epoch.approved/1",
        "conflict.resolved/1", "reconciliation.decided/1", "review.made/1",
    }
)  # fmt: skip
"""Acts by another person than who wrote what they follow."""


def is_independent(bench: Bench, entry: Opened, person: str) -> bool:
    """Say whether a person does by this entry nothing that another one has to do."""
    asked = _QUESTIONS.get(entry.header.kind)
    return asked is None or asked(bench, entry, person)


def _frees_for_others(bench: Bench, release: Opened, person: str) -> bool:
    kept = place_of(bench.writing, bench.logbook, release.header.follows[0])
    if kept is None or (kept.kind in _TAKES_TWO and not _came_early(bench, release, kept)):
        return False
    return kept.kind not in _ANSWERS or not _answers(bench, kept, person)


def _came_early(bench: Bench, release: Opened, kept: Place) -> bool:
    """The release has its subject, so that an approval finds who released the order."""
    codes = codes_at(bench.writing, bench.logbook, [kept.position])
    return codes[kept.position] == "follows_unknown" and release.header.subject == kept.subject


def _answers(bench: Bench, kept: Place, person: str) -> bool:
    """Say whether an entry answers one that this person wrote."""
    follows = opened_at(bench.writing, bench.logbook, kept.position).header.follows
    found = [place_of(bench.writing, bench.logbook, followed) for followed in follows]
    return any(place is not None and place.row.author == person for place in found)


def _approves_for_others(bench: Bench, approval: Opened, person: str) -> bool:
    return not has_released(bench.writing, bench.logbook, approval.header.subject, person)


_QUESTIONS: dict[str, Callable[[Bench, Opened, str], bool]] = {
    "quarantine.released/1": _frees_for_others,
    "erasure.approved/1": _approves_for_others,
}
