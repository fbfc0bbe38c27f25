"""Desk accounts, and the person behind one: sign-in names, password hashes, counted tries."""

import json
from dataclasses import asdict, dataclass

from sqlalchemy import and_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.sql.elements import ColumnElement

from db.store import ReadTransaction, WriteTransaction
from db.tables.access import account
from db.tables.projected import person
from schemas.answers.sessions import AppointedPerson
from schemas.roles import Role


@dataclass(frozen=True, slots=True)
class Account:
    """One row, members in the order of columns; `failures` are the tries since a success."""

    logbook: str
    person: str
    sign_in: str
    password_hash: str
    code_hash: str = ""
    code_expires: str = ""
    failures: int = 0
    locked_until: str = ""


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person as the registry has them; an unknown one has no roles and is not active."""

    person: str
    name: str
    unit: str
    roles: tuple[str, ...]
    active: bool

    @property
    def appointed(self) -> AppointedPerson:
        """Return the person as they are told who they are."""
        roles = [Role(role) for role in self.roles]
        return {"person": self.person, "name": self.name, "unit": self.unit, "roles": roles}


def find_account(reading: ReadTransaction, sign_in: str) -> Account | None:
    """Return the account of a sign-in name, in whichever logbook."""
    row = reading.first(select(account).where(account.c.sign_in == sign_in))
    return Account(*row) if row else None


def lock_account(writing: WriteTransaction, sign_in: str) -> Account | None:
    """Return the account and keep other tries on it waiting until commit."""
    query = select(account).where(account.c.sign_in == sign_in).with_for_update()
    row = writing.first(query)
    return Account(*row) if row else None


def account_of(reading: ReadTransaction, logbook: str, who: str) -> Account | None:
    """Return a person's account."""
    row = reading.first(select(account).where(_owned(logbook, who)))
    return Account(*row) if row else None


def put_account(writing: WriteTransaction, new: Account) -> bool:
    """Keep a person's account in place of the one they had; False if the name is taken."""
    if find_account(writing, new.sign_in) not in (
        None,
        account_of(writing, new.logbook, new.person),
    ):
        return False
    try:
        with writing.connection.begin_nested():  # another logbook may take the name just now
            if not save_account(writing, new):
                writing.execute(account.insert(), asdict(new))
    except IntegrityError:
        return False
    return True


def save_account(writing: WriteTransaction, changed: Account) -> bool:
    """Write an account over its earlier state; False if there is none."""
    mine = _owned(changed.logbook, changed.person)
    return bool(writing.execute(update(account).where(mine).values(**asdict(changed))))


def find_person(reading: ReadTransaction, logbook: str, who: str) -> KnownPerson:
    """Return a person of the registry."""
    query = select(person).where(person.c.logbook == logbook, person.c.person == who)
    row = reading.first(query)
    if row is None:
        return KnownPerson(who, "", "", (), active=False)
    return KnownPerson(
        who, row.name, row.unit, tuple(json.loads(row.roles)), active=bool(row.active)
    )


def _owned(logbook: str, who: str) -> ColumnElement[bool]:
    return and_(account.c.logbook == logbook, account.c.person == who)
