"""The server's words about an entry, part of its leaf, and the receipt that carries them."""

from typing import Annotated

from schemas.types import Closed, Count, Digest, Identifier, Moment, Word, word


class Verdict(Word):
    """What became of a pushed line."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    QUARANTINED = "quarantined"
    MALFORMED = "malformed"


class Stamp(Closed):
    """Verdict is `accepted` (code empty) or `quarantined`; received is the server's clock."""

    code: str
    received: Moment
    verdict: Annotated[Verdict, word(Verdict)]


class Flag(Word):
    """What the log shows about an entry's place in its key's chain, and about its claimed time.

    Stops nothing. A receipt names only the first two; the others stand on the record's page.
    """

    GAP = "gap"
    FORK = "fork"
    ANCHOR_FOREIGN = "anchor_foreign"
    AT_BEFORE_ANCHOR = "at_before_anchor"
    AT_AFTER_RECEIPT = "at_after_receipt"
    AT_REGRESSION = "at_regression"
    MONO_MISMATCH = "mono_mismatch"
    LATE_SYNC = "late_sync"


class PushResult(Closed):
    """One line's answer. `position` is -1 and `stamp` empty when nothing was logged."""

    id: str
    verdict: Annotated[Verdict, word(Verdict)]
    code: str
    position: int
    stamp: str
    flags: list[Annotated[Flag, word(Flag)]]
    proof: list[Count]
    detail: str = ""


class Receipt(Closed):
    """Answer to a push: results in the order of the lines, shared proof nodes, one checkpoint."""

    logbook: Identifier
    results: list[PushResult]
    nodes: list[Digest]
    checkpoint: str
