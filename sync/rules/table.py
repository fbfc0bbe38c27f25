"""How an entry stands to people: which record, and whose, an entry speaks about.

A finder returns the row that permissions look at, or the code of what does not fit. After it, a
projection may rely on what the entry builds on: no signed content can make one fail.
"""

from collections.abc import Callable

from db.log.places import (
    Place,
    first_place_of,
    is_taken,
    place_of,
    unit_of_item,
    unit_that_named,
)
from db.log.versions import opened_at
from db.people.enrolled_keys import may_rotate
from db.projections.fact import part_in, read_parts
from db.queries.epochs import read_next
from db.queries.erasure import is_erased
from db.tables.projected import checkpoint_key, instrument, logbook, reconciliation, result
from proof.encoding import to_b64u
from proof.entry import Opened
from proof.rotation import proves_handover, rotated_key, rotated_name
from schemas.kinds import KINDS, Kind
from schemas.kinds.evidence import Disclosure
from schemas.kinds.laboratory import Decision, LabResult
from schemas.kinds.organisation import (
    CheckpointRotation,
    Instrument,
    NextEpoch,
    Revocation,
    Rotation,
)
from schemas.roles import Action, Actor, Role, Row, can
from sync.rules import retention
from sync.rules.context import Bench, Parts

_SCREENING_VERSIONS = frozenset({"screening.recorded/1", "screening.amended/1"})
_RESULT_VERSIONS = frozenset({"lab.result.issued/1"})


FOLLOWS = {
    "screening.amended/1": 1,
    "screening.voided/1": 1,
    "conflict.resolved/1": 2,
    "reconciliation.decided/1": 2,
    "quarantine.released/1": 1,
    "epoch.approved/1": 1,
    "review.made/1": 1,
    "hold.lifted/1": 1,
    "erasure.ordered/1": 1,
    "erasure.approved/1": 1,
    "part.erased/1": 3,
}
"""How many entries a kind has to follow at least."""


def find_row(bench: Bench, entry: Opened, own: Row, parts: Parts) -> Row | str:
    """Return the row an entry's permission is asked for, or a problem code."""
    finder = _FINDERS.get(entry.header.kind)
    if finder is None:
        return own
    if finder is not _recorded:  # the others look at rows this transaction may still hold back
        bench.rows.flush()
    return finder(bench, entry, own, parts)


def _recorded(bench: Bench, entry: Opened, own: Row, _parts: Parts) -> Row | str:
    return "subject_taken" if entry.header.subject in bench.taken else own


def _later_version(bench: Bench, entry: Opened, _own: Row, _parts: Parts) -> Row | str:
    if not _follows_itself(bench, entry, _SCREENING_VERSIONS):
        return "follows_other"
    return _first_row(bench, entry.header.subject)


def _resolution(bench: Bench, entry: Opened, own: Row, _parts: Parts) -> Row | str:
    subject = entry.header.subject
    followed = [place_of(bench.writing, bench.logbook, one) for one in entry.header.follows]
    versions = [place for place in followed if place and _is_open(place, subject)]
    if len(versions) < len(followed):  # another record, or replaced in the meantime
        return "follows_other"
    if any(version.row.author == own.author for version in versions):
        return "permission_missing"  # nobody chooses between versions one of which is theirs
    return _first_row(bench, subject)


def _is_open(place: Place, subject: str) -> bool:
    """Say whether an entry is a version of this record that nothing has replaced."""
    counts = place.kind in _SCREENING_VERSIONS and not place.aside
    return counts and place.subject == subject and not place.superseded


def _result(bench: Bench, entry: Opened, own: Row, parts: Parts) -> Row | str:
    stated = part_in(parts, "result", LabResult)
    if stated.laboratory != own.unit:
        return "permission_missing"  # nobody reports in another laboratory's name
    if not _is_new_or_next(bench, entry, stated.laboratory):
        return "follows_other"
    about = unit_of_item(bench.writing, bench.logbook, stated.item)
    # Whose item it is decides; the laboratory alone only while the log knows no such item.
    return Row(own.author, "" if about else stated.laboratory, about)


def _is_new_or_next(bench: Bench, entry: Opened, laboratory: str) -> bool:
    """Say whether a report is new, or follows a version of itself by the same laboratory."""
    subject = entry.header.subject
    if not is_taken(bench.writing, bench.logbook, subject):
        return True
    if not _follows_itself(bench, entry, _RESULT_VERSIONS):
        return False
    known = bench.rows.find(result, result=subject)
    return known is not None and known.laboratory == laboratory


