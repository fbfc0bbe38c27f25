"""A day of an office in which everything is done that asks the database something."""

from collections.abc import Callable
from contextlib import closing, suppress
from datetime import timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import text

from db.people.accounts import find_account
from db.queries.worklist import Wanted
from db.store import Store
from proof.encoding import to_b64u
from proof.signatures import public_bytes, sign
from schemas.answers.laboratory import Queue
from schemas.kinds.review import Concern
from schemas.problems import VerbatimError
from schemas.retention import PERIODS
from sync.evidence.export import Request, disclose, make_bundle
from sync.joining.enrol import Joined, JoinRequest, join
from sync.joining.invites import Fresh, cancel_invite, invite_person, list_invites, renew_invite
from sync.operator.bootstrap import invite_founder, lacks_administrator
from sync.operator.key_inventory import take_inventory
from sync.operator.key_rotation import rotate_checkpoint_key, rotate_entry_key
from sync.pull import etag_of, pull
from sync.retention.erase import carry_out_all
from sync.retention.retention_due import list_due
from sync.sessions.sign_in import (
    begin_session,
    choose_password,
    make_nonce,
    make_password_code,
    read_session,
    sign_in_desk,
    sign_in_phone,
    sign_out,
    sign_out_everywhere,
)
from sync.views.quarantine import read_quarantine
from sync.views.read_only import read_guard
from sync.views.record import read_record
from sync.views.registry import read_registry
from sync.views.review import read_queue, read_reasons
from sync.views.server_keys import read_rotations
from sync.views.tree import prove_growth, prove_inclusion, read_tile
from sync.views.worklist import read_worklist
from tests import content
from tests.clients import START, Browser, Clock, Server, body_of, new_id
from tests.keys import by_server
from tests.office import Office, item_of
from tests.reviewing import review

COMMON, REPORTED, DECIDED = 150, 40, 30
"""Screenings of an ordinary month, how many are reported, and how many of those decided."""

PASSWORD = "zelena kiša pada dugo"  # opens nothing


def work(office: Office, copy: Callable[[str], str]) -> None:
    """Do all of it, on both sides of the wire."""
    _record_and_report(office)
    _change_what_stands(office)
    _keep_aside(office)
    _keep_and_erase(office)
    _speak_of(office)
    _keep_the_registry(office)
    _read(office)
    _come_in(office)
    _console(office)
    _open_an_epoch(office, copy)
    _notice_a_change(office)


def _record_and_report(office: Office) -> None:
    for number in range(COMMON):
        parts = content.screening(number=str(number), references=(f"КУ {number}/26",))
        office.officer.write("screening.recorded/1", parts)
    office.officer.send(office.server)
    for number, screened in enumerate(office.officer.own[:REPORTED]):
        status = "preliminary" if number % 6 == 5 else "final"
        parts = content.result(item_of(screened), office.laboratory, status)
        reported = office.analyst.write("lab.result.issued/1", parts)
        if number < DECIDED:
            parts = content.decision(screened.header.subject, reported.header.subject)
            follows = [screened.id, reported.id]
            office.supervisor.write("reconciliation.decided/1", parts, follows=follows)
    office.analyst.send(office.server)
    office.supervisor.send(office.server)
    early = new_id()
    office.report(early)
    office.officer.pull(office.server)
    office.record(item=early)
    office.officer.pull(office.server)
    office.send(office.stranger, "screening.recorded/1", content.screening(early))


def _change_what_stands(office: Office) -> None:
    first, second, third = office.officer.own[:3]
    moved: dict[str, object] = {"item": new_id(), "number": "9", "form": "powder"}
    one = office.amend(first, item=moved)
    other = office.amend(first, reading=content.reading(name="Procaine"))
    office.resolve(one, other)
    void = office.officer.write(
        "screening.voided/1", content.REASON, subject=third.header.subject, follows=[third.id]
    )
    office.officer.send(office.server, void)
    reported = next(one for one in office.analyst.own if one.header.kind == "lab.result.issued/1")
    again = office.report(item_of(second), "amended", before=reported)
    office.decide(second, again)


def _keep_aside(office: Office) -> None:
    kept = office.stranger.write(
        "screening.amended/1", {**content.REASON, **content.screening()},
        subject=office.officer.own[0].header.subject, follows=[office.officer.own[0].id],
    )  # fmt: skip
    early = office.officer.write("screening.recorded/1", content.screening())
    late = office.officer.write(
        "screening.amended/1", {**content.REASON, "reading": content.reading()},
        subject=early.header.subject, follows=[early.id],
    )  # fmt: skip
    office.officer.pull(office.server)
    office.stranger.send(office.server, kept)
    office.officer.send(office.server, late)
    office.officer.send(office.server, early, early)
    office.officer.pull(office.server)
    office.release(late)
    office.officer.pull(office.server)
    office.server.push(b"{}\nnonsense\n" + body_of([early]))


