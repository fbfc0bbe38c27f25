"""After an erasure no byte of the parts or their salts stands in any file of the database.

PostgreSQL's log written ahead (`pg_wal`) is not looked at: it belongs to the whole server and
keeps what was written until it is recycled; docs/operations.md says for how long.
"""

import json
import logging
import re
import secrets
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url, text

from db.queries.worklist import Wanted as Filters
from db.store import Store
from db.upkeep.backup import backup
from db.upkeep.migrate import migrate
from db.upkeep.scrub import overwrite
from proof.authoring import wire_line
from proof.encoding import to_b64u
from proof.entry import Opened
from sync.views.record import read_record
from sync.views.worklist import read_worklist
from tests import content
from tests.clients import Clock, raw_line
from tests.conftest import run_sql
from tests.office import Office

Wanted = list[bytes]
"""What must not be found: words of the parts, and their salts as stored and as they travel."""


def screen(office: Office) -> tuple[Opened, Wanted]:
    """Record a screening full of words that occur nowhere else; also as a line nobody can read."""
    words = [secrets.token_hex(8) for _ in range(5)]
    parts = content.screening(banner=words[0], name=words[1], references=(words[2],))
    parts["note"] = {"text": words[3] + secrets.token_hex(1900)}  # too long for a page's row
    parts["place"] = {"state": "recorded", "words": words[4]}
    screened = office.send(office.officer, "screening.recorded/1", parts)
    office.server.push(raw_line(screened, lambda line: line.update(sig="A" * 86)))
    salts = [part.salt for part in screened.parts if part.name != "item"]
    unread = [to_b64u(salt).encode() for salt in salts]
    return screened, [*(word.encode() for word in words), *salts, *unread]


def erase(office: Office, screened: Opened) -> None:
    """Let two supervisors have everything erased that may be."""
    office.approve(office.order(screened, "note", "place", "reading", "references"))


def found(url: str, wanted: Wanted) -> dict[str, list[bytes]]:
    """Return what of the wanted bytes stands in which file of the database."""
    files = _postgresql(url) if url.startswith("postgresql") else _sqlite(url)
    hits = {name: [one for one in wanted if one in data] for name, data in files.items()}
    return {name: here for name, here in hits.items() if here}


def _sqlite(url: str) -> dict[str, bytes]:
    path = Path(str(make_url(url).database))
    return {file.name: file.read_bytes() for file in path.parent.glob(f"{path.name}*")}


def _postgresql(url: str) -> dict[str, bytes]:
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as link:
        link.execute("CHECKPOINT")
        rows = link.execute(
            "SELECT name, pg_read_binary_file(folder || '/' || name, 0, 1000000000, true) "
            "FROM (SELECT 'base/' || oid AS folder FROM pg_database "
            "WHERE datname = current_database()) AS here, pg_ls_dir(folder) AS name"
        ).fetchall()
    return {name: data for name, data in rows if data}


def answers(office: Office, screened: Opened) -> bytes:
    """Return what people are given: pages, records, worklist."""
    server, subject = office.server, screened.header.subject
    given = [
        read_record(server.installation, server.logbook, office.officer.person, subject),
        *office.officer.pull(server),
        read_worklist(server.installation, server.logbook, office.supervisor.person, Filters()),
    ]
    return json.dumps(given, default=vars, ensure_ascii=False).encode()


def test_no_file_of_the_database_holds_what_was_erased(
    office: Office, tmp_path: Path, caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    caplog.set_level(logging.DEBUG)
    url = office.server.url
    screened, wanted = screen(office)
    assert {one for here in found(url, wanted).values() for one in here} == set(wanted)
    assert office.server.rows("SELECT count(*) FROM dead_letter") == [(1,)]
    erase(office, screened)
    if url.startswith("postgresql"):
        overwrite(office.server.store)  # what `verbatim erase` does; SQLite needs no second step
    assert found(url, wanted) == {}
    assert office.server.rows("SELECT count(*) FROM dead_letter") == [(0,)]
    given = answers(office, screened) + caplog.text.encode() + "".join(capfd.readouterr()).encode()
    assert [one for one in wanted if one in given] == []
    if url.startswith("sqlite"):
        backup(url, tmp_path / "copy")
        assert [one for one in wanted if one in (tmp_path / "copy").read_bytes()] == []


def cut_off(line: bytes, name: bytes) -> bytes:
    """Return what arrives of a line if the connection breaks behind a name."""
    return line[: line.index(name) + len(name)]


def respelt(line: bytes, name: bytes) -> bytes:
    """Return a line that an old app might send: without salts, and the name in escapes."""
    escaped = "".join(f"\\u{letter:04x}" for letter in name).encode()
    return re.sub(rb'"salt":"[^"]*"', b'"salt":""', line.replace(name, escaped))


@pytest.mark.parametrize("spoil", [cut_off, respelt])
def test_no_unreadable_line_of_its_browser_keeps_an_erased_name(
    office: Office, spoil: Callable[[bytes, bytes], bytes]
) -> None:
    parts = {**content.screening(), "note": {"text": "Petrovic of Lane 4 said so."}}
    screened = office.officer.write("screening.recorded/1", parts)
    office.server.push(spoil(wire_line(screened), b"Petrovic"))
    office.officer.send(office.server, screened)
    other = b'{"header":"of another browser'
    office.server.push(other)
    office.officer.send(office.server, office.officer.rotate())
    repeated = office.officer.write("screening.recorded/1", parts)
    office.server.push(spoil(wire_line(repeated), b"Petrovic"))
    assert len(dead_letters(office)) == 3
    office.approve(office.order(screened, "note"))
    assert dead_letters(office) == [other]
    for late in (screened, repeated):
        office.server.push(spoil(wire_line(late), b"Petrovic"))
    assert dead_letters(office) == [other]


def dead_letters(office: Office) -> list[bytes]:
    """Return the lines that are kept because nobody can read them."""
    return [bytes(line) for (line,) in office.server.rows("SELECT line FROM dead_letter")]


def test_whoever_cannot_overwrite_is_told_so(postgresql_url: str) -> None:
    """PostgreSQL would only warn, and the operator believe that nothing is left."""
    role = f"{make_url(postgresql_url).database}_app"
    run_sql(postgresql_url, f"CREATE ROLE {role} LOGIN")
    migrate(postgresql_url, role)
    url = make_url(postgresql_url).update_query_dict({"options": f"-c role={role}"})
    store = Store(url.render_as_string(hide_password=False), Clock())
    try:
        with pytest.raises(ValueError, match="owner"):
            overwrite(store)
    finally:
        store.close()
        run_sql(postgresql_url, f"DROP OWNED BY {role}")
        run_sql(postgresql_url, f"DROP ROLE {role}")


def test_an_open_transaction_that_still_sees_them_is_told_of(
    office: Office,
) -> None:
    """On SQLite it keeps the log from being emptied, on PostgreSQL the rows from being removed."""
    store, other = office.server.store, Store(office.server.url, Clock())
    try:
        with other.reading() as old:
            assert old.rows(text("SELECT count(*) FROM entry"))
            screened, _ = screen(office)
            with pytest.MonkeyPatch.context() as impatient:
                impatient.setattr("db.driver.connect._BUSY_SECONDS", 0)
                store.engines.writer.dispose()
                erase(office, screened)
                with pytest.raises(ValueError, match="run"):
                    overwrite(store)
        overwrite(store)
    finally:
        other.close()
