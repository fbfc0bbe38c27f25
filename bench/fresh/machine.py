"""`make run` and `make test` on a fresh machine, as root and as an ordinary user.

The machine is a minimal Debian in a folder, in which the repository's last commit is cloned. The
server has to answer after a set-up that says what it does; the tests have to pass, at once as root,
and for an ordinary user after pasting the line that they print within seconds.
"""

import os
import re
import shutil
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bench.fresh.origins import read_origins
from bench.fresh.root import HOMES, USER, Root, copy_root, make_root
from bench.processes import ROOT, free_port

LOGS = ROOT / "bench" / "results" / "fresh"
SERVES, ENDS, ASKS, SAYS = 600.0, 7200.0, 60.0, 5.0
"""Seconds until the server answers, the tests end, they name what is missing, and it says a word.

The first two bound a hanging run; they are not what is hoped for.
"""

_PASTE = re.compile(r"make test needs .*: (apt-get update && .+)")
_PASSED = re.compile(r"^=+ (\d+ passed.*?) in .*=+$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What both users saw; `fault` is empty if both commands did what the README says."""

    told: tuple[str, ...]
    fault: str

    def __str__(self) -> str:
        return "; ".join([*self.told, *filter(None, [self.fault])])


def run_fresh_machine() -> Outcome:
    """Try both commands as both users; say what came of it. Both are tried in any case."""
    if os.geteuid() != 0 or shutil.which("debootstrap") is None:
        return Outcome((), "a fresh machine needs root and debootstrap here")
    shutil.rmtree(LOGS, ignore_errors=True)
    LOGS.mkdir(parents=True)
    told, faults = [], []
    try:
        with _base() as base:
            for user in HOMES:
                try:
                    told.append(f"{user}: {_live(base, user)}")
                except RuntimeError as error:
                    faults.append(f"{user}: {error}")
    except RuntimeError as error:
        faults.append(str(error))
    return Outcome(tuple(told), "; ".join(faults))


@contextmanager
def _base() -> Iterator[Root]:
    """Give a root that is deleted afterwards."""
    with tempfile.TemporaryDirectory(prefix="verbatim-fresh-", dir="/var/tmp") as name:
        yield make_root(Path(name, "base"), read_origins(), LOGS / "root.txt")


def _live(base: Root, user: str) -> str:
    """Run both commands in a copy. Raises RuntimeError with what was wrong."""
    root = copy_root(base, base.folder.with_name(user))
    try:
        root.clone(ROOT, user)
        asked = _ask(root) if user == USER else ""
        return f"{asked}{_serve(root, user)}{_test(root, user)}"
    finally:
        shutil.rmtree(root.folder)


def _serve(root: Root, user: str) -> str:
    """Wait until `make run` serves; return how long that took."""
    port, log = free_port(), LOGS / f"{user}-run.txt"
    begun = time.monotonic()
    with root.running(f"cd verbatim && VERBATIM_PORT={port} make run", user, log) as process:
        while not _answers(port):
            waited = time.monotonic() - begun
            if process.poll() is not None or waited > SERVES:
                raise RuntimeError(f"make run does not serve: {log.read_text()[-2000:]}")
            if waited > SAYS and not log.stat().st_size:
                raise RuntimeError("make run does not say what it is doing")
            time.sleep(0.2)
    return f"make run serves after {time.monotonic() - begun:.0f} s, "


def _answers(port: int) -> bool:
    address = f"http://127.0.0.1:{port}/healthz"
    with suppress(OSError), urllib.request.urlopen(address, timeout=5) as answer:
        return bool(answer.status == 200)
    return False


def _ask(root: Root) -> str:
    """Let `make test` name what is missing, and paste its line as root."""
    log, begun = LOGS / f"{USER}-asks.txt", time.monotonic()
    if root.run("cd verbatim && make test", USER, log, ASKS):
        raise RuntimeError("make test passed before what it needs was there")
    seconds = time.monotonic() - begun
    line = _PASTE.search(log.read_text())
    if line is None:
        raise RuntimeError(f"make test names no line to paste: {log.read_text()[-2000:]}")
    if not root.run(line[1], "root", LOGS / f"{USER}-pasted.txt"):
        raise RuntimeError(f"the line to paste failed: {line[1]}")
    return f"make test names what is missing after {seconds:.0f} s, "


def _test(root: Root, user: str) -> str:
    """Run `make test` to its end; return what it says of itself."""
    log, begun = LOGS / f"{user}-test.txt", time.monotonic()
    passed = root.run("cd verbatim && make test", user, log, ENDS)
    seconds = time.monotonic() - begun
    said = _PASSED.search(log.read_text())
    if not passed or said is None:
        raise RuntimeError(f"make test failed after {seconds:.0f} s: see {log.relative_to(ROOT)}")
    return f"make test ends after {seconds:.0f} s: {said[1]}"
