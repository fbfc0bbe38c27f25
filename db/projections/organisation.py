"""Logbook, keys, units, people, instruments."""

import json
from datetime import timedelta

from sqlalchemy import select

from db.driver.hints import likely
from db.log.placement import ITS_ENTRY
from db.log.rows import Rows
from db.log.versions import parts_of
from db.projections.fact import AcceptedEntry
from db.store import moment
from db.tables.log import entry
from db.tables.projected import (
    checkpoint_key,
    enrolled_key,
    examined,
    instrument,
    instrument_state,
    logbook,
    person,
    placed,
    unit,
)
from proof.rotation import rotated_name
from proof.signatures import key_name
from proof.times import instant
from schemas.kinds import organisation as org

BOTH_SIGN = timedelta(days=30)
"""How long a checkpoint key goes on signing beside the one that follows it."""

ENROLMENT_QUARANTINED = "enrolment_aside"
ROTATION_QUARANTINED = "rotation_aside"
"""Why a key never speaks: what made it known was kept aside."""


def logbook_opened(rows: Rows, fact: AcceptedEntry) -> None:
    """Name the logbook and enrol the server's entry key, which speaks for nobody."""
    opening = fact.part("opening", org.Opening)
    rows.put(
        logbook,
        {},
        name=opening.name,
        purpose=opening.purpose.value,
        epoch=opening.epoch,
        entry_key=key_name(opening.entry_key),
        checkpoint_key=opening.checkpoint_key,
    )
    rows.add(examined, position=0)
    key = opening.checkpoint_key
    rows.add(checkpoint_key, key=key, position=fact.position, entry=fact.id, ends="")
    _enrol(rows, fact, opening.entry_key, person="", browser="server")


def key_enrolled(rows: Rows, fact: AcceptedEntry) -> None:
    """Enrol a person's key; a founder nobody has registered yet begins with the invite's roles."""
    enrolment = fact.part("enrolment", org.Enrolment)
    who, where = enrolment.person, enrolment.browser.value
    # What a former key of the server's said of this key gives way to what the present one says.
    rows.remove(enrolled_key, key=key_name(enrolment.spki), revocation=ENROLMENT_QUARANTINED)
    _enrol(rows, fact, enrolment.spki, person=who, browser=where)
    if rows.find(person, person=enrolment.person) is None:
        rows.add(
            person,
            person=enrolment.person,
            name="",
            number="",
            unit="",
            roles=json.dumps([role.value for role in enrolment.roles]),
            active=1,
            entry=fact.id,
        )


def key_enrolled_quarantined(rows: Rows, fact: AcceptedEntry) -> None:
    """Know the key that a former entry key of the server's enrolled, lost by a restored log.

    It never speaks, because that key may have been rotated for being stolen: all that it signs is
    kept aside. Nobody becomes known as a person by it.
    """
    signer = rows.find(enrolled_key, key=fact.header.key)
    if signer.person or signer.enrolled == signer.revoked:
        return
    enrolment = fact.part("enrolment", org.Enrolment)
    never = {"revoked": fact.position, "revocation": ENROLMENT_QUARANTINED}
    who, where = enrolment.person, enrolment.browser.value
    _enrol(rows, fact, enrolment.spki, person=who, browser=where, **never)


def key_rotated(rows: Rows, fact: AcceptedEntry) -> None:
    """From this position on another key speaks for the same person, or for the server."""
    rotation = fact.part("rotation", org.Rotation)
    old = rows.find(enrolled_key, key=fact.header.key)
    _follow(rows, fact, rotation.spki)
    ended = {"revoked": fact.position, "revocation": "rotated"}
    rows.change(enrolled_key, {"key": old.key}, **ended)
    if not old.person:
        rows.change(logbook, {}, entry_key=rotated_name(rotation))


def key_rotated_quarantined(rows: Rows, fact: AcceptedEntry) -> None:
    """Know the key of a rotation that does not count, so that what it signs is not lost.

    It never speaks: all of that is kept aside. The rotation has been proved.
    """
    rotation = fact.part("rotation", org.Rotation)
    _follow(rows, fact, rotation.spki, revoked=fact.position, revocation=ROTATION_QUARANTINED)


def _follow(rows: Rows, fact: AcceptedEntry, spki: str, **columns: object) -> None:
    old = rows.find(enrolled_key, key=fact.header.key)
    same = {"person": old.person, "browser": old.browser, "browser_key": old.browser_key}
    _enrol(rows, fact, spki, **same, **columns)


def key_revoked(rows: Rows, fact: AcceptedEntry) -> None:
    """From this position on neither the key speaks nor one that followed it in its browser.

    Whoever revokes names the key that they know of; a thief may have rotated it just before.
    """
    revocation = fact.part("revocation", org.Revocation)
    found = rows.find(enrolled_key, key=revocation.key)
    if found is not None:
        reason, browser = revocation.reason.value, found.browser_key
        speaking = {"browser_key": browser, "revoked": -1}
        rows.change(enrolled_key, speaking, revoked=fact.position, revocation=reason)
        # Nor one that a former entry key enrolled: with another reason its row gives way to no
        # enrolment by the present one.
        never = {"browser_key": browser, "revocation": ENROLMENT_QUARANTINED}
        rows.change(enrolled_key, never, revocation=reason)


