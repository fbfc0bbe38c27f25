"""The real server as a process: started, killed and started again on one port and one data folder.

Restarts keep the port, because a port is part of what a browser calls "the same page".
"""

import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from contextlib import closing, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / "web" / "dist"
START = 30
"""Seconds that a server may take to answer."""
_INVITE = re.compile(r"^\s+(http\S+/#/\S+)$", re.MULTILINE)
_TYPED = re.compile(r"type: invite (\d+), code (\S+)$", re.MULTILINE)


class Server:
    """One data folder and port; `start` and `kill` as often as a story wants."""

    def __init__(self, folder: Path, public_url: str = "") -> None:
        """Choose the place. `public_url` is that of a proxy in front, where there is one."""
        self.folder = folder
        self.data = folder / "data"
        self.port = free_port()
        self.url = public_url or f"http://localhost:{self.port}"
        self.printed = folder / "printed.txt"
        self.process: subprocess.Popen[bytes] | None = None
        # A copy: a test may publish another build, and somebody may build while tests run.
        self.web = Path(shutil.copytree(WEB, folder / "web"))

    def start(self) -> None:
        """Start the server and wait until it answers."""
        assert_refused(self.port)
        with self.printed.open("wb") as printed:
            self.process = self._run("serve", printed.fileno())
        end = time.monotonic() + START
        while not answers(self.port):
            if self.process.poll() is not None or time.monotonic() > end:
                raise AssertionError(f"the server did not start: {self.printed.read_text()}")
            time.sleep(0.05)

    def kill(self) -> None:
        """End the process as a power cut would, and see that nobody listens any more."""
        self._end(signal.SIGKILL)
        assert_refused(self.port)

    def stop(self) -> None:
        """End the process as an operator would."""
        self._end(signal.SIGTERM)

    @property
    def invite(self) -> str:
        """The address, printed at the last start, that makes its reader administrator."""
        found = _INVITE.search(self.printed.read_text())
        assert found, "no invite was printed"
        return found[1]

    @property
    def typed_invite(self) -> tuple[str, str]:
        """Number and code of the same invite, for those who type."""
        found = _TYPED.search(self.printed.read_text())
        assert found, "no invite was printed"
        return found[1], found[2]

    def audit(self) -> None:
        """Verify the data folder with `verbatim audit`, as an auditor would."""
        done = self.command("audit")
        assert done.returncode == 0, done.stderr.decode()
        assert done.stdout.decode().strip().endswith("Everything holds."), done.stdout.decode()

    def kinds(self) -> Counter[str]:
        """Count the entries of the log by their kind; the same act twice would count twice."""
        database = f"file:{self.data / 'verbatim.db'}?mode=ro"
        with closing(sqlite3.connect(database, uri=True)) as link:
            return Counter(kind for (kind,) in link.execute("SELECT kind FROM entry"))

    def await_kinds(self, expected: Counter[str]) -> None:
        """Wait until the log holds exactly this; a phone shows old receipts while it sends anew."""
        end = time.monotonic() + START
        while self.kinds() != expected and time.monotonic() < end:
            time.sleep(0.1)
        assert self.kinds() == expected

    def command(self, *words: str) -> "subprocess.CompletedProcess[bytes]":
        """Run another command of `verbatim` on this data folder."""
        return subprocess.run(
            [sys.executable, "-m", "cli.main", *words],
            cwd=ROOT, env=self._environment(), capture_output=True, timeout=60, check=False,
        )  # fmt: skip

    def _run(self, word: str, out: int) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [sys.executable, "-m", "cli.main", word], cwd=ROOT, env=self._environment(),
            stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def _environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("VERBATIM_")}
        ours = {"DATA": str(self.data), "PORT": str(self.port), "PUBLIC_URL": self.url}
        ours["WEB"] = str(self.web)
        return kept | {f"VERBATIM_{name}": value for name, value in ours.items()}

    def _end(self, how: signal.Signals) -> None:
        process, self.process = self.process, None
        if process is None:
            return
        process.send_signal(how)
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            # A browser that keeps its connection open may hold a graceful stop back.
            process.kill()
            process.wait(5)


def free_port() -> int:
    """Give a port that nobody uses now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def answers(port: int) -> bool:
    """Say whether a server answers on the port."""
    address = f"http://127.0.0.1:{port}/readyz"
    with suppress(OSError), urllib.request.urlopen(address, timeout=2) as answer:
        return bool(answer.status == 200)
    return False


def assert_refused(port: int) -> None:
    """See that the port refuses: an orphan there would make a dead server look alive."""
    with socket.socket() as probe:
        probe.settimeout(2)
        assert probe.connect_ex(("127.0.0.1", port)) != 0, f"somebody listens on port {port}"
