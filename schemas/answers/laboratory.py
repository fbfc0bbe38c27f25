"""The worklist of laboratory and supervisor."""

from typing_extensions import TypedDict

from schemas.answers import Empty, answer
from schemas.kinds.laboratory import ItemOutcome, ReportStatus
from schemas.kinds.screening import OutcomeState
from schemas.types import Count, Digest, Identifier, Moment, Word


class Queue(Word):
    """The desk's queues, in the order of work."""

    TO_DO = "to_do"
    REPORTED = "reported"
    TO_RECONCILE = "to_reconcile"
    STALE = "stale"
    DONE = "done"


class Why(Word):
    """Why a row is in its queue."""

    VOIDED = "voided"
    NO_RESULT = "no_result"
    RESULT_WITHDRAWN = "result_withdrawn"
    RESULT_PRELIMINARY = "result_preliminary"
    NOT_DECIDED = "not_decided"
    SCREENING_CHANGED = "screening_changed"
    RESULT_CHANGED = "result_changed"
    DECIDED = "decided"


@answer
class WorklistRow(TypedDict):
    """A screening with the newest result on its item and the newest decision about the two."""

    screening: Identifier
    version: Digest
    """The version that lists show: the entry's id."""
    position: Count
    item: Identifier
    item_number: str
    references: list[str]
    unit: Identifier | Empty
    author: Identifier
    instrument: Identifier | Empty
    outcome: OutcomeState | Empty
    """How the measurement ended on the instrument; empty once the reading is erased."""
    at: Moment
    received: Moment
    banner: str
    findings: list[str]
    """As displayed, in the order displayed."""
    hidden: bool
    """Banner and findings are kept from the reader until there is a result."""
    state: Queue
    why: Why
    voided: bool
    conflict: bool
    """Several versions were accepted that nothing has replaced."""
    amended: Count
    """How often it was corrected."""
    result: Identifier | Empty
    result_version: Digest | Empty
    result_status: ReportStatus | Empty
    laboratory_number: str
    reconciliation: Identifier | Empty
    decided: ItemOutcome | Empty


@answer
class Worklist(TypedDict):
    """A page of 50 rows at most, the newest first."""

    rows: list[WorklistRow]
    next: str
    """What the next page comes after; empty where there is none."""
    total: Count
