"""Signatures, names of keys, identifiers and base64url: each has exactly one spelling."""

import string
import uuid
from contextlib import suppress

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from proof.encoding import from_b64u, to_b64u
from proof.identifiers import uuid7
from proof.signatures import ORDER, key_id, load_public, public_bytes, sign, verify
from schemas.types import Identifier
from tests.proof.strategies import FEW, MODEST, single_byte_changes
from tests.vectors.keys import OFFICER, with_high_s

PRIVATE = OFFICER.private
PUBLIC = PRIVATE.public_key()


@FEW
@given(st.binary(max_size=200), st.binary(max_size=200))
def test_signs_this_message_and_no_other(message: bytes, other: bytes) -> None:
    signature = sign(PRIVATE, message)
    assert len(signature) == 64
    assert int.from_bytes(signature[32:], "big") <= ORDER // 2
    assert verify(PUBLIC, signature, message)
    assert verify(PUBLIC, signature, other) is (message == other)
    assert not verify(PUBLIC, with_high_s(signature), message)


def test_every_changed_byte_is_refused() -> None:
    signature = sign(PRIVATE, b"message")
    for changed in single_byte_changes(signature):
        assert changed == signature or not verify(PUBLIC, changed, b"message")


@MODEST
@given(st.binary(max_size=80) | st.binary(min_size=64, max_size=64))
def test_any_bytes_are_no_signature(data: bytes) -> None:
    assert not verify(PUBLIC, data, b"message")


def test_order_is_that_of_the_curve() -> None:
    last = ec.derive_private_key(ORDER - 1, ec.SECP256R1())
    assert last.private_numbers().private_value == ORDER - 1
    with pytest.raises(ValueError, match=r"."):
        ec.derive_private_key(ORDER, ec.SECP256R1())


@MODEST
@given(st.binary(max_size=100) | st.sampled_from([*single_byte_changes(public_bytes(PUBLIC))]))
def test_any_bytes_are_a_key_of_one_spelling_or_a_value_error(der: bytes) -> None:
    with suppress(ValueError):
        key = load_public(to_b64u(der))
        assert public_bytes(key) == der
        assert (key_id(der) == OFFICER.id) is (der == public_bytes(PUBLIC))


@MODEST
@given(st.binary(max_size=70))
def test_base64url_round_trip(data: bytes) -> None:
    text = to_b64u(data)
    assert from_b64u(text) == data
    assert set(text) <= set(string.ascii_letters + string.digits + "-_")


@MODEST
@given(st.text(max_size=50) | st.text(string.ascii_letters + string.digits + "-_=+/", max_size=50))
def test_base64url_has_one_spelling(text: str) -> None:
    with suppress(ValueError):
        assert to_b64u(from_b64u(text)) == text


@MODEST
@given(st.integers(0, 2**48 - 1), st.binary(min_size=10, max_size=10))
def test_identifier(milliseconds: int, randomness: bytes) -> None:
    text = uuid7(milliseconds, randomness)
    assert TypeAdapter(Identifier).validate_python(text) == text
    parsed = uuid.UUID(text)
    assert (parsed.version, parsed.int >> 80) == (7, milliseconds)
    low = int.from_bytes(randomness, "big")
    kept = (0xFFF << 64) | (2**62 - 1)
    assert parsed.int & kept == low & kept


def test_identifiers_sort_by_time() -> None:
    assert sorted(uuid7(n, bytes(10)) for n in (3, 1, 2)) == [
        uuid7(n, bytes(10)) for n in (1, 2, 3)
    ]
