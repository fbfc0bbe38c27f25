"""Store first, judge later: decides the stamp of an entry that will be logged in any case.

The first of six questions that fails names the code; none of them can keep an entry out.
"""

from dataclasses import dataclass, replace

from db.log.places import place_of
from db.people.enrolled_keys import may_rotate
from db.projections import ASIDE, REGISTRY
from db.projections.fact import read_parts
from db.queries.epochs import read_next
from proof.entry import Opened
from schemas.kinds import BESIDE, KINDS, Kind
from schemas.kinds.review import Review
from schemas.kinds.screening import Reason
from schemas.roles import Actor, Row
from sync.rules.context import Bench, Parts
from sync.rules.second_person import is_independent
from sync.rules.table import FOLLOWS, find_row, may


@dataclass(frozen=True, slots=True)
class Ruling:
    """`code` is empty when accepted; `row` is where the entry stands for permissions."""

    code: str
    row: Row
    parts: Parts


def judge(bench: Bench, entry: Opened) -> Ruling:
    """Return what becomes of an entry whose form, hashes and signature hold.

    Words are asked for last, because a replay must find the same place for what was accepted
    before they were asked for.
    """
    ruling = _weigh(bench, entry)
    return ruling if _say_why(ruling.parts) else replace(ruling, code="part_invalid")


def _weigh(bench: Bench, entry: Opened) -> Ruling:
    actor = _actor(bench, entry)
    own = _own_row(actor)
    kind = KINDS.get(entry.header.kind)
    if kind is None:  # 1 do we know this kind?
        return Ruling("kind_unknown", own, {})
    parts = read_parts(kind, entry)
    if parts is None:  # 2 do its parts fit their schemas?
        return Ruling("part_invalid", own, {})
    if bench.register.keys([entry.header.key])[entry.header.key].revoked >= 0:
        return Ruling(_why_aside(bench, entry, kind), own, parts)  # 3 does the key still speak?
    if not _follows_stand(bench, entry):  # 4 does what it builds on stand in the log?
        return Ruling("follows_unknown", own, parts)
    row = find_row(bench, entry, own, parts)
    if isinstance(row, str):  # 5 is it what it says it builds on?
        return Ruling(row, own, parts)
    about = row.about or row.unit
    if not _may(bench, entry, kind, actor, row):  # 6 may this person state it?
        return Ruling("permission_missing", Row(own.author, own.unit, about), parts)
    unit = about if kind.name in BESIDE else own.unit
    return Ruling("", Row(own.author, unit, about), parts)


def judge_again(bench: Bench, entry: Opened, code: str) -> Ruling:
    """Return the ruling that an entry of the log got, whose stamp bears this code.

    Whether it counts is what the stamp says: a part that made it fail may have been erased since.
    Every code but one comes with the place of its author.
    """
    if code not in ("", "permission_missing"):
        kind = KINDS.get(entry.header.kind)
        parts = read_parts(kind, entry) if kind else None
        return Ruling(code, _own_row(_actor(bench, entry)), parts or {})
    ruling = judge(bench, entry)
    return Ruling(code, ruling.row, ruling.parts)


def note_ruling(bench: Bench, entry: Opened, ruling: Ruling) -> None:
    """Remember what later entries of this transaction may build on."""
    bench.fresh.add(entry.id)
    if not ruling.code and entry.header.kind not in BESIDE:
        bench.taken.add(entry.header.subject)
    if entry.header.kind in (ASIDE if ruling.code else REGISTRY):
        bench.rows.flush()
        bench.register.forget()
        bench.server_key = bench.register.server_key()
    if not ruling.code and entry.header.kind == "epoch.approved/1":
        bench.epoch = read_next(entry).epoch
    if not ruling.code and entry.header.kind == "quarantine.released/1":
        freed = place_of(bench.writing, bench.logbook, entry.header.follows[0])
        bench.taken |= {freed.subject} if freed else set()


def _why_aside(bench: Bench, entry: Opened, kind: Kind) -> str:
    """Return the code of what a key signs that no longer speaks.

    A rotation makes another key known all the same; one too many makes none known.
    """
    rotates = kind.name == "key.rotated/1"
    may = not rotates or may_rotate(bench.writing, bench.logbook, entry.header.key)
    return "key_revoked" if may else "rotation_invalid"


def _say_why(parts: Parts) -> bool:
    """Say whether every code that needs words has them."""
    coded = (part for part in parts.values() if isinstance(part, Reason | Review))
    return all(part.says_why for part in coded)


def _own_row(actor: Actor) -> Row:
    return Row(actor.person, actor.unit, actor.unit)


def _actor(bench: Bench, entry: Opened) -> Actor:
    key = entry.header.key
    return bench.register.actor(bench.register.keys([key])[key].person)


def _follows_stand(bench: Bench, entry: Opened) -> bool:
    follows = entry.header.follows
    wanted = FOLLOWS.get(entry.header.kind, 0)
    return len(follows) >= wanted and all(
        followed in bench.fresh or followed in bench.logged for followed in follows
    )


def _may(bench: Bench, entry: Opened, kind: Kind, actor: Actor, row: Row) -> bool:
    if kind.action is None or (kind.console and entry.header.key == bench.server_key):
        return entry.header.key == bench.server_key
    return may(actor, kind, row) and is_independent(bench, entry, actor.person)
