"""One small logbook in which every kind of entry occurs once at least."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from proof import canonical, merkle
from proof.checkpoint import Checkpoint, origin_of, sign_note, verifier_key
from proof.encoding import sha256, to_b64u
from proof.entry import Opened, StoredPart, leaf_bytes, part_hash
from proof.identifiers import uuid7
from proof.rotation import CONTEXT, handover_message
from schemas.entry import EMPTY_ROOT, NO_ENTRY, Header
from tests.vectors.keys import ADMIN, FOLLOWING, OFFICER, SERVER, TestKey, note_key

Parts = Mapping[str, Mapping[str, object]]


def identifier(name: str) -> str:
    """Return an identifier made of a name."""
    return uuid7(1_795_336_522_118, sha256(name.encode())[:10])


LOGBOOK = identifier("logbook")
ORIGIN = origin_of(LOGBOOK, 1)
VERIFIER = verifier_key(ORIGIN, note_key().public_key())
POST, LAB, CHIEF, PERSON, ANALYSER = map(
    identifier, ("post", "laboratory", "chief", "person", "analyser")
)
SCREENING, ITEM, RESULT = map(identifier, ("screening", "item", "result"))


@dataclass
class Story:
    """Entries in their order, and the stamps that the server gave them."""

    entries: list[Opened] = field(default_factory=list)
    stamps: list[bytes] = field(default_factory=list)
    heads: dict[str, tuple[int, str]] = field(default_factory=dict)

    def state(
        self,
        key: TestKey,
        kind: str,
        subject: str,
        parts: Parts,
        follows: tuple[str, ...] = (),
        code: str = "",
        **changed: object,
    ) -> str:
        """Sign and stamp the next entry of a key; return its id. `changed` replaces members."""
        seq, prev = self.heads.get(key.id, (0, NO_ENTRY))
        stored = tuple(_stored(kind, name, parts[name]) for name in sorted(parts))
        header = header_of(key, kind, subject, stored)
        header |= {"follows": list(follows), "seq": seq + 1, "prev": prev, **changed}
        entry = sign_header(key, header, stored)
        minute = len(self.entries)
        verdict = "quarantined" if code else "accepted"
        received = f"2026-11-22T08:{minute:02}:23.001+00:00"
        self.stamps.append(
            canonical.serialise({"code": code, "received": received, "verdict": verdict})
        )
        self.entries.append(entry)
        self.heads[key.id] = (seq + 1, entry.id)
        return entry.id

    def enrol(self, key: TestKey, person: str, browser: str, *roles: str) -> None:
        """Let the server state a key; its chain begins at that entry."""
        enrolment = {
            "spki": key.spki, "person": person, "browser": browser, "roles": list(roles),
        }  # fmt: skip
        enrolled = self.state(
            SERVER, "key.enrolled/1", identifier(key.name), {"enrolment": enrolment}
        )
        self.heads[key.id] = (0, enrolled)

    @property
    def leaves(self) -> list[bytes]:
        """The leaf hashes."""
        return [
            merkle.leaf_hash(leaf_bytes(entry.header_bytes, entry.signature, stamp))
            for entry, stamp in zip(self.entries, self.stamps, strict=True)
        ]

    def checkpoint(self) -> Checkpoint:
        """The checkpoint over the whole story."""
        return Checkpoint(ORIGIN, len(self.entries), merkle.root(merkle.append([], 0, self.leaves)))

    def note(self) -> str:
        """The signed note of that checkpoint."""
        return sign_note(self.checkpoint(), note_key())


def header_of(
    key: TestKey, kind: str, subject: str, parts: tuple[StoredPart, ...]
) -> dict[str, object]:
    """Return a header as a document, at the beginning of a chain."""
    return {
        "v": 1, "logbook": LOGBOOK, "kind": kind, "subject": subject, "follows": [],
        "key": key.id, "seq": 1, "prev": NO_ENTRY, "at": "2026-11-22T09:15:22.118+01:00",
        "boot": "AAECAwQFBgc", "mono": 4711, "anchor": {"epoch": 1, "size": 0, "root": EMPTY_ROOT},
        "app": to_b64u(sha256(b"build")),
        "parts": {part.name: part_hash(part.name, part.salt, part.body) for part in parts},
    }  # fmt: skip


def sign_header(
    key: TestKey, header: Mapping[str, object], parts: tuple[StoredPart, ...]
) -> Opened:
    """Return the signed entry of a header document."""
    data = canonical.serialise(dict(header))
    known = Header.model_validate(header)
    return Opened(to_b64u(sha256(data)), known, data, key.sign(data), parts)


def _stored(kind: str, name: str, content: Mapping[str, object]) -> StoredPart:
    body = canonical.serialise(dict(content))
    return StoredPart(name, sha256(kind.encode() + name.encode() + body)[:16], body)


def tell_story() -> Story:
    """Return the logbook, the same every time."""
    story = Story()
    _begin(story)
    _register(story)
    recorded = _screen(story)
    _examine(story, recorded)
    _end(story)
    _erase(story, recorded)
    return story


def _begin(story: Story) -> None:
    story.state(SERVER, "logbook.opened/1", LOGBOOK, {"opening": {
        "name": "Probni dnevnik", "purpose": "practice", "epoch": 1, "entry_key": SERVER.spki,
        "checkpoint_key": VERIFIER,
    }})  # fmt: skip
    roles = ("administrator", "supervisor", "analyst")
    story.enrol(ADMIN, CHIEF, "desk", *roles)


def _register(story: Story) -> None:
    post = {"name": "Гранични прелаз Хоргош", "kind": "customs", "site": "land",
            "territory": "serbia"}  # fmt: skip
    lab = {"name": "Laboratorija", "kind": "laboratory", "site": "none", "territory": "kosovo"}
    story.state(ADMIN, "unit.registered/1", POST, {"unit": post})
    story.state(ADMIN, "unit.registered/1", LAB, {"unit": lab})
    story.state(ADMIN, "unit.changed/1", LAB, {"unit": {**lab, "serves": [POST]}})
    story.state(ADMIN, "person.registered/1", PERSON, {
        "person": {"name": "Đ. Žarković", "number": "0042"},
        "appointment": {"unit": POST, "roles": ["officer"]},
    })  # fmt: skip
    story.state(ADMIN, "person.changed/1", PERSON, {"person": {"name": "Đ. Žarković-Ilić"}})
    story.state(ADMIN, "instrument.registered/1", ANALYSER, {"instrument": {
        "profile": "trunarc", "manufacturer": "Thermo Fisher Scientific", "model": "TruNarc",
        "serial": "TN-0001", "technique": "raman", "regime": "bulk", "unit": POST,
    }})  # fmt: skip
    story.state(ADMIN, "instrument.state.stated/1", ANALYSER, {"state": {
        "since": "2026-11-01", "firmware": "1.8.2", "library": "2026.1", "in_service": True,
    }})  # fmt: skip
    story.enrol(OFFICER, PERSON, "phone", "officer")


def _screen(story: Story) -> str:
    recorded = story.state(OFFICER, "screening.recorded/1", SCREENING, SCREENING_PARTS)
    return story.state(
        OFFICER,
        "screening.amended/1",
        SCREENING,
        {
            "references": {"state": "recorded", "references": [
                {"kind": "receipt", "text": "ПЗ 112/26", "issuer": "Управа царина"}]},
            "reason": {"code": "reference_assigned"},
        },
        (recorded,),
    )  # fmt: skip


SCREENING_PARTS: Parts = {
    "reading": {
        "instrument": ANALYSER,
        "profile": {"id": "trunarc", "version": 1},
        "method": {"text": "Solid", "capture": "picked"},
        "outcome": "completed",
        "banner": {"text": "COCAINE HCl", "capture": "typed"},
        "colour": {"state": "recorded", "colour": "red"},
        "findings": [
            {
                "name": {"text": "Cocaine HCl \u2013 \u201cbase\u201d \\ 98 %", "capture": "typed"},
                "confidence": {"state": "device_shows_none"},
            }
        ],
        "confidence": {"state": "device_shows_none"},
        "compared_with_screen": True,
        "attempt": 2,
    },
    "item": {"item": ITEM, "number": "1", "form": "powder", "bag": "A-77\t/\u2028 2"},
    "place": {
        "state": "recorded",
        "unit": POST,
        "coordinates": {
            "latitude": "46.17560",
            "longitude": "19.97580",
            "accuracy": "12.5",
            "fixed_at": "2026-11-22T09:14:59.000+01:00",
        },
    },
    "note": {"text": "e\u0301 is not \u00e9 \U0001f600\nsecond line"},
}


def _examine(story: Story, screening: str) -> None:
    result = story.state(ADMIN, "lab.result.issued/1", RESULT, {
        "result": {
            "item": ITEM, "laboratory": LAB, "laboratory_number": "L-9", "report_number": "R-9",
            "version": 1, "status": "final", "examined": "examined",
            "methods": [{"name": "GC-MS", "scope": "general_unknown"}],
            "findings": [{"name": "Kokain", "status": "identified", "amount": "81,3",
                          "unit": "%", "uncertainty": "\u00b12,1"}],
            "statement": "Uzorak sadrži kokain.", "issued_on": "2026-11-24",
            "saw_field_reading": False,
        },
        "signatories": {"analyst": "A. A.", "reviewer": "B. B."},
    })  # fmt: skip
    story.state(
        ADMIN,
        "reconciliation.decided/1",
        identifier("decision"),
        {"decision": {
            "screening": SCREENING, "result": RESULT, "outcome": "agree",
            "findings": [{"rank": 0, "outcome": "lab_same"}], "reason": "Isti nalaz.",
        }},
        (screening, result),
    )  # fmt: skip


def _settle(story: Story) -> None:
    """Correct the first version once more, and choose which of the two corrections stands."""
    versions = ("screening.recorded/1", "screening.amended/1")
    first, second = (entry.id for entry in story.entries if entry.header.kind in versions)
    beside = story.state(OFFICER, "screening.amended/1", SCREENING, {
        "note": {"text": "Друга исправка."}, "reason": {"code": "read_again"},
    }, (first,))  # fmt: skip
    story.state(ADMIN, "conflict.resolved/1", SCREENING, {
        "reason": {"code": "other", "text": "The receipt stands in the first."},
    }, (second, beside))  # fmt: skip
    story.state(ADMIN, "review.made/1", SCREENING, {"review": {
        "about": "amended", "decision": "explained", "text": "The receipt came a day later.",
    }}, (second,))  # fmt: skip


def _end(story: Story) -> None:
    words = {"reason": {"text": "Mistaken identity of the post."}}
    aside = story.state(
        OFFICER, "person.deactivated/1", identifier("gone"), words, code="permission_missing"
    )
    story.state(
        ADMIN, "quarantine.released/1", identifier("gone"), {"reason": {"code": "other",
        "text": "Agreed with the administrator."}}, (aside,),
    )  # fmt: skip
    story.state(OFFICER, "screening.voided/1", SCREENING, {"reason": {"code": "test_entry"}},
                (story.entries[11].id,))  # fmt: skip
    _settle(story)
    revocation = {"revocation": {"key": OFFICER.id, "reason": "replaced"}}
    story.state(ADMIN, "key.revoked/1", identifier(OFFICER.name), revocation)
    story.state(ADMIN, "disclosure.made/1", SCREENING, {"disclosure": {
        "recipient": "Основни суд", "basis": "чл. 282 ЗКП", "withheld": ["note"],
        "entries": [story.entries[11].id, story.entries[12].id],
    }})  # fmt: skip
    _propose(story)
    _rotate(story)


def _rotate(story: Story) -> None:
    """The administrator's key, and the one that signs checkpoints: the old one signs here."""
    message = f"{LOGBOOK}\n{ADMIN.id}\n{FOLLOWING.spki}".encode()
    proof = to_b64u(FOLLOWING.sign(message, CONTEXT))
    part = {"rotation": {"spki": FOLLOWING.spki, "proof": proof}}
    story.state(ADMIN, "key.rotated/1", identifier("rotation"), part)
    later = note_key("later checkpoint")
    new = verifier_key(ORIGIN, later.public_key())
    words = handover_message(VERIFIER, new)
    by_old, by_new = (to_b64u(key.sign(words)) for key in (note_key(), later))
    part = {"rotation": {"old": VERIFIER, "new": new, "by_old": by_old, "by_new": by_new}}
    story.state(SERVER, "checkpoint.key.rotated/1", LOGBOOK, part)


