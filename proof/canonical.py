"""Restricted JSON: the one form in which headers, parts and stamps are signed and stored.

docs/protocol.md 1. For these documents the bytes equal RFC 8785, which the tests hold against
an independent implementation. orjson reads and writes; the walk refuses what it would let pass.
"""

import re
from typing import Any

import orjson

from schemas.types import MAX_INTEGER

MAX_DEPTH = 8

_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
_SEEN: set[object] = set()
"""Good keys met so far: documents have few, and the same ones again and again."""
_REMEMBERED = 1000


def serialise(value: object) -> bytes:
    """Return the canonical bytes of a value that is restricted JSON.

    Raises ValueError if it is not.
    """
    _walk(value, 1)
    return _write(value)


def parse(data: bytes) -> dict[str, Any]:
    """Return the object that these canonical bytes state.

    Raises ValueError naming the first rule that the bytes break. Reading and writing again
    catches white space, key order, duplicate keys, other escapes, -0 and 30-digit numbers.
    """
    try:
        value = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise ValueError("not JSON") from error
    if not isinstance(value, dict):
        raise ValueError("not an object")
    _walk(value, 1)
    if _write(value) != data:
        raise ValueError("not in canonical form")
    return value


def _write(value: object) -> bytes:
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except (orjson.JSONEncodeError, RecursionError) as error:
        raise ValueError("not JSON") from error


def _walk(value: object, depth: int) -> None:
    """Refuse floats, nulls, large integers, other keys, U+0000 and deep nesting."""
    if isinstance(value, str):
        if "\x00" in value:
            raise ValueError("U+0000 in a string")
    elif isinstance(value, dict):
        _walk_object(value, depth)
    elif isinstance(value, list):
        _check_depth(depth)
        for item in value:
            _walk(item, depth + 1)
    elif not isinstance(value, bool):
        _check_integer(value)


def _walk_object(value: dict[object, object], depth: int) -> None:
    _check_depth(depth)
    for key, item in value.items():
        if key not in _SEEN:
            _check_key(key)
        if type(item) is not str or "\x00" in item:  # most values: no call for each
            _walk(item, depth + 1)


def _check_key(key: object) -> None:
    if not isinstance(key, str) or not _KEY.match(key):
        raise ValueError("a key is not lower-case ASCII")
    if len(_SEEN) < _REMEMBERED:
        _SEEN.add(key)


def _check_depth(depth: int) -> None:
    if depth > MAX_DEPTH:
        raise ValueError("nested too deeply")


def _check_integer(value: object) -> None:
    if not isinstance(value, int):
        raise ValueError("a value is neither text, integer, boolean, array nor object")
    if abs(value) > MAX_INTEGER:
        raise ValueError("an integer is too large")
