"""Logbooks in which keys followed each other, rightly and wrongly."""

from collections.abc import Callable
from dataclasses import replace

from proof.bundle import pack_bundle
from proof.checkpoint import origin_of, sign_note, verifier_key
from proof.encoding import to_b64u
from proof.rotation import handover_message, rotation_message
from tests.vectors.defects import Defect, leaf
from tests.vectors.golden import LOGBOOK, PERSON, VERIFIER, identifier
from tests.vectors.keys import OFFICER, SERVER, STRANGER, TestKey, note_key
from tests.vectors.tales import (
    Choice,
    Tale,
    bundle_of,
    disclose,
    enrol_officer,
    evidence,
    record,
    report,
    revoke,
    tell,
)

LATER = verifier_key(origin_of(LOGBOOK, 1), note_key("later").public_key())
OFFICER_2, SERVER_2 = TestKey("officer's next"), TestKey("server's next")


def rotate(
    old: TestKey, new: TestKey, signer: TestKey | None = None, code: str = ""
) -> Callable[[Tale], None]:
    """Return a step in which one key takes another's place; `signer` agrees in the new one's."""

    def step(tale: Tale) -> None:
        message = rotation_message(LOGBOOK, old.id, new.spki)
        proof = (signer or new).sign(message, context=b"")
        stated = {"spki": new.spki, "proof": to_b64u(proof)}
        mark = f"rotation to {new.name}"
        subject, parts = identifier(new.name), {"rotation": stated}
        entry = tale.add(mark, old, "key.rotated/1", subject, parts, code=code)
        tale.heads[new.id] = (0, entry.id)

    return step


def hand_over(by_old: str = "checkpoint", by_new: str = "later") -> Callable[[Tale], None]:
    """Return a step in which another checkpoint key follows, as these two keys sign it."""

    def step(tale: Tale) -> None:
        message = handover_message(VERIFIER, LATER)
        stated = {
            "old": VERIFIER, "new": LATER,
            "by_old": to_b64u(note_key(by_old).sign(message)),
            "by_new": to_b64u(note_key(by_new).sign(message)),
        }  # fmt: skip
        tale.add("handover", SERVER, "checkpoint.key.rotated/1", LOGBOOK, {"rotation": stated})

    return step


def record_with(key: TestKey) -> Callable[[Tale], None]:
    """Return a step in which a screening is recorded with this key."""
    return lambda tale: record(tale, key=key)


def enrol_by(server: TestKey, key: TestKey) -> Callable[[Tale], None]:
    """Return a step in which this key of the server enrols another."""

    def step(tale: Tale) -> None:
        stated = {"spki": key.spki, "person": PERSON, "browser": "phone", "roles": ["officer"]}
        entry = tale.add("x", server, "key.enrolled/1", identifier(key.name), {"enrolment": stated})
        tale.heads[key.id] = (0, entry.id)

    return step


HANDED = (enrol_officer, record, hand_over(), report, disclose)

GOOD = {
    "an officer's key that followed another": tell(
        enrol_officer, rotate(OFFICER, OFFICER_2), record_with(OFFICER_2), report, disclose),
    "a key that the server's next key enrolled": tell(
        rotate(SERVER, SERVER_2), enrol_by(SERVER_2, OFFICER), record, report, disclose),
    "a checkpoint key that another follows": tell(*HANDED),
    "a rotation that was kept aside": tell(
        enrol_officer, rotate(OFFICER, OFFICER_2, code="key_revoked"), record, report, disclose),
}  # fmt: skip


def signed_by(tale: Tale, *keys: str, sealed_by: tuple[str, ...] = ()) -> bytes:
    """Return the packed evidence of a logbook whose head these checkpoint keys sign and seal."""
    note = sign_note(tale.checkpoint(), *(note_key(key) for key in keys))
    seals = [note_key(key) for key in sealed_by or keys]
    held = replace(evidence(tale, Choice()), note=note)
    return pack_bundle(held, lambda message: b"".join(key.sign(message) for key in seals))


def _signed(*keys: str, sealed_by: tuple[str, ...] = ()) -> Callable[[bytes], bytes]:
    return lambda _good: signed_by(tell(*HANDED), *keys, sealed_by=sealed_by)


def _made(*steps: Callable[[Tale], object]) -> Callable[[bytes], bytes]:
    return lambda _good: bundle_of(tell(*steps))


BROKEN = [
    Defect("a new key that did not agree", "keys", leaf(7), _made(
        enrol_officer, rotate(OFFICER, OFFICER_2, signer=STRANGER), record_with(OFFICER_2),
        report, disclose)),
    Defect("a key that counted after another took its place", "order", leaf(8), _made(
        enrol_officer, rotate(OFFICER, OFFICER_2), record, report, disclose)),
    Defect("a key that counted after the one before it was revoked", "order", leaf(9), _made(
        enrol_officer, rotate(OFFICER, OFFICER_2), revoke, record_with(OFFICER_2), report,
        disclose)),
    Defect("an enrolment by a key that the server gave up", "order", leaf(7), _made(
        rotate(SERVER, SERVER_2), enrol_by(SERVER, OFFICER), record, report, disclose)),
    Defect("an enrolment by a key whose rotation was kept aside", "keys", leaf(8), _made(
        rotate(SERVER, SERVER_2, code="x"), enrol_by(SERVER_2, OFFICER), record, report, disclose)),
    Defect("a checkpoint key that the old one did not name", "keys", leaf(8), _made(
        enrol_officer, record, hand_over(by_old="another"), report, disclose)),
    Defect("a checkpoint key that did not agree", "keys", leaf(8), _made(
        enrol_officer, record, hand_over(by_new="another"), report, disclose)),
    Defect("a second signature of a key that the log never had", "keys", "checkpoint.txt",
           _signed("checkpoint", "another")),
    Defect("the signature of the later key before that of the first", "keys", "checkpoint.txt",
           _signed("later", "checkpoint")),
    Defect("two signatures of one key", "keys", "checkpoint.txt",
           _signed("checkpoint", "checkpoint")),
    Defect("one of two seals is another key's", "manifest", "manifest.sig",
           _signed("checkpoint", "later", sealed_by=("checkpoint", "another"))),
    Defect("two seals in another order", "manifest", "manifest.sig",
           _signed("checkpoint", "later", sealed_by=("later", "checkpoint"))),
    Defect("one seal for two signatures", "manifest", "manifest.sig",
           _signed("checkpoint", "later", sealed_by=("checkpoint",))),
]  # fmt: skip
