"""Taking in signed entries (docs/protocol.md 6). No session and no origin: the lines are signed.

A single entry costs less to log than a framework's way to it, so pushes are answered before
routing; the route below is the one that the description of the API shows.
"""

import asyncio
import os
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from api import examples
from api.addresses import logbook_called
from api.answers import Json
from api.bodies import read_push
from api.parameters import Logbook
from api.problems import translate
from api.routing import BELOW_LOGBOOK, make_router, problems
from schemas.answers.installation import Feature
from schemas.entry import MAX_PUSH
from schemas.problems import VerbatimError
from schemas.stamp import Receipt
from sync import push as intake
from sync.installation import Installation
from sync.intake.append import Answered, Pushed
from sync.retention import erase

router = make_router(Feature.PUSH, BELOW_LOGBOOK)

_CHECKERS = ThreadPoolExecutor(os.cpu_count() or 2, "verbatim-checker")
"""Signatures are checked on every core; more threads would only fight for Python's lock."""


class Room:
    """Bytes of pushes that may wait for a checker or the writer: no thread limits them."""

    def __init__(self, size: int) -> None:
        """Begin empty."""
        self._left = size
        self._lock = Lock()

    def take(self, size: int) -> None:
        """Keep room for a push. Raises `busy` if there is none."""
        with self._lock:
            if size > self._left:
                raise VerbatimError("busy")
            self._left -= size

    def give(self, size: int) -> None:
        """Give back what a push took."""
        with self._lock:
            self._left += size


_ROOM = Room(64 * MAX_PUSH)


class QuickPushes:
    """Answers pushes; everything else goes on to the routes."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before an app."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request or pass it on."""
        logbook = logbook_called(scope, "POST", "push")
        if not logbook:
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        try:
            answer: Response = await push(logbook, request)
        except Exception as error:  # noqa: BLE001  # what is not expected is raised again
            answer = translate(request, error)
        await answer(scope, receive, send)


_LINES = {
    "application/x-ndjson": {
        "schema": {
            "type": "string",
            "contentMediaType": "application/x-ndjson",
            "examples": [examples.LINE],
        }
    }
}
"""A push, as the API's description tells of it; `api/description/` says what a line is."""


@router.post("/push", openapi_extra={
    **problems(
        "body_unreadable", "not_ndjson", "too_large", "logbook_unknown", "read_only",
    ),
    "requestBody": {"required": True, "content": _LINES},
})  # fmt: skip
async def push(logbook: Logbook, request: Request) -> Json[Receipt]:
    """Log what can be logged; answer with the receipt. No thread waits for the commit."""
    held: Installation = request.state.installation
    body = await read_push(request)
    pushed, job = await _begin(held, logbook, body)
    answered = await _logged(job)
    if erase.may_let_erase(pushed):
        await run_in_threadpool(erase.follow, held, pushed)
    return Json(intake.conclude(pushed, answered))


async def _begin(
    held: Installation, logbook: Logbook, body: bytes
) -> tuple[Pushed, Future[Answered]]:
    """Check a push and queue it; its room is free again when its job is done, not its caller."""
    size, room, loop = len(body), _ROOM, asyncio.get_running_loop()
    room.take(size)
    try:
        pushed = await loop.run_in_executor(_CHECKERS, intake.check, held, logbook, body)
        job = held.writer.enqueue(pushed)
    except BaseException:
        room.give(size)
        raise
    job.add_done_callback(lambda _: room.give(size))
    return pushed, job


async def _logged(job: Future[Answered]) -> Answered:
    """Wait for the commit; the job itself goes on whoever stops waiting."""
    future = asyncio.wrap_future(job)
    try:
        return await asyncio.wait_for(asyncio.shield(future), intake.PATIENCE)
    except TimeoutError:
        raise VerbatimError("outcome_unknown") from None
