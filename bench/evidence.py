"""`python -m bench.evidence`: how quickly the log is checked again, and anything in it proved.

There is nothing to compare with, so every figure has a bar of its own; those without
one are printed to be known. A rate is per second of processor time, the database's included:
what one core does. To add a row, let a measure of `MEASURES` yield one more figure.
"""

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.bundles import LISTED, disclose, newest_screenings, time_often
from bench.databases import OPEN, Databases
from bench.long_log import lengthen
from bench.processes import ends_with_us, tree_seconds
from bench.site import Site, opened, prepare
from bench.workload import SEED, Content
from db.log.heads import head_of
from db.store import Store
from proof import merkle
from proof.encoding import from_b64u
from sync.audit.check import check_log
from sync.audit.rebuild import check_projections
from sync.installation import Installation
from sync.intake.append import Pushed, append_group
from sync.views.tree import prove_inclusion

CHECKED_BAR = 5000.0
"""Entries a second and core, of everything but the comparison of what is derived."""

PROOF_BAR = 10.0
"""Milliseconds, 99th percentile, from the database to the nodes of the proof."""

LENGTH_BAR = 4096.0
"""Bytes of a bundle for each entry in it."""

ROUNDS = 3
_PUSHED = 1000
"""Entries of one transaction while a log is filled."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured."""

    entries: int
    leaves: int
    proofs: int


@dataclass(frozen=True, slots=True)
class Figure:
    """What came out, and the bar it has to keep to, if there is one."""

    name: str
    value: float
    unit: str
    spread: str
    least: float | None = None
    most: float | None = None

    @property
    def met(self) -> bool:
        """Say whether the bar is met."""
        above = self.least is None or self.value >= self.least
        return above and (self.most is None or self.value <= self.most)

    @property
    def bar(self) -> str:
        """Return the bar as it is printed."""
        if self.least is not None:
            return f">= {self.least:,g}"
        return f"<= {self.most:,g}" if self.most is not None else ""

    def row(self, database: str) -> str:
        """Return one line of the table."""
        verdict = ("met" if self.met else "MISSED") if self.bar else ""
        figure = f"{self.value:>10,.1f} {self.unit:16} {self.spread:>22}"
        return f"{database:10} {self.name:42} {self.bar:9} {figure}  {verdict}".rstrip()


