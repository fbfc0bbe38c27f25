"""Answers a poll that finds nothing new before routing: on a quiet night that is every request."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Receive, Scope, Send

from api.access import sole_token
from api.addresses import logbook_called
from api.answers import Unchanged
from schemas.problems import VerbatimError
from sync.installation import Installation

_ASKER = ThreadPoolExecutor(1, "verbatim-pulse")
"""One, because there is one connection to ask on."""


@dataclass(frozen=True, slots=True)
class Poll:
    """A pull that names what its browser has."""

    logbook: str
    sort: str
    token: str
    etag: str


class QuickPolls:
    """Answers 304 where memory and log agree; everything else goes the long way."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before an app."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request or pass it on."""
        poll = _poll_of(scope)
        if poll is not None and await _is_unchanged(scope["state"]["installation"], poll):
            await Unchanged(poll.etag)(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def _poll_of(scope: Scope) -> Poll | None:
    logbook = logbook_called(scope, "GET", "pull")
    if not logbook:
        return None
    headers = Headers(scope=scope)
    etag = headers.get("if-none-match", "")
    try:
        sort, token = sole_token(cookie_parser(headers.get("cookie", "")))
    except VerbatimError:
        return None
    return Poll(logbook, sort, token, etag)


async def _is_unchanged(held: Installation, poll: Poll) -> bool:
    if poll.logbook in held.guard.divergences:
        return False
    polls = held.polls
    asked = (poll.logbook, poll.sort, poll.token, poll.etag)
    if polls.pulse.is_instant:
        return polls.is_unchanged(*asked)
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_ASKER, polls.is_unchanged, *asked)
