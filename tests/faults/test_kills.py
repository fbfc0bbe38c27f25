"""Small runs of the campaign's kills; `make campaign` does hundreds."""

import pytest

from bench.faults.kills import run_kills


@pytest.mark.parametrize(("database", "kills"), [("sqlite", 10), ("postgresql", 5)])
def test_nothing_acknowledged_is_lost_when_the_server_is_killed(database: str, kills: int) -> None:
    outcome = run_kills(database, kills)

    assert outcome.fault == ""
    assert outcome.kills == kills
    assert outcome.acknowledged > 0
