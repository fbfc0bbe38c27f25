"""What one server process holds: the store, its keys, and its one writer."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from db.store import Store
from sync.keyring import Keyring
from sync.polls import Polls

if TYPE_CHECKING:
    from db.writer import Writer
    from sync.append import Answered, Pushed


@dataclass(frozen=True, slots=True)
class Installation:
    """Made once by whoever starts the process, closed by them."""

    store: Store
    keyring: Keyring
    writer: "Writer[Pushed, Answered]"
    polls: Polls

    def close(self) -> None:
        """Finish what is queued, then close the database."""
        self.writer.close()
        self.polls.pulse.close()
        self.store.close()
