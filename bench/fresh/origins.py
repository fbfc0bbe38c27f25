"""Where this machine gets its packages from and whom it trusts for that, for another root on it.

Read from the configuration of apt, pip and npm and from the environment at the time of the run, so
that the repository names no address. What a setting names on this machine's own disk goes with it
if it is a file; a folder is left out, because a fresh machine has none.
"""

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CARRIED = Path("/opt/origins")
"""Where, in the other root, the files are that the settings name."""

RELEASE = Path("/etc/os-release")
DISTRIBUTIONS = ("Debian", "Ubuntu")

PIP = ("index-url", "extra-index-url", "find-links", "no-index", "trusted-host", "cert",
       "proxy", "default-timeout", "timeout")  # fmt: skip
NPM = ("registry", "cafile", "proxy", "https-proxy", "noproxy", "strict-ssl")
VARIABLES = re.compile(r"(?i)(http|https|all|no)_proxy|SSL_CERT_FILE|NODE_EXTRA_CA_CERTS")

_PIP_SETTING = re.compile(r"(?:global|install|:env:)\.([a-z-]+)=(.*)")
_APT_SETTING = re.compile(r"Acquire::(https?::|Check-|Retries).*;")
_APT_ROW = "$(ORIGIN) $(RELEASE) $(REPO_URI) $(COMPONENT)"


@dataclass(frozen=True, slots=True)
class Origins:
    """The configuration of a root that gets its packages where this machine does."""

    release: str
    """The name of this machine's release, such as `bookworm`."""
    mirror: str
    """The address from which debootstrap gets it."""
    sources: tuple[str, ...]
    """The lines of sources.list: the release and its updates, nothing of third parties."""
    apt: tuple[str, ...]
    """The lines of apt.conf."""
    environment: dict[str, str]
    """What tells pip, npm and Node the same; files are named as they are in the other root."""
    files: dict[Path, Path]
    """The files to copy, by where they are to be."""


def read_origins() -> Origins:
    """Return what is configured here. Raises RuntimeError if apt knows no mirror of its release."""
    release = _read_release()
    sources = tuple(read_sources(_run("apt-get", "indextargets", "--format", _APT_ROW,
                                      "Created-By: Packages"), release))  # fmt: skip
    mirror = next((row.split()[1] for row in sources if row.split()[2] == release), None)
    if mirror is None:
        raise RuntimeError("apt names no mirror of this release: run `apt-get update` first")
    apt = tuple(row for row in _run("apt-config", "dump").splitlines() if _APT_SETTING.match(row))
    environment, files = carry(dict(_read_settings()))
    return Origins(release, mirror, sources, apt, environment, files)


def _read_release() -> str:
    rows = RELEASE.read_text(encoding="utf-8") if RELEASE.exists() else ""
    named = re.search(r"^VERSION_CODENAME=(\w+)$", rows, re.MULTILINE)
    return named[1] if named else ""


def read_sources(targets: str, release: str) -> Iterator[str]:
    """Yield a line of sources.list for each of apt's targets that belongs to the release."""
    ours = re.compile(rf"(?:{'|'.join(DISTRIBUTIONS)}) ({release}(?:-\w+)?) (\S+) (\S+)")
    for match in filter(None, map(ours.fullmatch, targets.splitlines())):
        yield f"deb {match[2]} {match[1]} {match[3]}"


def _read_settings() -> Iterator[tuple[str, str]]:
    """Yield the environment variables that say the same as this machine's configuration."""
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "config", "list"]
    yield from read_pip(_run(*pip))
    if shutil.which("npm"):
        yield from read_npm(_run("npm", "config", "get", *NPM))
    yield from ((name, text) for name, text in os.environ.items() if VARIABLES.fullmatch(name))


def read_pip(listed: str) -> Iterator[tuple[str, str]]:
    """Yield pip's settings as variables; the environment, which pip lists first, comes last."""
    found = [match for row in listed.splitlines() if (match := _PIP_SETTING.match(row))]
    for match in sorted(found, key=lambda match: match[0].startswith(":env:")):
        if match[1] in PIP:
            text = " ".join(filter(_is_elsewhere, str(ast.literal_eval(match[2])).split()))
            yield f"PIP_{match[1].replace('-', '_').upper()}", text


def _is_elsewhere(address: str) -> bool:
    """Say whether an address is not a folder of this machine."""
    return not Path(address.removeprefix("file://")).is_dir()


def read_npm(listed: str) -> Iterator[tuple[str, str]]:
    """Yield npm's settings as variables; one that is not set is `null` or empty."""
    for row in listed.splitlines():
        name, _, text = row.partition("=")
        if name in NPM and text not in ("", "null"):
            yield f"npm_config_{name.replace('-', '_')}", text


def carry(settings: dict[str, str]) -> tuple[dict[str, str], dict[Path, Path]]:
    """Return the settings with the files that they name in `CARRIED`, and those files."""
    files = {text: Path(text) for text in settings.values() if Path(text).is_file()}
    places = {text: CARRIED / f"{number}-{path.name}"
              for number, (text, path) in enumerate(sorted(files.items()))}  # fmt: skip
    moved = {name: str(places.get(text, text)) for name, text in settings.items() if text}
    return moved, {place: files[text] for text, place in places.items()}


def _run(*command: str) -> str:
    """Return what a command prints. Raises RuntimeError with its name if it fails."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise RuntimeError(f"{' '.join(command[:3])}: {error}") from error
    return done.stdout
