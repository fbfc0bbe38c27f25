"""Laboratory results, and the decisions that relate them to screenings."""

from db.log.placement import show_results, unit_of_item
from db.log.rows import Rows
from db.projections.fact import AcceptedEntry
from db.projections.items import keep_items
from db.projections.queue import queue_item, queue_screening
from db.projections.screening import supersede
from db.tables.projected import reconciliation, result
from schemas.kinds.laboratory import Decision, LabResult


def result_issued(rows: Rows, fact: AcceptedEntry) -> None:
    """A version of a report; the one it follows is superseded."""
    stated = fact.part("result", LabResult)
    subject = fact.header.subject
    known = rows.find(result, result=subject) if fact.header.follows else None
    if known is not None:
        keep_items(rows, subject, known.item, stated.item)
    rows.put(
        result,
        {"result": subject},
        position=fact.position,
        current=fact.id,
        person=fact.person,
        item=stated.item,
        laboratory=stated.laboratory,
        laboratory_number=stated.laboratory_number,
        report_number=stated.report_number,
        version=stated.version,
        status=stated.status.value,
        examined=stated.examined.value,
        issued_on=stated.issued_on,
    )
    for followed in fact.header.follows[:1]:
        supersede(rows, subject, followed)
    _meet_screening(rows, fact, stated.item)
    for item in {stated.item} if known is None else {known.item, stated.item}:
        queue_item(rows, item)


def _meet_screening(rows: Rows, fact: AcceptedEntry, item: str) -> None:
    """Bring a result to the unit of its screening, whichever of the two counts first."""
    rows.reported.add(item)
    if fact.about == fact.unit:  # when it arrived nobody knew whose item it is
        unit = unit_of_item(rows.writing, rows.logbook, item)
        if unit:
            show_results(rows, item, unit)


def reconciliation_decided(rows: Rows, fact: AcceptedEntry) -> None:
    """A person's decision about exactly two versions, the first two entries it follows."""
    decision = fact.part("decision", Decision)
    rows.put(
        reconciliation,
        {"reconciliation": fact.header.subject},
        position=fact.position,
        current=fact.id,
        person=fact.person,
        screening=decision.screening,
        result=decision.result,
        screening_version=fact.header.follows[0],
        result_version=fact.header.follows[1],
        outcome=decision.outcome.value,
    )
    queue_screening(rows, decision.screening)
