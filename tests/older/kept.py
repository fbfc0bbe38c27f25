"""An installation as an earlier state of the program left it: what is kept of it, and how it loads.

The database is the very file that the earlier program wrote; PostgreSQL gets the same rows in
tables of the same revision.
"""

import hashlib
import json
import lzma
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
from alembic import command
from psycopg import sql
from pydantic import BaseModel, ConfigDict
from sqlalchemy import make_url

from db.driver.connect import open_engines
from db.upkeep.migrate import _config
from proof import verify
from report.entries import entry_document
from report.front import front_document
from report.words import choose_words
from schemas.entry import Anchor

PAGE = 200
"""Entries that a reader asks for at a time."""

BEFORE_0008 = Path(__file__).with_name("before_0008")
DATABASE = "verbatim.sqlite"
MANIFEST = "manifest.json"
_PACKED = f"{DATABASE}.xz"
_PRINTED = ("logbook", "disclosure", "contents")


class _Kept(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Log(_Kept):
    """A logbook: its head and note, and what became of each entry."""

    logbook: str
    verifier: str
    """The checkpoint key that browsers have pinned."""
    epoch: int
    size: int
    root: str
    note: str
    acts: list[tuple[str, str, str]]
    """Kind, verdict and code, by position."""


class Key(_Kept):
    """A browser's key and the end of its chain, and what became of one more screening by it."""

    person: str
    pem: str
    seq: int
    prev: str
    anchor: Anchor
    next: tuple[str, str, tuple[str, ...]]
    """Verdict, code and flags."""


class Page(_Kept):
    """What a reader gets for a cursor: how many lines, the hash of all bytes, and the tag."""

    cursor: str
    lines: int
    sha256: str
    etag: str


class Bundle(_Kept):
    """A bundle in a file, the key it is verified with, and the key that browsers pinned first."""

    disclosure: str
    person: str
    """Who asks for it; empty where the console does."""
    final: bool
    """Whether the same bytes are made again; a part of another has been erased since."""
    keys: list[str]
    exits: list[int]
    """What the verifier ended with, by key."""
    languages: tuple[str, str]


class Manifest(_Kept):
    """What is known of the whole."""

    commit: str
    revision: str
    """The migration that the database had last."""
    ended: str
    """The moment after the last entry."""
    logs: list[Log]
    keys: dict[str, Key]
    sessions: dict[str, dict[str, str]]
    """The cookies of some that are signed in."""
    readers: dict[str, list[Page]]
    """Pages from the beginning to the end, then from the cursor that a browser held."""
    bundles: dict[str, Bundle]


def read_manifest(kept: Path = BEFORE_0008) -> Manifest:
    """Return what is known of an installation that was kept."""
    return Manifest.model_validate_json((kept / MANIFEST).read_text("utf-8"))


# --- on the disk ------------------------------------------------------------------


def pack(folder: Path, target: Path) -> None:
    """Keep an installation's database and keys; no process may have the database open."""
    with closing(sqlite3.connect(folder / DATABASE)) as database:
        database.execute("PRAGMA journal_mode = DELETE")
        database.execute("VACUUM")
    packed = lzma.compress((folder / DATABASE).read_bytes(), preset=9 | lzma.PRESET_EXTREME)
    (target / _PACKED).write_bytes(packed)
    shutil.copytree(folder / "keys", target / "keys", ignore=shutil.ignore_patterns("*.lock"))
    for name in ("", *(path.name for path in (target / "keys").iterdir())):
        (target / "keys" / name).chmod(0o644 if name else 0o755)  # as git keeps them


def unpack(kept: Path, folder: Path) -> Path:
    """Put database and keys into a folder, as they were; return the database's path."""
    shutil.copytree(kept / "keys", folder / "keys")
    database = folder / DATABASE
    database.write_bytes(lzma.decompress((kept / _PACKED).read_bytes()))
    return database


def revision_of(database: Path) -> str:
    """Return the last migration of a database."""
    with closing(sqlite3.connect(database)) as connection:
        return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def fill_postgresql(url: str, database: Path) -> None:
    """Make the tables of the database's own revision in an empty PostgreSQL; copy every row."""
    engines = open_engines(url)
    with engines.writer.connect() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, revision_of(database))
        connection.commit()
    engines.dispose()
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with closing(sqlite3.connect(database)) as old, psycopg.connect(plain) as new:
        for table, columns in tables_of(old):
            names = ", ".join(f'"{column}"' for column in columns)
            rows = old.execute(f'SELECT {names} FROM "{table}"')  # noqa: S608  # our own names
            _copy(new, table, columns, rows)


def tables_of(database: sqlite3.Connection) -> list[tuple[str, list[str]]]:
    """Return every table of the product, with its columns."""
    found = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    names = [name for (name,) in found if name != "alembic_version" and name[:7] != "sqlite_"]
    return [
        (name, [row[1] for row in database.execute(f'PRAGMA table_info("{name}")')])
        for name in names
    ]


def _copy(
    new: psycopg.Connection[Any], table: str, columns: Sequence[str], rows: Iterator[Any]
) -> None:
    named = sql.SQL(", ").join(map(sql.Identifier, columns))
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), named)
    with new.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


# --- bundles ----------------------------------------------------------------------


def pack_bundle(bundle: bytes, path: Path) -> None:
    """Keep a bundle."""
    path.write_bytes(lzma.compress(bundle, preset=9))


def unpack_bundle(path: Path) -> bytes:
    """Return a bundle that was kept."""
    return lzma.decompress(path.read_bytes())


def run_verifier(bundle: bytes, key: str, folder: Path) -> tuple[int, str]:
    """Return what the lone verifier ended with and printed, in a Python without packages."""
    path = folder / "bundle.zip"
    path.write_bytes(bundle)
    done = subprocess.run(
        [sys.executable, "-I", "-S", verify.__file__, "--key", key, path],
        capture_output=True, check=False, timeout=60, text=True, encoding="utf-8",
    )  # fmt: skip
    return done.returncode, done.stdout


def printed(bundle: bytes, key: str, languages: tuple[str, str]) -> str:
    """Return what the report prints of a bundle, before it is set in type, as JSON."""
    words = choose_words(languages)
    found = verify.run_checks(bundle, [verify.read_key(key)])
    made = found.entries[verify.read_json(found.files["manifest.json"])["disclosure"]]
    front = front_document(found, made, bundle, key, words)
    entries = [entry_document(found, entry, words) for entry in found.listed]
    document = {name: front[name] for name in _PRINTED} | {"entries": entries}
    return json.dumps(document, ensure_ascii=False, indent=0, sort_keys=True)


def digest(data: bytes) -> str:
    """Return the SHA-256 in hex."""
    return hashlib.sha256(data).hexdigest()
