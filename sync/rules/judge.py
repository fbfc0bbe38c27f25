"""Store first, judge later: decides the stamp of an entry that will be logged in any case.

The first of six questions that fails names the code; none of them can keep an entry out.
"""

from dataclasses import dataclass, replace

from db.log.placement import placement_of
from db.people.enrolled_keys import may_rotate
from db.projections import QUARANTINED, REGISTRY
from db.projections.fact import read_parts
from db.queries.epochs import read_next
from proof.entry import Opened
from schemas.kinds import BESIDE, KINDS, Kind
from schemas.kinds.review import Review
from schemas.kinds.screening import Reason
from schemas.roles import Actor, Row
from sync.rules.context import JudgingContext, Parts
from sync.rules.second_person import is_independent
from sync.rules.table import FOLLOWS, find_row, may


@dataclass(frozen=True, slots=True)
class Ruling:
    """`code` is empty when accepted; `row` is where the entry stands for permissions."""

    code: str
    row: Row
    parts: Parts


def judge(context: JudgingContext, entry: Opened) -> Ruling:
    """Return what becomes of an entry whose form, hashes and signature hold.

    Words are asked for last, because a replay must find the same place for what was accepted
    before they were asked for.
    """
    ruling = _weigh(context, entry)
    return ruling if _say_why(ruling.parts) else replace(ruling, code="part_invalid")


def _weigh(context: JudgingContext, entry: Opened) -> Ruling:
    actor = _actor(context, entry)
    own = _own_row(actor)
    kind = KINDS.get(entry.header.kind)
    if kind is None:  # 1 do we know this kind?
        return Ruling("kind_unknown", own, {})
    parts = read_parts(kind, entry)
    if parts is None:  # 2 do its parts fit their schemas?
        return Ruling("part_invalid", own, {})
    if context.enrolled.keys([entry.header.key])[entry.header.key].revoked >= 0:
        return Ruling(
            _why_quarantined(context, entry, kind), own, parts
        )  # 3 does the key still speak?
    if not _follows_stand(context, entry):  # 4 does what it builds on stand in the log?
        return Ruling("follows_unknown", own, parts)
    row = find_row(context, entry, own, parts)
    if isinstance(row, str):  # 5 is it what it says it builds on?
        return Ruling(row, own, parts)
    about = row.about or row.unit
    if not _may(context, entry, kind, actor, row):  # 6 may this person state it?
        return Ruling("permission_missing", Row(own.author, own.unit, about), parts)
    unit = about if kind.name in BESIDE else own.unit
    return Ruling("", Row(own.author, unit, about), parts)


def judge_again(context: JudgingContext, entry: Opened, code: str) -> Ruling:
    """Return the ruling that an entry of the log got, whose stamp bears this code.

    Whether it counts is what the stamp says: a part that made it fail may have been erased since.
    Every code but one comes with the place of its author.
    """
    if code not in ("", "permission_missing"):
        kind = KINDS.get(entry.header.kind)
        parts = read_parts(kind, entry) if kind else None
        return Ruling(code, _own_row(_actor(context, entry)), parts or {})
    ruling = judge(context, entry)
    return Ruling(code, ruling.row, ruling.parts)


def note_ruling(context: JudgingContext, entry: Opened, ruling: Ruling) -> None:
    """Remember what later entries of this transaction may build on."""
    context.fresh.add(entry.id)
    if not ruling.code and entry.header.kind not in BESIDE:
        context.taken.add(entry.header.subject)
    if entry.header.kind in (QUARANTINED if ruling.code else REGISTRY):
        context.rows.flush()
        context.enrolled.forget()
        context.server_key = context.enrolled.server_key()
    if not ruling.code and entry.header.kind == "epoch.approved/1":
        context.epoch = read_next(entry).epoch
    if not ruling.code and entry.header.kind == "quarantine.released/1":
        freed = placement_of(context.writing, context.logbook, entry.header.follows[0])
        context.taken |= {freed.subject} if freed else set()


def _why_quarantined(context: JudgingContext, entry: Opened, kind: Kind) -> str:
    """Return the code of what a key signs that no longer speaks.

    A rotation makes another key known all the same; one too many makes none known.
    """
    rotates = kind.name == "key.rotated/1"
    may = not rotates or may_rotate(context.writing, context.logbook, entry.header.key)
    return "key_revoked" if may else "rotation_invalid"


def _say_why(parts: Parts) -> bool:
    """Say whether every code that needs words has them."""
    coded = (part for part in parts.values() if isinstance(part, Reason | Review))
    return all(part.says_why for part in coded)


def _own_row(actor: Actor) -> Row:
    return Row(actor.person, actor.unit, actor.unit)


def _actor(context: JudgingContext, entry: Opened) -> Actor:
    key = entry.header.key
    return context.enrolled.actor(context.enrolled.keys([key])[key].person)


def _follows_stand(context: JudgingContext, entry: Opened) -> bool:
    follows = entry.header.follows
    wanted = FOLLOWS.get(entry.header.kind, 0)
    return len(follows) >= wanted and all(
        followed in context.fresh or followed in context.logged for followed in follows
    )


def _may(context: JudgingContext, entry: Opened, kind: Kind, actor: Actor, row: Row) -> bool:
    if kind.action is None or (kind.console and entry.header.key == context.server_key):
        return entry.header.key == context.server_key
    return may(actor, kind, row) and is_independent(context, entry, actor.person)
