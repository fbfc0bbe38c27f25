"""What one server process holds: the store, its keys, its one writer, and what it remembers."""

import secrets
from dataclasses import dataclass
from functools import partial

from db.store import Store
from db.writer import Writer
from proof.identifiers import uuid7
from sync.checkpoints.keyring import Keyring
from sync.checkpoints.rollback_guard import RollbackGuard
from sync.checkpoints.signer import Signer
from sync.intake.append import Answered, Pushed, append_group
from sync.intake.known_keys import Signers
from sync.intake.proofs import seal
from sync.polls import Polls


@dataclass(frozen=True, slots=True)
class Installation:
    """Made once when the process starts, closed when it ends."""

    store: Store
    keyring: Keyring
    writer: Writer[Pushed, Answered]
    polls: Polls
    signers: Signers
    guard: RollbackGuard

    def close(self) -> None:
        """Finish what is queued, then close the database."""
        self.writer.close()
        self.guard.signer.close()
        self.polls.pulse.close()
        self.store.close()


def start_installation(store: Store, keyring: Keyring) -> Installation:
    """Compare every logbook with its last signed head, then start the writer."""
    guard = RollbackGuard(store, Signer(keyring))
    guard.look_at_all()
    append = partial(append_group, memory={}, held_of=guard.held_of)
    writer = Writer(store, append, lambda job: len(job.lines), partial(seal, guard))
    return Installation(store, keyring, writer, Polls(store), Signers(store), guard)


def new_id(store: Store) -> str:
    """Return a new UUIDv7 by the store's clock."""
    return uuid7(int(store.clock().timestamp() * 1000), secrets.token_bytes(10))
