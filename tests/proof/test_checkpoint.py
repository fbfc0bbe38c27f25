"""Signed notes: any text is a checkpoint of the pinned key, or a ValueError."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proof.checkpoint import Checkpoint, open_note, origin_of, sign_note, verifier_key
from schemas.types import MAX_INTEGER
from tests.proof.strategies import MODEST, edited, single_byte_changes
from tests.vectors.golden import LOGBOOK, ORIGIN, VERIFIER
from tests.vectors.keys import note_key

POINT = Checkpoint(ORIGIN, 18, bytes(range(32)))
NOTE = sign_note(POINT, note_key())


@MODEST
@given(st.integers(0, MAX_INTEGER), st.binary(min_size=32, max_size=32), st.integers(1, 10**6))
def test_what_is_signed_opens(size: int, root: bytes, epoch: int) -> None:
    point = Checkpoint(origin_of(LOGBOOK, epoch), size, root)
    assert open_note(sign_note(point, note_key()), VERIFIER) == point
    exact = verifier_key(point.origin, note_key().public_key())
    assert open_note(sign_note(point, note_key()), exact) == point


def test_every_changed_byte_is_refused() -> None:
    for changed in single_byte_changes(NOTE.encode()):
        with pytest.raises(ValueError, match=r"."):
            open_note(changed.decode(), VERIFIER)


@MODEST
@given(st.text() | edited([NOTE.encode()]).map(lambda data: data.decode("utf-8", "replace")))
def test_any_text_is_the_checkpoint_or_a_value_error(note: str) -> None:
    with suppress(ValueError):
        assert open_note(note, VERIFIER) == POINT


@MODEST
@given(st.text() | edited([VERIFIER.encode()]).map(lambda data: data.decode("utf-8", "replace")))
def test_any_pin_is_this_one_or_a_value_error(verifier: str) -> None:
    with suppress(ValueError):
        assert open_note(NOTE, verifier) == POINT
        assert verifier == VERIFIER
