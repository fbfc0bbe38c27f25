"""Sessions and the challenges that phones sign for them; tokens and nonces as hashes only."""

import json
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import and_, bindparam, delete, select, update

from db.people.accounts import KnownPerson
from db.store import ReadTransaction, WriteTransaction
from db.tables.access import nonce, session
from db.tables.projected import enrolled_key, person


@dataclass(frozen=True, slots=True)
class Session:
    """One row; `expires` is the absolute end, whatever use is made of it."""

    token_hash: str
    sort: str
    logbook: str
    person: str
    key: str
    last_used: str
    expires: str


@dataclass(frozen=True, slots=True)
class SessionState:
    """A session with what the registry says now about its person and key."""

    session: Session
    person: KnownPerson
    revoked: bool


# Built once: to build a statement costs several times what running it does.
_STANDING = (
    select(session, person.c.name, person.c.unit, person.c.roles, person.c.active,
           enrolled_key.c.revoked)
    .select_from(
        session.outerjoin(
            person,
            and_(person.c.logbook == session.c.logbook, person.c.person == session.c.person),
        ).outerjoin(
            enrolled_key,
            and_(enrolled_key.c.logbook == session.c.logbook, enrolled_key.c.key == session.c.key),
        )
    )
    .where(session.c.token_hash == bindparam("hash"))
)  # fmt: skip


def add_session(writing: WriteTransaction, new: Session) -> None:
    """Keep a new session; those past their absolute end are forgotten."""
    writing.execute(delete(session).where(session.c.expires < new.last_used))
    writing.execute(session.insert(), asdict(new))


def find_session(reading: ReadTransaction, token_hash: str) -> SessionState | None:
    """Return a session, its person and whether its key was revoked, in one question."""
    row = reading.first(_STANDING, {"hash": token_hash})
    if row is None:
        return None
    revoked = row.revoked is not None and row.revoked >= 0
    return SessionState(Session(*row[:7]), _person_in(row), revoked)


def _person_in(row: Any) -> KnownPerson:
    """Return the person of a session's row; the registry may not know them."""
    roles = tuple(json.loads(row.roles or "[]"))
    return KnownPerson(row.person, row.name or "", row.unit or "", roles, active=bool(row.active))


def touch_session(writing: WriteTransaction, token_hash: str, moment: str) -> None:
    """Note that a session was used."""
    mine = session.c.token_hash == token_hash
    writing.execute(update(session).where(mine).values(last_used=moment))


def remove_session(writing: WriteTransaction, token_hash: str) -> None:
    """Sign out one browser."""
    writing.execute(delete(session).where(session.c.token_hash == token_hash))


def remove_sessions_of(
    writing: WriteTransaction, logbook: str, who: str, sorts: tuple[str, ...]
) -> None:
    """Sign out every browser of a person that holds a session of these sorts."""
    theirs = and_(session.c.logbook == logbook, session.c.person == who)
    writing.execute(delete(session).where(theirs, session.c.sort.in_(sorts)))


def add_nonce(writing: WriteTransaction, nonce_hash: str, now: str, expires: str) -> None:
    """Keep a challenge; those that have expired are forgotten."""
    writing.execute(delete(nonce).where(nonce.c.expires < now))
    writing.execute(nonce.insert(), {"nonce_hash": nonce_hash, "expires": expires})


def take_nonce(writing: WriteTransaction, nonce_hash: str, now: str) -> bool:
    """Use a challenge up; False if it is unknown, used or expired."""
    fresh = and_(nonce.c.nonce_hash == nonce_hash, nonce.c.expires >= now)
    return bool(writing.execute(delete(nonce).where(fresh)))


def phone_key(reading: ReadTransaction, logbook: str, key: str) -> tuple[str, str] | None:
    """Return person and public key of a phone's key that counts."""
    query = select(enrolled_key.c.person, enrolled_key.c.spki).where(
        enrolled_key.c.logbook == logbook,
        enrolled_key.c.key == key,
        enrolled_key.c.browser == "phone",
        enrolled_key.c.revoked < 0,
    )
    row = reading.first(query)
    return (row.person, row.spki) if row else None
