"""Restricted JSON: the bytes of RFC 8785, one spelling a document, and nothing but ValueError."""

import json
from contextlib import suppress
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from proof import canonical
from tests.proof.strategies import MODEST, documents, edited, single_byte_changes
from tests.vectors.golden import tell_story

GOLDEN = [
    data
    for entry in tell_story().entries
    for data in (entry.header_bytes, *(part.body for part in entry.parts))
]


@MODEST
@given(documents)
def test_is_rfc_8785(document: dict[str, Any]) -> None:
    data = canonical.serialise(document)
    assert data == rfc8785.dumps(document)
    assert canonical.parse(data) == document


@MODEST
@given(documents)
def test_refuses_every_other_spelling(document: dict[str, object]) -> None:
    data = canonical.serialise(document)
    for text in (
        json.dumps(document, indent=1, sort_keys=True),
        json.dumps(document, sort_keys=True, separators=(",", ":")),
        json.dumps(dict(reversed(document.items())), ensure_ascii=False, separators=(",", ":")),
    ):
        if text.encode() != data:
            with pytest.raises(ValueError, match=r"."):
                canonical.parse(text.encode())


@pytest.mark.parametrize("data", [max(GOLDEN, key=len), min(GOLDEN, key=len)])
def test_a_changed_byte_is_refused_or_another_document(data: bytes) -> None:
    document = canonical.parse(data)
    for changed in single_byte_changes(data):
        with suppress(ValueError):
            assert canonical.parse(changed) != document


@MODEST
@given(documents, st.data())
def test_a_changed_byte_of_any_document(document: dict[str, object], draw: st.DataObject) -> None:
    data = bytearray(canonical.serialise(document))
    data[draw.draw(st.integers(0, len(data) - 1))] ^= draw.draw(st.integers(1, 255))
    with suppress(ValueError):
        assert canonical.parse(bytes(data)) != document


@MODEST
@given(st.binary() | edited(GOLDEN))
def test_any_bytes_are_a_document_or_a_value_error(data: bytes) -> None:
    with suppress(ValueError):
        assert canonical.serialise(canonical.parse(data)) == data


@pytest.mark.parametrize("value", [1.0, None, 2**53, -(2**53), "\0", "\ud800", (), b"", {1: 2},
                                   {"A": 1}, {"a": [None]}, float("nan")])  # fmt: skip
def test_does_not_write(value: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        canonical.serialise(value)


def test_depth_is_eight() -> None:
    value: object = 1
    for _ in range(8):
        value = [value]
    assert canonical.serialise(value) == b"[[[[[[[[1]]]]]]]]"
    for _ in range(100_000):
        value = [value]
    with pytest.raises(ValueError, match="nested too deeply"):
        canonical.serialise(value)
