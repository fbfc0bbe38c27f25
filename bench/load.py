"""The load generator: a process of its own, so that its work is never taken for the server's.

It reads a pickled `Plan` and writes pickled `Answers`. It knows nothing of entries: it sends
prepared bytes over keep-alive connections and keeps what comes back.
"""

import asyncio
import pickle
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import uvloop

ROOT = Path(__file__).resolve().parent.parent
CURSOR = b"{cursor}"
"""Stands in a request for where the answer before it says to continue."""

_HEADER_END = b"\r\n\r\n"
_LIMIT = 64 * 1024 * 1024


@dataclass(slots=True)
class Plan:
    """Raw requests, in order, for each connection."""

    port: int
    connections: list[list[bytes]]
    connect_first: bool = True
    """Open every connection before the clock starts; a storm does not."""
    cursor: bytes = b""
    """A pattern whose last match in a body is the cursor of the next request."""
    first_cursor: bytes = b""
    counted: bytes = b""
    """Count this in the bodies instead of keeping them: a pull of everything is large."""


@dataclass(slots=True)
class Answers:
    """How long everything took, and every answer's status and body, by connection."""

    seconds: float = 0.0
    statuses: list[list[int]] = field(default_factory=list)
    bodies: list[list[bytes]] = field(default_factory=list)
    count: int = 0


Link = tuple[asyncio.StreamReader, asyncio.StreamWriter]


def run_plan(plan: Plan) -> Answers:
    """Carry a plan out in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        order, answers = Path(folder) / "plan", Path(folder) / "answers"
        order.write_bytes(pickle.dumps(plan))
        code = "from bench.load import main; main()"
        subprocess.run([sys.executable, "-c", code, str(order), str(answers)], cwd=ROOT, check=True)
        found: Answers = pickle.loads(answers.read_bytes())  # noqa: S301  # our own file
        return found


def main() -> None:
    """Read the plan's file, write the answers' file: the arguments name them."""
    plan = pickle.loads(Path(sys.argv[1]).read_bytes())  # noqa: S301  # our own file
    Path(sys.argv[2]).write_bytes(pickle.dumps(uvloop.run(carry_out(plan))))


async def carry_out(plan: Plan) -> Answers:
    """Send everything; return when the last answer is complete."""
    links = [await _connect(plan.port) for _ in plan.connections] if plan.connect_first else []
    talks = [_Talk(plan, requests) for requests in plan.connections]
    begun = time.perf_counter()
    await asyncio.gather(*(talk.hold(links[n] if links else None) for n, talk in enumerate(talks)))
    seconds = time.perf_counter() - begun
    return Answers(
        seconds,
        [talk.statuses for talk in talks],
        [talk.bodies for talk in talks],
        sum(talk.count for talk in talks),
    )


class _Talk:
    """One connection's requests and what came back."""

    def __init__(self, plan: Plan, requests: list[bytes]) -> None:
        self.plan, self.requests = plan, requests
        self.statuses: list[int] = []
        self.bodies: list[bytes] = []
        self.count = 0
        self._cursor = plan.first_cursor

    async def hold(self, link: Link | None) -> None:
        """Send the requests one after another."""
        reader, writer = link or await _connect(self.plan.port)
        for request in self.requests:
            writer.write(request.replace(CURSOR, self._cursor))
            status, body = await read_answer(reader)
            self.statuses.append(status)
            self._keep(body)
        writer.close()

    def _keep(self, body: bytes) -> None:
        if self.plan.cursor:
            found = re.findall(self.plan.cursor, body[-8000:])
            self._cursor = found[-1] if found else self._cursor
        if self.plan.counted:
            self.count += body.count(self.plan.counted)
        else:
            self.bodies.append(body)


async def _connect(port: int) -> Link:
    return await asyncio.open_connection("127.0.0.1", port, limit=_LIMIT)


async def read_answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    """Return status and body; both servers say how long a body is."""
    head = await reader.readuntil(_HEADER_END)
    status = int(head[9:12])
    return status, await reader.readexactly(body_length(head)) if status != 304 else b""


def body_length(head: bytes) -> int:
    """Return how long the body after this head is."""
    lower = head.lower() + b"\r"
    at = lower.find(b"content-length:")
    return int(lower[at + 15 : lower.index(b"\r", at)]) if at >= 0 else 0
