"""Units, people, instruments and keys, as the log now describes them."""

import json
from typing import Any

from sqlalchemy import Table, and_, select

from db.log.heads import received_at
from db.store import ReadTransaction
from db.tables.access import contact
from db.tables.projected import enrolled_key, instrument, instrument_state, person, unit
from schemas.answers.organisation import InstrumentRow, KeyRow, PersonRow, StateRow, UnitRow


def read_units(reading: ReadTransaction, logbook: str) -> list[UnitRow]:
    """Return every unit by name."""
    rows = _all(reading, logbook, unit)
    for row in rows:
        row["serves"] = json.loads(row["serves"])
    return rows


def read_people(reading: ReadTransaction, logbook: str) -> list[PersonRow]:
    """Return every person by name; a deactivated one keeps the name in every trail."""
    rows = _all(reading, logbook, person)
    for row in rows:
        row |= {"roles": json.loads(row["roles"]), "active": bool(row["active"])}
    return rows


def read_instruments(reading: ReadTransaction, logbook: str) -> list[InstrumentRow]:
    """Return every instrument with the state that was stated last, None where none was."""
    states: dict[str, StateRow] = {}
    query = (
        select(instrument_state)
        .where(instrument_state.c.logbook == logbook)
        .order_by(instrument_state.c.since, instrument_state.c.position)
    )
    for row in reading.rows(query):
        states[row.instrument] = {
            "since": row.since,
            "firmware": row.firmware,
            "library": row.library,
            "in_service": bool(row.in_service),
            "entry": row.entry,
        }
    rows = _all(reading, logbook, instrument)
    for row in rows:
        row["state"] = states.get(row["instrument"])
    return rows


def read_keys(reading: ReadTransaction, logbook: str) -> list[KeyRow]:
    """Return every person's keys with their last contact, never the server's own.

    `enrolled` and `revoked` are moments of the server's stamps; `revoked` is "" while it is active.
    """
    return [_key(row) for row in read_enrolled(reading, logbook) if row["person"]]


def _key(row: Any) -> KeyRow:
    return {
        "key": row["key"],
        "person": row["person"],
        "browser": row["browser"],
        "subject": row["subject"],
        "revocation": row["revocation"],
        "enrolled": row["enrolled"],
        "revoked": row["revoked"],
        "last_contact": row["last_contact"],
        "last_seq": row["last_seq"],
    }


def read_enrolled(reading: ReadTransaction, logbook: str) -> list[dict[str, Any]]:
    """Return every key that was enrolled, the server's own first: `person` is empty there.

    `revoked_at` is the position of the revocation, -1 while the key is active.
    """
    heard = and_(contact.c.logbook == enrolled_key.c.logbook, contact.c.key == enrolled_key.c.key)
    query = (
        select(enrolled_key, contact.c.last_contact, contact.c.last_seq)
        .select_from(enrolled_key.outerjoin(contact, heard))
        .where(enrolled_key.c.logbook == logbook)
        .order_by(enrolled_key.c.enrolled)
    )
    rows = reading.mappings(query)
    positions = {row[name] for row in rows for name in ("enrolled", "revoked")}
    moments = received_at(reading, logbook, positions)
    return [_enrolled(row, moments) for row in rows]


def _enrolled(row: dict[str, Any], moments: dict[int, str]) -> dict[str, Any]:
    return row | {
        "enrolled": moments.get(row["enrolled"], ""),
        "revoked": moments.get(row["revoked"], ""),
        "revoked_at": row["revoked"],
        "last_contact": row["last_contact"] or "",
        "last_seq": row["last_seq"] or 0,
    }


def _all(reading: ReadTransaction, logbook: str, table: Table) -> list[Any]:
    """Return the columns of every row by name, but for the logbook."""
    name = table.c.serial if table is instrument else table.c.name
    columns = [column for column in table.c if column.name != "logbook"]
    query = select(*columns).where(table.c.logbook == logbook).order_by(name)
    return reading.mappings(query)
