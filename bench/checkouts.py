"""Another commit of this repository beside the working tree, with an environment of its own."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from bench.processes import ROOT

_KEPT = ROOT / ".cache" / "bench"
_SETTING_UP = 1800
"""Seconds at most: a first time it installs Python and Node packages and builds the app."""

_OURS = frozenset(
    {"MAKEFLAGS", "MAKELEVEL", "MFLAGS", "VIRTUAL_ENV", "AGAINST", "DATABASE", "PAIRS"}
)
"""What a make tells the makes under it, and our arguments."""


@dataclass(frozen=True, slots=True)
class Checkout:
    """A tree that is set up; its command is used, and nothing of it is imported."""

    name: str
    folder: Path

    @property
    def command(self) -> Path:
        """Return its `verbatim`."""
        return self.folder / ".venv" / "bin" / "verbatim"

    def run(self, environment: dict[str, str], *arguments: str) -> str:
        """Run a command of it to its end; return what it printed. Raises CalledProcessError."""
        kept = {name: value for name, value in os.environ.items() if name[:9] != "VERBATIM_"}
        done = subprocess.run(
            [self.command, *arguments], env=kept | environment, check=True, timeout=600,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        return done.stdout


def working_tree() -> Checkout:
    """Return the tree that the bench runs in."""
    return Checkout("after", ROOT)


def check_out(commit: str) -> Checkout:
    """Return a commit's tree, set up by its own Makefile; a second time only what has changed.

    Raises RuntimeError if git does not know it, or if it cannot be set up.
    """
    full = _run(ROOT, "git", "rev-parse", "--verify", "--end-of-options", f"{commit}^{{commit}}")
    folder = _KEPT / full.strip()
    if not (folder / "Makefile").is_file():
        # Forced, because git remembers a folder that was removed by hand.
        _run(ROOT, "git", "worktree", "add", "--force", "--detach", str(folder), full.strip())
    _run(folder, "make", ".venv/.dev")
    return Checkout("before", folder)


def foreign_environment() -> dict[str, str]:
    """Return the environment without what leads to our own: its Makefile makes another."""
    own = str(ROOT / ".venv" / "bin")
    paths = os.environ.get("PATH", "").split(os.pathsep)
    path = os.pathsep.join(path for path in paths if path != own)
    return {name: value for name, value in os.environ.items() if name not in _OURS} | {"PATH": path}


def _run(folder: Path, *command: str) -> str:
    """Run the git or the make that this was started with; return what it printed."""
    done = subprocess.run(
        command, cwd=folder, env=foreign_environment(), check=False, timeout=_SETTING_UP,
        capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr[-3000:]}")
    return done.stdout
