"""Names of tiles are written one way and read that way alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proof.tiles import ENTRIES, MAX_LEVEL, WIDTH, Tile, bundle, read_name, write_name

TILES = st.builds(
    Tile,
    st.integers(ENTRIES, MAX_LEVEL),
    st.integers(0, 10**12),
    st.integers(1, WIDTH),
)


@pytest.mark.parametrize(
    ("tile", "name"),
    [
        (Tile(0, 0), "0/000"),
        (Tile(0, 1234067), "0/x001/x234/067"),  # the example of the specification
        (Tile(5, 999, 1), "5/999.p/1"),
        (Tile(1, 1000, 255), "1/x001/000.p/255"),
        (Tile(ENTRIES, 12), "entries/012"),
    ],
)
def test_names_are_those_of_the_specification(tile: Tile, name: str) -> None:
    assert write_name(tile) == name
    assert read_name(name) == tile


@given(TILES)
def test_a_name_is_read_as_it_was_written(tile: Tile) -> None:
    assert read_name(write_name(tile)) == tile


@pytest.mark.parametrize(
    "name",
    [
        "", "0", "0/", "0/0", "0/00", "0/0000", "00/000", "6/000", "-1/000", "0/001/234",
        "0/x000/001", "0/x01/234", "0/000.p/0", "0/000.p/256", "0/000.p/01", "0/000.p/999",
        "0/000.p/", "0/000/", "/0/000", "0/٠٠٠", "entries", "entries/x000/000", "data/000",
        "0/000\n",
    ],
)  # fmt: skip
def test_no_other_name_is_read(name: str) -> None:
    with pytest.raises(ValueError, match="name of a tile"):
        read_name(name)


def test_a_bundle_is_entries_behind_their_lengths() -> None:
    assert bundle([b"ab", b"", b"x" * 258]) == b"\0\2ab" + b"\0\0" + b"\1\2" + b"x" * 258
