"""A small service for tests: two posts, a laboratory that serves one of them, and their people."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url

from proof.entry import Opened
from schemas.stamp import PushResult
from tests import content
from tests.clients import Browser, Parts, Server, new_id
from tests.conftest import (
    DATABASES,
    copied_postgresql,
    copy_sqlite,
    name_database,
    run_sql,
)

_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Office:
    """Who works where. `region` stands over `post`; `elsewhere` is a post of nobody's region."""

    server: Server
    region: str
    post: str
    elsewhere: str
    laboratory: str
    administrator: Browser
    officer: Browser
    colleague: Browser
    supervisor: Browser
    chief: Browser
    stranger: Browser
    foreman: Browser
    analyst: Browser
    auditor: Browser

    @property
    def everyone(self) -> list[Browser]:
        """Return every browser."""
        return [
            self.administrator, self.officer, self.colleague, self.supervisor, self.chief,
            self.stranger, self.foreman, self.analyst, self.auditor,
        ]  # fmt: skip

    def record(self, **given: Any) -> Opened:
        """Let the officer record a screening and send it."""
        return self.send(self.officer, "screening.recorded/1", content.screening(**given))

    def report(self, item: str, status: str = "final", before: Opened | None = None) -> Opened:
        """Let the analyst issue a result, or a version that follows one."""
        subject = before.header.subject if before else ""
        follows = (before.id,) if before else ()
        parts = content.result(item, self.laboratory, status, 2 if before else 1)
        entry = self.analyst.write("lab.result.issued/1", parts, subject=subject, follows=follows)
        return self._accepted(self.analyst, entry)

    def decide(self, screened: Opened, reported: Opened) -> Opened:
        """Let the supervisor relate a version of a screening to a version of a result."""
        parts = content.decision(screened.header.subject, reported.header.subject)
        entry = self.supervisor.write(
            "reconciliation.decided/1", parts, follows=(screened.id, reported.id)
        )
        return self._accepted(self.supervisor, entry)

    def amend(self, before: Opened, **parts: dict[str, object]) -> Opened:
        """Let the officer replace whole parts of a version."""
        entry = self.officer.write(
            "screening.amended/1",
            {**content.REASON, **parts},
            subject=before.header.subject,
            follows=(before.id,),
        )
        return self._accepted(self.officer, entry)

    def resolve(self, *versions: Opened, by: Browser | None = None) -> PushResult:
        """Let a supervisor choose the first of these versions; return what became of it."""
        who = by or self.supervisor
        subject = versions[0].header.subject
        follows = [version.id for version in versions]
        entry = who.write("conflict.resolved/1", content.REASON, subject=subject, follows=follows)
        (answer,) = who.send(self.server, entry)
        return answer

    def release(self, kept: Opened, by: Browser | None = None) -> Opened:
        """Let a supervisor take an entry out of quarantine."""
        who = by or self.supervisor
        subject = kept.header.subject
        entry = who.write(
            "quarantine.released/1", content.REASON, subject=subject, follows=(kept.id,)
        )
        who.send(self.server, entry)
        return entry

    def order(self, target: Opened, *names: str, by: Browser | None = None) -> Opened:
        """Let a supervisor order that parts of an entry be erased."""
        who = by or self.supervisor
        return self._accepted(who, order_of(who, target, *names))

    def approve(self, order: Opened, by: Browser | None = None) -> Opened:
        """Let another supervisor approve an order, after which the server carries it out."""
        who = by or self.chief
        return self._accepted(who, approval_of(who, order))

    def hold(self, held: Opened, by: Browser | None = None) -> Opened:
        """Let a supervisor place a hold on the record of an entry."""
        who = by or self.supervisor
        return self._accepted(who, hold_of(who, held))

    def lift(self, placed: Opened, by: Browser | None = None) -> Opened:
        """Let another supervisor lift a hold."""
        who = by or self.chief
        return self._accepted(who, lifting_of(who, placed))

    def revoke(self, key: str, reason: str = "lost", by: Browser | None = None) -> Opened:
        """Let the administrator end a key."""
        parts = {"revocation": {"key": key, "reason": reason}}
        return self.send(by or self.administrator, "key.revoked/1", parts)

    def disclose(self, *entries: Opened, by: Browser | None = None) -> Opened:
        """Let the supervisor disclose entries of one record."""
        parts = content.disclosure(*(entry.id for entry in entries))
        subject = entries[0].header.subject
        return self.send(by or self.supervisor, "disclosure.made/1", parts, subject)

    def send(self, who: Browser, kind: str, parts: Parts, subject: str = "") -> Opened:
        """Let someone write about a subject, a new one unless it is named, and send it."""
        return self._accepted(who, who.write(kind, parts, subject=subject))

    def _accepted(self, who: Browser, entry: Opened) -> Opened:
        (answer,) = who.send(self.server, entry)
        if answer.verdict != "accepted":
            raise AssertionError(f"{entry.header.kind}: {answer.verdict} {answer.code}")
        return entry


def order_of(who: Browser, target: Opened, *names: str) -> Opened:
    """Sign, and not send, an order to erase parts of an entry."""
    parts = content.order(target.header.subject, target.id, *names)
    return who.write("erasure.ordered/1", parts, follows=(target.id,))


def approval_of(who: Browser, order: Opened) -> Opened:
    """Sign, and not send, the approval of an order."""
    parts, subject = {"approval": {"reason": "File 7/26."}}, order.header.subject
    return who.write("erasure.approved/1", parts, subject=subject, follows=(order.id,))


