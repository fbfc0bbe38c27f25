"""Everything that goes wrong becomes `application/problem+json` (RFC 9457) here, and only here."""

import logging
import random
import secrets
import traceback
from collections.abc import Callable, Mapping

import orjson
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DataError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from schemas.answers.problem import problem_document
from schemas.problems import VerbatimError

_LOG = logging.getLogger("verbatim")
MEDIA_TYPE = "application/problem+json"
_FRAMES = 8
"""Frames of a traceback that are logged: those next to the error; the rest is the framework."""
_BY_STATUS = {404: "not_found", 405: "method_not_allowed", 413: "too_large", 415: "not_ndjson"}
WAIT = {
    "busy": (1, 4), "outcome_unknown": (1, 4), "too_many_tries": (20, 40), "read_only": (20, 40),
}  # fmt: skip
"""Seconds to wait, from and to: spread, so that a thousand phones do not come back as one."""


def problem(code: str, detail: str = "", incident: str = "",
            headers: Mapping[str, str] | None = None) -> Response:  # fmt: skip
    """Return the answer that a problem of the registry travels in."""
    document = problem_document(code, detail, incident)
    answer = Response(orjson.dumps(document), document["status"], headers)
    answer.headers["content-type"] = MEDIA_TYPE
    if code in WAIT:
        # Jitter, not a secret.
        answer.headers["retry-after"] = str(random.randint(*WAIT[code]))  # noqa: S311  # jitter
    return answer


def install_translators(app: FastAPI) -> None:
    """Let the app answer every expected failure as a problem."""
    for kind, translator in _TRANSLATORS.items():
        app.add_exception_handler(kind, translator)


def translate(request: Request, error: Exception) -> Response:
    """Return the answer to an expected failure; raise any other again."""
    for kind, translator in _TRANSLATORS.items():
        if isinstance(error, kind):
            return translator(request, error)
    raise error


class UnexpectedErrors:
    """Answers what nobody expected, with a number for the operator to find in the server's log.

    The log names places in the code and the kind of error, never its message: a database puts
    the values of a statement into it.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an app."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; answer if it fails before its answer has begun."""
        begun = False

        async def note(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, note)
        except Exception as error:  # noqa: BLE001  # the last line of defence
            incident = log_incident(error)
            if not begun and scope["type"] == "http":
                await problem("internal", incident=incident)(scope, receive, send)


def log_incident(error: BaseException) -> str:
    """Log an error without its message; return the number it is found by."""
    incident = secrets.token_hex(4)
    places = "".join(traceback.format_tb(error.__traceback__)[-_FRAMES:])
    _LOG.error("incident %s: %s\n%s", incident, type(error).__name__, places)
    return incident


def _of_ours(_request: Request, error: Exception) -> Response:
    if not isinstance(error, VerbatimError):
        raise error
    incident = log_incident(error) if error.problem.code == "internal" else ""
    return problem(error.problem.code, error.detail, incident)


def _of_validation(_request: Request, error: Exception) -> Response:
    """Name the field and the rule, never the value."""
    if not isinstance(error, RequestValidationError):
        raise error
    found = error.errors()
    if any(one["type"] == "json_invalid" for one in found):
        return problem("body_unreadable")
    named = (f"{'.'.join(str(step) for step in one['loc'])}: {one['type']}" for one in found[:5])
    return problem("request_invalid", "; ".join(named))


def _of_http(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    if isinstance(error.__cause__, VerbatimError):  # raised while FastAPI read the body
        return _of_ours(request, error.__cause__)
    code = _BY_STATUS.get(error.status_code, "body_unreadable")
    return problem(code, headers=error.headers)


def _of_database(_request: Request, error: Exception) -> Response:
    """The transaction was undone: the same request may be sent again."""
    full = "disk is full" in str(error) or "No space left" in str(error)
    return problem("storage_full" if full else "busy", incident=log_incident(error))


def _of_data(_request: Request, _error: Exception) -> Response:
    """A value that no row can hold: U+0000 in an address or a name, on PostgreSQL."""
    return problem("request_invalid", "a text holds a character that cannot be stored")


def _of_silence(_request: Request, _error: Exception) -> Response:
    """The browser went away while it was sending; nobody reads this answer."""
    return problem("body_unreadable")


_TRANSLATORS: dict[type[Exception], Callable[[Request, Exception], Response]] = {
    VerbatimError: _of_ours,
    RequestValidationError: _of_validation,
    HTTPException: _of_http,
    OperationalError: _of_database,
    PoolTimeoutError: _of_database,
    DataError: _of_data,
    ClientDisconnect: _of_silence,
}
