"""The part of a review: what a second person says about what the log shows of an entry."""

from typing import Annotated

from schemas.kinds.screening import LEAST_WORDS
from schemas.types import Closed, Text, Word, word


class Concern(Word):
    """What a reviewer looks at: a change, what the log shows of an entry, or a conflict."""

    AMENDED = "amended"
    VOIDED = "voided"
    CONFLICT = "conflict"
    QUARANTINED = "quarantined"
    GAP = "gap"
    FORK = "fork"
    ANCHOR_FOREIGN = "anchor_foreign"
    AT_BEFORE_ANCHOR = "at_before_anchor"
    AT_AFTER_RECEIPT = "at_after_receipt"
    AT_REGRESSION = "at_regression"
    MONO_MISMATCH = "mono_mismatch"
    LATE_SYNC = "late_sync"


class ReviewDecision(Word):
    """What a reviewer makes of it. `escalated` waits for somebody else's word."""

    EXPLAINED = "explained"
    NOTED = "noted"
    ESCALATED = "escalated"


class Review(Closed):
    """A word about one entry. Changes nothing of it; `text` may be empty where it is noted."""

    about: Annotated[Concern, word(Concern)]
    decision: Annotated[ReviewDecision, word(ReviewDecision)]
    text: Text = ""

    @property
    def says_why(self) -> bool:
        """Say whether the decision has the words it needs."""
        noted = self.decision is ReviewDecision.NOTED
        return noted or len(self.text.strip()) >= LEAST_WORDS
