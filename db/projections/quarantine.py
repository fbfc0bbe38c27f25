"""A release: the entry that was kept aside counts from here on."""

import json

from sqlalchemy import select

from db.log.placement import is_reported, position_of
from db.log.rows import Rows
from db.log.versions import opened_at
from db.projections.fact import AcceptedEntry, read_parts
from db.tables.log import entry
from db.tables.projected import placed
from schemas.kinds import KINDS
from schemas.kinds.screening import Item


def released(rows: Rows, fact: AcceptedEntry) -> None:
    """Take the followed entry out of quarantine."""
    rows.change(placed, {"position": position_of(rows.logbook, fact.header.follows[0])}, aside=0)


def release(rows: Rows, fact: AcceptedEntry) -> AcceptedEntry:
    """Return the fact that a release lets count; judging has made sure that it can."""
    place = rows.find(placed, position=position_of(rows.logbook, fact.header.follows[0]))
    opened = opened_at(rows.writing, rows.logbook, place.position)
    parts = read_parts(KINDS[place.kind], opened)
    if parts is None:
        raise ValueError("a release lets nothing count that does not fit its schema")
    item = parts.get("item")
    if isinstance(item, Item) and is_reported(rows.writing, rows.logbook, item.item):
        rows.reported.add(item.item)
    return AcceptedEntry(
        id=opened.id,
        header=opened.header,
        position=place.position,
        received=_received(rows, place.position),
        person=place.person,
        unit=place.unit,
        about=place.about,
        parts=parts,
    )


def _received(rows: Rows, position: int) -> str:
    query = select(entry.c.stamp).where(
        entry.c.logbook == rows.logbook, entry.c.position == position
    )
    return str(json.loads(rows.all(query)[0].stamp)["received"])
