"""Which of the desk's queues a screening stands in, and why. The first rule that holds decides."""

from dataclasses import dataclass

from schemas.answers.laboratory import Queue, Why
from schemas.kinds.laboratory import ReportStatus

QUEUE_OF = {
    Why.VOIDED: Queue.DONE,
    Why.NO_RESULT: Queue.TO_DO,
    Why.RESULT_WITHDRAWN: Queue.TO_DO,
    Why.RESULT_PRELIMINARY: Queue.REPORTED,
    Why.NOT_DECIDED: Queue.TO_RECONCILE,
    Why.SCREENING_CHANGED: Queue.STALE,
    Why.RESULT_CHANGED: Queue.STALE,
    Why.DECIDED: Queue.DONE,
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides: current versions, the newest result on the item, the newest decision."""

    voided: bool
    screening_version: str
    result_status: str
    """Empty while there is no result."""
    result_version: str
    decided_screening: str
    """The version a decision compared; empty while there is none about this result."""
    decided_result: str


def why_of(facts: Facts) -> Why:
    """Return why a screening is where it is."""
    rules = (
        (facts.voided, Why.VOIDED),
        (not facts.result_status, Why.NO_RESULT),
        (facts.result_status == ReportStatus.WITHDRAWN.value, Why.RESULT_WITHDRAWN),
        (facts.result_status == ReportStatus.PRELIMINARY.value, Why.RESULT_PRELIMINARY),
        (not facts.decided_result, Why.NOT_DECIDED),
        (facts.decided_screening != facts.screening_version, Why.SCREENING_CHANGED),
        (facts.decided_result != facts.result_version, Why.RESULT_CHANGED),
    )
    return next((why for holds, why in rules if holds), Why.DECIDED)