def checkpoint_key_rotated(rows: Rows, fact: AcceptedEntry) -> None:
    """From now on both keys sign each head; after thirty days the new one alone."""
    rotation = fact.part("rotation", org.CheckpointRotation)
    ends = moment(instant(fact.received) + BOTH_SIGN)
    rows.change(checkpoint_key, {"key": rotation.old}, ends=ends)
    rows.add(checkpoint_key, key=rotation.new, position=fact.position, entry=fact.id, ends="")
    rows.change(logbook, {}, checkpoint_key=rotation.new)


def unit_stated(rows: Rows, fact: AcceptedEntry) -> None:
    """A unit as it is from now on."""
    stated = fact.part("unit", org.Unit)
    rows.put(
        unit,
        {"unit": fact.header.subject},
        name=stated.name,
        kind=stated.kind.value,
        site=stated.site.value,
        territory=stated.territory,
        parent=stated.parent,
        serves=json.dumps(stated.serves),
        entry=fact.id,
    )


def person_stated(rows: Rows, fact: AcceptedEntry) -> None:
    """A person as they are from now on; a part that is not stated stays as it was."""
    before = rows.find(person, person=fact.header.subject)
    named = fact.optional("person", org.Person)
    appointed = fact.optional("appointment", org.Appointment)
    values = {
        "name": named.name if named else before.name if before else "",
        "number": named.number if named else before.number if before else "",
        "unit": appointed.unit if appointed else before.unit if before else "",
        "roles": _roles(appointed) if appointed else before.roles if before else "[]",
    }
    rows.put(person, {"person": fact.header.subject}, **values, active=1, entry=fact.id)


def lose_name(rows: Rows, subject: str) -> None:
    """Show a person whose name has been erased without it, unless a later entry states one."""
    if rows.find(person, person=subject) is None:
        return
    named = _last_name(rows, subject)
    values = {"name": named.name, "number": named.number} if named else {"name": "", "number": ""}
    rows.change(person, {"person": subject}, **values)


def _last_name(rows: Rows, subject: str) -> org.Person | None:
    """Return the name that the last entry to state one states; None if it has been erased."""
    query = (
        select(placed.c.position, entry.c.header)
        .select_from(placed.join(entry, ITS_ENTRY))
        .where(likely(placed.c.logbook == rows.logbook), placed.c.subject == subject)
        .where(placed.c.kind.in_(_NAMING), placed.c.aside == 0)
        .order_by(placed.c.position.desc())
    )
    stating = (row.position for row in rows.all(query) if "person" in _parts_in(row.header))
    stored = parts_of(rows.writing, rows.logbook, next(stating, -1))
    bodies = [part.body for part in stored if part.name == "person"]
    return org.Person.model_validate_json(bodies[0]) if bodies else None


_NAMING = ("person.registered/1", "person.changed/1")


def _parts_in(header: bytes) -> dict[str, str]:
    named: dict[str, str] = json.loads(header)["parts"]
    return named


def person_deactivated(rows: Rows, fact: AcceptedEntry) -> None:
    """From now on the person may not read or write; what they wrote stays theirs."""
    rows.change(person, {"person": fact.header.subject}, active=0, entry=fact.id)


def instrument_registered(rows: Rows, fact: AcceptedEntry) -> None:
    """An instrument by its serial number."""
    stated = fact.part("instrument", org.Instrument)
    rows.put(
        instrument,
        {"instrument": fact.header.subject},
        profile=stated.profile,
        manufacturer=stated.manufacturer,
        model=stated.model,
        serial=stated.serial,
        technique=stated.technique.value,
        regime=stated.regime.value,
        unit=stated.unit,
        entry=fact.id,
    )


def instrument_state_stated(rows: Rows, fact: AcceptedEntry) -> None:
    """Firmware and library of an instrument from a day on; every earlier state stays."""
    stated = fact.part("state", org.InstrumentState)
    rows.put(
        instrument_state,
        {"entry": fact.id},
        instrument=fact.header.subject,
        position=fact.position,
        since=stated.since,
        firmware=stated.firmware,
        library=stated.library,
        in_service=int(stated.in_service),
        note=stated.note,
    )


def _enrol(rows: Rows, fact: AcceptedEntry, spki: str, **columns: object) -> None:
    """Know a key from here on. What is known of it already stays."""
    key = key_name(spki)
    if rows.find(enrolled_key, key=key) is None:
        begun = {"revoked": -1, "revocation": "", "browser_key": key}
        rows.add(
            enrolled_key,
            key=key,
            spki=spki,
            id=fact.id,
            subject=fact.header.subject,
            enrolled=fact.position,
            **(begun | columns),
        )


def _roles(appointment: org.Appointment) -> str:
    return json.dumps([role.value for role in appointment.roles])
