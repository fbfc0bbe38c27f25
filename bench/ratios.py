"""What pairs of measurements show: the median of their ratios, and where it lies for sure.

The interval is that of order statistics (David and Nagaraja, Order Statistics, 7.1): whatever the
distribution, the median lies between the k-th smallest and the k-th largest of n values with a
probability that only n and k decide. Of fewer than six values no interval holds with 95 %: theirs
is from the smallest to the largest.
"""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """Two values, and the probability that the median lies between them."""

    low: float
    high: float
    coverage: float


def median_interval(values: Sequence[float]) -> Interval:
    """Return the shortest symmetric interval of order statistics with 95 %, or the whole range."""
    ordered = sorted(values)
    rank = 0
    while coverage_of(len(ordered), rank + 1) >= CONFIDENCE:
        rank += 1
    return Interval(ordered[rank], ordered[-1 - rank], coverage_of(len(ordered), rank))


def coverage_of(count: int, rank: int) -> float:
    """Return how surely the median lies between the values at `rank` from both ends, from 0."""
    beyond = sum(math.comb(count, number) for number in range(rank + 1))
    return 1 - beyond / 2.0 ** (count - 1)


@dataclass(slots=True)
class Comparison:
    """One job, pair by pair, in figures of which more is better; `bar` is for after ÷ before."""

    name: str
    unit: str
    bar: float
    before: list[float] = field(default_factory=list)
    after: list[float] = field(default_factory=list)

    @property
    def ratios(self) -> list[float]:
        """Return after over before, a pair each."""
        return [after / before for before, after in zip(self.before, self.after, strict=True)]

    @property
    def missed(self) -> bool:
        """Say whether the whole interval is below the bar."""
        return median_interval(self.ratios).high < self.bar

    @property
    def verdict(self) -> str:
        """Return whether the bar is met; `unclear` if it is missed and that may be by chance."""
        if statistics.median(self.ratios) >= self.bar:
            return "met"
        return "MISSED" if self.missed else "unclear"

    def row(self) -> str:
        """Return one line of the table."""
        found = median_interval(self.ratios)
        before, after = (statistics.median(many) for many in (self.before, self.after))
        return (
            f"{self.name:26} {before:>11,.1f} {after:>11,.1f} {self.unit:17}"
            f"{statistics.median(self.ratios):7.3f}  {found.low:.3f}–{found.high:.3f}  "
            f">= {self.bar:.2f}  {self.verdict}"
        )


def print_table(rows: Sequence[Comparison]) -> None:
    """Print a row a job, and how sure the intervals are."""
    print(f"{'':26} {'before':>11} {'after':>11} {'':17}{'ratio':>7}  {'interval':11}  bar")
    for row in rows:
        print(row.row())
    sure = median_interval(rows[0].ratios).coverage
    print(f"{len(rows[0].ratios)} pairs: the median lies in its interval with {sure:.1%}.")
