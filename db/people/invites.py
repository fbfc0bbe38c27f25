"""Invites: who may enrol a key, until when. Secrets and codes are kept as hashes only."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import and_, delete, select, update
from sqlalchemy.sql.elements import ColumnElement

from db.store import ReadTransaction, WriteTransaction
from db.tables.access import invite
from db.tables.projected import enrolled_key, person


@dataclass(frozen=True, slots=True)
class Invite:
    """One row, members in the order of columns; `roles` (a JSON array) make it a founder's.

    `state` is open, used, cancelled or locked.
    """

    logbook: str
    number: int
    person: str
    browser: str
    invited_by: str
    secret_hash: bytes
    code_hash: str
    expires: str
    wrong_codes: int = 0
    state: str = "open"
    waiting_spki: str = ""
    approved_spki: str = ""
    roles: str = ""


def add_invite(writing: WriteTransaction, new: Invite, forget_before: str) -> None:
    """Keep a new invite; those that expired before a moment make room for its number."""
    old = and_(invite.c.logbook == new.logbook, invite.c.expires < forget_before)
    writing.execute(delete(invite).where(old))
    writing.execute(invite.insert(), asdict(new))


def save_invite(writing: WriteTransaction, changed: Invite) -> None:
    """Write an invite over its earlier state; the caller has locked the head."""
    writing.execute(
        update(invite).where(_named(changed.logbook, changed.number)).values(**asdict(changed))
    )


def find_invite(reading: ReadTransaction, logbook: str, number: int) -> Invite | None:
    """Return an invite by its number."""
    row = reading.first(select(invite).where(_named(logbook, number)))
    return Invite(*row) if row else None


def find_invites(reading: ReadTransaction, logbook: str) -> Sequence[tuple[Invite, str]]:
    """Return every invite of a logbook with its person's name, the newest deadline first."""
    same = and_(person.c.logbook == invite.c.logbook, person.c.person == invite.c.person)
    query = (
        select(invite, person.c.name.label("person_name"))
        .select_from(invite.outerjoin(person, same))
        .where(invite.c.logbook == logbook)
        .order_by(invite.c.expires.desc(), invite.c.number)
    )
    return [(Invite(*row[:-1]), row.person_name or "") for row in reading.rows(query)]


def cancel_founders(writing: WriteTransaction, logbook: str) -> None:
    """Cancel unused invites that the console printed earlier."""
    mine = and_(invite.c.logbook == logbook, invite.c.roles != "", invite.c.state != "used")
    writing.execute(update(invite).where(mine).values(state="cancelled"))


def newest_key_of(reading: ReadTransaction, logbook: str, who: str) -> str:
    """Return a person's newest active key, else their newest key, else ""."""
    query = (
        select(enrolled_key.c.key)
        .where(enrolled_key.c.logbook == logbook, enrolled_key.c.person == who)
        .order_by(enrolled_key.c.revoked >= 0, enrolled_key.c.enrolled.desc())
        .limit(1)
    )
    row = reading.first(query)
    return row.key if row else ""


def persons_with_keys(reading: ReadTransaction, logbook: str) -> list[str]:
    """Return the roles, as JSON, of every active person who holds a key that counts."""
    same = and_(
        person.c.logbook == enrolled_key.c.logbook, person.c.person == enrolled_key.c.person
    )
    query = (
        select(person.c.roles)
        .select_from(enrolled_key.join(person, same))
        .where(enrolled_key.c.logbook == logbook, enrolled_key.c.revoked < 0, person.c.active == 1)
    )
    return [row.roles for row in reading.rows(query)]


def _named(logbook: str, number: int) -> ColumnElement[bool]:
    return and_(invite.c.logbook == logbook, invite.c.number == number)
