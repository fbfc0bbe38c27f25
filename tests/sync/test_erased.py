"""What has been erased stays so: after a resend, a restore, a crash; and the audit knows it."""

from collections.abc import Callable
from typing import Any

import pytest

from db.queries.erasure import list_open_orders
from db.tables.log import part
from proof.authoring import Act
from schemas.roles import Row
from sync.audit.check import Fault
from sync.intake.server_entries import append_server_entry
from sync.retention import erase
from sync.retention.erase import carry_out_all
from sync.rules import table
from tests import content
from tests.clients import Server, body_of, raw_line, unguarded
from tests.erasing import (
    FULL,
    code_of,
    enrol_supervisor,
    held_parts,
    position_of,
    screen,
)
from tests.office import Office, open_office
from tests.sync.test_tampering import Tamper, carry_out, rows_of


def test_a_second_push_brings_nothing_back(office: Office) -> None:
    screened = screen(office)
    office.approve(office.order(screened, *FULL))
    receipt = office.server.push(body_of([screened]))
    assert receipt.results[0].verdict == "duplicate"
    office.officer.believe(receipt, [screened])
    assert held_parts(office.server, screened) == ["item"]
    assert office.server.fault() is None


@pytest.mark.parametrize("late", [False, True])
def test_after_a_restore_the_erasure_is_done_again(
    office: Office, copy: Callable[[str], str], *, late: bool
) -> None:
    """An approval that comes before its order is kept aside, like all that builds on the lost."""
    screened, third = screen(office), enrol_supervisor(office)
    url = copy(office.server.url)
    approval = office.approve(office.order(screened, *FULL))
    server = Server(url, unguarded(office.server.folder), office.server.logbook)
    people = [office.supervisor, office.chief]
    try:
        assert held_parts(server, screened) == ["item", *FULL]
        for who in (office.officer, *(people[::-1] if late else people)):
            who.start_over()
            who.send(server)
        if late:
            subject, follows = approval.header.subject, (approval.id,)
            third.write("quarantine.released/1", content.REASON, subject=subject, follows=follows)
            third.send(server)
        assert held_parts(server, screened) == ["item"]
        assert server.fault() is None
    finally:
        server.close()


