"""Small operational logbooks that evidence is taken from, and the bundles made of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from db.log.nodes import subtree_of
from proof import merkle
from proof.bundle import Enclosed, Evidence, pack_bundle
from proof.encoding import to_b64u
from proof.entry import Opened, leaf_bytes
from tests.vectors.golden import (
    ANALYSER,
    CHIEF,
    ITEM,
    LOGBOOK,
    PERSON,
    POST,
    RESULT,
    SCREENING,
    SCREENING_PARTS,
    VERIFIER,
    Parts,
    Story,
    identifier,
)
from tests.vectors.keys import ADMIN, OFFICER, SERVER, TestKey, note_key

REASON = {"reason": {"code": "typing"}}
OTHER = identifier("other screening")


@dataclass
class Tale(Story):
    """A story whose clocks are honest and whose browsers name the newest tree as their anchor."""

    marks: dict[str, int] = field(default_factory=dict)

    def add(self, mark: str, key: TestKey, kind: str, subject: str, parts: Parts,
            *follows: str, code: str = "", changed: Mapping[str, object] | None = None,
            ) -> Opened:  # fmt: skip
        """Sign and stamp one more entry under a mark; `follows` are marks."""
        size = len(self.entries)
        root = merkle.root(merkle.append([], 0, self.leaves))
        own: dict[str, object] = {
            "at": f"2026-11-22T09:{size:02}:22.118+01:00",
            "mono": 4711 + 60_000 * size,
            "anchor": {"epoch": 1, "size": size, "root": to_b64u(root)},
        }
        ids = tuple(self.entries[self.marks[each]].id for each in follows)
        self.marks[mark] = size
        self.state(key, kind, subject, parts, ids, code, **{**own, **(changed or {})})
        return self.entries[size]

    def enrolled(self, key: TestKey, person: str, *roles: str) -> None:
        """Let the server enrol a key."""
        self.marks[f"key of {key.name}"] = len(self.entries)
        self.enrol(key, person, "phone", *roles)

    def disclose(self, *listed: str, withheld: Sequence[str] = (), code: str = "") -> None:
        """End with a disclosure of the entries under these marks."""
        self.add("disclosure", ADMIN, "disclosure.made/1", SCREENING, {"disclosure": {
            "recipient": "District Court", "basis": "Criminal Procedure Act, art. 123",
            "entries": [self.entries[self.marks[mark]].id for mark in listed],
            "withheld": list(withheld),
        }}, code=code)  # fmt: skip


Step = Callable[[Tale], object]


def begin(opening: Mapping[str, object] | None = None) -> Tale:
    """Return a logbook that is open for work: its people, post and analyser are known."""
    tale = Tale()
    stated = {
        "name": "Dnevnik", "purpose": "operational", "epoch": 1, "entry_key": SERVER.spki,
        "checkpoint_key": VERIFIER, **(opening or {}),
    }  # fmt: skip
    tale.state(SERVER, "logbook.opened/1", LOGBOOK, {"opening": stated})
    tale.enrolled(ADMIN, CHIEF, "administrator", "supervisor", "analyst")
    unit = {"name": "Horgoš", "kind": "customs", "site": "land", "territory": "serbia"}
    tale.add("unit", ADMIN, "unit.registered/1", POST, {"unit": unit})
    for mark, person, name in (("officer", PERSON, "Đ. Žarković"), ("chief", CHIEF, "М. Ѓорѓиев")):
        appointment = {"unit": POST, "roles": ["officer"]}
        parts: Parts = {"person": {"name": name}, "appointment": appointment}
        tale.add(mark, ADMIN, "person.registered/1", person, parts)
    tale.add("instrument", ADMIN, "instrument.registered/1", ANALYSER, {"instrument": {
        "profile": "trunarc", "manufacturer": "Thermo", "model": "TruNarc", "serial": "TN-1",
        "technique": "raman", "regime": "bulk", "unit": POST,
    }})  # fmt: skip
    return tale


def record(tale: Tale, mark: str = "recorded", subject: str = SCREENING, code: str = "",
           changed: Mapping[str, object] | None = None,
           key: TestKey = OFFICER) -> None:  # fmt: skip
    """Let the officer record a screening; `changed` replaces members of its header."""
    parts = {name: SCREENING_PARTS[name] for name in ("reading", "item", "note")}
    tale.add(mark, key, "screening.recorded/1", subject, parts, code=code, changed=changed)


def report(tale: Tale) -> None:
    """Let the laboratory report on the item."""
    tale.add("result", ADMIN, "lab.result.issued/1", RESULT, {
        "result": {
            "item": ITEM, "laboratory": POST, "laboratory_number": "L-9", "report_number": "R-9",
            "version": 1, "status": "final", "examined": "examined", "methods": [],
            "findings": [], "statement": "Није нађена дрога.", "issued_on": "2026-11-24",
            "saw_field_reading": False,
        },
        "signatories": {"analyst": "A. A."},
    })  # fmt: skip


def tell(*steps: Step) -> Tale:
    """Return the logbook of the good bundle, or another after its beginning."""
    tale = begin()
    for step in steps or (enrol_officer, record, record_other, report, disclose):
        step(tale)
    return tale


def enrol_officer(tale: Tale) -> None:
    """Enrol the officer's phone."""
    tale.enrolled(OFFICER, PERSON, "officer")


