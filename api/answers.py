"""Answers written by orjson, and the cookies of sessions."""

import orjson
from starlette.responses import Response

from api.access import COOKIES
from api.settings import Settings
from sync.sessions.sign_in import Begun

_PATH = "/api"


def json_answer(document: object, status: int = 200) -> Response:
    """Return a document; `None` is an answer without a body."""
    if document is None:
        return Response(status_code=204)
    # Rows come with SQLAlchemy's own kind of text as keys, which orjson must be told to take.
    content = orjson.dumps(document, option=orjson.OPT_NON_STR_KEYS)
    return Response(content, status, media_type="application/json")


def give_session(answer: Response, begun: Begun, settings: Settings) -> Response:
    """Configured the cookie of a new session; a browser holds one sort at a time."""
    drop_sessions(answer, settings, keep=begun.sort)
    answer.set_cookie(
        COOKIES[begun.sort],
        begun.token,
        max_age=int(begun.lasts.total_seconds()),
        path=_PATH,
        secure=_is_secure(settings),
        httponly=True,
        samesite="strict",
    )
    return answer


def drop_sessions(answer: Response, settings: Settings, keep: str = "") -> Response:
    """Take the session cookies away, but for one sort."""
    for sort, name in COOKIES.items():
        if sort != keep:
            answer.delete_cookie(
                name, _PATH, secure=_is_secure(settings), httponly=True, samesite="strict"
            )
    return answer


def _is_secure(settings: Settings) -> bool:
    return settings.public_url.startswith("https://")
