"""Migrations: the newest tables are those of the program, and what was there stays readable."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text

from db.driver.connect import open_engines
from db.tables import METADATA
from db.upkeep.migrate import _config, migrate
from proof.encoding import to_b64u
from proof.signatures import key_id
from tests.conftest import DATABASES, name_database, run_sql

FIRST = "2026_11_22_1900"

_SCREENING = {
    "logbook": "L", "screening": "S", "position": 7, "current": "E", "person": "P", "unit": "U",
    "item": "I", "item_number": "1.2", "form": "powder", "instrument": "T", "method": "Direct",
    "outcome": "completed", "banner": "ALARM", "colour": "red", "confidence": "0.9",
    "at": "then", "received": "later", "amended": 0, "voided": 0,
}  # fmt: skip

_LOGBOOK = {
    "logbook": "L", "name": "N", "purpose": "practice", "epoch": 1, "entry_key": "K",
    "checkpoint_key": "L/1+V",
}  # fmt: skip
_OPENED = {
    "logbook": "L", "position": 0, "id": "E0", "key": "K", "seq": 1, "kind": "logbook.opened/1",
    "subject": "L", "header": b"", "signature": b"", "stamp": b"", "leaf": b"",
}  # fmt: skip
_KEY = {
    "logbook": "L", "key": "K", "spki": "S", "person": "", "browser": "server", "id": "E0",
    "subject": "L", "enrolled": 0, "revoked": -1, "revocation": "",
}  # fmt: skip


_VERSIONS: tuple[tuple[int, str, str, list[str], int, int], ...] = (
    # position, subject, kind, follows, aside, superseded as it was counted then
    (1, "S", "screening.recorded/1", [], 0, 3),
    (2, "S", "screening.amended/1", ["e1"], 0, 1),
    (3, "S", "screening.amended/1", ["e1", "e6"], 0, 1),
    (4, "S", "screening.amended/1", ["e2", "e3"], 0, 0),
    (5, "S", "screening.amended/1", ["e4"], 1, 0),
    (6, "bare", "screening.recorded/1", [], 0, 1),
)
"""A correction that follows two versions, one of a version in another record, one kept aside."""


@pytest.fixture(params=DATABASES)
def first_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database as the first release of the tables left it, with a screening."""
    if request.param == "sqlite":
        yield _at_first(f"sqlite:///{tmp_path / 'first.db'}")
        return
    server = str(request.getfixturevalue("postgresql_server"))
    run_sql(server, "CREATE DATABASE first_tables")
    yield _at_first(name_database(server, "first_tables"))
    run_sql(server, "DROP DATABASE first_tables WITH (FORCE)")


def _at_first(url: str) -> str:
    engines = open_engines(url)
    with engines.writer.connect() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, FIRST)
        _insert(connection, "screening", _SCREENING)
        _insert(connection, "screening", _SCREENING | {"screening": "bare", "position": 8})
        _insert(connection, "logbook", _LOGBOOK)
        _insert(connection, "entry", _OPENED)
        _insert(connection, "enrolled_key", _KEY)
        for rank, name in enumerate(("Cocaine, HCl", 'α-"PVP"')):
            row = {"logbook": "L", "screening": "S", "rank": rank, "name": name}
            _insert(connection, "finding", row | {"extra": "", "confidence": "shown"})
        row = {"logbook": "L", "screening": "S", "rank": 0, "kind": "police", "issuer": ""}
        _insert(connection, "reference", row | {"text": "КУ 12/23"})
        for rank, needle in enumerate(("ky1223", "12", "7")):
            row = {"logbook": "L", "screening": "S", "rank": rank}
            _insert(connection, "needle", row | {"text": needle})
        for version in _VERSIONS:
            _insert_version(connection, *version)
        connection.execute(text("UPDATE screening SET amended = 3 WHERE screening = 'S'"))
        connection.commit()
    engines.dispose()
    return url


def _insert_version(
    connection: Connection, position: int, subject: str, kind: str, follows: list[str],
    aside: int, superseded: int,
) -> None:  # fmt: skip
    header = json.dumps({"kind": kind, "follows": follows}).encode()
    common = {"position": position, "subject": subject, "kind": kind, "header": header}
    _insert_entry(connection, common, {"aside": aside, "superseded": superseded})


def _insert_entry(
    connection: Connection, entry: dict[str, object], place: dict[str, object]
) -> None:
    at = entry["position"]
    both = {"logbook": "L", "id": f"e{at}"}
    header = b'{"follows":[]}'
    bare = {"key": "k", "seq": at, "header": header, "signature": b"", "stamp": b"", "leaf": b""}
    _insert(connection, "entry", both | bare | entry)
    named = {name: entry[name] for name in ("position", "subject", "kind")}
    stands = {"reads": "", "person": "", "unit": "", "about": "", "aside": 0, "superseded": 0}
    _insert(connection, "placed", both | stands | named | place)


def _insert(connection: Connection, table: str, row: dict[str, object]) -> None:
    values = ", ".join(f":{name}" for name in row)
    names = ", ".join(f'"{name}"' for name in row)
    statement = f"INSERT INTO {table} ({names}) VALUES ({values})"  # noqa: S608  # our own names
    connection.execute(text(statement), row)


def _migrated(url: str, query: str) -> list[tuple[object, ...]]:
    """Bring a database up to date; return the rows of a query."""
    migrate(url)
    engines = open_engines(url)
    with engines.reader.connect() as connection:
        rows = [tuple(row) for row in connection.execute(text(query))]
    engines.dispose()
    return rows


