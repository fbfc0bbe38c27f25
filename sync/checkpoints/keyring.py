"""The server's own keys, in files that only the server's user may read.

A logbook begins with one pair. Keys that follow are added and none is taken away: which of them
is active, the log says, so that a crash between a new file and its entry changes nothing.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from db.upkeep.whole_files import write_whole
from proof.checkpoint import (
    Checkpoint,
    is_signed_by,
    open_note,
    origin_of,
    split_note,
    verifier_key,
)
from proof.encoding import to_b64u
from proof.signatures import key_id, public_bytes
from schemas.problems import VerbatimError

PrivateKey = ec.EllipticCurvePrivateKey | Ed25519PrivateKey


@dataclass(frozen=True, slots=True)
class ServerKeys:
    """The keys of one logbook that are here, oldest first.

    Entry keys sign the server's chain, by their names; checkpoint keys sign heads, by
    `sync.checkpoints.signer`, and are named by the texts that browsers pin.
    """

    entries: dict[str, ec.EllipticCurvePrivateKey]
    checkpoints: dict[str, Ed25519PrivateKey]

    @property
    def entry(self) -> ec.EllipticCurvePrivateKey:
        """Return the entry key that the logbook was opened with."""
        return next(iter(self.entries.values()))

    @property
    def verifier(self) -> str:
        """Return the first checkpoint key as browsers pin it."""
        return next(iter(self.checkpoints))

    def entries_after(self, name: str) -> list[str]:
        """Return the names of entry keys that are newer than this one."""
        return _after(list(self.entries), name)

    def checkpoints_after(self, verifier: str) -> list[str]:
        """Return checkpoint keys that are newer than this one."""
        return _after(list(self.checkpoints), verifier)


class Keyring:
    """Key files under one directory: `LOGBOOK.entry.pem`, then `LOGBOOK.entry.2.pem` and so on.

    The same with `checkpoint`.
    """

    def __init__(self, directory: Path) -> None:
        """Load nothing yet."""
        self.directory = directory
        self._loaded: dict[str, ServerKeys] = {}

    def create(self, logbook: str) -> ServerKeys:
        """Make new keys for a logbook. Raises FileExistsError if it has some."""
        self.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write(self._path(logbook, "entry", 1), ec.generate_private_key(ec.SECP256R1()))
        _write(self._path(logbook, "checkpoint", 1), Ed25519PrivateKey.generate())
        return self.of(logbook)

    @contextmanager
    def adding(self, logbook: str) -> Iterator[None]:
        """Lock a logbook's key files against other commands, and load every key that is here.

        Raises `busy` if they are locked: to wait would rotate twice what two people asked for once.
        """
        path = self.directory / f"{logbook}.lock"
        lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            _take(lock)
            self._load(logbook)
            yield
        finally:
            os.close(lock)

    def add_entry_key(self, logbook: str) -> str:
        """Make one more entry key, and return its name. It is active once the log says so."""
        number = len(self._load(logbook).entries) + 1
        _write(self._path(logbook, "entry", number), ec.generate_private_key(ec.SECP256R1()))
        return list(self._load(logbook).entries)[-1]

    def add_checkpoint_key(self, logbook: str) -> str:
        """Make one more checkpoint key, and return its verifier text."""
        number = len(self._load(logbook).checkpoints) + 1
        _write(self._path(logbook, "checkpoint", number), Ed25519PrivateKey.generate())
        return list(self._load(logbook).checkpoints)[-1]

    def of(self, logbook: str) -> ServerKeys:
        """Return a logbook's keys, as last seen. Raises FileNotFoundError if they are not here."""
        return self._loaded.get(logbook) or self._load(logbook)

    def entry_key(self, logbook: str, name: str) -> ec.EllipticCurvePrivateKey:
        """Return an entry key by its name; another process may have made it just now.

        Raises FileNotFoundError if it is not here.
        """
        keys = self.of(logbook)
        found = keys.entries.get(name) or self._load(logbook).entries.get(name)
        if found is None:
            raise FileNotFoundError(f"the entry key {name} of logbook {logbook} is not here")
        return found

    def checkpoint_key(self, logbook: str, verifier: str) -> Ed25519PrivateKey:
        """Return a checkpoint key by its verifier text. Raises FileNotFoundError likewise."""
        keys = self.of(logbook)
        found = keys.checkpoints.get(verifier) or self._load(logbook).checkpoints.get(verifier)
        if found is None:
            raise FileNotFoundError(f"the checkpoint key {verifier} is not here")
        return found

    def open_note(self, logbook: str, note: str) -> Checkpoint:
        """Return the checkpoint of a note that one of our keys signed. Raises ValueError."""
        return open_note(note, self.signer_of(logbook, note))

    def seal(self, logbook: str, note: str, message: bytes) -> bytes:
        """Sign a message with each key that signed a note: 64 bytes each, in the note's order.

        Raises FileNotFoundError if one is missing: browsers that pinned it could verify nothing.
        """
        signers = self._signers(logbook, note)
        if "" in signers:
            raise FileNotFoundError(f"a checkpoint key that signed for {logbook} is not here")
        return b"".join(self.checkpoint_key(logbook, one).sign(message) for one in signers)

    def signer_of(self, logbook: str, note: str) -> str:
        """Return the newest of our keys that signed a note. Raises ValueError."""
        signers = self._signers(logbook, note)
        ours = [verifier for verifier in self.of(logbook).checkpoints if verifier in signers]
        if not ours:
            raise ValueError("not signed by a key of ours")
        return ours[-1]

    def _signers(self, logbook: str, note: str) -> list[str]:
        """Return whose each signature of a note is; nothing for that of a key that is not here.

        Another process may have made a key just now, and signed with it.
        """
        found = _signers_among(self.of(logbook), note)
        return found if all(found) else _signers_among(self._load(logbook), note)

    def _load(self, logbook: str) -> ServerKeys:
        entries = [_read_p256(path) for path in self._paths(logbook, "entry")]
        checkpoints = [_read_ed25519(path) for path in self._paths(logbook, "checkpoint")]
        origin = origin_of(logbook, 1)
        self._loaded[logbook] = ServerKeys(
            {key_id(public_bytes(key.public_key())): key for key in entries},
            {verifier_key(origin, key.public_key()): key for key in checkpoints},
        )
        return self._loaded[logbook]

    def _paths(self, logbook: str, purpose: str) -> list[Path]:
        found = [self._path(logbook, purpose, 1)]
        while (following := self._path(logbook, purpose, len(found) + 1)).exists():
            found.append(following)
        return found

    def _path(self, logbook: str, purpose: str, number: int) -> Path:
        suffix = f".{number}" if number > 1 else ""
        return self.directory / f"{logbook}.{purpose}{suffix}.pem"


def spki_of(key: ec.EllipticCurvePrivateKey) -> str:
    """Return the public key as entries name it."""
    return to_b64u(public_bytes(key.public_key()))


def _take(lock: int) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise VerbatimError("busy", "another command rotates a key of this logbook") from None


def _signers_among(keys: ServerKeys, note: str) -> list[str]:
    return [
        next((verifier for verifier in keys.checkpoints if is_signed_by(signed, verifier)), "")
        for signed in split_note(note)
    ]


def _after(names: list[str], name: str) -> list[str]:
    return names[names.index(name) + 1 :] if name in names else []


def _write(path: Path, key: PrivateKey) -> None:
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    write_whole(path, pem)


def _read_p256(path: Path) -> ec.EllipticCurvePrivateKey:
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError("the entry key is not a P-256 key")
    return key


def _read_ed25519(path: Path) -> Ed25519PrivateKey:
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError("the checkpoint key is not an Ed25519 key")
    return key
