"""`python -m bench.lists`: the first page of every list, and what a push costs in a long log.

There is nothing to compare with: a page keeps to a bar of its own, and a push to what it costs in
a log of a tenth of the length. Pages are read in process, by a supervisor and by an officer, who
may read one unit's entries; the time is that of a clock, because people wait for it.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.databases import OPEN, Databases
from bench.evidence import Figure
from bench.long_log import lengthen
from bench.office import Office, fill_office
from bench.processes import ends_with_us, tree_seconds
from bench.site import Site, opened, prepare
from bench.workload import Content
from db.queries.worklist import Wanted
from proof.authoring import wire_line
from schemas.answers.laboratory import Queue
from sync.installation import Installation
from sync.push import push
from sync.views.examination import examine
from sync.views.quarantine import read_quarantine
from sync.views.record import read_record
from sync.views.registry import read_registry
from sync.views.review import read_queue, read_reasons
from sync.views.worklist import read_worklist

PAGE_BAR = 200.0
"""Milliseconds, the median of several readings."""

GROWTH_BAR = 1.5
"""What a single push may cost in a log ten times as long, of what it costs in the short one."""

AGAIN = 9
ROUNDS, SINGLES = 5, 40
_PHONES = 8
_NEW = 3
"""A seed of screenings that are in no log yet."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """How long the logs are: of the lists, and of the pushes."""

    listed: int
    short: int
    long: int


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure both; return 1 if a bar is missed."""
    given = _parse(arguments)
    ends_with_us()
    sizes = Sizes(given.entries, given.short, given.long)
    chosen = [measure for name, measure in MEASURES.items() if given.only in name]
    names = list(OPEN) if given.database == "both" else [given.database]
    met = [
        _show(name, figure)
        for name in names for measure in chosen for figure in _measure(name, measure, sizes)
    ]  # fmt: skip
    print(f"load of the machine, average of a minute: {os.getloadavg()[0]:.1f}")
    return int(not all(met))


Measure = Callable[[Databases, Path, Sizes], Iterator[Figure]]


def _measure(database: str, measure: Measure, sizes: Sizes) -> Iterator[Figure]:
    with OPEN[database]() as databases, tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        yield from measure(databases, Path(folder), sizes)


def _show(database: str, figure: Figure) -> bool:
    print(figure.row(database), flush=True)
    return figure.met


# --- first pages --------------------------------------------------------------


def first_pages(databases: Databases, folder: Path, sizes: Sizes) -> Iterator[Figure]:
    """Every list, its first page, with how many rows it has in all."""
    url, keys = databases.create("listed"), folder / "keys"
    site = prepare(url, keys, [_PHONES, 1])
    with opened(url, keys) as installation:
        office = fill_office(installation, site, sizes.listed)
        _look_through(installation, site)
        databases.settle(url)
        for name, read in _lists(installation, site, office):
            yield _timed(name, read)


def _look_through(installation: Installation, site: Site) -> None:
    """Do what the first readers of a review queue wait for: look for findings, once."""
    done, size = 0, 1
    while done < size:
        done, size = examine(installation.store, site.logbook)


Read = Callable[[], Mapping[str, Any]]


def _lists(held: Installation, site: Site, office: Office) -> Iterator[tuple[str, Read]]:
    logbook, supervisor = site.logbook, office.supervisor.person
    readers = {"supervisor": supervisor, "officer": site.phones[0].person}
    for role, person in readers.items():
        for queue in ("all", *(queue.value for queue in Queue)):
            yield f"worklist, {queue}, {role}", _worklist(held, site, person, queue=queue)
    for name, filters in _FILTERS.items():
        yield f"worklist, {name}", _worklist(held, site, supervisor, **filters)
    record = office.screened[0].header.subject
    yield "review queue", lambda: read_queue(held, logbook, supervisor)
    yield "reasons of changes", lambda: read_reasons(held, logbook, supervisor, "", "")
    yield "quarantine", lambda: read_quarantine(held, logbook, supervisor)
    yield "registry", lambda: read_registry(held, logbook)
    yield "record", lambda: read_record(held, logbook, supervisor, record)


