"""Two checkouts on the same logbook: the earlier one makes it, the later one upgrades a copy."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from bench.checkouts import Checkout
from bench.databases import Databases
from bench.enrolment import Caller, enrol
from bench.jobs import OFFICERS, Sizes, sign_fill
from bench.processes import Server, free_port, product_environment, running
from bench.targets import Signed, Verbatim

_HEADS = shutil.ignore_patterns("*.head", "*.lock")
"""The last head that was signed is that of one database, and every copy gets a new one."""


class Tree(Verbatim):
    """A checkout that serves copies of one prepared database, by the command of its own."""

    def __init__(self, checkout: Checkout, databases: Databases, folder: Path) -> None:
        """Keep keys and logs in this folder, which is there."""
        self.name, self._command = checkout.name, checkout
        self._databases, self._folder, self.keys = databases, folder, folder / "keys"
        self.template = self.full = ""
        self.beside = 0

    def begin(self, phones: Sequence[int]) -> None:
        """Make the template: a logbook with `phones[n]` phones in unit n, joined over HTTP."""
        self.template = self._databases.create("template")
        self._migrate(self.template)
        with self._served(self.template, self._folder) as server:
            printed = (self._folder / "server.log").read_text()
            self.site, self.session = enrol(server.port, printed, phones)
            with closing(Caller(server.port)) as caller:
                caller.cookie = self.session
                note: bytes = caller.call("GET", f"/api/logbooks/{self.site.logbook}/checkpoint")
            self.beside = int(note.split(b"\n")[1])

    def fill(self, entries: Sequence[Signed]) -> None:
        """Make the full database: the template, and these entries pushed to it."""
        self.full = self._databases.copy(self.template, "full")
        with self.serve(full=True) as server, closing(Caller(server.port)) as caller:
            caller.push(self.site.logbook, [entry for _, entry in entries])
        self._databases.settle(self.full)

    def follow(self, other: "Tree") -> None:
        """Take over another tree's databases and keys, upgraded."""
        self.site, self.session, self.beside = other.site, other.session, other.beside
        shutil.copytree(other.keys, self.keys, ignore=_HEADS)
        self.template = self._databases.copy(other.template, f"{self.name}-template")
        self.full = self._databases.copy(other.full, f"{self.name}-full")
        for url in (self.template, self.full):
            self._migrate(url)
            self._databases.settle(url)

    @contextmanager
    def serve(self, *, full: bool) -> Iterator[Server]:
        """Give a running server."""
        name = f"{self.name}-{'full' if full else 'fresh'}"
        url = self.full if full else self._databases.copy(self.template, name)
        folder = self._folder / name
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.keys, folder / "keys", ignore=_HEADS)
        try:
            with self._served(url, folder) as server:
                yield server
        finally:
            if not full:
                self._databases.drop(url)

    def audit(self) -> None:
        """Audit the full database. Raises CalledProcessError if it finds a fault."""
        self._command.run(product_environment(self._folder, self.full, 1), "audit")

    def _migrate(self, url: str) -> None:
        self._command.run(product_environment(self._folder, url, 1), "migrate")

    @contextmanager
    def _served(self, url: str, folder: Path) -> Iterator[Server]:
        port = free_port()
        with running(
            ["serve"], port, folder / "server.log", also=self._databases.pids,
            environment=product_environment(folder, url, port), program=self._command.command,
        ) as server:  # fmt: skip
            yield server


def prepare_trees(
    databases: Databases, folder: Path, before: Checkout, after: Checkout, sizes: Sizes
) -> tuple[Tree, Tree]:
    """Return both, ready to serve."""
    trees = []
    for checkout in (before, after):
        (folder / checkout.name).mkdir()
        trees.append(Tree(checkout, databases, folder / checkout.name))
    earlier, later = trees
    earlier.begin([OFFICERS, 1])
    earlier.fill([signed for some in sign_fill(earlier.site, sizes) for signed in some])
    later.follow(earlier)
    return earlier, later
