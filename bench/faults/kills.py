"""kill -9 of the real server under pushing phones, again and again, at random moments.

After each death, what was acknowledged before it is looked up in the database; at the end every
row is held against every receipt, and `verbatim audit` reads the whole logbook.
"""

import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, select
from sqlalchemy.engine import make_url

from bench.databases import OPEN, Databases
from bench.faults.ledger import Ledger, Stored, find_losses
from bench.faults.pushers import CLIENTS, Pusher, finish_pushers, start_pushers
from bench.processes import (
    ROOT,
    Server,
    free_port,
    product_environment,
    start,
    stop,
    wait_until_it_answers,
)
from bench.site import Site, prepare
from bench.workload import SEED
from db.tables.log import entry, head

SHORTEST, LONGEST = 0.02, 0.35
"""Seconds that a server lives after it answers."""

IN_ITS_YOUTH = 0.1
"""How often it is killed while it starts."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a campaign of kills did and found; `fault` is empty if nothing was lost."""

    database: str
    kills: int
    acknowledged: int
    resent: int
    fault: str

    def __str__(self) -> str:
        told = f"{self.acknowledged} acknowledged, {self.resent} of them found stored on a resend"
        return f"{self.kills} kills on {self.database}: {told}; {self.fault or 'nothing lost'}"


def run_kills(database: str, kills: int) -> Outcome:
    """Kill the server this often; return what the database holds then."""
    with (
        OPEN[database]() as databases,
        tempfile.TemporaryDirectory(prefix="verbatim-kills-", dir="/var/tmp") as folder,
    ):
        return _Campaign(databases, Path(folder)).run(kills)


class _Campaign:
    """One logbook, one port, many servers."""

    def __init__(self, databases: Databases, folder: Path) -> None:
        self._databases, self._folder = databases, folder
        self._url = databases.create("kills")
        self._site: Site = prepare(self._url, folder / "keys", [CLIENTS])
        self._ledger = Ledger(self._site.verifier)
        self._port = free_port()
        self._environment = product_environment(folder, self._url, self._port)
        self._random = random.Random(SEED)

    def run(self, kills: int) -> Outcome:
        pushers = start_pushers(self._site, self._port, self._ledger)
        fault = ""
        done = 0
        while done < kills and not fault:
            self._live_and_die()
            done += 1
            fault = self._find_fault(pushers)
        last = self._start()
        try:
            wait_until_it_answers(last, self._log)
            finish_pushers(pushers)
        finally:
            stop(last.process)
        fault = fault or self._find_losses() or self._find_miscount(pushers) or self._audit()
        told = self._ledger
        return Outcome(self._databases.name, done, len(told.entries), told.duplicates, fault)

    def _live_and_die(self) -> None:
        server = self._start()
        try:
            if self._random.random() < IN_ITS_YOUTH:
                time.sleep(self._random.uniform(0.3, 1.5))
            else:
                wait_until_it_answers(server, self._log)
                time.sleep(self._random.uniform(SHORTEST, LONGEST))
        finally:
            server.process.kill()
            server.process.wait()

    def _start(self) -> Server:
        return start(
            ["-m", "cli.main", "serve"], self._port, self._log, environment=self._environment
        )

    @property
    def _log(self) -> Path:
        return self._folder / "server.log"

    def _find_fault(self, pushers: list[Pusher]) -> str:
        failures = [pusher.failure for pusher in pushers if pusher.failure]
        return "; ".join(failures) or self._find_losses()

    def _find_losses(self) -> str:
        known = dict(self._ledger.entries), dict(self._ledger.checkpoints)
        rows, size = self._read()
        return find_losses(Ledger(self._site.verifier, *known), rows, size)

    def _read(self) -> tuple[list[Stored], int]:
        """Read every row through a connection of our own, as SQLite's recovery leaves it."""
        url = make_url(self._url)
        if url.get_backend_name() == "postgresql":
            url = url.set(drivername="postgresql+psycopg")
        engine = create_engine(url)
        columns = (entry.c.position, entry.c.id, entry.c.stamp, entry.c.leaf)
        try:
            with engine.connect() as link:
                rows: list[Stored] = [*link.execute(select(*columns).order_by(columns[0]))]
                return rows, int(link.execute(select(head.c.size)).scalar_one())
        finally:
            engine.dispose()

    def _find_miscount(self, pushers: list[Pusher]) -> str:
        signed = sum(pusher.signed for pusher in pushers)
        told = len(self._ledger.entries)
        return "" if signed == told else f"{signed} were signed, {told} acknowledged"

    def _audit(self) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "cli.main", "audit"], cwd=ROOT, check=False,
            env=self._environment, capture_output=True,
        )  # fmt: skip
        return "" if done.returncode == 0 else done.stderr.decode()[-500:]
