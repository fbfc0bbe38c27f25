"""What judging one transaction's entries of one logbook needs at hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from db.log.rows import Rows
from db.people.enrolled_keys import EnrolledKeys
from db.store import WriteTransaction
from proof.checkpoint import Checkpoint
from schemas.types import Closed

Parts = Mapping[str, Closed]


@dataclass(slots=True)
class JudgingContext:
    """One a logbook and transaction."""

    writing: WriteTransaction
    logbook: str
    server_key: str
    rows: Rows
    enrolled: EnrolledKeys
    logged: set[str] = field(default_factory=set)
    """Ids that this transaction's entries have or follow and that the log held before it."""
    held: Checkpoint | None = None
    """The last head that was signed, while the logbook is read-only because of it."""
    epoch: int = 0
    """The epoch that these entries are in, once one of them has opened it."""
    fresh: set[str] = field(default_factory=set)
    """Ids placed in this transaction; later entries may follow them."""
    taken: set[str] = field(default_factory=set)
    """Subjects that screenings of this transaction name and that are records already."""
