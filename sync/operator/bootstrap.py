"""How an installation begins, and how it is recovered: logbooks, and invites from the console.

The reader of the server's console may found: there is no default account or password.
"""

import json
from datetime import timedelta

from db.log.heads import lock_head, logbooks
from db.people.invites import cancel_founders, persons_with_keys
from db.store import Store
from schemas.kinds.organisation import Purpose
from schemas.roles import Role
from sync.installation import Installation, new_id
from sync.intake.server_entries import open_logbook
from sync.joining.invites import Fresh, founder_of, write_invite

LIFE = timedelta(minutes=60)
"""Longer than other invites: it is printed while its reader still reads the README."""


def list_logbooks(store: Store) -> list[str]:
    """Return the ids of every logbook."""
    with store.reading() as reading:
        return logbooks(reading)


def create_logbook(installation: Installation, name: str, purpose: Purpose) -> str:
    """Open a logbook with new keys; return its id."""
    store = installation.store
    logbook = new_id(store)
    keys = installation.keyring.create(logbook)
    with store.writing() as writing:
        open_logbook(writing, logbook, name=name, purpose=purpose, keys=keys, now=store.now())
    with installation.guard.attesting(logbook):  # its guard begins with its first entry
        return logbook


def lacks_administrator(store: Store, logbook: str) -> bool:
    """Say whether no administrator holds a key that counts."""
    with store.reading() as reading:
        found = persons_with_keys(reading, logbook)
    return not any(Role.ADMINISTRATOR.value in json.loads(roles) for roles in found)


def invite_founder(installation: Installation, logbook: str) -> Fresh:
    """Invite an administrator from the console; its earlier invites no longer count."""
    founder = founder_of(new_id(installation.store), [Role.ADMINISTRATOR.value])
    with installation.store.writing() as writing:
        head = lock_head(writing, logbook)
        cancel_founders(writing, logbook)
        return write_invite(installation, writing, head, founder, LIFE)
