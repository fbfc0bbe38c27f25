"""A release: the entry that was kept aside counts from here on."""

import json
from typing import Any

from sqlalchemy import select

from db.projections.fact import Fact, kind_of, read_parts
from db.rows import Rows
from db.tables.log import entry
from db.tables.projected import placed
from db.versions import parts_of
from schemas.entry import Header


def released(rows: Rows, fact: Fact) -> None:
    """Take the followed entry out of quarantine."""
    rows.change(placed, {"id": fact.header.follows[0]}, aside=0)


def release(rows: Rows, fact: Fact) -> Fact | None:
    """Return the fact that a release lets count, or None if its kind or parts are not known yet."""
    place = rows.find(placed, id=fact.header.follows[0])
    query = select(entry.c.header, entry.c.stamp).where(
        entry.c.logbook == rows.logbook, entry.c.position == place.position
    )
    return _fact(rows, place, rows.all(query)[0])


def _fact(rows: Rows, place: Any, stored: Any) -> Fact | None:
    kind = kind_of(place.kind)
    parts = read_parts(kind, parts_of(rows.writing, rows.logbook, place.position)) if kind else None
    if parts is None:
        return None
    return Fact(
        id=place.id,
        header=Header.model_validate_json(stored.header),
        position=place.position,
        received=json.loads(stored.stamp)["received"],
        person=place.person,
        unit=place.unit,
        about=place.about,
        parts=parts,
    )
