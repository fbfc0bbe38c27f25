"""Power cuts: the real server's writes, recorded by strace and replayed onto disks that forget.

Phones push while strace records. Then, for every moment around a sync and for many at random, the
disk is built as a cut might have left it, opened by SQLite, checked, and held against the
receipts that had left the server by then.
"""

import random
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bench.databases import Sqlite
from bench.faults.disk import MODES, Disk
from bench.faults.ledger import Ledger, find_losses
from bench.faults.pushers import CLIENTS, finish_pushers, start_pushers
from bench.faults.trace import CALLS, Event, Sent, SyncBegun, SyncEnded, read_trace
from bench.processes import free_port, product_environment, running
from bench.site import Site, prepare
from bench.workload import SEED
from proof.checkpoint import open_note
from schemas.stamp import Receipt

BASE = "base.db"


@dataclass(frozen=True, slots=True)
class Row:
    """One entry row of an image."""

    position: int
    id: str
    stamp: bytes
    leaf: bytes


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many states were opened, how many had lost or spoilt something, and the first of them."""

    synchronous: str
    states: int
    syncs: int
    checkpoints: int
    """How often the write-ahead log was carried into the database while the server answered."""
    acknowledged: int
    failed: int
    first: str

    def __str__(self) -> str:
        found = f"{self.failed} lost or spoilt something" if self.failed else "nothing lost"
        first = f", first: {self.first}" if self.first else ""
        return (
            f"{self.states} power cuts with synchronous={self.synchronous} "
            f"({self.syncs} syncs, {self.checkpoints} checkpoints, "
            f"{self.acknowledged} entries acknowledged): {found}{first}"
        )


def run_power(states: int, entries: int, synchronous: str = "FULL") -> Outcome:
    """Record a server until this many entries are acknowledged, and cut its power this often."""
    with tempfile.TemporaryDirectory(prefix="verbatim-power-", dir="/var/tmp") as name:
        folder = Path(name)
        url = Sqlite(folder).create("verbatim")
        site = prepare(url, folder / "keys", [CLIENTS])
        shutil.copy(folder / "verbatim.db", folder / BASE)
        _record(site, folder, url, entries, synchronous)
        events = list(read_trace(folder / "trace", folder))
        return _cut_often(events, folder, site, states, synchronous)


def _record(site: Site, folder: Path, url: str, entries: int, synchronous: str) -> None:
    """Run the server under strace, which becomes its grandchild: the server's id stays known."""
    program = ["-m", "cli.main", "serve"]
    if synchronous != "FULL":
        program = ["-m", "bench.faults.unsafe", synchronous, "serve"]
    watch = ["strace", "-D", "-f", "-y", "-xx", "-s", "16777216", "-o", str(folder / "trace"),
             "-e", f"trace={CALLS}"]  # fmt: skip
    port = free_port()
    environment = product_environment(folder, url, port)
    ledger = Ledger(site.verifier)
    with running(program, port, folder / "server.log", environment=environment, under=watch):
        pushers = start_pushers(site, port, ledger)
        ends = time.monotonic() + 300
        while len(ledger.entries) < entries and time.monotonic() < ends:
            time.sleep(0.05)
        finish_pushers(pushers)
    _wait_for_trace(folder / "trace")


def _wait_for_trace(path: Path) -> None:
    """The tracer writes the end of the last process and is gone soon after it."""
    for _ in range(500):
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - 200))
            if b"+++ exited" in file.read().splitlines()[-1]:
                return
        time.sleep(0.02)
    raise RuntimeError("strace did not finish")


