"""What the log shows about a claimed time: flags for a reviewer. They stop nothing.

Two clocks can be compared: the server's, in stamps, and the browser's own
monotonic one, which a user cannot set. docs/protocol.md 13.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from schemas.entry import Header
from schemas.stamp import Flag

TOLERANCE = timedelta(minutes=2)
"""Clocks that differ by less are as good as equal."""

LATE = timedelta(hours=72)
"""An entry that took longer to reach the server is shown to a reviewer."""


def time_flags(
    header: Header, received: str, anchored: str, previous: Header | None
) -> tuple[Flag, ...]:
    """Return the flags that contradict the time that an entry claims.

    `received` is the server's moment in its stamp; `anchored` that in the stamp of the last entry
    of the tree it names as its anchor, empty for the empty tree; `previous` the header of the same
    key's entry before it, None at the beginning of a chain or behind a gap.
    """
    return tuple(_against(header, received, anchored, previous))


def _against(
    header: Header, received: str, anchored: str, previous: Header | None
) -> Iterable[Flag]:
    at, arrived = instant(header.at), instant(received)
    if anchored and at < instant(anchored) - TOLERANCE:
        yield Flag.AT_BEFORE_ANCHOR
    if at > arrived + TOLERANCE:
        yield Flag.AT_AFTER_RECEIPT
    if previous is not None and at < instant(previous.at) - TOLERANCE:
        yield Flag.AT_REGRESSION
    if previous is not None and _runs_apart(previous, header):
        yield Flag.MONO_MISMATCH
    if arrived - at > LATE:
        yield Flag.LATE_SYNC


def _runs_apart(previous: Header, header: Header) -> bool:
    """Say whether the clock was set back while the page ran.

    Only back: the monotonic clock of a sleeping phone may stand still, so a claim that runs ahead
    of it is what every phone in a pocket shows.
    """
    if previous.boot != header.boot:
        return False
    ran = timedelta(milliseconds=header.mono - previous.mono)
    return ran < timedelta() or instant(header.at) - instant(previous.at) < ran - TOLERANCE


def instant(moment: str) -> datetime:
    """Return the instant of an RFC 3339 moment."""
    return datetime.fromisoformat(moment)
