"""Sessions: they let a person read. Writing needs none, because entries are signed.

Phones sign a challenge with their key, desks give a password. A token is 256 random bits; the
database holds its hash. A session ends at once with its person's account or its key.
"""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from db.log.heads import head_of
from db.people.accounts import (
    Account,
    KnownPerson,
    account_of,
    find_person,
    lock_account,
    save_account,
)
from db.people.sessions import (
    Session,
    SessionState,
    add_nonce,
    add_session,
    find_session,
    phone_key,
    remove_session,
    remove_sessions_of,
    take_nonce,
    touch_session,
)
from db.store import Store, moment
from proof.encoding import from_b64u, sha256, to_b64u
from proof.signatures import load_public, verify
from schemas.problems import VerbatimError
from sync.sessions.passwords import (
    check_password,
    fits,
    fold_name,
    hash_password,
    make_code,
    nobody,
    read_code,
)
from sync.sessions.throttle import count_stranger, locked_after

SESSION_CONTEXT = b"verbatim/session/1\n"
NONCE_LIFE = timedelta(minutes=5)
CODE_LIFE = timedelta(hours=24)
CODE_LENGTH = 12
"""Longer than an invite's code, because it lives longer."""

TOUCH = timedelta(minutes=1)
"""A session notes its use at most that often: reading must not become writing."""

IDLE = {"phone": timedelta(days=30), "desk": timedelta(minutes=30)}
ABSOLUTE = {"phone": timedelta(days=180), "desk": timedelta(hours=12)}


@dataclass(frozen=True, slots=True)
class Begun:
    """A new session; the token is shown to the browser alone."""

    sort: str
    token: str
    lasts: timedelta


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who reads, by which session."""

    sort: str
    logbook: str
    person: KnownPerson
    key: str
    expires: str
    token_hash: str


def begin_session(store: Store, sort: str, logbook: str, person: str, key: str) -> Begun:
    """Begin a session for someone who has just proved who they are."""
    token = "vs_" + to_b64u(secrets.token_bytes(32))
    expires = moment(store.clock() + ABSOLUTE[sort])
    new = Session(hash_token(token), sort, logbook, person, key, store.now(), expires)
    with store.writing() as writing:
        add_session(writing, new)
    return Begun(sort, token, ABSOLUTE[sort])


def make_nonce(store: Store) -> str:
    """Return a challenge that a phone may sign once, within five minutes."""
    nonce = to_b64u(secrets.token_bytes(32))
    with store.writing() as writing:
        add_nonce(writing, hash_token(nonce), store.now(), moment(store.clock() + NONCE_LIFE))
    return nonce


def sign_in_phone(store: Store, logbook: str, key: str, nonce: str, sig: str) -> Begun:
    """Begin a phone's session. Raises `nonce_unknown`, `sign_in_failed`, `person_inactive`."""
    _spend_nonce(store, nonce)
    with store.reading() as reading:
        head_of(reading, logbook)
        found = phone_key(reading, logbook, key)
    if found is None or not _signed(found[1], logbook, nonce, sig):
        raise VerbatimError("sign_in_failed")
    person = found[0]
    _check_active(store, logbook, person)
    return begin_session(store, "phone", logbook, person, key)


def sign_in_desk(store: Store, sign_in: str, password: str) -> Begun:
    """Begin a desk's session. Raises `sign_in_failed`, `too_many_tries`, `person_inactive`."""
    found = _count_try(store, fold_name(sign_in))
    if not _password_fits(found, password) or found is None:
        raise VerbatimError("sign_in_failed")
    _forget_tries(store, found.sign_in)
    _check_active(store, found.logbook, found.person)
    return begin_session(store, "desk", found.logbook, found.person, "")


def choose_password(store: Store, sign_in: str, *, password: str, code: str, chosen: str) -> None:
    """Set a new password, allowed by the old one or by a one-time code; signs out every desk.

    Raises `sign_in_failed`, `code_wrong`, `too_many_tries`, and what is wrong with the new one.
    """
    check_password(chosen, sign_in)
    found = _count_try(store, fold_name(sign_in))
    failure = VerbatimError("code_wrong" if code else "sign_in_failed")
    fitting = _code_fits(store, found, code) if code else _password_fits(found, password)
    if not fitting or found is None:
        raise failure
    hashed = hash_password(chosen)
    with store.writing() as writing:
        current = lock_account(writing, found.sign_in)
        if current is None or (code and current.code_hash != found.code_hash):
            raise failure  # the code was used or replaced just now
        save_account(writing, _reset(replace(current, password_hash=hashed)))
        remove_sessions_of(writing, found.logbook, found.person, ("desk",))


