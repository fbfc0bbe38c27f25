"""C2SP signed notes and tlog-checkpoints, signed with Ed25519 (docs/protocol.md 4)."""

import base64
import binascii
import re
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from proof.encoding import sha256
from schemas.types import MAX_INTEGER

_ALGORITHM_ED25519 = b"\x01"
_SIZE = re.compile(r"(0|[1-9][0-9]{0,15})\Z")
_ORIGIN = re.compile(r"([0-9a-f-]{36})/([1-9][0-9]{0,6})\Z")
_SIGNATURE = re.compile(r"\N{EM DASH} (\S+) (\S+)\Z")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of a logbook's tree; origin is `LOGBOOK/EPOCH`."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """Return the three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{_b64(self.root)}\n"

    @property
    def epoch(self) -> int:
        """Return how often the logbook's tree has begun anew, from 1 on."""
        return _parse_origin(self.origin)[1]


def origin_of(logbook: str, epoch: int) -> str:
    """Return the name of a logbook's tree."""
    return f"{logbook}/{epoch}"


def sign_note(checkpoint: Checkpoint, *keys: Ed25519PrivateKey) -> str:
    """Return the note of a checkpoint, signed under its own origin by each of these keys."""
    lines = [_signature_line(checkpoint, key) for key in keys]
    return f"{checkpoint.text}\n{''.join(lines)}"


def _signature_line(checkpoint: Checkpoint, key: Ed25519PrivateKey) -> str:
    name = checkpoint.origin
    identified = _key_id(name, _raw(key.public_key())) + key.sign(checkpoint.text.encode())
    return f"\N{EM DASH} {name} {_b64(identified)}\n"


def verifier_key(origin: str, key: Ed25519PublicKey) -> str:
    """Return the text form in which a checkpoint key is published and pinned."""
    raw = _raw(key)
    return f"{origin}+{_key_id(origin, raw).hex()}+{_b64(_ALGORITHM_ED25519 + raw)}"


def open_note(note: str, verifier: str) -> Checkpoint:
    """Return the checkpoint of a note signed by the key of this verifier text.

    A later epoch of the same logbook is taken under the same key: that is how a restored server
    says that it was restored. Lines of other signers are passed over, if they are well formed.
    Raises ValueError naming what does not hold.
    """
    pinned, public = _parse_verifier(verifier)
    text, lines = _cut(note)
    checkpoint = _parse_checkpoint(text)
    _check_origin(checkpoint.origin, pinned)
    signer = (checkpoint.origin, _key_id(checkpoint.origin, public))
    if not _verifies(public, _find_signature(lines, signer), text.encode()):
        raise ValueError("not signed by the pinned key")
    return checkpoint


def is_signed_by(note: str, verifier: str) -> bool:
    """Say whether a note opens with a key."""
    with suppress(ValueError):
        open_note(note, verifier)
        return True
    return False


def only_signed_by(note: str, verifiers: Collection[str]) -> str:
    """Return a note without the signatures of other keys than these.

    Raises ValueError for what is no signed note.
    """
    text, lines = _cut(note)
    signed = [
        line for line in lines
        if any(is_signed_by(f"{text}\n{line}\n", verifier) for verifier in verifiers)
    ]  # fmt: skip
    return "\n".join([text, *signed, ""])


def split_note(note: str) -> list[str]:
    """Return a note as often as it is signed, each time with one of its signatures, in their order.

    Raises ValueError for what is no signed note.
    """
    text, lines = _cut(note)
    return [f"{text}\n{line}\n" for line in lines]


def _cut(note: str) -> tuple[str, list[str]]:
    """Return the text that is signed, and the lines of its signatures."""
    text, separator, signatures = note.rpartition("\n\n")
    if not separator or not signatures.endswith("\n"):
        raise ValueError("not a signed note")
    return f"{text}\n", signatures[:-1].split("\n")


def _find_signature(lines: list[str], wanted: tuple[str, bytes]) -> bytes:
    """Return what this signer has signed, or nothing. Raises ValueError for any malformed line."""
    parsed = [_parse_signature(line) for line in lines]
    return next((signature for *signer, signature in parsed if tuple(signer) == wanted), b"")


def verifier_signed(verifier: str, signature: bytes, message: bytes) -> bool:
    """Say whether the key of a verifier text signed a message. Raises ValueError for no key."""
    return _verifies(_parse_verifier(verifier)[1], signature, message)


def _verifies(public: bytes, signature: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def _parse_signature(line: str) -> tuple[str, bytes, bytes]:
    """Return the signer's name, its key id and its signature."""
    match = _SIGNATURE.match(line)
    identified = _from_b64(match[2]) if match else b""
    if match is None or len(identified) <= 4:
        raise ValueError("not a signature line")
    return match[1], identified[:4], identified[4:]


def _parse_checkpoint(text: str) -> Checkpoint:
    lines = text.split("\n")
    if len(lines) != 4 or lines[3]:
        raise ValueError("a checkpoint has three lines")
    size, root = _parse_size(lines[1]), _from_b64(lines[2])
    if len(root) != 32:
        raise ValueError("the root is not 32 bytes")
    return Checkpoint(lines[0], size, root)


def _parse_size(text: str) -> int:
    if not _SIZE.match(text) or int(text) > MAX_INTEGER:
        raise ValueError("the size is not a number")
    return int(text)


def _check_origin(origin: str, pinned: str) -> None:
    logbook, epoch = _parse_origin(origin)
    pinned_logbook, pinned_epoch = _parse_origin(pinned)
    if logbook != pinned_logbook or epoch < pinned_epoch:
        raise ValueError("the checkpoint is of another origin")


def _parse_origin(origin: str) -> tuple[str, int]:
    match = _ORIGIN.match(origin)
    if match is None:
        raise ValueError("the origin is not LOGBOOK/EPOCH")
    return match[1], int(match[2])


def _parse_verifier(verifier: str) -> tuple[str, bytes]:
    words = verifier.split("+", 2)
    if len(words) != 3:
        raise ValueError("not a verifier key")
    name, identity, encoded = words
    public = _parse_public(encoded)
    if _key_id(name, public).hex() != identity:
        raise ValueError("the key id does not fit the key")
    return name, public


def _parse_public(encoded: str) -> bytes:
    """Return the 32 bytes of a key that follow the mark of its algorithm."""
    data = _from_b64(encoded)
    if data[:1] != _ALGORITHM_ED25519 or len(data) != 33:
        raise ValueError("not an Ed25519 verifier key")
    return data[1:]


def _key_id(name: str, public: bytes) -> bytes:
    return sha256(name.encode() + b"\n" + _ALGORITHM_ED25519 + public)[:4]


def _raw(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _from_b64(text: str) -> bytes:
    """Return the bytes of canonical base64: a second spelling would be a second note."""
    try:
        data = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error
    if _b64(data) != text:
        raise ValueError("not canonical base64")
    return data