def test_a_crash_after_the_approval_leaves_what_the_next_start_does(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    screened = screen(office)
    with monkeypatch.context() as crashing:
        crashing.setattr(erase, "carry_out", lambda *_: 0)
        office.approve(office.order(screened, "note"))
    assert "note" in held_parts(office.server, screened)
    assert carry_out_all(office.server.installation) == 1
    assert "note" not in held_parts(office.server, screened)
    assert carry_out_all(office.server.installation) == 0


def test_an_erasure_that_fails_half_way_leaves_everything(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    screened = screen(office)
    order = office.order(screened, *FULL)
    size = office.server.head().size

    def fail(*_: Any) -> None:
        raise RuntimeError("power is gone")

    with monkeypatch.context() as failing:
        failing.setattr("db.projections.retention.lose_parts", fail)
        with pytest.raises(RuntimeError):
            office.approve(order)
    assert held_parts(office.server, screened) == ["item", *FULL]
    assert office.server.head().size == size + 1
    with office.server.store.reading() as reading:
        assert [one.ordered for one in list_open_orders(reading, office.server.logbook)] == [
            order.id
        ]
    assert carry_out_all(office.server.installation) == 1
    assert office.server.fault() is None


def test_a_part_that_is_missing_without_an_erasure_is_a_fault(office: Office) -> None:
    screened = screen(office)
    office.approve(office.order(screened, "note"))
    at = position_of(office.server, screened)
    (row,) = [row for row in rows_of(office.server.url, part)
              if (row["position"], row["name"]) == (at, "place")]  # fmt: skip
    carry_out(office.server.url, part, Tamper("delete", [row], []))
    assert office.server.fault() == Fault("part", at, "part_missing: place")


def test_an_erased_part_that_came_back_is_a_fault(office: Office) -> None:
    screened = screen(office)
    at = position_of(office.server, screened)
    (row,) = [row for row in rows_of(office.server.url, part)
              if (row["position"], row["name"]) == (at, "note")]  # fmt: skip
    office.approve(office.order(screened, "note"))
    carry_out(office.server.url, part, Tamper("insert", [], [row]))
    assert office.server.fault() == Fault("part", at, "it has been erased")


@pytest.mark.parametrize("ordered", [False, True])
def test_an_erasure_that_nobody_approved_is_a_fault(
    office: Office, monkeypatch: pytest.MonkeyPatch, *, ordered: bool
) -> None:
    """Whoever has the server and its key can erase, and cannot hide that nobody asked for it."""
    server, screened = office.server, screen(office)
    office.hold(screened, by=office.chief)
    order = office.order(screened, "note") if ordered else screened
    monkeypatch.setitem(table._FINDERS, "part.erased/1", lambda *_: Row(""))
    act = Act(
        "part.erased/1", order.header.subject,
        {"erasure": {"entry": screened.id, "parts": ["note"]}},
        (screened.id, order.id if ordered else office.chief.enrolled.id, office.chief.own[0].id),
    )  # fmt: skip
    keyring = server.installation.keyring
    with server.store.writing() as writing:
        append_server_entry(writing, server.logbook, act, keyring, server.store.now())
    assert "note" not in held_parts(server, screened)
    reason = "no other person approved this erasure" if ordered else "nobody ordered this erasure"
    assert server.fault() == Fault("entry", server.head().size - 1, reason)


def test_nobody_but_the_server_states_an_erasure(office: Office) -> None:
    screened = screen(office)
    with pytest.MonkeyPatch.context() as waiting:
        waiting.setattr(erase, "carry_out", lambda *_: 0)
        order = office.order(screened, "note")
        approval = office.approve(order)
    entry = office.chief.write(
        "part.erased/1", {"erasure": {"entry": screened.id, "parts": ["note"]}},
        subject=order.header.subject, follows=(screened.id, order.id, approval.id),
    )  # fmt: skip
    assert code_of(office, office.chief, entry) == "permission_missing"
    assert "note" in held_parts(office.server, screened)


def test_two_logbooks_do_not_touch_each_other(office: Office) -> None:
    """The same office again in another logbook of the same database."""
    screened = screen(office)
    other = Server(office.server.url, office.server.folder)
    try:
        there = open_office(other)
        beside = screen(there)
        office.approve(office.order(screened, "note"))
        assert there.server.logbook != office.server.logbook
        assert office.server.fault() is None
        rows = [row for row in rows_of(other.url, part) if row["logbook"] == other.logbook]
        assert [row["name"] for row in rows if row["position"] == position_of(other, beside)]
        names = {row["name"] for row in rows if row["position"] == position_of(other, beside)}
        assert names == {"item", *FULL}
    finally:
        other.close()


def test_a_browser_that_has_dropped_them_may_send_the_rest_again(office: Office) -> None:
    """What is in the log is a duplicate whatever it lacks; what is not must come whole."""
    screened = screen(office)
    office.approve(office.order(screened, "note"))
    unsent = office.officer.write("screening.recorded/1", content.screening(references=("1",)))

    def drop(line: dict[str, Any]) -> None:
        for name in ("note", "references"):
            line["parts"].pop(name, None)

    for _ in range(2):
        body = b"\n".join(raw_line(entry, drop) for entry in (screened, unsent))
        known, new = office.server.push(body).results
        assert (known.verdict, known.position) == (
            "duplicate",
            position_of(office.server, screened),
        )
        assert (new.verdict, new.code, new.detail) == ("malformed", "part_missing", "references")
    assert office.officer.send(office.server, unsent)[0].verdict == "accepted"
    assert office.server.fault() is None
