"""What Hypothesis makes up: restricted JSON, and bytes that are nearly something."""

import string
from collections.abc import Iterator

from hypothesis import settings
from hypothesis import strategies as st

from schemas.types import MAX_INTEGER

MODEST = settings(max_examples=150, deadline=None)
FEW = settings(max_examples=25, deadline=None)

keys = st.text(string.ascii_lowercase + string.digits + "_", min_size=1, max_size=40).filter(
    lambda key: key[0] in string.ascii_lowercase
)
texts = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
integers = st.integers(-MAX_INTEGER, MAX_INTEGER)
scalars = texts | integers | st.booleans()


def nested(depth: int) -> st.SearchStrategy[object]:
    """Values that are at most so deep."""
    if depth == 0:
        return scalars
    below = nested(depth - 1)
    return scalars | st.lists(below, max_size=3) | st.dictionaries(keys, below, max_size=3)


documents = st.dictionaries(keys, nested(3), max_size=5)


@st.composite
def edited(draw: st.DrawFn, good: list[bytes]) -> bytes:
    """Good bytes with up to three places cut out, doubled or written over."""
    data = bytearray(draw(st.sampled_from(good)))
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(data)))
        stop = min(len(data), start + draw(st.integers(0, 8)))
        patch = st.binary(max_size=4) | st.sampled_from(_TOKENS)
        data[start:stop] = draw(patch | st.just(bytes(data[start:stop]) * 2))
    return bytes(data)


_TOKENS = [b"null", b"-0", b"1.5", b"1e400", b"9" * 30, b"\\ud800", b"\\u0000", b"{}", b"[]",
           b'"', b":", b",", b"[" * 300, b'{"a":' * 300, b"true", b"\xef\xbb\xbf"]  # fmt: skip


def single_byte_changes(data: bytes) -> Iterator[bytes]:
    """Every byte changed in three ways, left out, and doubled."""
    for index, byte in enumerate(data):
        for other in {byte ^ 1, byte ^ 0x20, byte ^ 0x80}:
            yield data[:index] + bytes([other]) + data[index + 1 :]
        yield data[:index] + data[index + 1 :]
        yield data[:index] + data[index : index + 1] + data[index:]
