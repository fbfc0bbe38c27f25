"""Any single row changed, deleted, moved or added behind the product's back is named."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    LargeBinary,
    Table,
    create_engine,
    delete,
    insert,
    select,
)

from db.log.heads import logbooks
from db.store import Store
from db.tables.log import entry, head, part
from db.tables.projected import PROJECTED, node
from sync.audit.check import Fault, check_log, check_logbooks
from sync.audit.rebuild import compare, find_fault, rebuilt_from
from sync.views.examination import examine
from tests import content
from tests.clients import new_id
from tests.office import Office, item_of

TABLES = [entry, part, head, *PROJECTED]
Row = dict[str, Any]


def _quiet(_done: int, _size: int) -> None:
    """Progress is nobody's business here."""


@pytest.fixture
def story(office: Office) -> Office:
    """Give a log in which every projection has rows, one stored subtree among them."""
    screened = office.record()
    reported = office.report(item_of(screened))
    office.decide(screened, reported)
    again = office.report(item_of(screened), before=reported)
    office.decide(office.amend(screened), again)
    for name in ("Δ9-THC", "α-PVP"):
        parts = content.screening(name=name, references=(f"КУ {name}", "KY 12/23"))
        other = office.send(office.officer, "screening.recorded/1", parts)
        office.lift(office.hold(other))
        office.approve(office.order(other, "references"))
        office.amend(other, item={"item": new_id(), "number": "2", "form": "powder"})
    office.hold(screened)
    office.order(screened, "reading")
    state = {"state": {"since": "2026-11-01", "in_service": True, "library": "1.2"}}
    entry_of_state = office.administrator.write(
        "instrument.state.stated/1", state, subject=content.INSTRUMENT
    )
    office.administrator.send(office.server, entry_of_state)
    for _ in range(240):
        office.officer.write("screening.recorded/1", content.screening())
    office.officer.send(office.server)
    for about in ("amended", "late_sync"):
        said = {"review": {"about": about, "decision": "noted"}}
        entry = office.auditor.write(
            "review.made/1", said, subject=screened.header.subject, follows=[screened.id]
        )
        office.auditor.send(office.server, entry)
    examine(office.server.store, office.server.logbook)
    return office


@contextmanager
def unguarded(url: str) -> Iterator[Connection]:
    """Give a connection on which no trigger fires, as a superuser has one."""
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET session_replication_role = replica")
        else:
            triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            for (name,) in connection.exec_driver_sql(triggers).all():
                connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
        yield connection
    engine.dispose()


@dataclass(frozen=True, slots=True)
class Tamper:
    """Rows to take out and rows to put in; `touched` are the rows it is about."""

    name: str
    out: list[Row]
    put: list[Row]

    @property
    def touched(self) -> list[Row]:
        return [*self.out, *self.put]


def tampers(table: Table, rows: list[Row]) -> Iterator[Tamper]:
    """Yield a flip of each column, a delete, an insert, and a swap where there are two rows."""
    victim = rows[len(rows) // 2]
    yield Tamper("delete", [victim], [])
    last = list(table.primary_key)[-1]
    added = {**victim, last.name: flipped(last, victim[last.name])}
    if table is entry:  # the database itself refuses a second row of one id
        added["id"] = flipped(entry.c.id, victim["id"])
    yield Tamper("insert", [], [added])
    for column in table.c:
        changed = {**victim, column.name: flipped(column, victim[column.name])}
        yield Tamper(f"flip {column.name}", [victim], [changed])
    others = [row for row in rows if differ(table, row, victim)]
    if others:
        yield swapped(table, victim, others[0])


def differ(table: Table, one: Row, other: Row) -> bool:
    """Say whether two rows differ in more than their places."""
    keys = {column.name for column in table.primary_key}
    return any(one[name] != other[name] for name in one if name not in keys)


def swapped(table: Table, one: Row, other: Row) -> Tamper:
    """Exchange the places of two rows."""
    keys = [column.name for column in table.primary_key]
    put = [
        {**one, **{name: other[name] for name in keys}},
        {**other, **{name: one[name] for name in keys}},
    ]
    return Tamper("swap", [one, other], put)


def flipped(column: Column[Any], value: Any) -> Any:
    """Return another value of the column's type."""
    if isinstance(column.type, LargeBinary):
        return bytes(value[:-1]) + bytes([value[-1] ^ 1])
    if isinstance(column.type, BigInteger):
        return value + 1000
    return f"{value}x"


def carry_out(url: str, table: Table, tamper: Tamper) -> None:
    """Take the rows out and put the others in."""
    with unguarded(url) as connection:
        for row in tamper.out:
            mine = [table.c[column.name] == row[column.name] for column in table.primary_key]
            connection.execute(delete(table).where(*mine))
        for row in tamper.put:
            connection.execute(insert(table), row)


def undo(tamper: Tamper) -> Tamper:
    """Return what brings the rows back."""
    return Tamper(f"undo {tamper.name}", tamper.put, tamper.out)


def rows_of(url: str, table: Table) -> list[Row]:
    """Return every row in the order of its key."""
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.connect() as connection:
        query = select(table).order_by(*table.primary_key)
        rows = [dict(row) for row in connection.execute(query).mappings()]
    engine.dispose()
    return rows


def expected_positions(table: Table, tamper: Tamper) -> set[int]:
    """Return the positions that the audit may name: those of the rows it was about."""
    if table is node:
        return {row["number"] << row["height"] for row in tamper.touched}
    for name in ("position", "enrolled"):
        if name in table.c:
            return {row[name] for row in tamper.touched}
    return set()


def wrongly_named(table: Table, tamper: Tamper, fault: Fault | None) -> bool:
    """Say whether the audit missed the row or named another."""
    if fault is None or fault.table != table.name:
        return True
    allowed = expected_positions(table, tamper)
    return fault.position not in allowed if allowed else fault.position < 0


def log_fault(store: Store) -> Fault | None:
    """Audit the log rows of every logbook."""
    with store.reading() as reading:
        known = logbooks(reading)
    faults = (check_log(store, logbook, _quiet) for logbook in known)
    return check_logbooks(store) or next(filter(None, faults), None)


def test_every_tampering_is_named_by_table_and_position(story: Office) -> None:
    store, url = story.server.installation.store, story.server.url
    missed: list[str] = []
    with store.reading() as sound, rebuilt_from(sound, store.clock, _quiet) as rebuilt:
        for table in TABLES:
            for tamper in tampers(table, rows_of(url, table)):
                carry_out(url, table, tamper)
                fault = log_fault(store) if table not in PROJECTED else None
                if fault is None:
                    with store.reading() as live:
                        fault = compare(live, rebuilt)
                if wrongly_named(table, tamper, fault):
                    missed.append(f"{table.name}: {tamper.name}: {fault}")
                carry_out(url, table, undo(tamper))
    assert missed == []
    assert find_fault(store, lambda _name: _quiet) is None


def test_entries_pushed_during_an_audit_are_no_fault(story: Office) -> None:
    store = story.server.installation.store

    def push_meanwhile(_done: int, _size: int) -> None:
        story.record()

    assert find_fault(store, lambda _name: push_meanwhile) is None


def test_a_row_of_a_logbook_that_does_not_exist_is_named(story: Office) -> None:
    row = rows_of(story.server.url, part)[0] | {"logbook": new_id()}
    carry_out(story.server.url, part, Tamper("insert", [], [row]))
    assert check_logbooks(story.server.installation.store) == Fault(
        "part", row["position"], "its logbook has no head"
    )
