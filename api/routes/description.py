"""What tells strangers how to use the API: its description, and the page of problems."""

from functools import cache

import orjson
from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from api.description.document import describe
from api.description.problem_page import problem_page
from api.routers import api_routes

router = APIRouter(include_in_schema=False)


@router.get("/api/openapi.json", response_model=None)
def read_description() -> Response:
    """Return the API as OpenAPI 3.1."""
    return Response(_description(), media_type="application/json")


@router.get("/problems", response_model=None)
def read_problems() -> HTMLResponse:
    """Return the page that the `type` of every problem leads to."""
    return HTMLResponse(problem_page())


@cache
def _description() -> bytes:
    return orjson.dumps(describe(api_routes()))
