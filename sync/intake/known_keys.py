"""Whose signatures a push may bear: public keys that the log knows, remembered once read.

A key is named by its hash, so what was read of it stays true. Only that the log knows it may
cease: when the log is restored from a copy under a running server. The writer looks again.
"""

from db.people.enrolled_keys import find_signers
from db.store import Store

REMEMBERED = 10_000
"""Keys of a logbook, and one push more; then all are forgotten and read anew as they come."""


class Signers:
    """Remembers keys by logbook; one a process."""

    def __init__(self, store: Store) -> None:
        """Ask this store's log for what is not remembered."""
        self._store = store
        self._known: dict[str, tuple[set[str], dict[str, str]]] = {}

    def find(self, logbook: str, names: set[str]) -> tuple[set[str], dict[str, str]]:
        """Return which of these keys are, or were, the server's own, and the public keys by name.

        What the log does not know is left out. Raises `logbook_unknown`.
        """
        own, keys = self._known.get(logbook, (set(), {}))
        if logbook not in self._known or not names <= keys.keys():
            with self._store.reading() as reading:
                theirs, found = find_signers(reading, logbook, names)
            if len(keys) >= REMEMBERED:
                own, keys = set(), {}
            own, keys = own | theirs, keys | found
            # No lock: the pair is replaced whole; what threads lose to each other is read again.
            self._known[logbook] = own, keys
        return own & names, {name: keys[name] for name in names & keys.keys()}
