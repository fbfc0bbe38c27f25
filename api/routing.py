"""Routes of the API: they answer with a response of `api.answers`, which is sent as it is."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter
from fastapi.routing import APIRoute

from schemas.answers.installation import Feature

BELOW_LOGBOOK = "/api/logbooks/{logbook}"

CODES = "x-codes"
"""Where a route keeps the codes of its own problems: an extension of OpenAPI."""

SETS_COOKIE: dict[str, object] = {"x-sets-cookie": True}
"""Said of a route that begins or ends a session."""


class AnsweringRoute(APIRoute):
    """A route for which FastAPI has no answer to convert, to validate or to describe."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **given: Any) -> None:
        """Make a route of an endpoint whose return type `api/description/` reads."""
        super().__init__(path, endpoint, **{**given, "response_model": None})


def make_router(feature: Feature, prefix: str = "") -> APIRouter:
    """Return a router for the calls of a feature, whose addresses begin alike."""
    return APIRouter(
        prefix=prefix,
        tags=[feature.value],
        route_class=AnsweringRoute,
        generate_unique_id_function=lambda route: route.name,
    )


def problems(*codes: str) -> dict[str, object]:
    """Return what tells of the problems that this route has and not every other has too."""
    return {CODES: codes}
