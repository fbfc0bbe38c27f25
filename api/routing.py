"""Routes of the API: they answer with a response of `api.answers`, which is sent as it is."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter
from fastapi.routing import APIRoute

BELOW_LOGBOOK = "/api/logbooks/{logbook}"


class AnsweringRoute(APIRoute):
    """A route for which FastAPI has no answer to convert, to validate or to describe."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **given: Any) -> None:
        """Make a route of an endpoint whose return type `api/description.py` reads."""
        super().__init__(path, endpoint, **{**given, "response_model": None})


def make_router(prefix: str = "") -> APIRouter:
    """Return a router for addresses that begin alike."""
    return APIRouter(prefix=prefix, route_class=AnsweringRoute)
