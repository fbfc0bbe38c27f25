"""The answers of routes, by what they are written in, and the cookies of sessions.

A route says in its return type what it answers; `api/description/` reads it there.
"""

from typing import ClassVar, Generic, TypeVar

import orjson
from pydantic import BaseModel
from starlette.responses import Response

from api.access import COOKIES
from api.settings import Settings
from sync.sessions.sign_in import Begun

Document = TypeVar("Document")
Answer = TypeVar("Answer", bound=Response)

_PATH = "/api"


class Json(Response, Generic[Document]):
    """A document, written as it is; models of `schemas` may be members of it."""

    media_type = "application/json"
    status: ClassVar = 200

    def __init__(self, document: Document) -> None:
        """Write a document."""
        super().__init__(_written(document))


class Nothing(Response):
    """It was done, and there is nothing to say of it."""

    status: ClassVar = 204

    def __init__(self) -> None:
        """Answer without a body."""
        super().__init__(status_code=self.status)


class Unchanged(Response):
    """What the browser has is what it would get."""

    status: ClassVar = 304

    def __init__(self, etag: str) -> None:
        """Name the state that both have."""
        super().__init__(status_code=self.status, headers={"etag": etag})


class Lines(Response, Generic[Document]):
    """Documents, one a line (NDJSON)."""

    media_type = "application/x-ndjson"
    status: ClassVar = 200


class Note(Response):
    """A signed head of a log (C2SP signed note)."""

    media_type = "text/plain"
    status: ClassVar = 200


class Tile(Response):
    """Hashes, or entries behind their lengths (C2SP tlog-tiles)."""

    media_type = "application/octet-stream"
    status: ClassVar = 200


class Attachment(Response):
    """A file to keep."""

    ending: ClassVar[str]
    status: ClassVar = 200

    def __init__(self, content: bytes, name: str) -> None:
        """Offer bytes under a name, which gets its ending here."""
        disposition = f'attachment; filename="{name}.{self.ending}"'
        super().__init__(content, headers={"Content-Disposition": disposition})


class Zip(Attachment):
    """An evidence bundle."""

    media_type = "application/zip"
    ending = "zip"


class Pdf(Attachment):
    """A print."""

    media_type = "application/pdf"
    ending = "pdf"


def give_session(answer: Answer, begun: Begun, settings: Settings) -> Answer:
    """Set the cookie of a new session; a browser holds one sort at a time."""
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


def drop_sessions(answer: Answer, settings: Settings, keep: str = "") -> Answer:
    """Take the session cookies away, but for one sort."""
    for sort, name in COOKIES.items():
        if sort != keep:
            answer.delete_cookie(
                name, _PATH, secure=_is_secure(settings), httponly=True, samesite="strict"
            )
    return answer


def _written(document: object) -> bytes | str:
    if isinstance(document, BaseModel):
        return document.model_dump_json()
    # Rows come with SQLAlchemy's own kind of text as keys, which orjson must be told to take.
    return orjson.dumps(document, _plain, orjson.OPT_NON_STR_KEYS)


def _plain(value: object) -> object:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    raise TypeError(f"{type(value).__name__} is no part of an answer")


def _is_secure(settings: Settings) -> bool:
    return settings.public_url.startswith("https://")
