"""Answers "is there anything new?" from memory while one statement shows that nothing moved.

A person's scope, roles and key change only by entries of the log, so a tag stays true while the
session exists and the head has not moved. Nothing here is the only copy of anything: what is not
remembered is asked in full, and a 304 tells a caller no more than they knew.
"""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from db.people.session_probe import SessionProbe
from db.store import Store, moment
from sync.sessions.sign_in import TOUCH, Viewer, hash_token

REMEMBERED = 10_000
"""Sessions at most; those that asked in full longest ago are forgotten first."""


@dataclass(frozen=True, slots=True)
class _Answered:
    sort: str
    etag: str
    until: str


class Polls:
    """What each session was told last; one a process."""

    def __init__(self, store: Store) -> None:
        """Ask this store's log before anything is answered."""
        self.pulse = SessionProbe(store.engines.pulse)
        self._store = store
        self._lock = Lock()
        self._answered: OrderedDict[str, _Answered] = OrderedDict()

    def remember(self, viewer: Viewer, etag: str) -> None:
        """Keep that nothing was new, for as long as a session's use need not be noted."""
        until = min(viewer.expires, moment(self._store.clock() + TOUCH))
        with self._lock:
            self._answered[viewer.token_hash] = _Answered(viewer.sort, etag, until)
            self._answered.move_to_end(viewer.token_hash)
            if len(self._answered) > REMEMBERED:
                self._answered.popitem(last=False)

    def is_unchanged(self, logbook: str, sort: str, token: str, etag: str) -> bool:
        """Say whether a session that holds this tag would be told 304."""
        token_hash = hash_token(token)
        if not self._was_told(token_hash, sort, etag):
            return False
        pulse = self.pulse.read(token_hash)
        return pulse is not None and pulse[0] == logbook and etag.startswith(_beginning(pulse))

    def _was_told(self, token_hash: str, sort: str, etag: str) -> bool:
        """Say whether this tag was the session's last, and its use need not be noted yet."""
        known = self._answered.get(token_hash)
        if known is None or (known.sort, known.etag) != (sort, etag):
            return False
        return self._store.now() < known.until


def _beginning(pulse: tuple[str, int, int]) -> str:
    """Return how a tag of this head begins (`sync.pull`)."""
    _, epoch, size = pulse
    return f'"{epoch}-{size}-'