def test_the_newest_tables_are_those_of_the_program(database_url: str) -> None:
    engines = open_engines(database_url)
    with engines.writer.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
    engines.dispose()


def test_keys_that_were_there_are_the_first_of_their_browsers(first_url: str) -> None:
    keys = 'SELECT "key", browser_key FROM enrolled_key'
    assert _migrated(first_url, keys) == [("K", "K")]
    heads = [("L", "L/1+V", 0, "E0", "")]
    assert _migrated(first_url, "SELECT * FROM checkpoint_key") == heads


def test_a_screening_keeps_its_lines_in_their_order(first_url: str) -> None:
    query = 'SELECT findings, "references", searched, banner FROM screening ORDER BY position'
    assert _migrated(first_url, query) == [
        ('["Cocaine, HCl","α-\\"PVP\\""]', '["КУ 12/23"]', "ky1223 12 7", "ALARM"),
        ("[]", "[]", "", "ALARM"),
    ]


def test_a_log_that_was_there_is_looked_through_from_its_beginning(first_url: str) -> None:
    assert _migrated(first_url, "SELECT logbook, position FROM examined") == [("L", 0)]


def test_versions_that_nothing_replaced_are_counted(first_url: str) -> None:
    heads = "SELECT heads FROM screening ORDER BY position"
    assert _migrated(first_url, heads) == [(2,), (1,)]
    replaced = "SELECT superseded FROM placed ORDER BY position"
    assert [number for (number,) in _migrated(first_url, replaced)] == [2, 1, 0, 0, 0, 0]


_SPOKEN: tuple[tuple[int, str, str, str, str, str], ...] = (
    # position, subject, kind, verdict, unit, about
    (11, "S", "disclosure.made/1", "accepted", "R", "U"),
    (12, "S", "review.made/1", "quarantined", "R", "U"),
    (13, "A", "lab.result.issued/1", "accepted", "LAB", "U"),
    (14, "A", "review.made/1", "accepted", "R", "LAB"),
)
"""Said by people of R: of a record of U, one that was released, of a result that came early."""


def test_what_was_said_of_a_record_stands_where_the_record_stands(first_url: str) -> None:
    engines = open_engines(first_url)
    with engines.writer.connect() as connection:
        for position, subject, kind, verdict, unit, about in _SPOKEN:
            stamp = json.dumps({"verdict": verdict}).encode()
            entry = {"position": position, "subject": subject, "kind": kind, "stamp": stamp}
            _insert_entry(connection, entry, {"unit": unit, "about": about})
        connection.commit()
    engines.dispose()
    query = "SELECT unit, about FROM placed WHERE position > 10 ORDER BY position"
    assert _migrated(first_url, query) == [("U", "U"), ("R", "U"), ("LAB", "U"), ("LAB", "U")]


_RESULT = "lab.result.issued/1"
_ITEMS: tuple[tuple[int, str, str], ...] = (
    # position, part, item
    (1, "item", "I"), (2, "item", "J"), (3, "item", "I"), (5, "item", "kept aside"),
    (6, "item", "I"), (21, "result", "X"), (22, "result", "Y"), (23, "result", "X"),
)  # fmt: skip
"""Named by versions: of a corrected screening, of one with one version, of two results."""


def test_the_items_of_a_record_that_has_named_more_than_one_are_known(first_url: str) -> None:
    engines = open_engines(first_url)
    with engines.writer.connect() as connection:
        connection.execute(text("UPDATE screening SET amended = 1 WHERE screening = 'bare'"))
        _insert_version(connection, 21, "A", _RESULT, [], 0, 1)
        _insert_version(connection, 22, "A", _RESULT, ["e21"], 0, 0)
        _insert_version(connection, 23, "B", _RESULT, [], 0, 0)
        for position, name, item in _ITEMS:
            row = {"logbook": "L", "position": position, "name": name, "salt": b""}
            _insert(connection, "part", row | {"body": json.dumps({"item": item}).encode()})
        connection.commit()
    engines.dispose()
    query = "SELECT record, item FROM item_named ORDER BY record, item"
    assert _migrated(first_url, query) == [("A", "X"), ("A", "Y"), ("S", "I"), ("S", "J")]


_ENROLLED: tuple[tuple[int, str, str, str], ...] = (
    # position, key that signed, code, browser
    (31, "K", "key_revoked", "phone"),
    (32, "K", "part_invalid", "desk"),
    (33, "k", "key_revoked", "desk"),
)
"""Kept aside: by a former entry key of the server's, with words that do not fit, by a person."""


def test_what_a_former_entry_key_enrolled_is_known_and_never_speaks(first_url: str) -> None:
    engines = open_engines(first_url)
    with engines.writer.connect() as connection:
        for position, key, code, browser in _ENROLLED:
            entry = {
                "position": position, "subject": "P", "kind": "key.enrolled/1", "key": key,
                "stamp": json.dumps({"code": code}).encode(),
            }  # fmt: skip
            _insert_entry(connection, entry, {"aside": 1})
            stated = {"spki": to_b64u(b"%d" % position), "person": "P", "browser": browser}
            part = {"logbook": "L", "position": position, "name": "enrolment", "salt": b""}
            _insert(connection, "part", part | {"body": json.dumps(stated).encode()})
        connection.commit()
    engines.dispose()
    query = (
        'SELECT logbook, "key", spki, person, browser, id, subject, enrolled, revoked, revocation, '
        "browser_key FROM enrolled_key WHERE person = 'P'"
    )
    name, spki = key_id(b"31"), to_b64u(b"31")
    told = ("L", name, spki, "P", "phone", "e31", "P", 31, 31, "enrolment_aside", name)
    assert _migrated(first_url, query) == [told]