def _keep_and_erase(office: Office) -> None:
    parts = content.screening(references=("КУ 1/26",))
    parts["note"] = {"text": "Found by K."}
    noted = office.send(office.officer, "screening.recorded/1", parts)
    order = office.order(noted, "note")
    held = office.hold(noted)
    office.approve(order)
    office.lift(held)
    office.hold(office.officer.own[5])
    disclosed = office.disclose(noted, office.officer.own[5])
    make_bundle(office.server.installation, office.server.logbook, disclosed.id)
    office.approve(office.order(noted, "references"))
    office.server.push(b"more nonsense")
    name = next(
        entry for entry in office.administrator.own
        if (entry.header.kind, entry.header.subject)
        == ("person.registered/1", office.colleague.person)
    )  # fmt: skip
    administrators = (office.administrator, office.server.enrol(_join_office(office)))
    order = office.order(name, "person", by=administrators[0])
    office.approve(order, by=administrators[1])
    office.order(office.officer.own[4], "reading")


def _join_office(office: Office) -> str:
    person = new_id()
    parts = content.person("Second", office.region, "administrator")
    office.send(office.administrator, "person.registered/1", parts, person)
    return person


def _speak_of(office: Office) -> None:
    read_queue(office.server.installation, office.server.logbook, office.auditor.person)
    for entry in office.officer.own:
        if entry.header.kind in ("screening.amended/1", "screening.voided/1"):
            about = entry.header.kind.split(".")[1].removesuffix("/1")
            for who, said in ((office.supervisor, "escalated"), (office.auditor, "explained")):
                review(office, who, entry, about, decision=said)


def _keep_the_registry(office: Office) -> None:
    state = {"state": {"since": "2026-11-01", "in_service": True, "library": "1.2"}}
    office.send(office.administrator, "instrument.state.stated/1", state, content.INSTRUMENT)
    office.send(office.administrator, "unit.changed/1", content.unit("Post", parent=office.region),
                office.post)  # fmt: skip
    parts = content.person("Ana", office.elsewhere, "officer")
    office.send(office.administrator, "person.changed/1", parts, office.stranger.person)
    lost = office.server.enrol(office.colleague.person)
    rotated = lost.rotate()
    lost.send(office.server, rotated)
    office.revoke(rotated.header.key)
    thief = office.server.enrol(office.colleague.person)
    office.revoke(thief.key)
    aside = thief.rotate()
    thief.send(office.server, aside)
    gone = {"reason": {"text": "Left the service."}}
    office.send(office.administrator, "person.deactivated/1", gone, office.colleague.person)
    _rotate_server_keys(office.server, office.colleague.person)


def _rotate_server_keys(server: Server, person: str) -> None:
    old = next(iter(server.installation.keyring.of(server.logbook).entries))
    rotate_entry_key(server.installation, server.logbook)
    rotate_checkpoint_key(server.installation, server.logbook)
    known = server.installation.keyring.of(server.logbook)
    stranger = Browser(server.logbook, person, known.verifier)
    enrolment = {"spki": stranger.spki, "person": person, "browser": "phone", "roles": []}
    late = by_server(server, old, "key.enrolled/1", {"enrolment": enrolment})
    server.push(body_of([late]))


def _read(office: Office) -> None:
    held, logbook = office.server.installation, office.server.logbook
    filters: tuple[dict[str, Any], ...] = (
        {"unit": office.post}, {"instrument": content.INSTRUMENT}, {"outcome": "completed"},
        {"first_day": "2026-11-22", "last_day": "2026-11-22"}, {"find": "ку 3"}, {"after": 60},
    )  # fmt: skip
    for who in (office.supervisor, office.analyst, office.auditor, office.administrator):
        for queue in ("all", *(queue.value for queue in Queue)):
            for given in ({}, *filters):
                read_worklist(held, logbook, who.person, Wanted(queue, **given))
        pull(held, logbook, who.person, "", 1000)
        etag_of(held, logbook, who.person)
        for after, before in ((-1, -1), (20, -1), (-1, 10_000)):
            read_quarantine(held, logbook, who.person, after, before)
        read_queue(held, logbook, who.person)
        read_reasons(held, logbook, who.person, "2026-11-22", "2026-11-23")
        with suppress(VerbatimError):
            read_record(held, logbook, who.person, office.officer.own[5].header.subject)
    for concern in Concern:
        read_queue(held, logbook, office.auditor.person, concern.value)
    for standing in range(3):
        read_queue(held, logbook, office.auditor.person, "", f"{standing}.3.gap")
    _read_what_all_may(office)


def _read_what_all_may(office: Office) -> None:
    held, logbook = office.server.installation, office.server.logbook
    read_registry(held, logbook)
    read_rotations(held, logbook)
    size = office.server.head().size
    prove_inclusion(held, logbook, 3, size)
    prove_growth(held, logbook, 3, size)
    for tile in (f"0/000.p/{min(size, 255)}", "entries/000.p/9"):
        read_tile(held, logbook, tile)
    begun = begin_session(office.server.store, "phone", logbook, office.officer.person,
                          office.officer.key)  # fmt: skip
    viewer = read_session(office.server.store, "phone", begun.token)
    tag = pull(held, logbook, office.officer.person, "", 1000).etag
    held.polls.remember(viewer, tag)
    held.polls.is_unchanged(logbook, "phone", begun.token, tag)