def make_password_code(store: Store, logbook: str, person: str) -> tuple[str, str]:
    """Return a one-time code for a new password and its deadline. Raises `not_found`."""
    code, expires = make_code(CODE_LENGTH), moment(store.clock() + CODE_LIFE)
    hashed = hash_password(code)
    with store.writing() as writing:
        known = account_of(writing, logbook, person)
        found = lock_account(writing, known.sign_in) if known else None
        if found is None:
            raise VerbatimError("not_found")
        # Whoever has the code need not wait for the delay that others' tries have caused.
        reset = replace(found, code_hash=hashed, code_expires=expires, failures=0, locked_until="")
        save_account(writing, reset)
    return code, expires


def read_session(store: Store, sort: str, token: str) -> Viewer:
    """Return who reads. Raises `signed_out`, `person_inactive`."""
    with store.reading() as reading:
        standing = find_session(reading, hash_token(token))
    now = store.clock()
    if standing is None or not _lasts(standing, sort, now):
        raise VerbatimError("signed_out")
    if not standing.person.active:
        raise VerbatimError("person_inactive")
    return _viewer(standing, _touch(store, standing.session, now))


def sign_out(store: Store, viewer: Viewer) -> None:
    """End this session."""
    with store.writing() as writing:
        remove_session(writing, viewer.token_hash)


def sign_out_everywhere(store: Store, viewer: Viewer) -> None:
    """End every session of this person, phones too."""
    with store.writing() as writing:
        remove_sessions_of(writing, viewer.logbook, viewer.person.person, ("desk", "phone"))


def _spend_nonce(store: Store, nonce: str) -> None:
    """Take a challenge, so that nothing is signed in by it again. Raises `nonce_unknown`."""
    with store.writing() as writing:
        known = take_nonce(writing, hash_token(nonce), store.now())
    if not known:
        raise VerbatimError("nonce_unknown")


def _check_active(store: Store, logbook: str, person: str) -> None:
    """Raise `person_inactive` for who may not use the logbook now."""
    with store.reading() as reading:
        active = find_person(reading, logbook, person).active
    if not active:
        raise VerbatimError("person_inactive")


def _count_try(store: Store, name: str) -> Account | None:
    """Count a try before it is judged, so that tries at the same time are counted too.

    Raises `too_many_tries`.
    """
    with store.writing() as writing:
        found = lock_account(writing, name)
        if found is None:
            count_stranger(store, name)
            return None
        if found.locked_until > store.now():
            raise VerbatimError("too_many_tries")
        failures = found.failures + 1
        until = locked_after(store, failures)
        save_account(writing, replace(found, failures=failures, locked_until=until))
    return found


def _forget_tries(store: Store, sign_in: str) -> None:
    with store.writing() as writing:
        current = lock_account(writing, sign_in)
        if current is not None:
            save_account(writing, replace(current, failures=0, locked_until=""))


def _password_fits(account: Account | None, password: str) -> bool:
    return fits(account.password_hash if account else nobody(), password)


def _code_fits(store: Store, account: Account | None, code: str) -> bool:
    stored = account.code_hash if account and account.code_expires > store.now() else ""
    return fits(stored or nobody(), read_code(code))


def _reset(account: Account) -> Account:
    return replace(account, code_hash="", code_expires="", failures=0, locked_until="")


def _signed(spki: str, logbook: str, nonce: str, sig: str) -> bool:
    message = SESSION_CONTEXT + f"{logbook}\n{nonce}".encode()
    try:
        return verify(load_public(spki), from_b64u(sig), message)
    except ValueError:
        return False


def _touch(store: Store, session: Session, now: datetime) -> Session:
    if datetime.fromisoformat(session.last_used) + TOUCH > now:
        return session
    with store.writing() as writing:
        touch_session(writing, session.token_hash, moment(now))
    return replace(session, last_used=moment(now))


def _lasts(standing: SessionState, sort: str, now: datetime) -> bool:
    """Say whether a session is of this sort, its key in force and its time not over."""
    session = standing.session
    return session.sort == sort and not standing.revoked and moment(now) < _end_of(session)


def _end_of(session: Session) -> str:
    idle = datetime.fromisoformat(session.last_used) + IDLE[session.sort]
    return min(moment(idle), session.expires)


def _viewer(standing: SessionState, session: Session) -> Viewer:
    return Viewer(
        session.sort,
        session.logbook,
        standing.person,
        session.key,
        _end_of(session),
        session.token_hash,
    )


def hash_token(token: str) -> str:
    """Return the name under which a secret token is kept."""
    return to_b64u(sha256(token.encode()))