def _cut_often(
    events: Sequence[Event], folder: Path, site: Site, states: int, synchronous: str
) -> Outcome:
    choice = random.Random(SEED)
    disk = Disk(str(folder))
    disk.put(str(folder / "verbatim.db"), (folder / BASE).read_bytes())
    told = _Told(site.verifier)
    wanted = _choose_cuts(events, states, choice)
    tried = failed = 0
    first = ""
    with tempfile.TemporaryDirectory(prefix="verbatim-image-") as images:
        for number, event in enumerate(events):
            disk.apply(event)
            told.hear(event)
            for mode in wanted.get(number, ()):
                tried += 1
                fault = _find_fault(disk.images(mode, choice), Path(images), told.ledger)
                failed += bool(fault)
                first = first or (f"event {number}, {mode}: {fault}" if fault else "")
    syncs = sum(isinstance(event, SyncEnded) for event in events)
    known = len(told.ledger.entries)
    return Outcome(synchronous, tried, syncs, _checkpoints(events), known, failed, first)


def _checkpoints(events: Sequence[Event]) -> int:
    """Count the syncs of the database itself between answers: start and end make some, too."""
    answers = [number for number, event in enumerate(events)
               if isinstance(event, Sent) and event.data.startswith(b"HTTP/")]  # fmt: skip
    return sum(isinstance(event, SyncBegun) and event.path.endswith("/verbatim.db")
               for event in events[answers[0] : answers[-1]])  # fmt: skip


def _choose_cuts(
    events: Sequence[Event], states: int, choice: random.Random
) -> dict[int, list[str]]:
    """Cut around every sync in every way if there is room for it, and at random moments."""
    around = [number + step for number, event in enumerate(events)
              if isinstance(event, SyncBegun | SyncEnded) for step in (-1, 0)]  # fmt: skip
    every = sorted({(max(number, 0), mode) for number in around for mode in MODES})
    chosen = every if len(every) <= states else choice.sample(every, states // 2)
    changes = [number for number, event in enumerate(events) if not isinstance(event, Sent)]
    chosen += [(choice.choice(changes), choice.choice(MODES)) for _ in range(states - len(chosen))]
    cuts: dict[int, list[str]] = {}
    for number, mode in chosen:
        cuts.setdefault(number, []).append(mode)
    return cuts


class _Told:
    """Puts the answers together that leave the server, and keeps what they acknowledge."""

    def __init__(self, verifier: str) -> None:
        self.ledger = Ledger(verifier)
        self._streams: dict[str, bytes] = {}

    def hear(self, event: Event) -> None:
        """Count a receipt as given when its last byte is."""
        if not isinstance(event, Sent):
            return
        stream = self._streams.get(event.socket, b"") + event.data
        for body in _complete(stream):
            receipt = Receipt.model_validate_json(body)
            note = open_note(receipt.checkpoint, self.ledger.verifier)
            self.ledger.checkpoints[note.size] = note.root
            for result in receipt.results:
                told = (result.position, result.stamp.encode())
                self.ledger.entries[result.id] = told
            stream = b""
        self._streams[event.socket] = stream


def _complete(stream: bytes) -> Iterator[bytes]:
    """Yield the body if the stream is one whole answer that holds a receipt."""
    head, separator, body = stream.partition(b"\r\n\r\n")
    if separator and b'"results":' in body and f"content-length: {len(body)}".encode() in head:
        yield body


def _find_fault(images: dict[str, bytes], folder: Path, ledger: Ledger) -> str:
    for path in folder.iterdir():
        path.unlink()
    for name, image in images.items():
        (folder / Path(name).name).write_bytes(image)
    try:
        with closing(sqlite3.connect(folder / "verbatim.db")) as link:
            verdict = link.execute("PRAGMA integrity_check").fetchone()[0]
            if verdict != "ok":
                return f"not sound: {verdict}"
            return find_losses(ledger, _rows(link), _size(link))
    except sqlite3.DatabaseError as error:
        return f"not a database: {error}"


def _rows(link: sqlite3.Connection) -> Iterable[Row]:
    query = "SELECT position, id, stamp, leaf FROM entry ORDER BY position"
    return (Row(*row) for row in link.execute(query))


def _size(link: sqlite3.Connection) -> int:
    return int(link.execute("SELECT size FROM head").fetchone()[0])
