"""How one key follows another: what both of them sign (docs/protocol.md 19)."""

from pydantic import ValidationError

from proof.checkpoint import verifier_signed
from proof.encoding import from_b64u
from proof.entry import Opened
from proof.signatures import key_name, load_public, verify
from schemas.kinds.organisation import CheckpointRotation, Rotation

CONTEXT = b"verbatim/rotate/1\n"
KIND = "key.rotated/1"


def rotation_message(logbook: str, old: str, spki: str) -> bytes:
    """Return what a new key signs: whose place it takes, by that key's name."""
    return CONTEXT + f"{logbook}\n{old}\n{spki}".encode()


def handover_message(old: str, new: str) -> bytes:
    """Return what both checkpoint keys sign, as verifier texts."""
    return CONTEXT + f"{old}\n{new}".encode()


def rotated_key(entry: Opened) -> str:
    """Return the public key that a rotation makes known, or nothing if it does not prove it."""
    if entry.header.kind != KIND or [part.name for part in entry.parts] != ["rotation"]:
        return ""
    try:
        rotation = Rotation.model_validate_json(entry.parts[0].body)
    except ValidationError:
        return ""
    return rotation.spki if proves_rotation(entry, rotation) else ""


def proves_rotation(entry: Opened, rotation: Rotation) -> bool:
    """Say whether the new key signed that it follows the one that signed the entry."""
    message = rotation_message(entry.header.logbook, entry.header.key, rotation.spki)
    try:
        return verify(load_public(rotation.spki), from_b64u(rotation.proof), message)
    except ValueError:
        return False


def rotated_name(rotation: Rotation) -> str:
    """Return the name under which the new key signs."""
    return key_name(rotation.spki)


def proves_handover(rotation: CheckpointRotation) -> bool:
    """Say whether both checkpoint keys, two of one logbook, signed the handover."""
    if rotation.old == rotation.new or _name(rotation.old) != _name(rotation.new):
        return False
    message = handover_message(rotation.old, rotation.new)
    signed = ((rotation.old, rotation.by_old), (rotation.new, rotation.by_new))
    return all(verifier_signed(key, from_b64u(signature), message) for key, signature in signed)


def _name(verifier: str) -> str:
    return verifier.partition("+")[0]