def _follows_itself(bench: Bench, entry: Opened, versions: frozenset[str]) -> bool:
    """Say whether what an entry follows first is a version of its own record."""
    header = entry.header
    if not header.follows:
        return False
    return _subject_of(bench, header.follows[0], versions) == header.subject


def _decision(bench: Bench, entry: Opened, _own: Row, parts: Parts) -> Row | str:
    stated = part_in(parts, "decision", Decision)
    screening = _subject_of(bench, entry.header.follows[0], _SCREENING_VERSIONS)
    result = _subject_of(bench, entry.header.follows[1], _RESULT_VERSIONS)
    if (screening, result) != (stated.screening, stated.result):
        return "follows_other"
    if not _is_new_or_about(bench, entry.header.subject, stated):
        return "subject_taken"
    return _first_row(bench, stated.screening)


def _is_new_or_about(bench: Bench, subject: str, stated: Decision) -> bool:
    """Say whether a decision's record is new, or has been about the same pair from the start."""
    if not is_taken(bench.writing, bench.logbook, subject):
        return True
    known = bench.rows.find(reconciliation, reconciliation=subject)
    pair = (stated.screening, stated.result)
    return known is not None and (known.screening, known.result) == pair


def _release(bench: Bench, entry: Opened, _own: Row, _parts: Parts) -> Row | str:
    followed = place_of(bench.writing, bench.logbook, entry.header.follows[0])
    if followed is None or not followed.aside:
        return "follows_other"
    return _why_never(bench, followed) or followed.row


def _why_never(bench: Bench, kept: Place) -> str:
    """Return why an entry could not count even if it were released, or nothing.

    Who releases vouches for a key and a moment. That makes nothing fit that does not, gives the
    author no right that their last post did not include, and is no way around those who alone
    keep the registry.
    """
    kind = KINDS.get(kept.kind)
    if kind is None:
        return "kind_unknown"
    if kind.reads is Action.READ_REGISTRY:
        return "permission_missing"
    if kind.action is Action.RELEASE_QUARANTINE:  # one releases the entry itself
        return "follows_other"
    entry = opened_at(bench.writing, bench.logbook, kept.position)
    parts = read_parts(kind, entry)
    if parts is None or is_erased(bench.writing, bench.logbook, kept.id):
        return "part_invalid"  # nobody vouches for what can no longer be read
    if len(entry.header.follows) < FOLLOWS.get(kept.kind, 0):
        return "follows_unknown"
    if is_taken(bench.writing, bench.logbook, kept.subject):
        bench.taken.add(kept.subject)
    row = find_row(bench, entry, kept.row, parts)
    if isinstance(row, str):
        return row
    author = bench.register.appointed(kept.row.author, kept.row.unit)
    return "" if may(author, kind, row) else "permission_missing"


def _review(bench: Bench, entry: Opened, _own: Row, _parts: Parts) -> Row | str:
    followed = place_of(bench.writing, bench.logbook, entry.header.follows[0])
    if followed is None or followed.subject != entry.header.subject:
        return "follows_other"
    return followed.row


def may(actor: Actor, kind: Kind, row: Row) -> bool:
    """Say whether a person may state something of this kind about the row."""
    if kind.action is None or (kind.name in _ANOTHER_PERSON and row.author == actor.person):
        return False
    return can(actor, kind.action, row)


_ANOTHER_PERSON = frozenset(
    {"reconciliation.decided/1", "quarantine.released/1", "review.made/1", "epoch.approved/1"}
)
"""Nobody decides on their own screening, releases or reviews their own entry, or approves what
they proposed themselves."""


def _instrument(bench: Bench, entry: Opened, own: Row, parts: Parts) -> Row | str:
    stated = parts.get("instrument")
    if isinstance(stated, Instrument):
        return Row(own.author, stated.unit)
    found = bench.rows.find(instrument, instrument=entry.header.subject)
    return Row(own.author, found.unit) if found else "follows_other"


def _rotation(bench: Bench, entry: Opened, own: Row, parts: Parts) -> Row | str:
    """Nobody becomes another by it: a key that is known already speaks for somebody, or did.

    The server's own keys have no limit: nobody could enrol the server anew.
    """
    new = rotated_name(part_in(parts, "rotation", Rotation))
    is_new = rotated_key(entry) and new not in bench.register.keys([new])
    may = not own.author or may_rotate(bench.writing, bench.logbook, entry.header.key)
    return own if is_new and may else "rotation_invalid"


