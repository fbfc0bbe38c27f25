"""A bundle has one checkpoint, whoever asks for it first, and how many do so at once."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing

import pytest

from db.queries.bundles import find_note, keep_note
from db.store import Store
from tests.clients import Clock


@pytest.fixture
def stores(database_url: str) -> Iterator[tuple[Store, Store]]:
    """Two processes' stores of one database."""
    first, second = (Store(database_url, Clock()) for _ in range(2))
    with closing(first), closing(second):
        yield first, second


def keep(store: Store, before: str, note: str) -> str:
    """Keep a note as one process does."""
    with store.writing() as writing:
        return keep_note(writing, "L", "E", before, note)


def kept_by_the_slower(stores: tuple[Store, Store], before: str) -> str:
    """Let one process keep its note while another has not committed its own."""
    first, second = stores
    with ThreadPoolExecutor(1) as pool:
        with first.writing() as writing:
            assert keep_note(writing, "L", "E", before, "quicker") == "quicker"
            slower: Future[str] = pool.submit(keep, second, before, "slower")
            with pytest.raises(TimeoutError):
                slower.result(timeout=0.3)
        return slower.result()


def test_two_first_askers_have_one_checkpoint(stores: tuple[Store, Store]) -> None:
    assert kept_by_the_slower(stores, "") == "quicker"


def test_two_who_renew_a_checkpoint_have_one(stores: tuple[Store, Store]) -> None:
    assert keep(stores[0], "", "old") == "old"
    assert kept_by_the_slower(stores, "old") == "quicker"
    with stores[0].reading() as reading:
        assert find_note(reading, "L", "E") == "quicker"


def test_who_knows_an_older_one_is_told_the_newer(stores: tuple[Store, Store]) -> None:
    keep(stores[0], "", "old")
    keep(stores[0], "old", "newer")
    assert keep(stores[1], "old", "newest") == keep(stores[1], "", "newest") == "newer"
