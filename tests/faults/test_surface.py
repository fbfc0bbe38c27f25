"""A small run of the campaign's random requests."""

from bench.faults.surface import run_surface


def test_no_request_makes_the_server_err() -> None:
    outcome = run_surface(500)

    assert outcome.faults == []
    assert outcome.sent >= 500
    assert outcome.statuses[200] > 0
