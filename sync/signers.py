"""Whose signatures a push may bear: public keys that the log knows, remembered once read.

A key is named by its hash, so what was read of it stays true. Only that the log knows it, or that
the server speaks with it, may cease: when the log is restored from a copy under a running server,
or by a rotation. The writer looks again.
"""

from db.register import find_signers
from db.store import Store

REMEMBERED = 10_000
"""Keys of a logbook, and one push more; then all are forgotten and read anew as they come."""


class Signers:
    """Remembers keys by logbook; one a process."""

    def __init__(self, store: Store) -> None:
        """Ask this store's log for what is not remembered."""
        self._store = store
        self._known: dict[str, tuple[str, dict[str, str]]] = {}

    def find(self, logbook: str, names: set[str]) -> tuple[str, dict[str, str]]:
        """Return the name of the server's own key, and those of these public keys that are known.

        Raises `logbook_unknown`.
        """
        server, keys = self._known.get(logbook, ("", {}))
        if not server or not names <= keys.keys():
            with self._store.reading() as reading:
                server, found = find_signers(reading, logbook, names)
            keys = (keys if len(keys) < REMEMBERED else {}) | found
            # No lock: the pair is replaced whole; what threads lose to each other is read again.
            self._known[logbook] = server, keys
        return server, {name: keys[name] for name in names & keys.keys()}
