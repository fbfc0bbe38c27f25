"""What tests of keys share: a second process, what somebody signs, and what becomes of it."""

from collections.abc import Iterator
from typing import Any

import pytest

from db.log.heads import last_of_key
from proof.authoring import Act, Circumstances, write_entry
from proof.entry import Opened
from tests import content
from tests.clients import FIRST_ANCHOR, Browser, Server, body_of, new_id
from tests.office import Office

COUNTS, ASIDE = ("accepted", ""), ("quarantined", "key_revoked")
UNKNOWN = ("malformed", "key_unknown")


@pytest.fixture
def console(office: Office) -> Iterator[Server]:
    """Give another process on the same database and keys, as the command line is."""
    made = Server(office.server.url, office.server.folder, office.server.logbook)
    yield made
    made.close()


def screening(who: Browser) -> Opened:
    """Sign, and not send, a screening."""
    return who.write("screening.recorded/1", content.screening())


def by_server(server: Server, name: str, kind: str, parts: dict[str, Any]) -> Opened:
    """Sign something with a server key that somebody holds, as the next of its chain."""
    key = server.installation.keyring.entry_key(server.logbook, name)
    with server.store.reading() as reading:
        seq, prev = last_of_key(reading, server.logbook, name) or (0, "A" * 43)
    now = Circumstances(server.logbook, seq + 1, prev, server.store.now(), FIRST_ANCHOR)
    return write_entry(Act(kind, new_id(), parts), now, key)


def outcomes(server: Server, *entries: Opened) -> list[tuple[str, str]]:
    """Push entries together; return what became of each: its verdict and its code."""
    results = server.push(body_of(entries)).results
    return [(result.verdict.value, result.code) for result in results]
