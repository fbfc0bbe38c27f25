"""A minimal Debian in a folder, and commands in it that leave nothing behind.

A command runs in mount, process and IPC namespaces of its own: what it mounts and starts is gone
when it ends or is killed, so the folder can always be deleted.
"""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.fresh.origins import Origins

ASKED_FOR = ("git", "make", "python3", "python3-venv")
"""What the README asks for, and nothing else."""

USER = "tester"
HOMES = {"root": "/root", USER: f"/home/{USER}"}
_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_HOSTS = "127.0.0.1 localhost\n::1 localhost\n"
_PATIENCE = 900
"""Seconds that making a root may take, and that installing packages may."""

# The shell stays, as process 1 of the namespace: it reaps what the command leaves behind.
_ENTER = """
set -e
mount -t proc proc "$1/proc"
mount -t sysfs -o ro sysfs "$1/sys"
mount -t devpts -o newinstance,ptmxmode=0666,mode=0620 devpts "$1/dev/pts"
mount -t tmpfs -o mode=1777 tmpfs "$1/dev/shm"
root=$1; user=$2; shift 2
chroot --userspec="$user:$user" "$root" "$@" || exit $?
"""


@dataclass(frozen=True, slots=True)
class Root:
    """One root, in which packages come from the given origins."""

    folder: Path
    origins: Origins

    def command(self, line: str, user: str) -> list[str]:
        """Return what runs a line of shell as a user, in that user's home."""
        home = HOMES[user]
        environment = {"HOME": home, "USER": user, "PATH": _PATH} | self.origins.environment
        given = [f"{name}={text}" for name, text in environment.items()]
        return [
            "unshare", "--mount", "--pid", "--ipc", "--fork", "--kill-child",
            "sh", "-c", _ENTER, "sh", str(self.folder), user,
            "env", "-i", *given, "sh", "-c", f"cd {home} && {line}",
        ]  # fmt: skip

    @contextmanager
    def running(self, line: str, user: str, log: Path) -> Iterator["subprocess.Popen[bytes]"]:
        """Give a process that runs a line; it and all it started are killed afterwards."""
        with log.open("wb") as file:
            process = subprocess.Popen(
                self.command(line, user), stdin=subprocess.DEVNULL, stdout=file,
                stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
        try:
            yield process
        finally:
            _end(process)

    def run(self, line: str, user: str, log: Path, patience: float = _PATIENCE) -> bool:
        """Run a line to its end; say whether it ended with 0 and in time."""
        with self.running(line, user, log) as process:
            try:
                return process.wait(patience) == 0
            except subprocess.TimeoutExpired:
                return False

    def clone(self, repository: Path, user: str) -> None:
        """Put a clone of the repository's last commit into a user's home."""
        home = self.folder / HOMES[user].removeprefix("/")
        target = str(home / "verbatim")
        _run(["git", "clone", "--quiet", "--no-hardlinks", str(repository), target])
        _run(["chown", "--recursive", f"--reference={home}", target])


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Kill process 1 of the namespace; the kernel ends it after all the others."""
    if process.poll() is None:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
        for pid in map(int, children.split()):
            os.kill(pid, signal.SIGKILL)
        if not children:
            process.kill()
        process.wait()


def make_root(folder: Path, origins: Origins, log: Path) -> Root:
    """Make a root with what the README asks for. Raises RuntimeError if that fails."""
    _run(["debootstrap", "--variant=minbase", origins.release, str(folder), origins.mirror])
    root = Root(folder, origins)
    _configure(root)
    packages = " ".join(ASKED_FOR)
    line = f"apt-get -q update && apt-get -q install -y --no-install-recommends {packages}"
    if not root.run(f"{line} && useradd --create-home {USER}", "root", log):
        raise RuntimeError(f"apt-get failed in the new root: {log.read_text()[-2000:]}")
    return root


def copy_root(root: Root, folder: Path) -> Root:
    """Return a copy of a root in which nothing runs."""
    _run(["cp", "--archive", "--reflink=auto", str(root.folder), str(folder)])
    return Root(folder, root.origins)


def _configure(root: Root) -> None:
    """Write what an installer writes, and where packages come from."""
    etc = root.folder / "etc"
    (etc / "hosts").write_text(_HOSTS)
    shutil.copy("/etc/resolv.conf", etc / "resolv.conf")
    (etc / "apt/sources.list").write_text("\n".join(root.origins.sources) + "\n")
    (etc / "apt/apt.conf.d/90origins").write_text("\n".join(root.origins.apt) + "\n")
    for place, file in root.origins.files.items():
        inside = root.folder / str(place).removeprefix("/")
        inside.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, inside)
        inside.chmod(0o644)


def _run(command: list[str]) -> None:
    """Run a command on this machine. Raises RuntimeError with its last words if it fails."""
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, timeout=_PATIENCE, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        raise RuntimeError(f"{command[0]}: {error}") from error
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stdout[-2000:]}")