def hold_of(who: Browser, held: Opened) -> Opened:
    """Sign, and not send, a hold on the record of an entry."""
    stated = {"record": held.header.subject, "authority": "Court", "reason": "Evidence."}
    return who.write("hold.placed/1", {"hold": stated})


def lifting_of(who: Browser, placed: Opened) -> Opened:
    """Sign, and not send, the lifting of a hold."""
    stated, subject = {"authority": "Court", "reason": "The case is closed."}, placed.header.subject
    return who.write("hold.lifted/1", {"lifting": stated}, subject=subject, follows=(placed.id,))


def item_of(entry: Opened) -> str:
    """Return the item that a recorded screening is about."""
    stated = next(part for part in entry.parts if part.name == "item")
    return stated.body.decode().split('"item":"')[1][:36]


def open_office(server: Server) -> Office:
    """Register the units and people, and enrol a browser for each person."""
    region, post, elsewhere, laboratory = (new_id() for _ in range(4))
    administrator = server.enrol(roles=["administrator"])
    for subject, parts in {
        region: content.unit("Region", "organisation"),
        post: content.unit("Post", parent=region),
        elsewhere: content.unit("Elsewhere"),
        laboratory: content.unit("Laboratory", "laboratory", serves=[post]),
    }.items():
        administrator.write("unit.registered/1", parts, subject=subject)
    administrator.write(
        "instrument.registered/1", content.instrument(post), subject=content.INSTRUMENT
    )
    posts = {
        "officer": (post, "officer"),
        "colleague": (post, "officer"),
        "supervisor": (region, "supervisor"),
        "chief": (region, "supervisor"),
        "stranger": (elsewhere, "officer"),
        "foreman": (elsewhere, "supervisor"),
        "analyst": (laboratory, "analyst"),
        "auditor": (region, "auditor"),
    }
    people = {name: new_id() for name in posts}
    for name, (unit, role) in posts.items():
        parts = content.person(name.title(), unit, role)
        administrator.write("person.registered/1", parts, subject=people[name])
    administrator.send(server)
    browsers = {name: server.enrol(people[name]) for name in posts}
    return Office(server, region, post, elsewhere, laboratory, administrator, **browsers)


@pytest.fixture
def server(database_url: str, tmp_path: Path) -> Iterator[Server]:
    """Give a server with one empty logbook, on each database."""
    running = Server(database_url, tmp_path / "keys")
    yield running
    running.close()


@pytest.fixture(params=DATABASES)
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    """Give a server whose logbook knows a small service, on each database."""
    made: Office = request.getfixturevalue(f"{request.param}_office")
    with ExitStack() as stack:
        if request.param == "sqlite":
            url = copy_sqlite(Path(str(make_url(made.server.url).database)), tmp_path)
        else:
            url = stack.enter_context(copied_postgresql(made.server.url))
        copied = copy_office(made, url, tmp_path / "keys")
        stack.callback(copied.server.close)
        yield copied


@pytest.fixture(scope="session")
def sqlite_office(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office to copy from: to found one takes longer than many a test."""
    folder = tmp_path_factory.mktemp("office")
    return found_office(copy_sqlite(sqlite_template, folder), folder / "keys")


@pytest.fixture(scope="session")
def postgresql_office(
    postgresql_template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    """An office to copy from."""
    with copied_postgresql(postgresql_template) as url:
        yield found_office(url, tmp_path_factory.mktemp("office") / "keys")


def found_office(url: str, folder: Path) -> Office:
    """Open an office and leave it, so that nobody is connected to its database."""
    made = open_office(Server(url, folder))
    made.server.close()
    return made


def copy_office(made: Office, url: str, folder: Path) -> Office:
    """Open the copy of an office's database, with a copy of its keys and of every browser."""
    shutil.copytree(made.server.folder, folder)
    server = Server(url, folder, made.server.logbook)
    server.clock.ahead = timedelta(seconds=10)  # behind whatever the founding took
    browsers = {
        field.name: getattr(made, field.name).copy()
        for field in fields(made)
        if isinstance(getattr(made, field.name), Browser)
    }
    return replace(made, server=server, **browsers)


@pytest.fixture
def copy() -> Iterator[Callable[[str], str]]:
    """Give a function that copies a database, as a backup does, and returns the copy's URL."""
    made: list[tuple[str, str]] = []

    def make(url: str) -> str:
        number = next(_numbers)
        database = str(make_url(url).database)
        if make_url(url).get_backend_name() == "sqlite":
            path = f"{database}.{number}"
            with closing(sqlite3.connect(database)) as old, closing(sqlite3.connect(path)) as new:
                old.backup(new)
            return f"sqlite:///{path}"
        name = f"{database}_{number}"
        # PostgreSQL copies only what nobody is connected to; our pools connect again by themselves.
        server_url = name_database(url, "postgres")
        sessions = f"pg_stat_activity WHERE datname = '{database}'"
        run_sql(server_url, f"SELECT pg_terminate_backend(pid) FROM {sessions}")  # noqa: S608
        run_sql(server_url, f"CREATE DATABASE {name} TEMPLATE {database} STRATEGY FILE_COPY")
        made.append((server_url, name))
        return name_database(url, name)

    yield make
    for server_url, name in made:
        run_sql(server_url, f"DROP DATABASE {name} WITH (FORCE)")