def _propose(story: Story) -> None:
    """Nothing was restored, so what would open an epoch is kept aside."""
    subject, held = identifier("epoch"), story.checkpoint()
    parts = {"epoch": {"epoch": 2, "old_size": held.size, "old_root": to_b64u(held.root)}}
    why = {"reason": {"text": "Враћена резервна копија од 21. новембра."}}
    kinds = "epoch.proposed/1", "epoch.approved/1"
    proposed = story.state(ADMIN, kinds[0], subject, {**parts, **why}, code="follows_other")
    story.state(ADMIN, kinds[1], subject, parts, (proposed,), code="follows_other")


def _erase(story: Story, recorded: str) -> None:
    """A hold comes and goes; then parts go, by an order, an approval and the server's word."""
    held = {"record": SCREENING, "authority": "Viši sud, К 12/26", "reason": "Доказ у поступку."}
    placed = story.state(ADMIN, "hold.placed/1", identifier("hold"), {"hold": held})
    lifting = {"authority": "Viši sud, К 12/26", "reason": "Pravnosnažno."}
    story.state(ADMIN, "hold.lifted/1", identifier("hold"), {"lifting": lifting}, (placed,))
    gone = {"entry": recorded, "parts": ["references"]}
    order = {**gone, "record": SCREENING, "basis": "retention_ended", "text": "Rok je istekao."}
    erasure = identifier("erasure")
    ordered = story.state(ADMIN, "erasure.ordered/1", erasure, {"order": order}, (recorded,))
    approved = story.state(
        ADMIN, "erasure.approved/1", erasure, {"approval": {"reason": "Saglasna."}}, (ordered,)
    )
    follows = (recorded, ordered, approved)
    story.state(SERVER, "part.erased/1", erasure, {"erasure": gone}, follows)
