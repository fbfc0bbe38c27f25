"""ECDSA P-256 with SHA-256 over entries and joins; raw r‖s with s in the lower half.

The lower half matters: n−s verifies just as well, and an entry must not exist twice.
"""

from functools import lru_cache

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

from proof.encoding import from_b64u, sha256, to_b64u

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""n of P-256 (FIPS 186-5, SP 800-186)."""

ENTRY_CONTEXT = b"verbatim/entry/1\n"

_ECDSA = ec.ECDSA(hashes.SHA256())


def public_bytes(key: ec.EllipticCurvePublicKey) -> bytes:
    """Return the SubjectPublicKeyInfo in DER."""
    return key.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def key_id(spki: bytes) -> str:
    """Return the name of a key: b64u of SHA-256 of its SubjectPublicKeyInfo."""
    return to_b64u(sha256(spki))


def key_name(spki: str) -> str:
    """Return the name of a public key (base64url SPKI). Raises ValueError if it is no P-256 key."""
    return key_id(from_b64u(spki))


@lru_cache(maxsize=4096)
def load_public(spki: str) -> ec.EllipticCurvePublicKey:
    """Return the P-256 key of a b64u SubjectPublicKeyInfo.

    Raises ValueError for any other curve, algorithm or encoding.
    """
    der = from_b64u(spki)
    try:
        key = serialization.load_der_public_key(der)
    except UnsupportedAlgorithm as error:
        raise ValueError("not a P-256 public key") from error
    if not isinstance(key, ec.EllipticCurvePublicKey) or key.curve.name != "secp256r1":
        raise ValueError("not a P-256 public key")
    if public_bytes(key) != der:
        raise ValueError("the key is not in its canonical encoding")
    return key


def sign(key: ec.EllipticCurvePrivateKey, message: bytes) -> bytes:
    """Return r‖s, 64 bytes, s ≤ n/2."""
    r, s = decode_dss_signature(key.sign(message, _ECDSA))
    return r.to_bytes(32, "big") + min(s, ORDER - s).to_bytes(32, "big")


def verify(key: ec.EllipticCurvePublicKey, signature: bytes, message: bytes) -> bool:
    """Say whether the 64 bytes are the low-s signature of the message under the key."""
    if len(signature) != 64:
        return False
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    if not (0 < r < ORDER and 0 < s <= ORDER // 2):
        return False
    try:
        key.verify(encode_dss_signature(r, s), message, _ECDSA)
    except InvalidSignature:
        return False
    return True
