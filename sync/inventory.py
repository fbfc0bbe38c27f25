"""Every key of a logbook, for its operator: whose it is, how old, when it was last heard."""

from dataclasses import dataclass

from audit.times import instant
from db.logbooks import describe_logbooks
from db.registry import read_enrolled, read_people
from db.store import Reading, Store


@dataclass(frozen=True, slots=True)
class HeldKey:
    """One key. Moments are the server's, empty where there is none; `revoked_at` a position or -1.

    `use` is `server_entries`, `server_checkpoints` or `person`; `age_days` are whole days since
    `enrolled`. A checkpoint key is named as browsers pin it and signs no entries, so nothing is
    known of its last use.
    """

    use: str
    key: str
    person: str
    name: str
    browser: str
    enrolled: str
    age_days: int
    last_contact: str
    revoked: str
    revoked_at: int
    reason: str


@dataclass(frozen=True, slots=True)
class Inventory:
    """The keys of one logbook at a moment: the server's two, then everybody's as they came in."""

    logbook: str
    name: str
    purpose: str
    now: str
    keys: tuple[HeldKey, ...]


def take_inventory(store: Store, logbook: str) -> Inventory:
    """Return all keys of a logbook that exists."""
    now = store.now()
    with store.reading() as reading:
        about = next(row for row in describe_logbooks(reading) if row["logbook"] == logbook)
        enrolled = _enrolled(reading, logbook, now)
    checkpoints = _checkpoints(about["checkpoint_key"], enrolled[0])
    keys = (enrolled[0], checkpoints, *enrolled[1:])
    return Inventory(logbook, about["name"], about["purpose"], now, keys)


def _enrolled(reading: Reading, logbook: str, now: str) -> list[HeldKey]:
    """Return the keys that sign entries, the server's own first: it stands in the first entry."""
    names = {row["person"]: row["name"] for row in read_people(reading, logbook)}
    return [
        HeldKey(
            use="person" if row["person"] else "server_entries",
            key=row["key"],
            person=row["person"],
            name=names.get(row["person"], ""),
            browser=row["browser"] if row["person"] else "",
            enrolled=row["enrolled"],
            age_days=(instant(now) - instant(row["enrolled"])).days,
            last_contact=row["last_contact"],
            revoked=row["revoked"],
            revoked_at=row["revoked_at"],
            reason=row["revocation"],
        )
        for row in read_enrolled(reading, logbook)
    ]


def _checkpoints(verifier: str, entries: HeldKey) -> HeldKey:
    """Return the key that signs heads: it stands in the same entry as the server's other one."""
    return HeldKey(
        use="server_checkpoints",
        key=verifier,
        person="",
        name="",
        browser="",
        enrolled=entries.enrolled,
        age_days=entries.age_days,
        last_contact="",
        revoked="",
        revoked_at=-1,
        reason="",
    )
