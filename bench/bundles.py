"""Bundles from a log in use: their size, and the time of `verify.py`."""

import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from bench.site import Site
from db.store import ReadTransaction
from db.tables.log import entry
from proof import verify
from proof.authoring import Act
from sync.evidence.export import make_bundle
from sync.installation import Installation
from sync.intake.server_entries import append_server_entry

LISTED = 100
_AGAIN = 5


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle in a file: its bytes, and how many entries it encloses."""

    path: Path
    size: int
    entries: int


def newest_screenings(reading: ReadTransaction, logbook: str, count: int) -> list[tuple[str, str]]:
    """Return subject and id of the screenings that came last."""
    mine = (entry.c.logbook == logbook, entry.c.kind == "screening.recorded/1")
    query = select(entry.c.subject, entry.c.id).where(*mine).order_by(entry.c.position.desc())
    return [(row.subject, row.id) for row in reading.rows(query.limit(count))]


def disclose(
    installation: Installation, site: Site, folder: Path, listed: Sequence[tuple[str, str]]
) -> Bundle:
    """Disclose these entries, named by subject and id; return the bundle."""
    stated = {"recipient": "Court", "basis": "Law", "entries": [name for _, name in listed],
              "withheld": []}  # fmt: skip
    act = Act("disclosure.made/1", listed[0][0], {"disclosure": stated})
    store = installation.store
    with store.writing() as writing:
        made = append_server_entry(writing, site.logbook, act, installation.keyring, store.now())
    content = make_bundle(installation, site.logbook, made.id)
    path = folder / f"{len(listed)}.zip"
    path.write_bytes(content)
    leaves = [name for name in verify.check_container(content).files if name.endswith(".leaf")]
    return Bundle(path, len(content), len(leaves))


def time_verifier(site: Site, bundle: Bundle) -> float:
    """Return the seconds of one run: a fresh Python without packages, to its exit."""
    command = [sys.executable, "-I", "-S", verify.__file__, "--key", site.verifier, "--json"]
    begun = time.perf_counter()
    done = subprocess.run(
        [*command, bundle.path], capture_output=True, check=False, timeout=60, text=True
    )
    taken = time.perf_counter() - begun
    assert done.returncode == 1, done.stdout  # practice: it has a note
    return taken


def time_often(site: Site, bundle: Bundle) -> list[float]:
    """Return the seconds of several runs."""
    return [time_verifier(site, bundle) for _ in range(_AGAIN)]
