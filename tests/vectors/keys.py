"""Keys for tests only: each is the hash of its name, so anyone can make it, and nobody may use it.

Signatures are deterministic (RFC 6979), so that the files come out the same every time.
"""

from dataclasses import dataclass

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from proof.encoding import sha256, to_b64u
from proof.signatures import ENTRY_CONTEXT, ORDER, key_id, public_bytes

_ECDSA = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)


@dataclass(frozen=True)
class TestKey:
    """A P-256 key made of a name."""

    __test__ = False
    name: str

    @property
    def scalar(self) -> int:
        """The private number."""
        return int.from_bytes(sha256(f"verbatim test key: {self.name}".encode()), "big") % ORDER

    @property
    def private(self) -> ec.EllipticCurvePrivateKey:
        """The key that signs."""
        return ec.derive_private_key(self.scalar, ec.SECP256R1())

    @property
    def spki(self) -> str:
        """The public key as entries carry it."""
        return to_b64u(public_bytes(self.private.public_key()))

    @property
    def id(self) -> str:
        """The name that headers carry."""
        return key_id(public_bytes(self.private.public_key()))

    def sign(self, header: bytes, context: bytes = ENTRY_CONTEXT) -> bytes:
        """Return the low-s signature of a header."""
        r, s = decode_dss_signature(self.private.sign(context + header, _ECDSA))
        return r.to_bytes(32, "big") + min(s, ORDER - s).to_bytes(32, "big")

    def describe(self) -> dict[str, str]:
        """Return what a reader of the vectors needs to make the key again."""
        return {
            "about": "TEST ONLY",
            "name": self.name,
            "private_scalar": f"{self.scalar:064x}",
            "spki": self.spki,
            "key": self.id,
        }


SERVER, ADMIN, OFFICER, STRANGER, FOLLOWING = map(
    TestKey, ("server", "admin", "officer", "stranger", "following")
)


def with_high_s(signature: bytes) -> bytes:
    """Return the other signature that plain ECDSA takes for the same message."""
    s = ORDER - int.from_bytes(signature[32:], "big")
    return signature[:32] + s.to_bytes(32, "big")


def note_key(name: str = "checkpoint") -> Ed25519PrivateKey:
    """Return an Ed25519 key made of a name."""
    return Ed25519PrivateKey.from_private_bytes(sha256(f"verbatim test key: {name}".encode()))


def raw(key: Ed25519PrivateKey) -> bytes:
    """Return the 32 bytes of the public key."""
    return key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
