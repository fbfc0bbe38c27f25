"""The server's own keys: one pair a logbook, in files that only the server's user may read."""

import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audit.checkpoint import origin_of, verifier_key
from audit.encoding import to_b64u
from audit.signatures import key_id, public_bytes


@dataclass(frozen=True, slots=True)
class ServerKeys:
    """The entry key signs the server's chain, the checkpoint key signs heads, by `sync.signer`."""

    entry: ec.EllipticCurvePrivateKey
    checkpoint: Ed25519PrivateKey

    @property
    def entry_spki(self) -> str:
        """Return the public entry key."""
        return to_b64u(public_bytes(self.entry.public_key()))

    @property
    def entry_name(self) -> str:
        """Return the name under which the entry key signs."""
        return key_id(public_bytes(self.entry.public_key()))

    def verifier(self, logbook: str, epoch: int) -> str:
        """Return the checkpoint key as browsers pin it."""
        return verifier_key(origin_of(logbook, epoch), self.checkpoint.public_key())


class Keyring:
    """Key files under one directory."""

    def __init__(self, directory: Path) -> None:
        """Use `directory/LOGBOOK.entry.pem` and `directory/LOGBOOK.checkpoint.pem`."""
        self.directory = directory
        self._loaded: dict[str, ServerKeys] = {}

    def create(self, logbook: str) -> ServerKeys:
        """Make new keys for a logbook. Raises FileExistsError if it has some."""
        self.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write(self._path(logbook, "entry"), ec.generate_private_key(ec.SECP256R1()))
        _write(self._path(logbook, "checkpoint"), Ed25519PrivateKey.generate())
        return self.of(logbook)

    def of(self, logbook: str) -> ServerKeys:
        """Return a logbook's keys. Raises FileNotFoundError if they are not here."""
        if logbook not in self._loaded:
            self._loaded[logbook] = self._load(logbook)
        return self._loaded[logbook]

    def _load(self, logbook: str) -> ServerKeys:
        entry = _read(self._path(logbook, "entry"))
        checkpoint = _read(self._path(logbook, "checkpoint"))
        if not isinstance(entry, ec.EllipticCurvePrivateKey):
            raise TypeError("the entry key is not a P-256 key")
        if not isinstance(checkpoint, Ed25519PrivateKey):
            raise TypeError("the checkpoint key is not an Ed25519 key")
        return ServerKeys(entry, checkpoint)

    def _path(self, logbook: str, purpose: str) -> Path:
        return self.directory / f"{logbook}.{purpose}.pem"


def _write(path: Path, key: ec.EllipticCurvePrivateKey | Ed25519PrivateKey) -> None:
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
    sync_directory(path.parent)


def sync_directory(directory: Path) -> None:
    """Make the names of new files in a directory last."""
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _read(path: Path) -> object:
    return serialization.load_pem_private_key(path.read_bytes(), password=None)
