"""Writes receipts: what the log holds of some lines, proved against one checkpoint."""

from collections.abc import Sequence

from proof.encoding import to_b64u
from schemas.stamp import PushResult, Receipt
from sync.intake.append import LoggedLine


def write_receipt(logbook: str, found: Sequence[LoggedLine], note: str) -> Receipt:
    """Return the receipt; every proof node stands in it once."""
    nodes: dict[bytes, int] = {}
    results = [_result(logged, nodes) for logged in found]
    logged_any = any(logged.position >= 0 for logged in found)
    return Receipt(
        logbook=logbook,
        results=results,
        nodes=[to_b64u(node) for node in nodes],
        checkpoint=note if logged_any else "",
    )


def _result(logged: LoggedLine, nodes: dict[bytes, int]) -> PushResult:
    return PushResult(
        id=logged.id,
        verdict=logged.verdict,
        code=logged.code,
        position=logged.position,
        stamp=logged.stamp.decode(),
        flags=list(logged.flags),
        proof=[nodes.setdefault(node, len(nodes)) for node in logged.path],
        detail=logged.detail,
    )