def record_other(tale: Tale) -> None:
    """Record a screening that nobody will ask for."""
    record(tale, "other", OTHER)


def revoke(tale: Tale) -> None:
    """Revoke the officer's key."""
    stated = {"revocation": {"key": OFFICER.id, "reason": "stolen"}}
    tale.add("revoked", ADMIN, "key.revoked/1", identifier("revocation"), stated)


def disclose(tale: Tale) -> None:
    """Disclose the screening and the result."""
    tale.disclose("recorded", "result")


LISTED = ("recorded", "amended", "voided", "result", "late")
"""Marks of what a disclosure lists here."""


@dataclass(frozen=True)
class Choice:
    """What is not shown: parts of all that is listed, one erased part, entries of other records."""

    withheld: tuple[str, ...] = ()
    erased: tuple[str, str] = ("", "")
    hidden: tuple[str, ...] = ("other",)


def evidence(tale: Tale, choice: Choice) -> Evidence:
    """Return a whole logbook as evidence."""
    size, subtree = len(tale.entries), subtree_of(tale.leaves)
    listed = [tale.marks[mark] for mark in LISTED if mark in tale.marks]
    anchors = {tale.entries[position].header.anchor.size for position in listed} - {0}
    return Evidence(
        LOGBOOK,
        tale.checkpoint(),
        tale.note(),
        tale.marks["disclosure"],
        [_enclose(tale, choice, position, subtree) for position in range(size)],
        {anchor: merkle.consistency_path(anchor, size, subtree) for anchor in sorted(anchors)},
    )


def _enclose(tale: Tale, choice: Choice, position: int, subtree: merkle.Subtree) -> Enclosed:
    entry, stamp = tale.entries[position], tale.stamps[position]
    marks = {mark for mark, place in tale.marks.items() if place == position}
    erased = frozenset({choice.erased[1]} if choice.erased[0] in marks else ())
    back = {*erased, *(choice.withheld if marks & set(LISTED) else ())}
    shown = () if marks & set(choice.hidden) else entry.parts
    return Enclosed(
        position,
        leaf_bytes(entry.header_bytes, entry.signature, stamp),
        merkle.inclusion_path(position, len(tale.entries), subtree),
        entry.header.parts,
        [part for part in shown if part.name not in back],
        erased,
    )


def bundle_of(tale: Tale, choice: Choice | None = None) -> bytes:
    """Return the packed evidence of a whole logbook."""
    return pack_bundle(evidence(tale, choice or Choice()), note_key().sign)