Measure = Callable[[Databases, Path, Sizes], Iterator[Figure]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what is asked for; return 1 if a bar is missed."""
    given = _parse(arguments)
    ends_with_us()
    sizes = Sizes(given.entries, given.leaves, given.proofs)
    chosen = [measure for name, measure in MEASURES.items() if given.only in name]
    names = list(OPEN) if given.database == "both" else [given.database]
    met = [_show(name, figure) for name in names for figure in _measure(name, chosen, sizes)]
    print(f"load of the machine, average of a minute: {os.getloadavg()[0]:.1f}")
    return int(not all(met))


def _measure(database: str, chosen: Sequence[Measure], sizes: Sizes) -> Iterator[Figure]:
    for measure in chosen:
        with OPEN[database]() as databases, tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
            yield from measure(databases, Path(folder), sizes)


def _show(database: str, figure: Figure) -> bool:
    print(figure.row(database), flush=True)
    return figure.met


# --- the log checked again ----------------------------------------------------


def check_again(databases: Databases, folder: Path, sizes: Sizes) -> Iterator[Figure]:
    """Form, signatures, chains, parts and tree of a log of screenings; then what is derived."""
    url, keys = databases.create("checked"), folder / "keys"
    site = prepare(url, keys, [8])
    with opened(url, keys) as installation:
        size = _fill(installation, site, sizes.entries)
        databases.settle(url)
        store = installation.store
        checks = [_rate(databases, size, lambda: _check(store, site)) for _ in range(ROUNDS)]
        derived = [_rate(databases, size, lambda: _compare(store)) for _ in range(ROUNDS)]
    yield _rated("audit of the log", checks, CHECKED_BAR)
    yield _rated("audit of what is derived from it", derived)


def _fill(installation: Installation, site: Site, count: int) -> int:
    """Log screenings of all phones in turn; return the size of the log."""
    content = Content()
    crew = site.phones
    for start in range(0, count, _PUSHED):
        lines = tuple(
            crew[number % len(crew)].record(content, site.instrument)
            for number in range(start, min(start + _PUSHED, count))
        )
        pushed = Pushed(site.logbook, lines, (b"",) * len(lines), installation.store.now())
        with installation.store.writing() as writing:
            (answer,) = append_group(writing, [pushed])
        assert {line.verdict for line in answer.results} == {"accepted"}, "kept aside"
    with installation.store.reading() as reading:
        return head_of(reading, site.logbook).size


def _check(store: Store, site: Site) -> None:
    assert check_log(store, site.logbook, lambda _done, _of: None) is None, "the log is at fault"


def _compare(store: Store) -> None:
    assert check_projections(store, lambda _done, _of: None) is None, "derived rows differ"


def _rate(databases: Databases, count: int, work: Callable[[], None]) -> float:
    """Return how many of `count` one core does a second, the database's share included."""
    before = _spent(databases)
    work()
    return count / (_spent(databases) - before)


def _spent(databases: Databases) -> float:
    return time.process_time() + sum(map(tree_seconds, databases.pids))


def _rated(name: str, rates: Sequence[float], least: float | None = None) -> Figure:
    spread = f"{min(rates):,.0f}–{max(rates):,.0f}"
    return Figure(name, statistics.median(rates), "entries/s/core", spread, least=least)


# --- a proof in a long log ----------------------------------------------------


def prove_one(databases: Databases, folder: Path, sizes: Sizes) -> Iterator[Figure]:
    """Inclusion proofs of entries anywhere in a long log, in its present tree."""
    url, keys = databases.create("long"), folder / "keys"
    site = prepare(url, keys, [1])
    with opened(url, keys) as installation:
        _fill(installation, site, 1)
        lengthen(installation.store, site.logbook, sizes.leaves)
        databases.settle(url)
        times = list(_time_proofs(installation, site, sizes))
    spread = f"median {statistics.median(times):.1f}, most {max(times):.1f}"
    name = f"inclusion proof of {sizes.leaves:,} leaves, p99"
    slow = statistics.quantiles(times, n=100, method="inclusive")[98]
    yield Figure(name, slow, "ms", spread, most=PROOF_BAR)


def _time_proofs(installation: Installation, site: Site, sizes: Sizes) -> Iterator[float]:
    """Yield the milliseconds of each proof; what it proves is checked outside of them."""
    chosen = random.Random(SEED)
    size = sizes.leaves
    with installation.store.reading() as reading:
        root = head_of(reading, site.logbook).checkpoint.root
    for _ in range(sizes.proofs):
        position = chosen.randrange(size)
        begun = time.perf_counter()
        proof = prove_inclusion(installation, site.logbook, position, size)
        yield (time.perf_counter() - begun) * 1000
        assert _proved_root(proof, position, size) == root, "it is no proof"


def _proved_root(proof: Mapping[str, object], position: int, size: int) -> bytes:
    nodes = proof["nodes"]
    assert isinstance(nodes, list)
    path = [from_b64u(node) for node in nodes]
    return merkle.root_from_inclusion(from_b64u(str(proof["leaf"])), position, size, path)


# --- bundles ------------------------------------------------------------------


def bundle_some(databases: Databases, folder: Path, sizes: Sizes) -> Iterator[Figure]:
    """The size of a bundle of a hundred entries, and the time that the lone verifier takes."""
    url, keys = databases.create("bundled"), folder / "keys"
    site = prepare(url, keys, [8])
    with opened(url, keys) as installation:
        _fill(installation, site, sizes.entries // 2)
        with installation.store.reading() as reading:
            rows = newest_screenings(reading, site.logbook, LISTED)
        many, one = (disclose(installation, site, folder, part) for part in (rows, rows[:1]))
    times, alone = time_often(site, many), time_often(site, one)
    length = many.size / many.entries
    name = f"bundle of {LISTED}, in a log of {sizes.entries // 2:,}"
    yield Figure(f"{name}, an entry", length, "bytes", f"{many.entries} enclosed", most=LENGTH_BAR)
    yield Figure("verifier, that bundle", statistics.median(times), "s", _spread(times), most=1.5)
    each = (min(times) - min(alone)) / (many.entries - one.entries) * 1000
    yield Figure("verifier, one entry more", each, "ms", "", most=10.0)


def _spread(values: Sequence[float]) -> str:
    return f"{min(values):.2f}–{max(values):.2f}"


MEASURES: dict[str, Measure] = {"audit": check_again, "proof": prove_one, "bundle": bundle_some}


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("bench.evidence", description=__doc__)
    parser.add_argument("--database", choices=[*OPEN, "both"], default="both")
    parser.add_argument("--only", default="", help=f"of {', '.join(MEASURES)}: whose name holds it")
    parser.add_argument("--entries", type=int, default=20_000, help="of the log that is checked")
    parser.add_argument("--leaves", type=int, default=1_000_000, help="of the long log")
    parser.add_argument("--proofs", type=int, default=2_000)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
