"""`make bench`: the product against the naive server, the log checked again, the app slowed down.

Rounds are interleaved and take turns at who goes first, because the machine changes with time:
only ratios of one round are compared, and their median and spread are what counts.
"""

import argparse
import statistics
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench import evidence, lists
from bench.databases import OPEN, Databases
from bench.jobs import JOBS, OFFICERS, Job, Measured, Sizes, Work, sign_fill, sign_work
from bench.processes import ends_with_us
from bench.targets import Naive, Product, Target

BROWSER, EVIDENCE, LISTS = "browser", "evidence", "lists"
"""What is measured besides the jobs, by the names that `--only` knows."""


@dataclass(slots=True)
class Result:
    """What a job gave on one database, round by round."""

    job: Job
    database: str
    ours: list[Measured] = field(default_factory=list)
    theirs: list[Measured] = field(default_factory=list)

    @property
    def ratios(self) -> list[float]:
        """Return ours over theirs, a round each."""
        pairs = zip(self.ours, self.theirs, strict=True)
        return [self.job.figure(ours) / self.job.figure(theirs) for ours, theirs in pairs]

    @property
    def met(self) -> bool:
        """Say whether the median ratio meets the bar."""
        return self.job.meets(statistics.median(self.ratios))

    def row(self) -> str:
        """Return one line of the table."""
        job, ratios = self.job, self.ratios
        bar = f"{'>=' if job.at_least else '<='} {job.bar:.2f}"
        ours, theirs = (
            statistics.median(job.figure(one) for one in many) for many in (self.ours, self.theirs)
        )
        spread = f"{min(ratios):.2f}–{max(ratios):.2f}"
        return (
            f"{self.database:10} {job.name:27} {bar:8} {ours:>10.1f} {theirs:>10.1f} "
            f"{job.unit:13} {statistics.median(ratios):6.2f} {spread:>11}  "
            f"{'met' if self.met else 'MISSED'}"
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what is asked for; return 1 if a bar is missed."""
    given = _parse(arguments)
    ends_with_us()
    chosen = [job for job in JOBS if given.only in job.name]
    databases = ["sqlite", "postgresql"] if given.database == "both" else [given.database]
    results = [result for name in databases for result in compare(name, chosen, given.rounds)]
    print_table(results)
    missed = any(not result.met for result in results)
    if given.only in EVIDENCE:
        missed |= evidence.main(["--database", given.database]) != 0
    if given.only in LISTS:
        missed |= lists.main(["--database", given.database]) != 0
    if given.only in BROWSER and given.database != "postgresql":
        missed |= measure_browser()
    return int(missed)


def measure_browser() -> bool:
    """Measure the app; say whether a bar is missed."""
    from bench import browser  # noqa: PLC0415  # needs the built app, which the rest does not

    return browser.main([]) != 0


def compare(database: str, jobs: Sequence[Job], rounds: int) -> list[Result]:
    """Run jobs on one database, both targets in every round."""
    if not jobs:
        return []
    with OPEN[database]() as databases, tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        say(f"{database}: signing and filling")
        targets, work = _prepare(databases, Path(folder), jobs)
        results = [Result(job, database) for job in jobs]
        for number in range(rounds):
            for result in results:
                _measure(result, targets, work, first=number % 2)
            say(f"{database}: round {number + 1} of {rounds}")
        return results


def _prepare(
    databases: Databases, folder: Path, jobs: Sequence[Job]
) -> tuple[tuple[Target, Target], Work]:
    sizes = Sizes()
    product = Product(databases, folder, [OFFICERS, 1])
    naive = Naive(databases, folder, product.site.units[0])
    work = sign_work(product.site, sizes)
    if any(job.full for job in jobs):
        for signed in sign_fill(product.site, sizes):
            product.fill(signed)
            naive.fill(signed)
        for target in (product, naive):
            databases.settle(target.full)
    return (product, naive), work


def _measure(result: Result, targets: tuple[Target, Target], work: Work, *, first: int) -> None:
    found: list[Measured | None] = [None, None]
    for which in (first, 1 - first):
        with targets[which].serve(full=result.job.full) as server:
            found[which] = result.job.measure(targets[which], server, work, Sizes())
    for measured, kept in zip(found, (result.ours, result.theirs), strict=True):
        if measured is not None:
            kept.append(measured)


def print_table(results: Sequence[Result]) -> None:
    """Print a row a job."""
    if not results:
        return
    print(f"{'database':10} {'job':27} {'bar':8} {'verbatim':>10} {'naive':>10} "
          f"{'':13} {'ratio':>6} {'spread':>11}")  # fmt: skip
    for result in results:
        print(result.row())


def say(text: str) -> None:
    """Tell how far we are, beside the table."""
    print(text, file=sys.stderr, flush=True)


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("bench.run", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--database", choices=[*OPEN, "both"], default="both")
    parser.add_argument("--only", default="", help="jobs whose name holds this")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
