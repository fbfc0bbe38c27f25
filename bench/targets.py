"""The two servers that are measured, made to do the same work.

A target has a template database with its people and a full one with everything to pull; each
round's pushes go to a fresh copy of the template.
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Protocol

import orjson
from sqlalchemy.orm import Session

from bench import requests
from bench.databases import Databases
from bench.load import CURSOR
from bench.naive.app import make_row
from bench.naive.documents import EntryDocument
from bench.naive.tables import Base, open_engine
from bench.naive.translation import plain
from bench.processes import Server, free_port, product_environment, running
from bench.receipts import check_receipt
from bench.site import Phone, Site, opened, prepare
from db.log.heads import head_of
from proof.authoring import wire_line
from proof.entry import Opened
from sync.intake.append import Pushed, append_group

Signed = tuple[Phone, Opened]
PAGE = 1000


class Target(Protocol):
    """A server under measurement."""

    name: str
    cursor: bytes
    first_cursor: bytes
    counted: bytes
    full: str
    """The URL of the full database."""
    beside: int
    """How many entries beside those of `fill` a full pull gives: the registry is everybody's."""

    def serve(self, *, full: bool) -> AbstractContextManager[Server]:
        """Give a running server, on the full database or on a fresh copy of the template."""

    def fill(self, entries: Sequence[Signed]) -> None:
        """Put entries into the full database, by a way that need not be measured."""

    def push(self, entries: Sequence[Signed]) -> bytes:
        """Return the request that pushes these."""

    def check(self, body: bytes, entries: Sequence[Signed]) -> None:
        """Raise AssertionError unless the answer says that all of these are stored."""

    def pull(self, tag: str = "") -> bytes:
        """Return the request for the next page, or the poll with a tag."""


class Verbatim:
    """The requests of this product's clients, and what their answers must say."""

    name = "verbatim"
    cursor = rb'"cursor":"([^"]*)"'
    first_cursor = b""
    counted = b'"sig":'

    site: Site
    session: str
    """The cookie of an officer of the first unit, who pulls."""

    def push(self, entries: Sequence[Signed]) -> bytes:
        """Return a push of these lines."""
        body = b"\n".join(wire_line(entry) for _, entry in entries)
        return requests.post(self._path("push"), "application/x-ndjson", body)

    def check(self, body: bytes, entries: Sequence[Signed]) -> None:
        """Verify the receipt whole."""
        signed = [entry for _, entry in entries]
        check_receipt(body, signed, self.site.verifier, frozenset({"accepted"}))

    def pull(self, tag: str = "") -> bytes:
        """Return the request for a page after the cursor, or the poll with a tag."""
        headers = {"cookie": self.session} | ({"if-none-match": tag} if tag else {})
        query = f"?limit={PAGE}" + ("" if tag else f"&cursor={CURSOR.decode()}")
        return requests.get(self._path("pull") + query, headers)

    def _path(self, call: str) -> str:
        return f"/api/logbooks/{self.site.logbook}/{call}"


class Product(Verbatim):
    """Verbatim, as `verbatim serve` runs it."""

    def __init__(self, databases: Databases, folder: Path, phones: Sequence[int]) -> None:
        """Prepare the template: a logbook with this many phones in each unit."""
        self._databases, self._folder = databases, folder
        self._template = databases.create("template")
        self._keys = folder / "keys"
        self.site = prepare(self._template, self._keys, phones)
        with opened(self._template, self._keys) as installation:
            with installation.store.reading() as reading:
                self.beside = head_of(reading, self.site.logbook).size
            self.session = self.site.cookie(installation, self.site.phones[0])
        self.full = databases.copy(self._template, "full")

    @contextmanager
    def serve(self, *, full: bool) -> Iterator[Server]:
        """Give a running server."""
        url = self.full if full else self._databases.copy(self._template, "fresh")
        for head in self._keys.glob("*.head"):
            head.unlink()  # of another of our databases, which all have these keys
        port = free_port()
        environment = product_environment(self._folder, url, port)
        try:
            with running(
                ["-m", "cli.main", "serve"], port, self._folder / "verbatim.log",
                environment=environment, also=self._databases.pids,
            ) as server:  # fmt: skip
                yield server
        finally:
            if not full:
                self._databases.drop(url)

    def fill(self, entries: Sequence[Signed]) -> None:
        """Log entries in one transaction."""
        lines = tuple(entry for _, entry in entries)
        with opened(self.full, self._keys) as installation:
            job = Pushed(self.site.logbook, lines, (b"",) * len(lines), installation.store.now())
            with installation.store.writing() as writing:
                append_group(writing, [job])


class Naive:
    """The baseline of `bench/naive`."""

    name = "naive"
    cursor = rb'"number":(\d+)'
    first_cursor = b"0"
    counted = b'"device_number":'
    beside = 0

    def __init__(self, databases: Databases, folder: Path, unit: str) -> None:
        """Make its tables; `unit` is whose entries are pulled."""
        self._databases, self._folder, self._unit = databases, folder, unit
        self.full = databases.create("naive-full")

    @contextmanager
    def serve(self, *, full: bool) -> Iterator[Server]:
        """Give a running server; it makes its tables when they are missing."""
        url = self.full if full else self._databases.create("naive-fresh")
        port = free_port()
        try:
            with running(
                ["-m", "bench.naive", url, str(port)], port, self._folder / "naive.log",
                also=self._databases.pids,
            ) as server:  # fmt: skip
                yield server
        finally:
            if not full:
                self._databases.drop(url)

    def fill(self, entries: Sequence[Signed]) -> None:
        """Store entries by its own ORM."""
        engine = open_engine(self.full)
        Base.metadata.create_all(engine)
        with Session(engine) as db:
            db.add_all(self._row(signed) for signed in entries)
            db.commit()
        engine.dispose()

    def push(self, entries: Sequence[Signed]) -> bytes:
        """Return a POST of these documents."""
        body = orjson.dumps([plain(entry, phone) for phone, entry in entries])
        return requests.post("/entries", "application/json", body)

    def check(self, body: bytes, entries: Sequence[Signed]) -> None:
        """Every entry has a number of its own."""
        assert len(set(orjson.loads(body)["numbers"])) == len(entries)

    def pull(self, tag: str = "") -> bytes:
        """Return the request for a page after the last number, or the poll with a tag."""
        after = "0" if tag else CURSOR.decode()
        path = f"/entries?unit={self._unit}&limit={PAGE}&after={after}"
        return requests.get(path, {"if-none-match": tag} if tag else {})

    @staticmethod
    def _row(signed: Signed) -> object:
        phone, entry = signed
        received = datetime.fromisoformat(entry.header.at)
        return make_row(EntryDocument.model_validate(plain(entry, phone)), received)
