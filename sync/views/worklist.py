"""The desk's worklist as a person may see it."""

from typing import Any

from db.people.enrolled_keys import EnrolledKeys
from db.queries.scope import reach
from db.queries.worklist import Wanted, list_screenings
from db.tables.projected import screening
from lab.queues import QUEUE_OF
from schemas.answers.laboratory import Why, Worklist, WorklistRow
from schemas.roles import Action, Actor, Role
from sync.installation import Installation

_KNOWS_READINGS = frozenset({Role.OFFICER, Role.SUPERVISOR, Role.AUDITOR})
"""Roles to whom the worklist shows readings before a result; analysts reveal one by one."""


def read_worklist(
    installation: Installation, logbook: str, person: str, wanted: Wanted
) -> Worklist:
    """Return a page of the worklist; a row says in which queue it stands, and why."""
    with installation.store.reading() as reading:
        actor = EnrolledKeys(reading, logbook).actor(person)
        screened = reach(actor, Action.READ_SCREENINGS, screening)
        readable = reach(actor, Action.READ_RESULTS)
        listed = list_screenings(reading, logbook, screened, readable, wanted)
    rows = [_finished(row, actor) for row in listed.rows]
    following = str(rows[-1]["position"]) if listed.more else ""
    return {"rows": rows, "next": following, "total": listed.total}


def _finished(row: Any, actor: Actor) -> WorklistRow:
    """Return a row of the database as it is answered, which is the same dictionary."""
    row["state"] = QUEUE_OF[Why(row["why"])]
    row["voided"], row["conflict"] = bool(row["voided"]), bool(row["conflict"])
    row["hidden"] = False
    for name, value in row.items():
        row[name] = "" if value is None else value
    finished: WorklistRow = row
    if _must_hide(finished, actor):
        finished |= {"banner": "", "findings": [], "hidden": True}
    return finished


def _must_hide(row: WorklistRow, actor: Actor) -> bool:
    """Say whether the worklist keeps a reading from this person until there is a result."""
    return not row["result"] and not actor.roles & _KNOWS_READINGS
