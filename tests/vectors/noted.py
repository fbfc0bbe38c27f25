"""Bundles that are verified with notes: what no check can decide, and a reader has to know."""

from collections.abc import Callable

from proof.encoding import sha256, to_b64u
from tests.vectors import rotated
from tests.vectors.golden import SCREENING
from tests.vectors.keys import ADMIN, OFFICER, SERVER
from tests.vectors.tales import (
    OTHER,
    REASON,
    Choice,
    Tale,
    begin,
    disclose,
    enrol_officer,
    record,
    report,
    revoke,
    tell,
)


def _amend(tale: Tale) -> None:
    tale.add("amended", OFFICER, "screening.amended/1", SCREENING,
             {"reason": {"code": "typing"}, "note": {"text": "two"}}, "recorded")  # fmt: skip


def _amend_again(tale: Tale) -> None:
    tale.add("second", OFFICER, "screening.amended/1", SCREENING, REASON, "recorded")


def _void(tale: Tale) -> None:
    tale.add("voided", OFFICER, "screening.voided/1", SCREENING, REASON, "recorded")


def _erase(tale: Tale) -> None:
    stated = {"entry": tale.entries[tale.marks["recorded"]].id, "parts": ["note"]}
    tale.add("erased", SERVER, "part.erased/1", SCREENING, {"erasure": stated}, "recorded")


def _disclose(*marks: str, withheld: tuple[str, ...] = ()) -> Callable[[Tale], None]:
    return lambda tale: tale.disclose(*marks, withheld=withheld)


def _record_with(**changed: object) -> Callable[[Tale], None]:
    return lambda tale: record(tale, changed=changed)


def _record_aside(tale: Tale) -> None:
    record(tale, code="permission_missing")


def _state_nonsense(tale: Tale) -> None:
    """Let the officer sign what no server takes: junk for a key, and that a part is erased."""
    rotation = {"rotation": {"spki": "x", "proof": "y"}}
    tale.add("late", OFFICER, "key.rotated/1", SCREENING, rotation, code="part_invalid")
    erasure = {"erasure": {"entry": tale.entries[tale.marks["recorded"]].id, "parts": ["note"]}}
    tale.add("amended", OFFICER, "part.erased/1", SCREENING, erasure, code="permission_missing")


def _release(tale: Tale) -> None:
    tale.add("released", ADMIN, "quarantine.released/1", SCREENING, REASON, "recorded")


def _fork(tale: Tale) -> None:
    seq, prev = tale.heads[OFFICER.id]
    record(tale, "other", OTHER, changed={"seq": seq})
    tale.heads[OFFICER.id] = (seq, prev)


Noted = tuple[str, Tale, Choice, tuple[tuple[int, str], ...]]


def _practice() -> Tale:
    tale = begin({"purpose": "practice"})
    for step in (enrol_officer, record, report, disclose):
        step(tale)
    return tale


_NOWHERE = {"epoch": 1, "size": 0, "root": to_b64u(sha256(b""))}
_ELSEWHERE = {"epoch": 1, "size": 3, "root": to_b64u(sha256(b"another log"))}

NOTED: list[Noted] = [
    ("a practice logbook", _practice(), Choice(), ((-1, "practice"),)),
    ("a version that was amended",
     tell(enrol_officer, record, _amend, _disclose("recorded", "amended")),
     Choice(), ((7, "amended"), (8, "amended"))),
    ("two versions of the same one",
     tell(enrol_officer, record, _amend, _amend_again, _disclose("recorded", "amended")),
     Choice(), ((7, "amended"), (7, "conflict"), (8, "amended"))),
    ("a voided record", tell(enrol_officer, record, _void, _disclose("recorded", "voided")),
     Choice(), ((7, "voided"), (8, "voided"))),
    ("a withheld part", tell(enrol_officer, record, report,
                             _disclose("recorded", "result", withheld=("note",))),
     Choice(withheld=("note",)), ((7, "withheld"),)),
    ("an erased part", tell(enrol_officer, record, _erase, _disclose("recorded")),
     Choice(erased=("recorded", "note")), ((7, "erased"),)),
    ("an entry that was kept aside", tell(enrol_officer, _record_aside, _disclose("recorded")),
     Choice(), ((7, "quarantined"),)),
    ("nonsense about keys and parts that was kept aside",
     tell(enrol_officer, record, _state_nonsense, _disclose("recorded", "late", "amended")),
     Choice(), ((8, "quarantined"), (9, "quarantined"))),
    ("an entry that was released", tell(enrol_officer, _record_aside, _release,
                                        _disclose("recorded")),
     Choice(), ((7, "released"),)),
    ("a key that was revoked later", tell(enrol_officer, record, revoke, _disclose("recorded")),
     Choice(), ((7, "revoked"),)),
    ("a key that was revoked later by the name of the one before it",
     tell(enrol_officer, rotated.rotate(OFFICER, rotated.OFFICER_2),
          rotated.record_with(rotated.OFFICER_2), revoke, _disclose("recorded")),
     Choice(), ((8, "revoked"),)),
    ("a gap in a key's chain", tell(enrol_officer, _record_with(seq=4), _disclose("recorded")),
     Choice(), ((7, "gap"),)),
    ("two entries at one place of a chain", tell(enrol_officer, record, _fork,
                                                 _disclose("recorded")),
     Choice(), ((7, "fork"),)),
    ("an anchor of another log",
     tell(enrol_officer, _record_with(anchor=_ELSEWHERE), report, disclose),
     Choice(), ((7, "anchor_unproved"),)),
    ("a clock before the anchor", tell(enrol_officer, _record_with(
        at="2026-11-22T08:15:22.118+01:00"), _disclose("recorded")),
     Choice(), ((7, "at_before_anchor"),)),
    ("the first moment of all, and no anchor", tell(enrol_officer, _record_with(
        at="0001-01-01T00:00:00.000+14:00", anchor=_NOWHERE), _disclose("recorded")),
     Choice(), ((7, "late_sync"),)),
    ("a clock ahead", tell(enrol_officer, _record_with(at="2026-11-22T10:15:22.118+01:00"),
                           _disclose("recorded")),
     Choice(), ((7, "at_after_receipt"),)),
]  # fmt: skip
