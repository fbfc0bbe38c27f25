"""Passwords and the codes people type: how they are made, judged, hashed and compared."""

import hmac
import secrets
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import pairwise
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from schemas.problems import VerbatimError

SHORTEST = 15
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

HASHER = PasswordHasher()
"""argon2id with the parameters of RFC 9106's second recommendation."""

_SLOTS = BoundedSemaphore(2)  # 64 MiB each: a rush of sign-ins must not take all memory
_PLACES = BoundedSemaphore(4)  # at work or waiting: the other threads are for records
_PATIENCE = 3.0
_READ_AS = str.maketrans("OIL", "011", "- ")
_RUNS = ("abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop",
         "01234567890123456789")  # fmt: skip
_COMMON = ("password", "passwort", "lozinka", "sifra", "letmein", "welcome", "iloveyou",
           "administrator", "verbatim", "logbook")  # fmt: skip


def check_password(password: str, sign_in: str) -> None:
    """Raise `password_too_short` or `password_common`; there are no rules of composition."""
    if len(password) < SHORTEST:
        raise VerbatimError("password_too_short")
    if _is_trivial(fold_name(password), fold_name(sign_in)):
        raise VerbatimError("password_common")


def hash_password(password: str) -> str:
    """Return the argon2id hash. Raises `busy` when too many people sign in at once."""
    with _slot():
        return HASHER.hash(password)


def fits(stored: str, password: str) -> bool:
    """Say whether the password is that of the hash. Raises `busy` like `hash_password`."""
    with _slot():
        try:
            return HASHER.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False


@cache
def nobody() -> str:
    """Return a hash that no password fits, so that an unknown name costs the same work."""
    return HASHER.hash(secrets.token_urlsafe(32))


def fold_name(name: str) -> str:
    """Return a sign-in name as it is compared: case and width do not matter."""
    return unicodedata.normalize("NFKC", name).casefold().strip()


def make_code(length: int) -> str:
    """Return a random code in Crockford's digits."""
    return "".join(secrets.choice(CROCKFORD) for _ in range(length))


def read_code(typed: str) -> str:
    """Return a typed code as it was made: O is 0, I and L are 1, hyphens and spaces are nothing."""
    return typed.upper().translate(_READ_AS)


def equal(left: bytes, right: bytes) -> bool:
    """Compare in a time that tells nothing."""
    return hmac.compare_digest(left, right)


@contextmanager
def _slot() -> Iterator[None]:
    if not _PLACES.acquire(blocking=False):
        raise VerbatimError("busy")
    try:
        if not _SLOTS.acquire(timeout=_PATIENCE):
            raise VerbatimError("busy")
        try:
            yield
        finally:
            _SLOTS.release()
    finally:
        _PLACES.release()


def _is_trivial(password: str, sign_in: str) -> bool:
    """Say whether little is left once what everyone tries first is taken out."""
    rest = password.replace(sign_in, "") if len(sign_in) > 2 else password
    for word in _COMMON:
        rest = rest.replace(word, "")
    if len(rest) < 6 or len(set(rest)) < 5:
        return True
    return _steps(rest) * 2 > len(rest) or _is_repetition(rest) or _is_repetition(password)


def _steps(text: str) -> int:
    """Count the letters that follow each other on a keyboard, in the alphabet or in a count."""
    steps = {step for run in _RUNS for step in (*pairwise(run), *pairwise(reversed(run)))}
    return sum(step in steps for step in pairwise(text))


def _is_repetition(text: str) -> bool:
    return any(
        text == (text[:width] * len(text))[: len(text)] for width in range(1, len(text) // 2 + 1)
    )
