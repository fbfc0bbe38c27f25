"""Holds, orders to erase, and what an erasure leaves."""

import json

from db.log.placement import placement_of
from db.log.rows import Rows
from db.projections.fact import AcceptedEntry
from db.projections.organisation import lose_name
from db.projections.screening import lose_parts
from db.queries.erasure import erase_parts
from db.tables.projected import erasure, hold
from schemas.kinds import retention


def hold_placed(rows: Rows, fact: AcceptedEntry) -> None:
    """From now on nothing of the record is erased."""
    rows.add(
        hold,
        hold=fact.header.subject,
        position=fact.position,
        current=fact.id,
        record=fact.part("hold", retention.Hold).record,
        person=fact.person,
        lifted=-1,
    )


def hold_lifted(rows: Rows, fact: AcceptedEntry) -> None:
    """This hold keeps nothing any more; others may."""
    rows.change(hold, {"hold": fact.header.subject}, lifted=fact.position)


def erasure_ordered(rows: Rows, fact: AcceptedEntry) -> None:
    """One person wants parts to go."""
    order = fact.part("order", retention.Order)
    rows.add(
        erasure,
        erasure=fact.header.subject,
        position=fact.position,
        current=fact.id,
        record=order.record,
        target=order.entry,
        parts=json.dumps(order.parts),
        person=fact.person,
        approval="",
        erased=-1,
    )


def erasure_approved(rows: Rows, fact: AcceptedEntry) -> None:
    """Another person agrees."""
    rows.change(erasure, {"erasure": fact.header.subject}, approval=fact.id)


def part_erased(rows: Rows, fact: AcceptedEntry) -> None:
    """The parts go, and everything that was derived from them is derived from what is left.

    When the log is replayed they are gone from the start, and this changes nothing.
    """
    stated = fact.part("erasure", retention.Erasure)
    rows.change(erasure, {"erasure": fact.header.subject}, erased=fact.position)
    place = placement_of(rows.writing, rows.logbook, stated.entry)
    if place is None:
        raise LookupError("judging has made sure that the entry is in the log")
    erase_parts(rows.writing, rows.logbook, place.position, stated.parts)
    lose_parts(rows, place.subject)
    lose_name(rows, place.subject)
