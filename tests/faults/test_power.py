"""A small run of the campaign's power cuts, and of the control that must lose something."""

from pathlib import Path

import pytest

from bench.faults.power import run_power


def test_nothing_acknowledged_is_lost_when_the_power_is_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As on a fresh machine, the server writes all its byte code while it is recorded.
    monkeypatch.setenv("PYTHONPYCACHEPREFIX", str(tmp_path))
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
    outcome = run_power(states=100, entries=60)

    assert (outcome.failed, outcome.first) == (0, "")
    assert outcome.states == 100
    assert outcome.acknowledged >= 60
    assert list(tmp_path.rglob("*.pyc"))


def test_a_database_that_does_not_sync_is_found_out() -> None:
    outcome = run_power(states=20, entries=20, synchronous="NORMAL")

    assert outcome.failed > 0