def _come_in(office: Office) -> None:
    """Invites, sessions and passwords."""
    server, store = office.server, office.server.store
    held, logbook = server.installation, server.logbook
    inviter = (office.administrator.person, "")
    for browser in ("phone", "desk"):
        fresh = invite_person(held, logbook, office.chief.person, browser, inviter)
        assert enter(server, fresh, browser).person.person == office.chief.person
    for act in (renew_invite, lambda held, *rest: cancel_invite(held.store, *rest)):
        fresh = invite_person(held, logbook, office.chief.person, "phone", inviter)
        act(held, logbook, fresh.number)
    list_invites(store, logbook)
    desk = sign_in_desk(store, "chief", PASSWORD)
    code, _ = make_password_code(store, logbook, office.chief.person)
    choose_password(store, "chief", password="", code=code, chosen=f"{PASSWORD} dalje")
    desk = sign_in_desk(store, "chief", f"{PASSWORD} dalje")
    _pass_minutes(server, 20)
    sign_out(store, read_session(store, "desk", desk.token))
    nonce = make_nonce(store)
    make_nonce(store)
    words = f"verbatim/session/1\n{logbook}\n{nonce}".encode()
    sig = to_b64u(sign(office.officer.private, words))
    phone = sign_in_phone(store, logbook, office.officer.key, nonce, sig)
    sign_out_everywhere(store, read_session(store, "phone", phone.token))
    begin_session(store, "phone", logbook, office.officer.person, office.officer.key)
    with store.reading() as reading:
        assert find_account(reading, "chief") is not None


def _pass_minutes(server: Server, minutes: int) -> None:
    assert isinstance(server.store.clock, Clock)
    server.store.clock.ahead += timedelta(minutes=minutes)


def enter(server: Server, fresh: Fresh, browser: str) -> Joined:
    """Let whoever holds an invite join with a new key."""
    key = ec.generate_private_key(ec.SECP256R1())
    spki = to_b64u(public_bytes(key.public_key()))
    words = f"verbatim/join/1\n{server.logbook}\n{fresh.number}\n{spki}".encode()
    asked = JoinRequest(
        number=fresh.number, secret=fresh.secret, code="", spki=spki, browser=browser,
        proof=to_b64u(sign(key, words)), sign_in="chief", password=PASSWORD,
    )  # fmt: skip
    return join(server.installation, server.logbook, asked)


def _console(office: Office) -> None:
    """What an operator does, and the audit."""
    server = office.server
    held, logbook = server.installation, server.logbook
    assert not lacks_administrator(server.store, logbook)
    enter(server, invite_founder(held, logbook), "phone")
    take_inventory(server.store, logbook)
    first, *_, other = office.officer.own[:6]
    for subject in (first.header.subject, other.header.subject, item_of(office.officer.own[6])):
        told = disclose(held, logbook, Request(subject, "District Court", "Article 123"))
        make_bundle(held, logbook, told.entries[0])
        make_bundle(held, logbook, told.entries[0], office.auditor.person)
    assert carry_out_all(held) == 0
    with closing(Store(server.url, lambda: START + timedelta(days=12 * 366))) as years_later:
        assert any(due.held for due in list_due(years_later, PERIODS))
    assert server.fault() is None


def _open_an_epoch(office: Office, copy: Callable[[str], str]) -> None:
    """Restore an older copy, under a signer that knows better, and go on from there."""
    administrator = office.server.enrol(_join_office(office))
    older = copy(office.server.url)
    office.record()
    server = Server(older, office.server.folder, office.server.logbook)
    told = read_guard(server.installation, server.logbook)
    assert told["read_only"]
    following = told["next"]
    assert following is not None
    given = {"epoch": following.model_dump()}
    why = {"reason": {"text": "The disk failed."}}
    proposal = office.administrator.write("epoch.proposed/1", {**given, **why})
    with suppress(VerbatimError):  # nothing is answered before a second person has agreed
        server.push(body_of([proposal]))
    read_guard(server.installation, server.logbook)
    approval = administrator.write(
        "epoch.approved/1", given, subject=proposal.header.subject, follows=[proposal.id]
    )
    server.push(body_of([approval]))
    assert server.head().epoch == following.epoch
    read_record(server.installation, server.logbook, office.auditor.person,
                office.officer.own[5].header.subject)  # fmt: skip
    server.close()


def _notice_a_change(office: Office) -> None:
    """Change a derived row behind the server's back, for the audit to say which."""
    with office.server.store.writing() as writing:
        writing.connection.execute(text("UPDATE person SET number = 'changed'"))
    fault = office.server.fault()
    assert fault is not None
    assert fault.table == "person"
