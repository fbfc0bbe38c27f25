"""Bundles whose defect was there before they were made: a log that was kept wrongly.

Whoever makes one of these holds the server's keys, or some officer's; every hash and proof fits.
"""

import json
from collections.abc import Callable

from proof import canonical
from proof.checkpoint import origin_of, verifier_key
from proof.encoding import sha256, to_b64u
from proof.entry import Opened, StoredPart, part_hash
from proof.signatures import ENTRY_CONTEXT
from schemas.entry import Header
from tests.vectors.defects import Defect, leaf, part
from tests.vectors.golden import LOGBOOK, PERSON, identifier
from tests.vectors.keys import ADMIN, OFFICER, SERVER, STRANGER, note_key, with_high_s
from tests.vectors.tales import (
    Choice,
    Tale,
    begin,
    bundle_of,
    disclose,
    enrol_officer,
    record,
    report,
    revoke,
    tell,
)


def forged(*steps: Callable[[Tale], object]) -> Callable[[bytes], bytes]:
    """Return the bundle of a logbook that went this way after its beginning."""
    return lambda _good: bundle_of(tell(*steps))


def resigned(change: Callable[[dict[str, object]], object]) -> Callable[[Tale], None]:
    """Return a step that changes the header of the last entry and signs it anew."""

    def step(tale: Tale) -> None:
        entry = tale.entries[-1]
        document = json.loads(entry.header_bytes)
        change(document)
        _replace(tale, canonical.serialise(document), entry)

    return step


def _replace(tale: Tale, header: bytes, entry: Opened, signature: bytes = b"") -> None:
    """Put other header bytes in the last entry's place, signed by its author."""
    signature = signature or OFFICER.sign(header)
    known = Header.model_construct(**json.loads(header))
    known = known.model_copy(update={"anchor": entry.header.anchor})
    identity = to_b64u(sha256(header))
    tale.entries[-1] = Opened(identity, known, header, signature, entry.parts)
    tale.heads[OFFICER.id] = (entry.header.seq, identity)


def signed_as(sign: Callable[[bytes], bytes]) -> Callable[[Tale], None]:
    """Return a step that signs the last entry in another way."""

    def step(tale: Tale) -> None:
        entry = tale.entries[-1]
        _replace(tale, entry.header_bytes, entry, sign(entry.header_bytes))

    return step


def _with_a_space(tale: Tale) -> None:
    entry = tale.entries[-1]
    _replace(tale, entry.header_bytes.replace(b'"v":1', b'"v": 1'), entry)


def _with_a_spaced_part(tale: Tale) -> None:
    entry = tale.entries[-1]
    spaced = StoredPart("note", bytes(16), b'{"text": "x"}')
    header = json.loads(entry.header_bytes)
    header["parts"]["note"] = part_hash("note", spaced.salt, spaced.body)
    kept = [each for each in entry.parts if each.name != "note"]
    changed = Opened(entry.id, entry.header, entry.header_bytes, b"", (*kept, spaced))
    tale.entries[-1] = changed
    _replace(tale, canonical.serialise(header), changed)


def _stamp(**members: str) -> Callable[[Tale], None]:
    """Return a step that gives the last entry another stamp."""

    def step(tale: Tale) -> None:
        stamp = json.loads(tale.stamps[-1]) | members
        tale.stamps[-1] = canonical.serialise(stamp)

    return step


def _log_twice(tale: Tale) -> None:
    """Give the last entry a second position."""
    tale.entries.append(tale.entries[-1])
    tale.stamps.append(tale.stamps[-1])


def _enrol_wrongly(**members: object) -> Callable[[Tale], None]:
    """Return a step that enrols the officer with a key of another sort."""

    def step(tale: Tale) -> None:
        stated = {
            "spki": OFFICER.spki,
            "person": PERSON,
            "browser": "phone",
            "roles": [],
            **members,
        }
        entry = tale.add("x", SERVER, "key.enrolled/1", identifier("x"), {"enrolment": stated})
        tale.heads[OFFICER.id] = (0, entry.id)

    return step


def _enrolled_by_the_chief(tale: Tale) -> None:
    stated = {"spki": OFFICER.spki, "person": PERSON, "browser": "phone", "roles": []}
    entry = tale.add("x", ADMIN, "key.enrolled/1", identifier("x"), {"enrolment": stated})
    tale.heads[OFFICER.id] = (0, entry.id)


def _too_early(tale: Tale) -> None:
    tale.heads[OFFICER.id] = (0, tale.entries[0].id)


def _other_opening(**members: object) -> Callable[[bytes], bytes]:
    def make(_good: bytes) -> bytes:
        tale = begin(members)
        for step in (enrol_officer, record, report, disclose):
            step(tale)
        return bundle_of(tale)

    return make


