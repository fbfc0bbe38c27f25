"""`make bench AGAINST=COMMIT`: this working tree against another commit of it, on the same work.

Both run from their own environments, by their own `verbatim`, under the same load. Every pair
measures each job on both, the one right after the other, in turns at who goes first: what counts
is the ratio within a pair, because the machine changes with time. A figure is per second of
processor time of the server's processes, PostgreSQL's included, so that what else the machine does
matters little. The earlier tree makes the logbook; the later one upgrades a copy of it.
"""

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from bench.checkouts import check_out, working_tree
from bench.databases import OPEN, Databases
from bench.first_load import Scripts, weigh
from bench.jobs import JOBS, Measured, Sizes, Work, sign_work
from bench.processes import Server, ends_with_us, tree_seconds
from bench.ratios import Comparison, print_table
from bench.run import say
from bench.trees import Tree, prepare_trees

BAR = 0.97
"""After ÷ before, at least."""

PAIRS = 15
SIZES = Sizes(batches=8, singles=150, polls=3000, pulled=5_000, out_of_scope=500, storm_clients=250)
PULLS = 10
"""Times that the log is pulled from its beginning to its end."""

_PAIR, _SETTING_UP = 45, 240
"""Seconds that a pair takes on two quiet cores, and what is done before the first one at most.

The sizes are such that every job takes a second of processor time or more: what Linux counts in
hundredths is then exact to one in a hundred, and the median of many pairs to less.
"""

_push, _single, _pull, _poll, _storm = (job.measure for job in JOBS)


@dataclass(slots=True)
class Run:
    """What is compared: the trees in the order of the pair, and the table that grows."""

    trees: tuple[Tree, Tree]
    databases: Databases
    work: Work
    rows: dict[str, Comparison] = field(default_factory=dict)

    def note(self, tree: Tree, name: str, unit: str, measured: Measured) -> None:
        """Keep what one job cost on one tree."""
        row = self.rows.setdefault(name, Comparison(name, f"{unit}/CPU s", BAR))
        which = row.before if tree.name == "before" else row.after
        which.append(measured.count / measured.cpu)


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare; return 1 if a bar is missed for sure, 2 if the commit cannot be measured."""
    given = _parse(arguments)
    ends_with_us()
    expected = (given.pairs * _PAIR + _SETTING_UP) // 60
    say(f"About {expected} minutes on two quiet cores, PostgreSQL twice that.")
    say(f"{given.commit}: checking out and setting up, which takes minutes the first time")
    try:
        before = check_out(given.commit)
    except RuntimeError as error:
        say(str(error))
        return 2
    with OPEN[given.database]() as databases, tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        say(f"{given.database}: enrolling and filling")
        trees = prepare_trees(databases, Path(folder), before, working_tree(), SIZES)
        run = Run(trees, databases, sign_work(trees[0].site, SIZES))
        scripts = _weigh_both(trees)
        begun = time.monotonic()
        for done in range(1, given.pairs + 1):
            _measure_pair(run, done - 1)
            minutes = (time.monotonic() - begun) / 60
            left = minutes / done * (given.pairs - done)
            say(f"pair {done} of {given.pairs}, {minutes:.1f} minutes, about {left:.0f} more")
    print_table(list(run.rows.values()))
    larger = print_scripts(*scripts)
    return int(larger or any(row.missed for row in run.rows.values()))


def _measure_pair(run: Run, number: int) -> None:
    """Measure every job on both trees; an odd pair begins with the later one."""
    order = run.trees if number % 2 == 0 else run.trees[::-1]
    with ExitStack() as stack:
        servers = [(tree, _start(run, tree, stack, full=False)) for tree in order]
        for name, measure in (("push of 100", _push), ("push of 1", _single), ("storm", _storm)):
            for tree, server in servers:
                run.note(tree, name, "entries", measure(tree, server, run.work, SIZES))
    with ExitStack() as stack:
        servers = [(tree, _start(run, tree, stack, full=True)) for tree in order]
        for tree, server in servers:
            run.note(tree, "pull", "entries", _pull_often(tree, server, run.work))
        for tree, server in servers:
            run.note(tree, "empty poll", "polls", _poll(tree, server, run.work, SIZES))
    for tree in order:
        run.note(tree, "audit", "entries", _audit(run, tree))


def _start(run: Run, tree: Tree, stack: ExitStack, *, full: bool) -> Server:
    """Return a server that has just answered for the first time; keep what that cost."""
    begun = time.perf_counter()
    server = stack.enter_context(tree.serve(full=full))
    cpu = tree_seconds(server.process.pid)
    run.note(tree, f"start-up{' on a full log' if full else ''}", "starts",
             Measured(time.perf_counter() - begun, cpu, 1))  # fmt: skip
    return server


def _pull_often(tree: Tree, server: Server, work: Work) -> Measured:
    """Pull everything several times: once would be too short to be measured."""
    pulls = [_pull(tree, server, work, SIZES) for _ in range(PULLS)]
    seconds, cpu = sum(one.seconds for one in pulls), sum(one.cpu for one in pulls)
    return Measured(seconds, cpu, sum(one.count for one in pulls))


def _audit(run: Run, tree: Tree) -> Measured:
    begun, before = time.perf_counter(), _spent(run.databases)
    tree.audit()
    cpu, count = _spent(run.databases) - before, SIZES.pulled + SIZES.out_of_scope + tree.beside
    return Measured(time.perf_counter() - begun, cpu, count)


def _spent(databases: Databases) -> float:
    """Return the seconds of processor time of processes that we waited for, and of a database."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return ended.ru_utime + ended.ru_stime + sum(map(tree_seconds, databases.pids))


# --- what a browser loads -----------------------------------------------------------


def _weigh_both(trees: tuple[Tree, Tree]) -> tuple[Scripts, Scripts]:
    found = []
    for tree in trees:
        with tree.serve(full=False) as server:
            found.append(weigh(server.port))
    return found[0], found[1]


def print_scripts(before: Scripts, after: Scripts) -> bool:
    """Print the bytes of both builds; say whether a browser has to load more before it begins."""
    for name, old, new in (
        ("JavaScript of the first load", before.first, after.first),
        ("JavaScript in all", before.whole, after.whole),
    ):
        print(f"{name:29} {old.plain:>9,} → {new.plain:>9,} bytes, "
              f"{old.gzipped:>9,} → {new.gzipped:>9,} compressed")  # fmt: skip
    larger = after.first.plain > before.first.plain
    print(f"{'':29} the first load is {'LARGER' if larger else 'not larger'}")
    return larger


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("bench.against", description=__doc__)
    parser.add_argument("commit", help="to compare with; any name that git knows")
    parser.add_argument("--pairs", type=int, default=PAIRS)
    parser.add_argument("--database", choices=OPEN, default="sqlite")
    given = parser.parse_args(arguments)
    if given.pairs < 1:
        parser.error("--pairs: at least 1")
    return given


if __name__ == "__main__":
    sys.exit(main())
