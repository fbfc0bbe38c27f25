"""What one server process holds: the store, its keys, its one writer, and what it remembers."""

from dataclasses import dataclass
from functools import partial

from db.store import Store
from db.writer import Writer
from sync.append import Answered, Pushed, append_group
from sync.keyring import Keyring
from sync.polls import Polls
from sync.signers import Signers


@dataclass(frozen=True, slots=True)
class Installation:
    """Made once by whoever starts the process, closed by them."""

    store: Store
    keyring: Keyring
    writer: Writer[Pushed, Answered]
    polls: Polls
    signers: Signers

    def close(self) -> None:
        """Finish what is queued, then close the database."""
        self.writer.close()
        self.polls.pulse.close()
        self.store.close()


def hold(store: Store, keyring: Keyring) -> Installation:
    """Start the writer on an open store."""
    writer = Writer(store, partial(append_group, memory={}), lambda job: len(job.lines))
    return Installation(store, keyring, writer, Polls(store), Signers(store))
