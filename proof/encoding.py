"""Unpadded, canonical base64url (RFC 4648 5) and the hash everything rests on."""

import base64
import binascii
import hashlib


def to_b64u(data: bytes) -> str:
    """Return base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def from_b64u(text: str) -> bytes:
    """Return the bytes of canonical base64url.

    Raises ValueError for anything that `to_b64u` would not have written.
    """
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError) as error:
        raise ValueError("not base64url") from error
    if to_b64u(data) != text:
        raise ValueError("not canonical base64url")
    return data


def sha256(data: bytes) -> bytes:
    """Return the 32 bytes of FIPS 180-4 SHA-256."""
    return hashlib.sha256(data).digest()
