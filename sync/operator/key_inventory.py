"""Every key of a logbook, for its operator: whose it is, how old, when it was last heard."""

from dataclasses import dataclass

from db.log.heads import HeadSigner, received_at
from db.people.enrolled_keys import find_head_signers
from db.people.logbooks import describe_logbooks
from db.people.registry import read_enrolled, read_people
from db.store import ReadTransaction, Store
from proof.times import instant


@dataclass(frozen=True, slots=True)
class HeldKey:
    """One key. Moments are the server's, empty where there is none; `revoked_at` a position or -1.

    A key that another follows is revoked with the reason `rotated`, from the position of the
    rotation; a checkpoint key goes on signing until the moment `revoked`. `use` is
    `server_entries`, `server_checkpoints` or `person`; `age_days` are whole days since `enrolled`.
    A checkpoint key is named as browsers pin it and signs no entries, so nothing is known of its
    last use.
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
    """The keys of one logbook at a moment: the server's own, then everybody's as they came in."""

    logbook: str
    name: str
    purpose: str
    now: str
    keys: tuple[HeldKey, ...]


def take_inventory(store: Store, logbook: str) -> Inventory:
    """Return all keys of a logbook that exists."""
    now = store.now()
    with store.reading() as reading:
        about = next(one for one in describe_logbooks(reading) if one.logbook == logbook)
        enrolled = _enrolled(reading, logbook, now)
        checkpoints = _checkpoints(reading, logbook, now)
    own = [key for key in enrolled if not key.person]
    theirs = [key for key in enrolled if key.person]
    keys = (*own, *checkpoints, *theirs)
    return Inventory(logbook, about.name, about.purpose.value, now, keys)


def _enrolled(reading: ReadTransaction, logbook: str, now: str) -> list[HeldKey]:
    """Return the keys that sign entries, the oldest first."""
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


def _checkpoints(reading: ReadTransaction, logbook: str, now: str) -> list[HeldKey]:
    """Return the keys that sign heads or did; each ends where the next one is named."""
    signers = find_head_signers(reading, logbook)
    moments = received_at(reading, logbook, {signer.position for signer in signers})
    ended_at = [following.position for following in signers[1:]]
    return [
        _checkpoint(signer, moments[signer.position], ended, now)
        for signer, ended in zip(signers, [*ended_at, -1], strict=True)
    ]


def _checkpoint(signer: HeadSigner, enrolled: str, ended_at: int, now: str) -> HeldKey:
    return HeldKey(
        use="server_checkpoints",
        key=signer.verifier,
        person="",
        name="",
        browser="",
        enrolled=enrolled,
        age_days=(instant(now) - instant(enrolled)).days,
        last_contact="",
        revoked=signer.ends,
        revoked_at=ended_at,
        reason="rotated" if signer.ends else "",
    )
