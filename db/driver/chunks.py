"""Cuts what is asked for into IN lists that both databases take."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")

CHUNK = 500


def chunks(values: Iterable[T]) -> Iterator[list[T]]:
    """Return the distinct values in lists of at most `CHUNK`, in their order."""
    unique = list(dict.fromkeys(values))
    return (unique[start : start + CHUNK] for start in range(0, len(unique), CHUNK))
