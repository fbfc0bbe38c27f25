"""Pushes that are almost right: real lines with bytes, members, nesting or compression spoilt."""

import gzip
from collections.abc import Callable, Sequence

import orjson
from hypothesis import strategies as st

Pushed = tuple[bytes, dict[str, str]]
Spoil = Callable[[bytes, st.DrawFn], bytes]


@st.composite
def damaged(draw: st.DrawFn, lines: Sequence[bytes]) -> Pushed:
    """Return a body and the headers it is sent with."""
    chosen = draw(st.lists(st.sampled_from(lines), min_size=1, max_size=5))
    spoilt = [draw(st.sampled_from(_WAYS))(line, draw) for line in chosen]
    body = draw(st.sampled_from((b"\n", b"\r\n", b"\n\n", b" "))).join(spoilt)
    return _compress(draw, body)


def _compress(draw: st.DrawFn, body: bytes) -> Pushed:
    zipped = gzip.compress(body, 1)
    return draw(
        st.sampled_from(
            (
                (body, {}),
                (zipped, {"content-encoding": "gzip"}),
                (zipped[: len(zipped) // 2], {"content-encoding": "gzip"}),
                (zipped + b"x", {"content-encoding": "gzip"}),
                (body, {"content-encoding": "gzip"}),
                (body, {"content-encoding": "br"}),
                (body, {"content-type": "application/json"}),
            )
        )
    )


def _leave(line: bytes, _draw: st.DrawFn) -> bytes:
    return line


def _flip(line: bytes, draw: st.DrawFn) -> bytes:
    place = draw(st.integers(0, len(line) - 1))
    return line[:place] + bytes([draw(st.integers(0, 255))]) + line[place + 1 :]


def _cut(line: bytes, draw: st.DrawFn) -> bytes:
    return line[: draw(st.integers(0, len(line)))]


def _replace_member(line: bytes, draw: st.DrawFn) -> bytes:
    """Put any JSON in the place of a member of the line or of the signed header in it."""
    document = orjson.loads(line)
    inner = orjson.loads(document["header"])
    which = draw(st.sampled_from((document, inner)))
    which[draw(st.sampled_from(sorted(which)))] = draw(_ANYTHING)
    if which is inner:
        document["header"] = orjson.dumps(inner, option=orjson.OPT_SORT_KEYS).decode()
    return orjson.dumps(document)


def _replace_body(line: bytes, draw: st.DrawFn) -> bytes:
    document = orjson.loads(line)
    name = draw(st.sampled_from(sorted(document["parts"])))
    document["parts"][name]["body"] = draw(st.text(max_size=200))
    return orjson.dumps(document)


def _nest(_line: bytes, draw: st.DrawFn) -> bytes:
    depth = draw(st.sampled_from((5, 9, 1000, 30_000)))
    return b"[" * depth + b"]" * depth


def _say_anything(_line: bytes, draw: st.DrawFn) -> bytes:
    return draw(st.binary(max_size=300) | _ANYTHING.map(orjson.dumps))


_ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=50),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)

_WAYS: tuple[Spoil, ...] = (
    _leave, _flip, _cut, _replace_member, _replace_body, _nest, _say_anything,
)  # fmt: skip
