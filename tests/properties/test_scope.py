"""The permission table decides one row in Python and many in SQL; the two never differ."""

import random
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from db.queries.scope import fingerprint, reach, visible
from db.store import Store
from db.tables.projected import placed
from schemas.roles import Action, Actor, Role, Row, can
from tests.clients import Clock

PEOPLE = ("ana", "boris", "ceca", "")
UNITS = ("north", "south", "west", "laboratory", "")
LOGBOOK = "one"
TOPICS = (
    Action.READ_REGISTRY,
    Action.READ_SCREENINGS,
    Action.READ_RESULTS,
    Action.READ_ERASURES,
)

units = st.frozensets(st.sampled_from(UNITS[:-1]))
actors = st.builds(
    Actor,
    person=st.sampled_from(PEOPLE),
    unit=st.sampled_from(UNITS),
    roles=st.frozensets(st.sampled_from(list(Role))),
    below=units,
    served=units,
)


def random_rows() -> list[dict[str, object]]:
    chance = random.Random(7)  # noqa: S311 - a fixed sample, no secret
    return [
        {
            "logbook": LOGBOOK,
            "position": number,
            "id": str(number),
            "subject": "s",
            "kind": "k",
            "reads": chance.choice([*TOPICS, Action.READ_LOG]).value,
            "person": chance.choice(PEOPLE),
            "unit": chance.choice(UNITS),
            "about": chance.choice(UNITS),
            "aside": chance.randrange(2),
            "superseded": 0,
        }
        for number in range(300)
    ]


ROWS = random_rows()


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """Give a store with random rows."""
    opened = Store(database_url, Clock())
    with opened.writing() as writing:
        writing.execute(placed.insert(), ROWS)
    yield opened
    opened.close()


fast = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@fast
@given(actor=actors)
def test_visible_in_sql_is_can_row_by_row(store: Store, actor: Actor) -> None:
    expected = [row["position"] for row in ROWS if may_leave(actor, row)]
    query = select(placed.c.position).where(visible(actor)).order_by(placed.c.position)
    with store.reading() as reading:
        assert [row.position for row in reading.rows(query)] == expected


@fast
@given(actor=actors, action=st.sampled_from(list(Action)))
def test_reach_in_sql_is_can_row_by_row(store: Store, actor: Actor, action: Action) -> None:
    expected = [row["position"] for row in ROWS if can(actor, action, row_of(row))]
    query = select(placed.c.position).where(reach(actor, action)).order_by(placed.c.position)
    with store.reading() as reading:
        assert [row.position for row in reading.rows(query)] == expected


@given(one=actors, other=actors)
def test_another_scope_has_another_fingerprint(one: Actor, other: Actor) -> None:
    assert (fingerprint(one) == fingerprint(other)) == (one == other)


def row_of(row: dict[str, object]) -> Row:
    return Row(str(row["person"]), str(row["unit"]), str(row["about"]))


def may_leave(actor: Actor, row: dict[str, object]) -> bool:
    """Say what `visible` must say, in the words of the permission table."""
    if not actor.roles:
        return False
    if row["person"] == actor.person:
        return True
    topic = Action.READ_QUARANTINE if row["aside"] else Action(str(row["reads"]))
    counted = row["aside"] == 1 or topic in TOPICS
    return counted and can(actor, topic, row_of(row))
