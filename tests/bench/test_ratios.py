"""The interval of a median, and what a comparison says about its bar."""

from itertools import combinations

import pytest

from bench.ratios import Comparison, coverage_of, median_interval


def test_of_fifteen_it_is_from_the_fourth_to_the_twelfth() -> None:
    found = median_interval([float(value) for value in range(15, 0, -1)])
    assert (found.low, found.high) == (4, 12)
    assert found.coverage == pytest.approx(0.96484375)


@pytest.mark.parametrize("count", range(1, 11))
def test_the_coverage_is_the_share_of_all_outcomes(count: int) -> None:
    """Each of n values is below the median or above it, as by a coin: all 2^n outcomes, counted."""
    for rank in range((count + 1) // 2):
        # The median is between x[rank] and x[-1 - rank]: at least rank + 1 values on either side.
        inside = sum(
            1
            for below in range(count + 1)
            for _ in combinations(range(count), below)
            if rank < below < count - rank
        )
        assert coverage_of(count, rank) == pytest.approx(inside / 2**count)


@pytest.mark.parametrize("count", range(6, 40))
def test_it_is_as_narrow_as_ninety_five_percent_allow(count: int) -> None:
    values = [float(value) for value in range(count)]
    found = median_interval(values)
    assert found.coverage >= 0.95
    assert coverage_of(count, int(found.low) + 1) < 0.95
    assert found.low + found.high == count - 1


@pytest.mark.parametrize("count", range(1, 6))
def test_of_a_few_it_is_the_whole_range(count: int) -> None:
    found = median_interval([float(value) for value in range(count)])
    assert (found.low, found.high) == (0, count - 1)
    assert found.coverage < 0.95


@pytest.mark.parametrize(
    ("after", "verdict", "missed"),
    [
        ([100, 100, 100, 100, 100, 100], "met", False),
        ([90, 90, 97, 97, 97, 97], "met", False),  # the median is at the bar
        ([90, 90, 96, 96, 96, 97], "unclear", False),  # one pair reaches it
        ([90, 90, 96, 96, 96, 96], "MISSED", True),
    ],
)
def test_a_bar_is_missed_if_the_whole_interval_is_below_it(
    after: list[float], verdict: str, *, missed: bool
) -> None:
    compared = Comparison("push", "entries", 0.97, [100.0] * 6, after)
    assert (compared.verdict, compared.missed) == (verdict, missed)
    assert compared.row().endswith(verdict)


def test_pairs_are_compared_and_not_the_sides() -> None:
    compared = Comparison("push", "entries", 0.97, [100.0, 50.0, 10.0], [100.0, 50.0, 9.0])
    assert compared.ratios == [1, 1, 0.9]
    assert compared.row().split()[1:3] == ["50.0", "50.0"]