_FILTERS: dict[str, dict[str, Any]] = {
    "search that finds": {"find": "КУ 77"},
    "search that finds nothing": {"find": "nothing like it"},
    "days long ago": {"last_day": "2020-01-01"},
}


def _worklist(held: Installation, site: Site, person: str, **wanted: Any) -> Read:
    return lambda: read_worklist(held, site.logbook, person, Wanted(**wanted))


def _timed(name: str, read: Read) -> Figure:
    times, page = [], read()
    for _ in range(AGAIN):
        begun = time.perf_counter()
        read()
        times.append((time.perf_counter() - begun) * 1000)
    rows = f", {page['total']:,} in all" if "total" in page else ""
    spread = f"{min(times):.1f}–{max(times):.1f}{rows}"
    return Figure(name, statistics.median(times), "ms", spread, most=PAGE_BAR)


# --- pushes in a long log -----------------------------------------------------


def push_singly(databases: Databases, folder: Path, sizes: Sizes) -> Iterator[Figure]:
    """Pushes of one entry, in turns to a short log and to a long one."""
    with ExitStack() as stack:
        logs = [
            _Log(stack, databases, folder / str(size), size) for size in (sizes.short, sizes.long)
        ]
        for log in logs:
            log.spend()  # what is read once is not a push's
        spent = [[log.spend() for log in logs] for _ in range(ROUNDS)]
    for size, each in zip((sizes.short, sizes.long), zip(*spent, strict=True), strict=True):
        name, spread = f"single push at {size:,} entries", f"{min(each):,.0f}–{max(each):,.0f}"
        yield Figure(name, statistics.median(each), "µs of CPU", spread)
    ratios = [long / short for short, long in spent]
    spread = f"{min(ratios):.2f}–{max(ratios):.2f}"
    yield Figure("long log to short log", statistics.median(ratios), "times", spread,
                 most=GROWTH_BAR)  # fmt: skip


class _Log:
    """A log of a length, and a phone that pushes to it."""

    def __init__(self, stack: ExitStack, databases: Databases, folder: Path, size: int) -> None:
        folder.mkdir()
        url, keys = databases.create(f"long-{size}"), folder / "keys"
        self._databases = databases
        self._site = prepare(url, keys, [1])
        self._installation = stack.enter_context(opened(url, keys))
        self._content = Content(_NEW)
        self.spend(1)
        lengthen(self._installation.store, self._site.logbook, size, derived=True)
        databases.settle(url)

    def spend(self, count: int = SINGLES) -> float:
        """Return the microseconds of processor that each of so many pushes takes."""
        (phone,) = self._site.phones
        signed = [phone.record(self._content, self._site.instrument) for _ in range(count)]
        lines = [wire_line(entry) for entry in signed]
        before = self._spent()
        for line in lines:
            receipt = push(self._installation, self._site.logbook, line)
            assert receipt.results[0].verdict == "accepted", receipt.results[0].code
        return (self._spent() - before) / count * 1e6

    def _spent(self) -> float:
        return time.process_time() + sum(map(tree_seconds, self._databases.pids))


MEASURES: dict[str, Measure] = {"lists": first_pages, "singles": push_singly}


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("bench.lists", description=__doc__)
    parser.add_argument("--database", choices=[*OPEN, "both"], default="both")
    parser.add_argument("--only", default="", help=f"of {', '.join(MEASURES)}: whose name holds it")
    parser.add_argument("--entries", type=int, default=20_000, help="of the log that is listed")
    parser.add_argument("--short", type=int, default=10_000, help="of the log that is short")
    parser.add_argument("--long", type=int, default=100_000, help="of the log that is long")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
