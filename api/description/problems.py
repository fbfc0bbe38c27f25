"""Which problems a route may answer with, and how the description tells of them."""

from collections.abc import Iterable, Iterator

from fastapi.routing import APIRoute

from api.access import ROUTES, Caller
from api.description import Piece
from api.description.answers import Schemas
from api.problems import MEDIA_TYPE, WAIT
from api.routing import CODES
from schemas.answers.problem import ProblemDocument, problem_document
from schemas.problems import PROBLEMS, VERDICTS
from schemas.roles import Action

X_CODES = "x-codes"
"""The codes that an answer may carry, beside its examples."""

_ANYWHERE = ("origin_foreign", "internal")
_DATABASE = ("busy", "outcome_unknown", "storage_full")
"""Also for who only reads: a session notes its use, and a queue keeps what it found."""

_SIGNED_IN = ("signed_out", "person_inactive")
_WITHOUT_DATABASE = "/healthz"


def codes_of(route: APIRoute, method: str) -> list[str]:
    """Return the code of every problem that a route may answer with, in the registry's order."""
    found = {*_ANYWHERE, *_own_codes(route), *_codes_of_row(route, method), *_codes_of_form(route)}
    if route.path != _WITHOUT_DATABASE:
        found |= {*_DATABASE}
    return [code for code in PROBLEMS if code in found]


def _own_codes(route: APIRoute) -> Iterable[str]:
    codes: Iterable[str] = (route.openapi_extra or {}).get(CODES, ())
    return codes


def _codes_of_row(route: APIRoute, method: str) -> Iterator[str]:
    """Yield what `api.access` answers a caller whom the route's row keeps out."""
    row = ROUTES[method, route.path]
    if row is Caller.SESSION or isinstance(row, Action):
        yield from _SIGNED_IN
        if "{logbook}" in route.path:
            yield "not_found"
    if isinstance(row, Action):
        yield "not_permitted"


def _codes_of_form(route: APIRoute) -> Iterator[str]:
    """Yield what FastAPI, or a database, says of parameters and bodies."""
    if route.body_field is not None:
        yield from ("body_unreadable", "too_large")
    if route.body_field is not None or route.dependant.query_params or "{" in route.path:
        yield "request_invalid"


def describe_problems(route: APIRoute, method: str, schemas: Schemas) -> Piece:
    """Return a route's problems by status."""
    codes = codes_of(route, method)
    statuses = sorted({PROBLEMS[code].status for code in codes})
    return {
        str(status): _problem([code for code in codes if PROBLEMS[code].status == status], schemas)
        for status in statuses
    }


def _problem(codes: list[str], schemas: Schemas) -> Piece:
    piece: Piece = {
        "description": " ".join(PROBLEMS[code].sentence for code in codes),
        "content": {
            MEDIA_TYPE: {
                "schema": schemas.of(ProblemDocument),
                "examples": {code: {"$ref": f"#/components/examples/{code}"} for code in codes},
            }
        },
        X_CODES: codes,
    }
    if WAIT.keys() & set(codes):
        piece["headers"] = {"Retry-After": {"description": "Seconds.", "schema": {
            "type": "integer"}}}  # fmt: skip
    return piece


def problem_examples() -> Piece:
    """Return an example of every problem that is an answer."""
    answered = (code for code in PROBLEMS if code not in VERDICTS)
    return {code: {"value": problem_document(code)} for code in answered}
