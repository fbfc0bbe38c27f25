"""Invites as an administrator, or the operator's console, makes and manages them.

docs/protocol.md 9. The holder of the secret or the code of an open invite may enrol one key.
"""

import json
import secrets
from dataclasses import dataclass, replace
from datetime import timedelta

from db.log.heads import Head, head_of, lock_head
from db.people.accounts import find_person
from db.people.enrolled_keys import find_head_signers
from db.people.invites import (
    Invite,
    add_invite,
    find_invite,
    find_invites,
    newest_key_of,
    save_invite,
)
from db.store import ReadTransaction, Store, WriteTransaction, moment
from proof.encoding import from_b64u, sha256, to_b64u
from schemas.answers.joining import InviteRow, InviteState
from schemas.kinds.organisation import Browser
from schemas.problems import VerbatimError
from sync.installation import Installation
from sync.sessions.passwords import make_code

LIFE = timedelta(minutes=10)
CODE_LENGTH = 8
_KEPT = timedelta(days=30)  # a used or expired invite stays on the list that long
_FOUR_DIGITS = range(1000, 10_000)
_SIX_DIGITS = range(100_000, 1_000_000)


@dataclass(frozen=True, slots=True)
class Fresh:
    """An invite as it is shown once; `verifier` is the checkpoint key that browsers pin."""

    logbook: str
    number: str
    secret: str
    code: str
    expires: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Invited:
    """Whom an invite is for; a founder is not registered yet and brings `roles`, a JSON array."""

    person: str
    browser: str
    invited_by: str = ""
    roles: str = ""


def invite_person(
    installation: Installation, logbook: str, person: str, browser: str, inviter: tuple[str, str]
) -> Fresh:
    """Invite a registered person; `inviter` is the person who does so, and their key if known.

    Raises `not_found`, `person_inactive`.
    """
    with installation.store.writing() as writing:
        head = lock_head(writing, logbook)
        found = find_person(writing, logbook, person)
        if not found.active:
            raise VerbatimError("person_inactive" if found.roles else "not_found")
        by = inviter[1] or newest_key_of(writing, logbook, inviter[0])
        return write_invite(installation, writing, head, Invited(person, browser, by), LIFE)


def write_invite(
    installation: Installation,
    writing: WriteTransaction,
    head: Head,
    invited: Invited,
    life: timedelta,
) -> Fresh:
    """Keep a new invite and return what is shown of it; the caller has locked the head."""
    number = _free_number(writing, head.logbook)
    fresh = _fresh(installation, writing, head, number, life)
    new = Invite(
        head.logbook,
        number,
        invited.person,
        invited.browser,
        invited.invited_by,
        secret_hash(fresh.secret),
        code_hash(head.logbook, number, fresh.code),
        fresh.expires,
        roles=invited.roles,
    )
    add_invite(writing, new, moment(installation.store.clock() - _KEPT))
    return fresh


def renew_invite(installation: Installation, logbook: str, number: str) -> Fresh:
    """Give an invite a new secret and code and another ten minutes.

    Raises `invite_unknown`, `invite_used`, `invite_cancelled`.
    """
    with installation.store.writing() as writing:
        head = lock_head(writing, logbook)
        old = _changeable(writing, logbook, number)
        fresh = _fresh(installation, writing, head, old.number, LIFE)
        renewed = replace(
            old,
            secret_hash=secret_hash(fresh.secret),
            code_hash=code_hash(logbook, old.number, fresh.code),
            expires=fresh.expires,
            wrong_codes=0,
            state="open",
            waiting_spki="",
            approved_spki="",
        )
        save_invite(writing, renewed)
        return fresh


def cancel_invite(store: Store, logbook: str, number: str) -> None:
    """Make an invite useless. Raises `invite_unknown`, `invite_used`, `invite_cancelled`."""
    with store.writing() as writing:
        lock_head(writing, logbook)
        save_invite(writing, replace(_changeable(writing, logbook, number), state="cancelled"))


