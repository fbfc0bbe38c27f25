"""Writes down what a story has left, and reads it as its people do."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from schemas.kinds import KINDS
from schemas.problems import VERDICTS
from schemas.stamp import Verdict
from sync.pull import pull
from sync.views.tree import current_note
from tests import content
from tests.api.site import Site
from tests.clients import Server
from tests.older.console import Installed
from tests.older.kept import (
    DATABASE,
    MANIFEST,
    PAGE,
    Key,
    Log,
    Manifest,
    Page,
    digest,
    pack,
    revision_of,
    tables_of,
)
from tests.older.people import Teller
from tests.older.story import Told

SOUND = "Everything holds.\n"
"""What `verbatim audit` prints when it finds no fault."""

SIGNED_IN = ("officer", "supervisor")


def write(told: Told, target: Path, commit: str) -> None:
    """Write the fixture and end the story's processes."""
    town, server = told.town, told.town.server
    readers = {name: read_all(server, who.person, *told.cursors.get(name, ()))
               for name, who in town.people.items()}  # fmt: skip
    note = current_note(server.installation, server.logbook)
    logs = [describe(server, town["officer"].verifier, note), describe(told.beside)]
    for process in (server, told.beside):
        process.close()
    _check_rich(told.folder / DATABASE, logs)
    assert Installed(server.url, told.folder).run("proof") == SOUND
    target.mkdir()
    told.shelf.write(target / "bundles", told.folder)
    keys = _rehearse(told)
    pack(told.folder, target)
    manifest = Manifest(
        commit=commit, revision=revision_of(told.folder / DATABASE), logs=logs, keys=keys,
        ended=town.clock().isoformat(), readers=readers, bundles=told.shelf.bundles,
        sessions={name: {one.name: one.value or "" for one in town[name].cookies}
                  for name in SIGNED_IN},
    )  # fmt: skip
    (target / MANIFEST).write_text(manifest.model_dump_json(indent=1) + "\n", "utf-8")


def describe(server: Server, verifier: str = "", note: str = "") -> Log:
    """Return what is known of a logbook."""
    own = f"WHERE logbook = '{server.logbook}'"
    query = f"SELECT kind, stamp FROM entry {own} ORDER BY position"  # noqa: S608  # a UUID
    stamps = [(kind, json.loads(bytes(stamp))) for kind, stamp in server.rows(query)]
    anchor = server.anchor()
    return Log(
        logbook=server.logbook, verifier=verifier, epoch=anchor.epoch, size=anchor.size,
        root=anchor.root, note=note,
        acts=[(kind, stamp["verdict"], stamp["code"]) for kind, stamp in stamps],
    )  # fmt: skip


def _check_rich(database: Path, logs: list[Log]) -> None:
    """Raise AssertionError if a kind, a code or a table is missing of those that there are."""
    acts = [act for log in logs for act in log.acts]
    assert {kind for kind, verdict, _ in acts if verdict == "accepted"} == set(KINDS)
    quarantined = {code for code, verdict in VERDICTS.items() if verdict is Verdict.QUARANTINED}
    assert {code for _, _, code in acts} == quarantined | {""}
    with closing(sqlite3.connect(database)) as connection:
        letters = {code for (code,) in connection.execute("SELECT code FROM dead_letter")}
        counts = {
            name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]  # noqa: S608
            for name, _ in tables_of(connection)
        }
    assert letters == set(VERDICTS) - quarantined
    assert all(counts.values()), counts


# --- what people read and write -----------------------------------------------------


_ADDED_SINCE = b',"released":true}'
"""The end of a line whose entry was released; lines had no such member when this was kept."""


def read_all(server: Server, person: str, *held: str) -> list[Page]:
    """Read as a person does: from the beginning to the end, then from cursors that they held."""
    pages, cursor, more = list[Page](), "", True
    while more:
        page, cursor, more = _read_page(server, person, cursor)
        pages.append(page)
    return [*pages, *(_read_page(server, person, one)[0] for one in held)]


def _read_page(server: Server, person: str, cursor: str) -> tuple[Page, str, bool]:
    """Return a page, the next cursor, and whether there is more."""
    found = pull(server.installation, server.logbook, person, cursor, PAGE)
    lines = list(found.lines)
    told = json.loads(lines[-1])
    hashed = digest(b"".join(lines).replace(_ADDED_SINCE, b"}"))
    page = Page(cursor=cursor, lines=len(lines) - 1, sha256=hashed, etag=found.etag)
    return page, told["cursor"], told["more"]


def record_next(server: Server, who: Teller) -> tuple[str, str, tuple[str, ...]]:
    """Let a browser send one more screening; return verdict, code and flags."""
    (result,) = who.send(server, who.write("screening.recorded/1", content.screening()))
    return result.verdict.value, result.code, tuple(flag.value for flag in result.flags)


def revive(site: Site, kept: Key) -> Teller:
    """Return a browser with the key that it had, at the end of its chain."""
    who = Teller(site, person=kept.person)
    private = load_pem_private_key(kept.pem.encode(), None)
    assert isinstance(private, EllipticCurvePrivateKey)
    who._take(private)
    who.seq, who.prev, who.anchor = kept.seq, kept.prev, kept.anchor
    return who


def _rehearse(told: Told) -> dict[str, Key]:
    """Let every browser send one more entry to a copy; return their keys as they were before."""
    beside = told.folder / "rehearsal"
    shutil.copytree(told.folder / "keys", beside / "keys")
    shutil.copy(told.folder / DATABASE, beside / DATABASE)
    town = told.town.later(f"sqlite:///{beside / DATABASE}", beside / "keys")
    kept: dict[str, Key] = {}
    for name in sorted(town.people):
        who = town[name]
        pem = who.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        seq, prev, anchor = who.seq, who.prev, who.anchor
        said = record_next(town.server, who)
        kept[name] = Key(person=who.person, pem=pem.decode(), seq=seq, prev=prev, anchor=anchor,
                         next=said)  # fmt: skip
    town.server.close()
    return kept
