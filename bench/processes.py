"""Servers as processes: started, waited for, weighed, and ended by their id in every case.

A SIGTERM to the bench ends what it started too: `ends_with_us` turns it into an exit that runs
every `finally`.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
_TICKS = os.sysconf("SC_CLK_TCK")
_PATIENCE = 60.0
_PYTHON = Path(sys.executable)


@dataclass(slots=True)
class Server:
    """A running process that answers on a port of the loopback."""

    process: subprocess.Popen[bytes]
    port: int
    also: tuple[int, ...] = field(default=())
    """Process ids whose work is the server's too: a database's."""

    def cpu(self) -> float:
        """Return the seconds of processor time it has used, with children and databases."""
        return sum(tree_seconds(pid) for pid in (self.process.pid, *self.also))


def free_port() -> int:
    """Return a port that is free at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def product_environment(data: Path, url: str, port: int) -> dict[str, str]:
    """Return the settings of a server on prepared data."""
    return {
        "VERBATIM_DATA": str(data),
        "VERBATIM_DATABASE_URL": url,
        "VERBATIM_KEYS": str(data / "keys"),
        "VERBATIM_PORT": str(port),
    }


@contextmanager
def running(
    arguments: Sequence[str], port: int, log: Path, *,
    environment: Mapping[str, str] | None = None, also: tuple[int, ...] = (),
    under: Sequence[str] = (), program: Path = _PYTHON,
) -> Iterator[Server]:  # fmt: skip
    """Give a server that answers; it is ended, and waited for, when the block is left."""
    server = start(
        arguments, port, log, environment=environment, also=also, under=under, program=program
    )
    try:
        wait_until_it_answers(server, log)
        yield server
    finally:
        stop(server.process)


def start(
    arguments: Sequence[str], port: int, log: Path, *,
    environment: Mapping[str, str] | None = None, also: tuple[int, ...] = (),
    under: Sequence[str] = (), program: Path = _PYTHON,
) -> Server:  # fmt: skip
    """Start `python ARGUMENTS` in its own session, writing to a log file; or a tracer of it.

    `program` is what takes the arguments instead of this Python: a command of another checkout.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("VERBATIM_")}
    with log.open("ab") as file:
        process = subprocess.Popen(
            [*under, program, *arguments], cwd=ROOT, env=kept | dict(environment or {}),
            stdin=subprocess.DEVNULL, stdout=file, stderr=file, start_new_session=True,
        )  # fmt: skip
    return Server(process, port, also)


def wait_until_it_answers(server: Server, log: Path) -> None:
    """Wait for the port. Raises RuntimeError with the log's end if the process is gone."""
    ends = time.monotonic() + _PATIENCE
    while time.monotonic() < ends:
        with suppress(OSError), socket.create_connection(("127.0.0.1", server.port), 1) as link:
            # The port listens before the app does; only an answer says that it is ready.
            link.settimeout(_PATIENCE)
            link.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
            if link.recv(12):
                return
        if server.process.poll() is not None:
            break
        time.sleep(0.02)
    raise RuntimeError(f"the server did not start:\n{log.read_text()[-3000:]}")


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a process gently, then by force; return when it is gone."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(20)
            return
        process.kill()
    process.wait()


def ends_with_us() -> None:
    """Let SIGTERM unwind the bench like an interrupt, so that it ends what it started."""

    def unwind(_signal: int, _frame: FrameType | None) -> None:
        sys.exit(143)

    signal.signal(signal.SIGTERM, unwind)


def tree_seconds(pid: int) -> float:
    """Sum a process, what it has reaped, and its living children."""
    parents = _parents()
    total, pending = 0.0, [pid]
    while pending:
        one = pending.pop()
        total += sum(int(value) for value in _stat(one)[11:15]) / _TICKS
        pending.extend(child for child, parent in parents.items() if parent == one)
    return total


def _stat(pid: int) -> list[str]:
    """Return the fields of /proc/PID/stat after the name; zeros if it has just ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ["0"] * 50


def _parents() -> dict[int, int]:
    pids = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    return {pid: int(_stat(pid)[1]) for pid in pids}