def approve_invite(store: Store, logbook: str, number: str, digits: str) -> None:
    """Let in the browser that shows these six digits, although the invite is locked.

    Raises `invite_unknown`, `invite_used`, `invite_cancelled`, `fingerprint_wrong`.
    """
    with store.writing() as writing:
        lock_head(writing, logbook)
        found = _changeable(writing, logbook, number)
        if found.state != "locked" or not found.waiting_spki:
            raise VerbatimError("fingerprint_wrong", "no browser waits for this invite")
        if fingerprint(found.waiting_spki, number) != digits:
            raise VerbatimError("fingerprint_wrong")
        expires = moment(store.clock() + LIFE)
        save_invite(writing, replace(found, approved_spki=found.waiting_spki, expires=expires))


def list_invites(store: Store, logbook: str) -> list[InviteRow]:
    """Return every invite of a logbook as the administrator's list shows it."""
    now = store.now()
    with store.reading() as reading:
        head_of(reading, logbook)
        return [_row(found, name, now) for found, name in find_invites(reading, logbook)]


def fingerprint(spki: str, number: str) -> str:
    """Return the six digits that both sides compare."""
    value = int.from_bytes(sha256((spki + number).encode())[:4], "big")
    return f"{value % 1_000_000:06d}"


def secret_hash(secret: str) -> bytes:
    """Return what is kept of a secret; of what is none, a hash that fits nothing."""
    try:
        return sha256(b"verbatim/invite/1\n" + from_b64u(secret))
    except ValueError:
        return b""


def code_hash(logbook: str, number: int, code: str) -> str:
    """Return what is kept of a code; it fits this invite alone."""
    return to_b64u(sha256(f"verbatim/code/1\n{logbook}\n{number}\n{code}".encode()))


def number_of(text: str) -> int:
    """Return an invite's number, or 0, which none has."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else 0


def _fresh(
    installation: Installation, reading: ReadTransaction, head: Head, number: int, life: timedelta
) -> Fresh:
    return Fresh(
        head.logbook,
        str(number),
        to_b64u(secrets.token_bytes(16)),
        make_code(CODE_LENGTH),
        moment(installation.store.clock() + life),
        # As the log has it, whatever the epoch: browsers compare the two.
        find_head_signers(reading, head.logbook)[-1].verifier,
    )


def _free_number(reading: ReadTransaction, logbook: str) -> int:
    """Return a random number that no invite has: four digits to type while those suffice."""
    for digits in (_FOUR_DIGITS, _FOUR_DIGITS, _FOUR_DIGITS, *[_SIX_DIGITS] * 20):
        number = secrets.choice(digits)
        if find_invite(reading, logbook, number) is None:
            return number
    raise VerbatimError("busy", "too many invites")


def _changeable(reading: ReadTransaction, logbook: str, number: str) -> Invite:
    found = find_invite(reading, logbook, number_of(number))
    if found is None:
        raise VerbatimError("invite_unknown")
    if found.state in ("used", "cancelled"):
        raise VerbatimError(f"invite_{found.state}")
    return found


def _row(found: Invite, name: str, now: str) -> InviteRow:
    state = _state_at(found, now)
    waiting = found.waiting_spki if state is InviteState.LOCKED else ""
    return {
        "number": str(found.number),
        "person": found.person,
        "name": name,
        "browser": Browser(found.browser),
        "expires": found.expires,
        "state": state,
        "wrong_codes": found.wrong_codes,
        "fingerprint": fingerprint(waiting, str(found.number)) if waiting else "",
    }


def _state_at(found: Invite, now: str) -> InviteState:
    """Return an invite's state; one that could still be used expires at its moment."""
    over = found.state in ("open", "locked") and found.expires <= now
    return InviteState.EXPIRED if over else InviteState(found.state)


def founder_of(person: str, roles: list[str]) -> Invited:
    """Return the invited person of a console's invite, who may use phone or desk."""
    return Invited(person, "desk", "", json.dumps(roles))
