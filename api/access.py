"""Who may call which address: one row a route, and the dependencies that read the row.

The test in tests/api/test_access.py walks the app's routes; one without a row fails it.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from fastapi import Depends, Request

from api.settings import Settings
from schemas.problems import VerbatimError
from schemas.roles import Action, Role, relations
from sync.installation import Installation
from sync.sessions.sign_in import Viewer, read_session


class Caller(StrEnum):
    """Who may call when it is not for a role to say."""

    ANYONE = "anyone"
    KEY = "key"
    """Nobody is asked who they are: what is sent is signed."""
    SESSION = "session"
    """Anybody who is signed in; what they see is decided row by row."""


_LOGBOOK = "/api/logbooks/{logbook}"

ROUTES: dict[tuple[str, str], Caller | Action] = {
    ("GET", "/healthz"): Caller.ANYONE,
    ("GET", "/readyz"): Caller.ANYONE,
    ("GET", "/api/openapi.json"): Caller.ANYONE,
    ("GET", "/api/installation"): Caller.ANYONE,
    ("POST", "/api/session/nonce"): Caller.ANYONE,
    ("POST", "/api/session/phone"): Caller.ANYONE,
    ("POST", "/api/session/desk"): Caller.ANYONE,
    ("POST", "/api/session/password"): Caller.ANYONE,
    ("GET", "/api/session"): Caller.SESSION,
    ("DELETE", "/api/session"): Caller.SESSION,
    ("DELETE", "/api/session/all"): Caller.SESSION,
    ("POST", f"{_LOGBOOK}/join"): Caller.ANYONE,
    ("POST", f"{_LOGBOOK}/join/look"): Caller.ANYONE,
    ("POST", f"{_LOGBOOK}/push"): Caller.KEY,
    ("GET", f"{_LOGBOOK}/pull"): Caller.SESSION,
    ("GET", f"{_LOGBOOK}/invites"): Action.INVITE,
    ("POST", f"{_LOGBOOK}/invites"): Action.INVITE,
    ("DELETE", f"{_LOGBOOK}/invites/{{number}}"): Action.INVITE,
    ("POST", f"{_LOGBOOK}/invites/{{number}}/renew"): Action.INVITE,
    ("POST", f"{_LOGBOOK}/invites/{{number}}/approve"): Action.INVITE,
    ("POST", f"{_LOGBOOK}/people/{{person}}/code"): Action.INVITE,
    ("GET", f"{_LOGBOOK}/rotations"): Caller.ANYONE,
    ("GET", f"{_LOGBOOK}/registry"): Action.READ_REGISTRY,
    ("GET", f"{_LOGBOOK}/worklist"): Action.READ_SCREENINGS,
    ("GET", f"{_LOGBOOK}/records/{{subject}}"): Caller.SESSION,
    ("GET", f"{_LOGBOOK}/quarantine"): Action.READ_QUARANTINE,
    ("GET", f"{_LOGBOOK}/guard"): Caller.SESSION,
    ("GET", f"{_LOGBOOK}/review"): Action.REVIEW,
    ("GET", f"{_LOGBOOK}/review/reasons"): Action.REVIEW,
    ("GET", f"{_LOGBOOK}/checkpoint"): Caller.SESSION,
    ("GET", f"{_LOGBOOK}/consistency"): Caller.SESSION,
    ("GET", f"{_LOGBOOK}/disclosures/{{entry}}/bundle"): Action.DISCLOSE,
    ("GET", f"{_LOGBOOK}/disclosures/{{entry}}/report"): Action.DISCLOSE,
    ("GET", f"{_LOGBOOK}/tile/{{name:path}}"): Action.READ_LOG,
    ("GET", f"{_LOGBOOK}/proofs/inclusion"): Action.READ_LOG,
    ("GET", f"{_LOGBOOK}/proofs/consistency"): Action.READ_LOG,
    ("GET", "/problems"): Caller.ANYONE,
    ("GET", "/{path}"): Caller.ANYONE,
}
"""The last row is the app itself: pages, scripts, pictures."""

COOKIES = {"phone": "verbatim_phone", "desk": "verbatim_desk"}


async def installation_of(request: Request) -> Installation:
    """Return what the process holds. A coroutine, because it needs no thread."""
    found: Installation = request.state.installation
    return found


async def settings_of(request: Request) -> Settings:
    """Return the settings the app was made with."""
    found: Settings = request.state.settings
    return found


Held = Annotated[Installation, Depends(installation_of)]
Configured = Annotated[Settings, Depends(settings_of)]


def viewer_of(request: Request, installation: Held) -> Viewer:
    """Return who reads, if this route's row lets them.

    Raises `signed_out`, `person_inactive`, `not_found`, `not_permitted`.
    """
    viewer = read_session(installation.store, *sole_token(request.cookies))
    if request.path_params.get("logbook", viewer.logbook) != viewer.logbook:
        raise VerbatimError("not_found")
    row = ROUTES[request.method, request.scope["route"].path]
    if isinstance(row, Action) and not may(viewer, row):
        raise VerbatimError("not_permitted")
    return viewer


Reader = Annotated[Viewer, Depends(viewer_of)]


def may(viewer: Viewer, action: Action) -> bool:
    """Say whether any of the person's roles includes the action, for some rows at least."""
    return bool(relations(frozenset(Role(role) for role in viewer.person.roles), action))


def sole_token(cookies: Mapping[str, str]) -> tuple[str, str]:
    """Return the sort and token of the one session cookie; two of them are nobody's.

    Raises `signed_out`.
    """
    found = [(sort, cookies[name]) for sort, name in COOKIES.items() if name in cookies]
    if len(found) != 1:
        raise VerbatimError("signed_out")
    return found[0]
