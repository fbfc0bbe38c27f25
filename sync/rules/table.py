"""How an entry stands to people: which record, and whose, an entry speaks about.

A finder returns the row that permissions look at, or the code of what does not fit. After it, a
projection may rely on what the entry builds on: no signed content can make one fail.
"""

from collections.abc import Callable

from db.log.placement import (
    Placement,
    first_placement_of,
    is_taken,
    placement_of,
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
from sync.rules.context import JudgingContext, Parts

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


def find_row(context: JudgingContext, entry: Opened, own: Row, parts: Parts) -> Row | str:
    """Return the row an entry's permission is asked for, or a problem code."""
    finder = _FINDERS.get(entry.header.kind)
    if finder is None:
        return own
    if finder is not _recorded:  # the others look at rows this transaction may still hold back
        context.rows.flush()
    return finder(context, entry, own, parts)


def _recorded(context: JudgingContext, entry: Opened, own: Row, _parts: Parts) -> Row | str:
    return "subject_taken" if entry.header.subject in context.taken else own


def _later_version(context: JudgingContext, entry: Opened, _own: Row, _parts: Parts) -> Row | str:
    if not _follows_itself(context, entry, _SCREENING_VERSIONS):
        return "follows_other"
    return _first_row(context, entry.header.subject)


def _resolution(context: JudgingContext, entry: Opened, own: Row, _parts: Parts) -> Row | str:
    subject = entry.header.subject
    followed = [placement_of(context.writing, context.logbook, one) for one in entry.header.follows]
    versions = [place for place in followed if place and _is_open(place, subject)]
    if len(versions) < len(followed):  # another record, or replaced in the meantime
        return "follows_other"
    if any(version.row.author == own.author for version in versions):
        return "permission_missing"  # nobody chooses between versions one of which is theirs
    return _first_row(context, subject)


def _is_open(place: Placement, subject: str) -> bool:
    """Say whether an entry is a version of this record that nothing has replaced."""
    counts = place.kind in _SCREENING_VERSIONS and not place.aside
    return counts and place.subject == subject and not place.superseded


def _result(context: JudgingContext, entry: Opened, own: Row, parts: Parts) -> Row | str:
    stated = part_in(parts, "result", LabResult)
    if stated.laboratory != own.unit:
        return "permission_missing"  # nobody reports in another laboratory's name
    if not _is_new_or_next(context, entry, stated.laboratory):
        return "follows_other"
    about = unit_of_item(context.writing, context.logbook, stated.item)
    # Whose item it is decides; the laboratory alone only while the log knows no such item.
    return Row(own.author, "" if about else stated.laboratory, about)


def _is_new_or_next(context: JudgingContext, entry: Opened, laboratory: str) -> bool:
    """Say whether a report is new, or follows a version of itself by the same laboratory."""
    subject = entry.header.subject
    if not is_taken(context.writing, context.logbook, subject):
        return True
    if not _follows_itself(context, entry, _RESULT_VERSIONS):
        return False
    known = context.rows.find(result, result=subject)
    return known is not None and known.laboratory == laboratory


def _follows_itself(context: JudgingContext, entry: Opened, versions: frozenset[str]) -> bool:
    """Say whether what an entry follows first is a version of its own record."""
    header = entry.header
    if not header.follows:
        return False
    return _subject_of(context, header.follows[0], versions) == header.subject


def _decision(context: JudgingContext, entry: Opened, _own: Row, parts: Parts) -> Row | str:
    stated = part_in(parts, "decision", Decision)
    screening = _subject_of(context, entry.header.follows[0], _SCREENING_VERSIONS)
    result = _subject_of(context, entry.header.follows[1], _RESULT_VERSIONS)
    if (screening, result) != (stated.screening, stated.result):
        return "follows_other"
    if not _is_new_or_about(context, entry.header.subject, stated):
        return "subject_taken"
    return _first_row(context, stated.screening)


def _is_new_or_about(context: JudgingContext, subject: str, stated: Decision) -> bool:
    """Say whether a decision's record is new, or has been about the same pair from the start."""
    if not is_taken(context.writing, context.logbook, subject):
        return True
    known = context.rows.find(reconciliation, reconciliation=subject)
    pair = (stated.screening, stated.result)
    return known is not None and (known.screening, known.result) == pair


def _release(context: JudgingContext, entry: Opened, _own: Row, _parts: Parts) -> Row | str:
    followed = placement_of(context.writing, context.logbook, entry.header.follows[0])
    if followed is None or not followed.aside:
        return "follows_other"
    return _why_never(context, followed) or followed.row


def _why_never(context: JudgingContext, kept: Placement) -> str:
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
    entry = opened_at(context.writing, context.logbook, kept.position)
    parts = read_parts(kind, entry)
    if parts is None or is_erased(context.writing, context.logbook, kept.id):
        return "part_invalid"  # nobody vouches for what can no longer be read
    if len(entry.header.follows) < FOLLOWS.get(kept.kind, 0):
        return "follows_unknown"
    if is_taken(context.writing, context.logbook, kept.subject):
        context.taken.add(kept.subject)
    row = find_row(context, entry, kept.row, parts)
    if isinstance(row, str):
        return row
    author = context.enrolled.appointed(kept.row.author, kept.row.unit)
    return "" if may(author, kind, row) else "permission_missing"


def _review(context: JudgingContext, entry: Opened, _own: Row, _parts: Parts) -> Row | str:
    followed = placement_of(context.writing, context.logbook, entry.header.follows[0])
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


def _instrument(context: JudgingContext, entry: Opened, own: Row, parts: Parts) -> Row | str:
    stated = parts.get("instrument")
    if isinstance(stated, Instrument):
        return Row(own.author, stated.unit)
    found = context.rows.find(instrument, instrument=entry.header.subject)
    return Row(own.author, found.unit) if found else "follows_other"


def _rotation(context: JudgingContext, entry: Opened, own: Row, parts: Parts) -> Row | str:
    """Nobody becomes another by it: a key that is known already speaks for somebody, or did.

    The server's own keys have no limit: nobody could enrol the server anew.
    """
    new = rotated_name(part_in(parts, "rotation", Rotation))
    is_new = rotated_key(entry) and new not in context.enrolled.keys([new])
    may = not own.author or may_rotate(context.writing, context.logbook, entry.header.key)
    return own if is_new and may else "rotation_invalid"


def _handover(context: JudgingContext, _entry: Opened, own: Row, parts: Parts) -> Row | str:
    stated = part_in(parts, "rotation", CheckpointRotation)
    current = context.rows.find(logbook).checkpoint_key
    is_new = context.rows.find(checkpoint_key, key=stated.new) is None
    is_next = is_new and stated.old == current and proves_handover(stated)
    return own if is_next else "rotation_invalid"


def _revocation(context: JudgingContext, _entry: Opened, own: Row, parts: Parts) -> Row | str:
    stated = part_in(parts, "revocation", Revocation)
    key = context.enrolled.keys([stated.key]).get(stated.key)
    if key is None or not key.person:
        return "follows_other"
    author, holder = context.enrolled.actor(own.author), context.enrolled.actor(key.person)
    if Role.ADMINISTRATOR in holder.roles - author.roles:
        return "permission_missing"  # a supervisor must not lock out who keeps the registry
    return Row(own.author, holder.unit)


def _disclosure(context: JudgingContext, entry: Opened, own: Row, parts: Parts) -> Row | str:
    """Nobody gives away what they may not read themselves; the console gives what it is told."""
    stated = part_in(parts, "disclosure", Disclosure)
    actor, subject = context.enrolled.actor(own.author), entry.header.subject
    unit = unit_that_named(context.writing, context.logbook, subject)
    row = Row("", "", unit) if unit else None
    for listed in stated.entries:
        place = placement_of(context.writing, context.logbook, listed)
        if place is None:
            return "follows_unknown"
        if entry.header.key != context.server_key and not can(actor, place.topic, place.row):
            return "permission_missing"
        row = row or (place.row if place.subject == subject else None)
    return row or "follows_other"


def _proposal(context: JudgingContext, _entry: Opened, own: Row, parts: Parts) -> Row | str:
    return own if _is_next(context, part_in(parts, "epoch", NextEpoch)) else "follows_other"


def _approval(context: JudgingContext, entry: Opened, own: Row, parts: Parts) -> Row | str:
    stated = part_in(parts, "epoch", NextEpoch)
    proposed = placement_of(context.writing, context.logbook, entry.header.follows[0])
    if proposed is None or proposed.aside or proposed.kind != "epoch.proposed/1":
        return "follows_other"
    proposal = opened_at(context.writing, context.logbook, proposed.position)
    is_that = proposed.subject == entry.header.subject and read_next(proposal) == stated
    if not is_that or not _is_next(context, stated):
        return "follows_other"
    return Row(proposed.row.author, own.unit, own.about)


def _is_next(context: JudgingContext, stated: NextEpoch) -> bool:
    """Say whether an epoch follows exactly the last head that was signed, and is not open yet."""
    held = context.held
    if held is None or stated.epoch != held.epoch + 1 or stated.epoch <= context.epoch:
        return False
    return (stated.old_size, stated.old_root) == (held.size, to_b64u(held.root))


def _subject_of(context: JudgingContext, entry_id: str, kinds: frozenset[str]) -> str | None:
    """Return the record of an accepted entry of one of these kinds; None for any other."""
    found = placement_of(context.writing, context.logbook, entry_id)
    return found.subject if found and found.kind in kinds and not found.aside else None


def _first_row(context: JudgingContext, subject: str) -> Row | str:
    first = first_placement_of(context.writing, context.logbook, subject)
    return first.row if first else "follows_other"


_FINDERS: dict[str, Callable[[JudgingContext, Opened, Row, Parts], Row | str]] = {
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
