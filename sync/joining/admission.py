"""Whether an invite admits a browser, and what it tells the holder of its secret or code.

docs/protocol.md 9. Looking and joining are judged by the same rules and in the same order, and
wrong codes are counted together, so that looking is never a cheaper way to guess.
"""

import json
from dataclasses import dataclass, replace

from db.log.heads import lock_head
from db.people.accounts import find_person
from db.people.enrolled_keys import EnrolledKeys
from db.people.invites import Invite, find_invite, save_invite
from db.store import Store, WriteTransaction
from schemas.answers.joining import Welcome
from schemas.kinds.organisation import Browser
from schemas.problems import VerbatimError
from schemas.roles import Role
from sync.joining.invites import code_hash, number_of, secret_hash
from sync.sessions.passwords import equal, read_code

WRONG_CODES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """An invite's number with its secret or its code; one who only looks has no key and no sort."""

    number: str
    secret: str = ""
    code: str = ""
    spki: str = ""
    browser: str = ""


def look_at_invite(store: Store, logbook: str, claim: Claim) -> Welcome:
    """Say whom an open invite is for. Raises the problem that a join would meet."""
    with store.writing() as writing:
        lock_head(writing, logbook)
        found = find_invite(writing, logbook, number_of(claim.number))
        problem = find_obstacle(found, claim, store.now())
        seen = count_failure(writing, found, claim, problem) if problem or not found else found
        welcome = seen if isinstance(seen, str) else _welcome(writing, seen)
    if isinstance(welcome, str):  # raised after the commit, or the count would be undone
        raise VerbatimError(welcome)
    return welcome


def find_obstacle(found: Invite | None, claim: Claim, now: str) -> str:
    """Return the code of what keeps a claim out, or nothing."""
    if found is None:
        return "invite_unknown"
    # An invite that is not approved names no key, and neither does a look.
    approved = claim.spki != "" and found.approved_spki == claim.spki
    if found.state in ("used", "cancelled"):
        return "" if found.state == "used" and approved else f"invite_{found.state}"
    if found.expires <= now:
        return "invite_expired"
    return ("" if approved else _misfit(found, claim)) or _other_sort(found, claim)


def count_failure(
    writing: WriteTransaction, found: Invite | None, claim: Claim, problem: str
) -> str:
    """Count a wrong code; a locked invite remembers who asks, so that six digits can be compared.

    A wrong secret is not counted: 128 bits are not guessed, and a phone may scan an old picture.
    """
    if found is None or problem not in ("invite_code_wrong", "invite_locked"):
        return problem
    wrong = found.wrong_codes
    if problem == "invite_code_wrong" and not claim.secret:
        wrong += 1
    locked = wrong >= WRONG_CODES
    waiting = claim.spki or found.waiting_spki  # a look reserves nothing
    save_invite(writing, replace(
        found, wrong_codes=wrong, state="locked" if locked else found.state,
        waiting_spki=waiting if locked else "",
    ))  # fmt: skip
    return "invite_locked" if locked else problem


def _misfit(found: Invite, claim: Claim) -> str:
    if found.state == "locked":
        return "invite_locked"
    return "" if _opens(found, claim) else "invite_code_wrong"


def _other_sort(found: Invite, claim: Claim) -> str:
    sorts = ("", found.browser, claim.browser if found.roles else "")
    return "" if claim.browser in sorts else "invite_other_browser"


def _opens(found: Invite, claim: Claim) -> bool:
    if claim.secret:
        return equal(secret_hash(claim.secret), found.secret_hash)
    code = code_hash(found.logbook, found.number, read_code(claim.code))
    return equal(code.encode(), found.code_hash.encode())


def _welcome(writing: WriteTransaction, found: Invite) -> Welcome | str:
    if found.roles:
        roles = json.loads(found.roles)
        return {"name": "", "unit": "", "roles": roles, "browser": "", "expires": found.expires}
    person = find_person(writing, found.logbook, found.person)
    if not person.active:
        return "person_inactive"
    unit = EnrolledKeys(writing, found.logbook).units().get(person.unit)
    name = unit.name if unit else ""
    return {
        "name": person.name,
        "unit": name,
        "roles": [Role(role) for role in person.roles],
        "browser": Browser(found.browser),
        "expires": found.expires,
    }
