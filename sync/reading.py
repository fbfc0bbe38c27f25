"""What a person reads: registry, worklist, one record with its trail and proofs, quarantine."""

from collections.abc import Iterable
from typing import Any

import orjson

from db import registry
from db.aside import list_aside
from db.lines import lines_at
from db.records import own_positions, related_positions
from db.register import Register, find_server_rotations
from db.scope import reach, visible
from db.worklist import Wanted, list_screenings
from lab.queues import QUEUE_OF, Why
from schemas.problems import VerbatimError
from schemas.roles import Action, Actor, Role
from schemas.territories import TERRITORIES
from sync.installation import Installation
from sync.proofs import prove_lines
from sync.pull import prove
from sync.times import find_times

_KNOWS_READINGS = frozenset({Role.OFFICER, Role.SUPERVISOR, Role.AUDITOR})
"""Roles to whom the worklist shows readings before a result; analysts reveal one by one."""


def read_registry(installation: Installation, logbook: str) -> dict[str, Any]:
    """Return units, people, instruments, keys and territories."""
    with installation.store.reading() as reading:
        return {
            "units": registry.read_units(reading, logbook),
            "people": registry.read_people(reading, logbook),
            "instruments": registry.read_instruments(reading, logbook),
            "keys": registry.read_keys(reading, logbook),
            "territories": list(TERRITORIES),
        }


def read_rotations(installation: Installation, logbook: str) -> dict[str, Any]:
    """Return the genesis and what rotated the server's own keys, proved in one checkpoint.

    All of it is public: a browser may have to believe a new key before anybody signs in. Raises
    `logbook_unknown`, `read_only`.
    """
    with installation.guard.vouching(logbook) as attested:
        reading = attested.reading
        positions = [0, *find_server_rotations(reading, logbook)]
        lines = [orjson.loads(line) for line in lines_at(reading, logbook, positions)]
        receipt = prove_lines(attested, Register(reading, logbook), lines)
    genesis, *rotations = lines
    proof = receipt.model_dump(mode="json")
    return {"genesis": genesis, "rotations": rotations, "receipt": proof}


def read_worklist(
    installation: Installation, logbook: str, person: str, wanted: Wanted
) -> dict[str, Any]:
    """Return a page of the worklist; a row says in which queue it stands, and why."""
    with installation.store.reading() as reading:
        actor = Register(reading, logbook).actor(person)
        screened = reach(actor, Action.READ_SCREENINGS)
        readable = reach(actor, Action.READ_RESULTS)
        listed = list_screenings(reading, logbook, screened, readable, wanted)
    for row in listed.rows:
        _finish(row, actor)
    following = str(listed.rows[-1]["position"]) if listed.more else ""
    return {"rows": listed.rows, "next": following, "total": listed.total}


def _finish(row: dict[str, Any], actor: Actor) -> None:
    row["state"] = QUEUE_OF[Why(row["why"])].value
    row["voided"], row["conflict"] = bool(row["voided"]), bool(row["conflict"])
    row["hidden"] = False
    for name, value in row.items():
        row[name] = "" if value is None else value
    if _must_hide(row, actor):
        row |= {"banner": "", "findings": [], "hidden": True}


def _must_hide(row: dict[str, Any], actor: Actor) -> bool:
    """Say whether the worklist keeps a reading from this person until there is a result."""
    return not row["result"] and not actor.roles & _KNOWS_READINGS


def read_record(
    installation: Installation, logbook: str, person: str, subject: str
) -> dict[str, Any]:
    """Return a record's entries and those about it, each proved in one checkpoint.

    While the logbook is read-only the receipt holds no checkpoint, and so proves nothing.
    Raises `not_found` for what does not exist or is out of scope alike.
    """
    with installation.guard.attesting(logbook) as attested:
        reading = attested.reading
        register = Register(reading, logbook)
        condition = visible(register.actor(person))
        own = own_positions(reading, logbook, subject, condition)
        if not own:
            raise VerbatimError("not_found")
        about = related_positions(reading, logbook, subject, condition)
        lines = [orjson.loads(line) for line in lines_at(reading, logbook, {*own, *about})]
        receipt = prove_lines(attested, register, lines)
        chained = {result.id: result.flags for result in receipt.results}
        return {
            "subject": subject,
            "entries": _lines_in(lines, set(own)),
            "about": _lines_in(lines, set(about) - set(own)),
            "authors": _authors(register, lines),
            "receipt": receipt.model_dump(mode="json"),
            "times": find_times(register, lines, condition, chained),
        }


def _lines_in(lines: Iterable[dict[str, Any]], positions: set[int]) -> list[dict[str, Any]]:
    return [line for line in lines if line["position"] in positions]


def read_quarantine(
    installation: Installation, logbook: str, person: str, after: int = -1, before: int = -1
) -> dict[str, Any]:
    """Return a page of what is kept aside in the person's reach, oldest first."""
    with installation.store.reading() as reading:
        register = Register(reading, logbook)
        mine = reach(register.actor(person), Action.READ_QUARANTINE)
        page = list_aside(reading, logbook, mine, after, before)
        lines = [orjson.loads(line) for line in lines_at(reading, logbook, page.positions)]
        authors = _authors(register, lines)
    return {
        "rows": [_kept_aside(line) for line in lines],
        "authors": authors,
        "ahead": page.ahead,
        "total": page.total,
        "previous": page.previous,
        "next": page.following,
    }


def _kept_aside(line: dict[str, Any]) -> dict[str, Any]:
    stamp = orjson.loads(line["stamp"])
    return {
        "position": line["position"],
        "line": line,
        "code": stamp["code"],
        "received": stamp["received"],
        "key": orjson.loads(line["header"])["key"],
    }


def current_note(installation: Installation, logbook: str) -> str:
    """Return the checkpoint of the present head. Raises `read_only`."""
    with installation.guard.vouching(logbook) as attested:
        return attested.note


def prove_consistency(installation: Installation, logbook: str, old: int) -> dict[str, Any]:
    """Return the proof that an older tree is a prefix of the present one. Raises `read_only`."""
    with installation.guard.vouching(logbook) as attested:
        nodes = prove(attested.reading, attested.head, old)
        return {"nodes": nodes, "checkpoint": attested.note}


def _authors(register: Register, lines: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Return who holds each key that signed, under the name the person bears now."""
    keys = {orjson.loads(line["header"])["key"] for line in lines}
    people = {
        row["person"]: row for row in registry.read_people(register.reading, register.logbook)
    }
    known = register.keys(keys)
    return {key: _author(known[key].person, people) for key in sorted(keys)}


def _author(person: str, people: dict[str, dict[str, Any]]) -> dict[str, str]:
    row = people.get(person, {})
    return {"person": person, "name": row.get("name", ""), "unit": row.get("unit", "")}
