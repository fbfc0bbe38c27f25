"""Gets the programs of the system that a command of the Makefile needs.

`python -m tests.house.programs test` runs before any package is installed, so that what is missing
is known in seconds: this file and `browser.py` import the standard library alone. As root on
Debian and Ubuntu it installs what is missing; otherwise it prints the line that does.
"""

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.house.browser import find_browser

NEEDS = {
    "test": ("chromium", "openssl", "ps", "strace"),
    "screens": ("chromium",),
    "bench": ("chromium",),
    "campaign": ("chromium", "openssl", "ps", "strace", "caddy", "debootstrap"),
}
"""The programs that each command starts, beside those of every Unix."""

PACKAGES = {"ps": "procps"}
"""The Debian packages of programs, where their names differ."""

RELEASE = Path("/etc/os-release")


def find_missing(command: str) -> list[str]:
    """Return the programs that a command needs and that are not there."""
    return [name for name in NEEDS[command] if _is_wanted(name) and not _is_there(name)]


def _is_wanted(name: str) -> bool:
    """Say whether a program is of use here and can come from the system's packages.

    strace is for Linux alone, and only root can use debootstrap. Ubuntu's Chromium is a snap,
    which cannot read a profile in /tmp: there, and where apt is not, Playwright's own is
    downloaded as soon as Playwright is installed.
    """
    if name == "chromium":
        return shutil.which("apt-get") is not None and not _is_ubuntu()
    if name == "debootstrap":
        return os.geteuid() == 0
    return name != "strace" or platform.system() == "Linux"


def _is_ubuntu() -> bool:
    rows = RELEASE.read_text(encoding="utf-8").splitlines() if RELEASE.exists() else []
    return any(row.startswith(("ID=", "ID_LIKE=")) and "ubuntu" in row for row in rows)


def _is_there(name: str) -> bool:
    return bool(find_browser() if name == "chromium" else shutil.which(name))


def get_programs(command: str) -> str:
    """Install what a command lacks if this user may; return what to do about the rest, or ''."""
    missing = find_missing(command)
    if missing and shutil.which("apt-get") and os.geteuid() == 0:
        print(  # noqa: T201  # a command line prints
            f"Installing {', '.join(missing)} with apt-get (about a minute, once)", flush=True
        )
        _install([PACKAGES.get(name, name) for name in missing])
        missing = find_missing(command)
    return f"make {command} {describe(missing)}" if missing else ""


def describe(missing: Sequence[str]) -> str:
    """Say in one line which programs are missing, and which line to paste where apt is."""
    needs = f"needs {', '.join(missing)}. Install first"
    if shutil.which("apt-get") is None:
        return f"{needs}."
    packages = " ".join(PACKAGES.get(name, name) for name in missing)
    root = "sudo " if shutil.which("sudo") else ""
    by = "" if root or os.geteuid() == 0 else ", as root"
    install = f"{root}apt-get install -y --no-install-recommends {packages}"
    return f"{needs}{by}: {root}apt-get update && {install}"


def _install(packages: Sequence[str]) -> None:
    """Run apt-get; what it says is shown only if it fails, because it says a thousand lines."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        done = subprocess.run(
            ["apt-get", "-qq", *words],  # noqa: S607  # where it is was looked up before
            env=environment, stdin=subprocess.DEVNULL, stderr=subprocess.STDOUT,
            stdout=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            print(done.stdout[-3000:], file=sys.stderr)  # noqa: T201  # a command line prints


if __name__ == "__main__":
    sys.exit(get_programs(sys.argv[1]) or 0)