def _handover(bench: Bench, _entry: Opened, own: Row, parts: Parts) -> Row | str:
    stated = part_in(parts, "rotation", CheckpointRotation)
    current = bench.rows.find(logbook).checkpoint_key
    is_new = bench.rows.find(checkpoint_key, key=stated.new) is None
    is_next = is_new and stated.old == current and proves_handover(stated)
    return own if is_next else "rotation_invalid"


def _revocation(bench: Bench, _entry: Opened, own: Row, parts: Parts) -> Row | str:
    stated = part_in(parts, "revocation", Revocation)
    key = bench.register.keys([stated.key]).get(stated.key)
    if key is None or not key.person:
        return "follows_other"
    author, holder = bench.register.actor(own.author), bench.register.actor(key.person)
    if Role.ADMINISTRATOR in holder.roles - author.roles:
        return "permission_missing"  # a supervisor must not lock out who keeps the registry
    return Row(own.author, holder.unit)


def _disclosure(bench: Bench, entry: Opened, own: Row, parts: Parts) -> Row | str:
    """Nobody gives away what they may not read themselves; the console gives what it is told."""
    stated = part_in(parts, "disclosure", Disclosure)
    actor, subject = bench.register.actor(own.author), entry.header.subject
    unit = unit_that_named(bench.writing, bench.logbook, subject)
    row = Row("", "", unit) if unit else None
    for listed in stated.entries:
        place = place_of(bench.writing, bench.logbook, listed)
        if place is None:
            return "follows_unknown"
        if entry.header.key != bench.server_key and not can(actor, place.topic, place.row):
            return "permission_missing"
        row = row or (place.row if place.subject == subject else None)
    return row or "follows_other"


def _proposal(bench: Bench, _entry: Opened, own: Row, parts: Parts) -> Row | str:
    return own if _is_next(bench, part_in(parts, "epoch", NextEpoch)) else "follows_other"


def _approval(bench: Bench, entry: Opened, own: Row, parts: Parts) -> Row | str:
    stated = part_in(parts, "epoch", NextEpoch)
    proposed = place_of(bench.writing, bench.logbook, entry.header.follows[0])
    if proposed is None or proposed.aside or proposed.kind != "epoch.proposed/1":
        return "follows_other"
    proposal = opened_at(bench.writing, bench.logbook, proposed.position)
    is_that = proposed.subject == entry.header.subject and read_next(proposal) == stated
    if not is_that or not _is_next(bench, stated):
        return "follows_other"
    return Row(proposed.row.author, own.unit, own.about)


def _is_next(bench: Bench, stated: NextEpoch) -> bool:
    """Say whether an epoch follows exactly the last head that was signed, and is not open yet."""
    held = bench.held
    if held is None or stated.epoch != held.epoch + 1 or stated.epoch <= bench.epoch:
        return False
    return (stated.old_size, stated.old_root) == (held.size, to_b64u(held.root))


def _subject_of(bench: Bench, entry_id: str, kinds: frozenset[str]) -> str | None:
    """Return the record of an accepted entry of one of these kinds; None for any other."""
    found = place_of(bench.writing, bench.logbook, entry_id)
    return found.subject if found and found.kind in kinds and not found.aside else None


def _first_row(bench: Bench, subject: str) -> Row | str:
    first = first_place_of(bench.writing, bench.logbook, subject)
    return first.row if first else "follows_other"


_FINDERS: dict[str, Callable[[Bench, Opened, Row, Parts], Row | str]] = {
    "screening.recorded/1": _recorded,
    "screening.amended/1": _later_version,
    "screening.voided/1": _later_version,
    "conflict.resolved/1": _resolution,
    "lab.result.issued/1": _result,
    "reconciliation.decided/1": _decision,
    "quarantine.released/1": _release,
    "review.made/1": _review,
    "instrument.registered/1": _instrument,
    "instrument.state.stated/1": _instrument,
    "key.rotated/1": _rotation,
    "key.revoked/1": _revocation,
    "checkpoint.key.rotated/1": _handover,
    "disclosure.made/1": _disclosure,
    "epoch.proposed/1": _proposal,
    "epoch.approved/1": _approval,
    "hold.placed/1": retention.place_hold,
    "hold.lifted/1": retention.lift_hold,
    "erasure.ordered/1": retention.order_erasure,
    "erasure.approved/1": retention.approve_erasure,
    "part.erased/1": retention.erase,
}
