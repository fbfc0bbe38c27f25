"""The story's time: a clock that the fill moves, and the agenda of what happens when."""

import heapq
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from itertools import count

ZONE = timezone(timedelta(hours=1))
"""The zone in which the story's people live; fixed, so that the story needs no zone database."""


class StoryClock:
    """Moves only when the story moves it, and never back."""

    def __init__(self, start: datetime) -> None:
        """Begin at the story's first moment."""
        self.now = start

    def __call__(self) -> datetime:
        """Read it, as the server does."""
        return self.now.astimezone(UTC)

    def move_to(self, moment: datetime) -> None:
        """Go on to a moment; one that has passed changes nothing."""
        self.now = max(self.now, moment)

    def advance(self, **units: float) -> None:
        """Let time pass."""
        self.now += timedelta(**units)

    def local(self, skew: timedelta = timedelta()) -> str:
        """Return what a browser's clock says that is off by `skew`."""
        return (self.now + skew).astimezone(ZONE).isoformat(timespec="milliseconds")


class Agenda:
    """What is still to happen, in the order of moments; acts may put more on it."""

    def __init__(self, clock: StoryClock) -> None:
        """Begin with nothing."""
        self.clock = clock
        self._order = count()
        self._due: list[tuple[datetime, int, Callable[[], None]]] = []

    def at(self, moment: datetime, act: Callable[[], None]) -> None:
        """Let something happen at a moment."""
        heapq.heappush(self._due, (moment, next(self._order), act))

    def after(self, act: Callable[[], None], **units: float) -> None:
        """Let something happen later."""
        self.at(self.clock.now + timedelta(**units), act)

    def run(self, until: datetime) -> None:
        """Let everything happen that is due by then; the rest never does."""
        while self._due and self._due[0][0] <= until:
            moment, _, act = heapq.heappop(self._due)
            self.clock.move_to(moment)
            act()
        self.clock.move_to(until)
