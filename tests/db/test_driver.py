"""Statements past SQLAlchemy do and fail as they would through it."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DataError, IntegrityError

from db.driver.statements import COPIED, SOME, array, driver_sql
from db.store import Store
from db.tables.log import part
from db.tables.projected import placed
from tests.clients import Clock

_EACH = driver_sql("SELECT name FROM part WHERE name EACH(:names)")
_AMONG = driver_sql(
    "SELECT position FROM placed WHERE position AMONG(:positions) ORDER BY position"
)
_PAIRS = driver_sql("SELECT name, number FROM PAIRS(:pairs) AS pair")
_NAMED = driver_sql("UPDATE placed SET kind = :kind WHERE person = :person")


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """Give an empty store."""
    opened = Store(database_url, Clock())
    yield opened
    opened.close()


def rows_of(count: int) -> list[dict[str, object]]:
    """Give places whose texts hold what a driver or COPY might take for something else."""
    numbers = {"aside": 0, "superseded": 0}
    texts = {
        c.name: f"%s :{c.name} ? \\N \\. \t\n\r «é» {{}}" for c in placed.c if c.name not in numbers
    }
    return [{**texts, **numbers, "position": position} for position in range(count)]


@pytest.mark.parametrize("count", [1, COPIED - 1, COPIED, 3 * COPIED])
def test_rows_together_are_the_rows_one_by_one(store: Store, count: int) -> None:
    rows = rows_of(count)
    with store.writing() as writing:
        writing.insert({placed: rows})
        writing.execute(placed.insert(), {**rows[0], "position": count})
    with store.reading() as reading:
        *together, single = reading.mappings(select(placed).order_by(placed.c.position))
    assert together == rows
    assert single == {**rows[0], "position": count}


@pytest.mark.parametrize("count", [1, COPIED])
def test_every_byte_goes_in_and_out(store: Store, count: int) -> None:
    body = bytes(range(256)) + b"\\x00\\N"
    rows: list[dict[str, object]] = [
        {"logbook": "L", "position": n, "name": "reading", "salt": b"", "body": body}
        for n in range(count)
    ]
    with store.writing() as writing:
        writing.insert({part: rows})
    with store.reading() as reading:
        assert reading.mappings(select(part).order_by(part.c.position)) == rows


def test_several_tables_go_together(store: Store) -> None:
    held: dict[str, object] = {"logbook": "L", "position": 0, "name": "n", "salt": b"", "body": b""}
    with store.writing() as writing:
        writing.insert({placed: rows_of(COPIED), part: [held]})
    with store.reading() as reading:
        assert len(reading.rows(select(placed))) == COPIED
        assert reading.mappings(select(part)) == [held]


@pytest.mark.parametrize(
    ("wanted", "found"), [([], []), (["é"], ["é"]), (["x", "é", "é", 'a "b"'], ['a "b"', "é"])]
)
def test_each_is_every_text_of_an_array(store: Store, wanted: list[str], found: list[str]) -> None:
    rows: list[dict[str, object]] = [
        {"logbook": "L", "position": 0, "name": name, "salt": b"", "body": b""}
        for name in ("é", "e", 'a "b"')
    ]
    with store.writing() as writing:
        writing.insert({part: rows})
    with store.reading() as reading:
        (answer,) = reading.ask((_EACH, {"names": array(wanted)}))
    assert sorted(name for (name,) in answer) == sorted(found)


@pytest.mark.parametrize(("wanted", "found"), [([], []), ([2, 0, 2, 2**53], [0, 2])])
def test_among_is_every_number_of_an_array(
    store: Store, wanted: list[int], found: list[int]
) -> None:
    with store.writing() as writing:
        writing.insert({placed: rows_of(3)})
    with store.reading() as reading:
        asked = {"positions": array(wanted)}
        assert [position for (position,) in reading.stream(_AMONG, asked)] == found


def test_a_stream_has_every_row_however_many(store: Store) -> None:
    count = 2 * SOME + 1
    with store.writing() as writing:
        writing.insert({placed: rows_of(count)})
    with store.reading() as reading:
        asked = {"positions": array(range(count))}
        assert [row[0] for row in reading.stream(_AMONG, asked)] == list(range(count))


def test_pairs_are_a_table_and_questions_are_answered_in_their_order(store: Store) -> None:
    pairs = array([("k", 1), ("é", 2**53 - 1)])
    with store.reading() as reading:
        table, nothing = reading.ask((_PAIRS, {"pairs": pairs}), (_PAIRS, {"pairs": "[]"}))
    assert [tuple(row) for row in table] == [("k", 1), ("é", 2**53 - 1)]
    assert nothing == []


def test_a_statement_says_how_many_rows_it_touched(store: Store) -> None:
    rows = rows_of(3)
    rows[2]["person"] = "another"
    with store.writing() as writing:
        writing.insert({placed: rows})
        mine = {"kind": "k", "person": rows[0]["person"]}
        assert writing.tell((_NAMED, mine), (_NAMED, {**mine, "person": "nobody"})) == [2, 0]


def test_a_failure_is_one_that_the_other_layers_know(store: Store) -> None:
    with store.writing() as writing:
        writing.insert({placed: rows_of(1)})
    for count in (1, COPIED):
        with pytest.raises(IntegrityError), store.writing() as writing:
            writing.insert({placed: rows_of(count)})
    with store.reading() as reading:
        assert len(reading.rows(select(placed))) == 1


def test_a_text_that_postgresql_cannot_hold_is_called_so(postgresql_url: str) -> None:
    store = Store(postgresql_url, Clock())
    with pytest.raises(DataError), store.writing() as writing:
        writing.tell((_NAMED, {"kind": "\x00", "person": ""}))
    store.close()
