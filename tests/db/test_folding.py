"""Folding for search: what looks the same is found, and nothing stored changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.queries.folding import fold


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("KY 12/23", "ky1223"),
        ("КУ 12/23", "ky1223"),  # Cyrillic
        ("ку-12.23", "ky1223"),
        ("ＫＹ１２／２３", "ky1223"),  # full width
        ("АВЕКМНОРСТУХЈЅІ", "abekmhopctyxjsi"),
        ("Straße", "strasse"),
        (" \t-/.", ""),
        ("%_", ""),
        ("Жђ7", "жђ7"),
    ],
)
def test_what_looks_the_same_is_the_same(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@given(st.text())
def test_a_search_key_holds_letters_and_digits_only(text: str) -> None:
    assert all(letter.isalnum() for letter in fold(text))


@given(st.text(), st.text())
def test_a_part_of_a_text_is_found_in_it(before: str, after: str) -> None:
    assert fold("12/23") in fold(before + " 12/23 " + after)