def _claim_erased(_good: bytes) -> bytes:
    return bundle_of(tell(), Choice(erased=("recorded", "note")))


def _disclosed_aside(tale: Tale) -> None:
    tale.disclose("recorded", "result", code="permission_missing")


_ELSE = verifier_key(origin_of(LOGBOOK, 1), note_key("another").public_key())
_END = (report, disclose)

FORGED = [
    Defect("a header in another form, signed so", "leaf", leaf(7),
           forged(enrol_officer, record, _with_a_space, *_END)),
    Defect("a header with one more member", "leaf", leaf(7), forged(
        enrol_officer, record, resigned(lambda header: header.update({"name": "x"})), *_END)),
    Defect("a header of another version", "leaf", leaf(7), forged(
        enrol_officer, record, resigned(lambda header: header.update({"v": 2})), *_END)),
    Defect("true in the place of 1", "leaf", leaf(7), forged(
        enrol_officer, record, resigned(lambda header: header.update({"v": True})), *_END)),
    Defect("an entry of another logbook", "leaf", leaf(7), forged(
        enrol_officer, record,
        resigned(lambda header: header.update({"logbook": identifier("elsewhere")})), *_END)),
    Defect("the same entry at two positions", "leaf", leaf(8),
           forged(enrol_officer, record, _log_twice, *_END)),
    Defect("a day that no calendar has", "leaf", leaf(7), forged(
        enrol_officer, record,
        resigned(lambda header: header.update({"at": "2026-02-30T09:15:22.118+01:00"})), *_END)),
    Defect("an hour that no day has", "leaf", leaf(7), forged(
        enrol_officer, record,
        resigned(lambda header: header.update({"at": "2026-11-22T24:00:00.000+01:00"})), *_END)),
    Defect("a text in the place of what it follows", "leaf", leaf(7), forged(
        enrol_officer, record, resigned(lambda header: header.update({"follows": ""})), *_END)),
    Defect("a stamp without its code", "leaf", leaf(7),
           forged(enrol_officer, record, _stamp(verdict="quarantined"), *_END)),
    Defect("a stamp of a malformed entry", "leaf", leaf(7),
           forged(enrol_officer, record, _stamp(verdict="malformed", code="x"), *_END)),
    Defect("a stamp without a moment", "leaf", leaf(7),
           forged(enrol_officer, record, _stamp(received="yesterday"), *_END)),
    Defect("a part in another form, signed so", "parts", part(7, "note"),
           forged(enrol_officer, record, _with_a_spaced_part, *_END)),
    Defect("a log that began with another key", "keys", "checkpoint.txt",
           _other_opening(checkpoint_key=_ELSE)),
    Defect("an opening that another key signed", "keys", part(0, "opening"),
           _other_opening(entry_key=STRANGER.spki)),
    Defect("a key that the server did not enrol", "keys", leaf(7),
           forged(_enrolled_by_the_chief, record, *_END)),
    Defect("a key enrolled after its entry", "keys", leaf(6),
           forged(_too_early, record, enrol_officer, *_END)),
    Defect("an enrolled key that is none", "keys", leaf(6),
           forged(_enrol_wrongly(spki=OFFICER.spki[:-4] + "AAAA"), record, *_END)),
    Defect("a second spelling of an enrolled key", "keys", leaf(6),
           forged(_enrol_wrongly(spki=OFFICER.spki + "=="), record, *_END)),
    Defect("signed by another officer's key", "signature", leaf(7),
           forged(enrol_officer, record, signed_as(STRANGER.sign), *_END)),
    Defect("the other signature of the same key", "signature", leaf(7), forged(
        enrol_officer, record, signed_as(lambda data: with_high_s(OFFICER.sign(data))), *_END)),
    Defect("signed in another context", "signature", leaf(7), forged(
        enrol_officer, record,
        signed_as(lambda data: OFFICER.sign(data, ENTRY_CONTEXT.replace(b"1", b"2"))), *_END)),
    Defect("a signature of zeros", "signature", leaf(7),
           forged(enrol_officer, record, signed_as(lambda _: bytes(64)), *_END)),
    Defect("it counted after its key was revoked", "order", leaf(8),
           forged(enrol_officer, revoke, record, *_END)),
    Defect("it counted after the first of two revocations", "order", leaf(8),
           forged(enrol_officer, revoke, record, revoke, *_END)),
    Defect("a part is gone and nobody said so", "manifest", "manifest.json", _claim_erased),
    Defect("a disclosure that was kept aside", "disclosure", "manifest.json",
           forged(enrol_officer, record, report, _disclosed_aside)),
]  # fmt: skip
