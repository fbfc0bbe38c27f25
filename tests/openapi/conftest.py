"""A running server over a filled log, and what a program is told that reads it."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.app import create_app
from schemas.kinds import KINDS
from tests.api.described import description, route_of
from tests.api.scene import set_scene
from tests.api.site import Site, Tab
from tests.e2e.server import free_port

START = 30.0
"""Seconds that a server may take to begin."""


class Witness:
    """An app that remembers which operations it answered, and how."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.seen: set[tuple[str, int]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and look at its answer."""

        async def note(message: Message) -> None:
            if message["type"] == "http.response.start":
                route = route_of(scope["method"], scope["path"])
                self.seen.add((route.name if route else "", message["status"]))
            await send(message)

        await self.app(scope, receive, note if scope["type"] == "http" else send)


@dataclass(frozen=True, slots=True)
class Running:
    """A server, what was seen of it, and what a reader is told: one word a line."""

    witness: Witness
    told: str

    def check(self, printed: str) -> None:
        """Raise if a reader has not read every route, or not what is there."""
        found = json.loads(printed)
        assert found.pop("note") == found.pop("continued_to")
        assert found | {"authors": sorted(found["authors"])} == FACTS
        listed = {acts["get"]["operationId"] for acts in description()["paths"].values()
                  if "get" in acts}  # fmt: skip
        assert {name for name in listed if (name, 200) not in self.witness.seen} == set()


FACTS = {
    "kinds": list(KINDS),
    "alive": True,
    "database": "sqlite",
    "person": "Ana",
    "firmware": ["3.1"],
    "banners": ["ALARM"],
    "why": ["decided"],
    "authors": ["Ana", "Mila"],
    "claimed": 6,
    "verdicts": ["accepted"] * 6,
    "kept_aside": ["kind_unknown"],
    "reviewed": ["noted"],
    "reasons": ["typing"],
    "invites": ["used"] * 4,
    "read_only": False,
    "rotations": 1,
    "path": 2,
    "nonce": 43,
    "lines": 22,
    "tile": 32,
    "bundle": "PK",
    "report": "%PDF",
}
"""A little of every answer about the scene."""


@pytest.fixture
def running(sqlite_url: str, tmp_path: Path) -> Iterator[Running]:
    """Give a server that listens."""
    site = Site(sqlite_url, tmp_path / "data")
    with site.client:
        scene = set_scene(site)
    witness, port = Witness(create_app(site.settings, site.clock)), free_port()
    told = (
        f"http://127.0.0.1:{port}", site.logbook, scene.subject, scene.disclosure,
        token_of(scene.reader), token_of(scene.admin),
    )  # fmt: skip
    with listening(witness, port):
        yield Running(witness, "\n".join(told))


def token_of(tab: Tab) -> str:
    """Return the token of a phone's session."""
    (token,) = [cookie.value for cookie in tab.cookies if cookie.name == "verbatim_phone"]
    assert token
    return token


@contextmanager
def listening(app: ASGIApp, port: int) -> Iterator[None]:
    """Let an app listen on a port of this machine, from another thread."""
    config = uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    end = time.monotonic() + START
    while not server.started and thread.is_alive() and time.monotonic() < end:
        time.sleep(0.05)
    try:
        assert server.started
        yield
    finally:
        server.should_exit = True
        thread.join()
