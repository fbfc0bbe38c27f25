"""Everything that happens when a browser joins with an invite, in order (docs/protocol.md 9).

1. It proves that it holds its key.                                     `_proves_key`
2. The invite is looked at, and for a desk the password is hashed: slow work, done only for
   someone the invite admits, and outside of the transaction.           `_prepare`
3. In one transaction, the head locked: the invite is judged again; a wrong code is counted
   even though the answer is a problem; the server states the enrolment, and the invite is
   used up. Only the same key may repeat a join, because an answer can be lost on its way: it
   gets the answer again, without a session.                            `_settle`
4. After the commit both entries are proved against the head.           `sync.intake.proofs`
"""

import json
from dataclasses import dataclass, replace

from db.log.heads import head_of, lock_head
from db.log.lines import placed_lines, which_count
from db.log.placement import placement_of
from db.people.accounts import Account, KnownPerson, find_person, put_account
from db.people.enrolled_keys import EnrolledKeys, find_keys, find_server_rotations
from db.people.invites import Invite, find_invite, save_invite
from db.people.sessions import remove_sessions_of
from db.store import WriteTransaction
from proof.authoring import Act
from proof.encoding import from_b64u
from proof.signatures import key_name, load_public, verify
from schemas.answers.lines import PlacedLine
from schemas.problems import VerbatimError
from schemas.stamp import Receipt
from sync.installation import Installation, new_id
from sync.intake.proofs import prove_lines
from sync.intake.server_entries import append_server_entry
from sync.joining.admission import Claim, count_failure, find_obstacle
from sync.joining.invites import number_of
from sync.sessions.passwords import check_password, fold_name, hash_password

JOIN_CONTEXT = b"verbatim/join/1\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinRequest(Claim):
    """What a browser sends: its claim, the proof of its key, for a desk a name and a password."""

    proof: str
    sign_in: str = ""
    password: str = ""


@dataclass(frozen=True, slots=True)
class Joined:
    """The enrolled person, entries as lines, and the receipt that proves them in this order.

    `rotations` lead from the server's keys in the genesis to those of today.
    `again` is set when the same browser repeats a join whose answer it lost.
    """

    person: KnownPerson
    key: str
    genesis: PlacedLine
    enrolled: PlacedLine
    rotations: list[PlacedLine]
    receipt: Receipt
    again: bool


@dataclass(frozen=True, slots=True)
class _Settled:
    person: str
    entry: str
    again: bool


def join(installation: Installation, logbook: str, request: JoinRequest) -> Joined:
    """Enrol the browser's key. Raises the code of what keeps it out."""
    installation.guard.check_open(logbook)
    if not _proves_key(logbook, request):
        raise VerbatimError("proof_of_key_invalid")
    hashed = _prepare(installation, logbook, request)
    with installation.store.writing() as writing:
        settled = _settle(installation, writing, logbook, request, hashed)
    if isinstance(settled, str):
        raise VerbatimError(settled)
    return _answer(installation, logbook, request, settled)


def _proves_key(logbook: str, request: JoinRequest) -> bool:
    message = JOIN_CONTEXT + f"{logbook}\n{request.number}\n{request.spki}".encode()
    try:
        return verify(load_public(request.spki), from_b64u(request.proof), message)
    except ValueError:
        return False


def _prepare(installation: Installation, logbook: str, request: JoinRequest) -> str:
    """Return the password's hash, or nothing for a phone and for whom the invite keeps out."""
    with installation.store.reading() as reading:
        head_of(reading, logbook)
        found = find_invite(reading, logbook, number_of(request.number))
    if request.browser != "desk" or find_obstacle(found, request, installation.store.now()):
        return ""
    if not fold_name(request.sign_in):
        raise VerbatimError("request_invalid", "sign_in: a desk needs a name to sign in with")
    check_password(request.password, request.sign_in)
    return hash_password(request.password)


def _settle(
    installation: Installation,
    writing: WriteTransaction,
    logbook: str,
    request: JoinRequest,
    hashed: str,
) -> _Settled | str:
    """Use the invite up, or return a problem's code; the caller commits in either case."""
    lock_head(writing, logbook)
    found = find_invite(writing, logbook, number_of(request.number))
    problem = find_obstacle(found, request, installation.store.now())
    if found is None or problem:
        return count_failure(writing, found, request, problem)
    key = key_name(request.spki)
    enrolled = find_keys(writing, logbook, [key]).get(key)
    if enrolled is not None:
        again = found.state == "used"
        return _Settled(enrolled.person, enrolled.enrolment, again=True) if again else "key_taken"
    person = find_person(writing, logbook, found.person)
    if not person.active and not found.roles:
        return "person_inactive"
    if request.browser == "desk" and (taken := _open_account(writing, found, request, hashed)):
        return taken
    act = _enrolment(installation, found, request, person)
    entry = append_server_entry(
        writing, logbook, act, installation.keyring, installation.store.now()
    )
    save_invite(writing, replace(found, state="used", approved_spki=request.spki))
    return _Settled(found.person, entry.id, again=False)


def _open_account(
    writing: WriteTransaction, found: Invite, request: JoinRequest, hashed: str
) -> str:
    """Give the person this name and password; return a problem's code if that cannot be."""
    if not hashed:  # the invite was renewed or approved since it was looked at
        return "busy"
    new = Account(found.logbook, found.person, fold_name(request.sign_in), hashed)
    if not put_account(writing, new):
        return "sign_in_name_taken"
    remove_sessions_of(writing, found.logbook, found.person, ("desk",))
    return ""


def _enrolment(installation: Installation, found: Invite, request: JoinRequest,
               person: KnownPerson) -> Act:  # fmt: skip
    roles = json.loads(found.roles) if found.roles else list(person.roles)
    content = {
        "spki": request.spki,
        "person": found.person,
        "browser": request.browser,
        "roles": roles,
        "invited_by": found.invited_by,
    }
    return Act("key.enrolled/1", new_id(installation.store), {"enrolment": content})


def _answer(
    installation: Installation, logbook: str, request: JoinRequest, settled: _Settled
) -> Joined:
    with installation.guard.vouching(logbook) as attested:
        reading = attested.reading
        enrolled = EnrolledKeys(reading, logbook)
        place = placement_of(reading, logbook, settled.entry)
        if place is None:
            raise VerbatimError("internal", "an enrolment that was logged is not in the log")
        rotated = find_server_rotations(reading, logbook)
        positions = which_count(reading, logbook, [0, place.position, *rotated])
        found = placed_lines(reading, logbook, positions)
        lines = {line["position"]: line for line in found}
        genesis, enrolment = lines[0], lines[place.position]
        rotations = [lines[position] for position in rotated]
        return Joined(
            find_person(reading, logbook, settled.person),
            key_name(request.spki),
            genesis,
            enrolment,
            rotations,
            prove_lines(attested, enrolled, [genesis, enrolment, *rotations]),
            settled.again,
        )
