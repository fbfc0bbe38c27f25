"""Phones that push for as long as they are let, through every death of the server.

Each sends its next batch, waits, and sends the same bytes again until a receipt that proves
every entry has come; as a browser would, but without mercy.
"""

import http.client
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress

from bench.faults.ledger import Ledger
from bench.site import Phone, Site
from bench.workload import SEED, Content
from proof.authoring import wire_line
from proof.entry import Opened

CLIENTS = 8
_PAUSE = 0.02


class Pusher(threading.Thread):
    """One phone."""

    def __init__(self, phone: Phone, site: Site, port: int, ledger: Ledger, number: int) -> None:
        """Push for a phone; all phones share the ledger."""
        super().__init__(name=f"pusher-{number}", daemon=True)
        self.ending = threading.Event()
        self.failure = ""
        self.signed = 0
        self._content = Content(SEED + number)
        self._phone, self._site, self._port, self._ledger = phone, site, port, ledger

    def run(self) -> None:
        """Push until the end is wanted and the last batch is acknowledged."""
        try:
            for batch in self._batches():
                self._push(batch)
                self.signed += len(batch)
        except (AssertionError, ValueError) as error:
            self.failure = f"{self.name}: {error}"

    def _batches(self) -> Iterator[list[Opened]]:
        count = 0
        while not self.ending.is_set():
            count += 1
            yield [self._phone.record(self._content, self._site.instrument)
                   for _ in range(1 + count % 5)]  # fmt: skip

    def _push(self, batch: list[Opened]) -> None:
        body = b"\n".join(wire_line(entry) for entry in batch)
        while True:
            answer = self._send(body)
            if answer is not None:
                with _TOLD:
                    self._ledger.take(answer, batch)
                return
            time.sleep(_PAUSE)

    def _send(self, body: bytes) -> bytes | None:
        """Return the receipt, or None if the server is gone or does not know."""
        path = f"/api/logbooks/{self._site.logbook}/push"
        gone = suppress(OSError, http.client.HTTPException)
        with gone, closing(http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)) as link:
            link.request("POST", path, body, {"content-type": "application/x-ndjson"})
            answer = link.getresponse()
            content = answer.read()
            assert answer.status in (200, 503), f"answered {answer.status}: {content[:200]!r}"
            return content if answer.status == 200 else None
        return None


_TOLD = threading.Lock()


def start_pushers(site: Site, port: int, ledger: Ledger) -> list[Pusher]:
    """Start a thread a phone."""
    pushers = [Pusher(phone, site, port, ledger, number)
               for number, phone in enumerate(site.phones[:CLIENTS])]  # fmt: skip
    for pusher in pushers:
        pusher.start()
    return pushers


def finish_pushers(pushers: list[Pusher]) -> None:
    """Let every phone get its last receipt. Raises AssertionError if one did not believe it."""
    for pusher in pushers:
        pusher.ending.set()
    for pusher in pushers:
        pusher.join(120)
    assert not any(pusher.is_alive() for pusher in pushers), "a push was never acknowledged"
    failures = [pusher.failure for pusher in pushers if pusher.failure]
    assert not failures, "; ".join(failures)
