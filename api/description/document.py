"""Puts the description together: what FastAPI knows of the routes, and what they say themselves."""

from collections.abc import Iterable
from typing import Any

from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from api.access import COOKIES, ROUTES, Caller
from api.description import Piece
from api.description.answers import ITEMS, Schemas, describe_answers
from api.description.problems import describe_problems, problem_examples
from api.gate import SAFE
from schemas.entry import WireEntry

_INTRODUCTION = """\
A field-test logbook: one append-only log of signed entries for each logbook. docs/protocol.md \
says what the bytes mean; docs/api.md is this description as a page.

**What changes.** Paths stay, and so do parameters, members and codes; more of each may come, and \
more words where a value is one of several. Kinds of entries stay for ever. \
`GET /api/installation` lists the kinds and the features that a server knows.

**Before any route.** A request for another host than the installation's own is \
`origin_foreign`. What changes something, but for a push, carries `X-Verbatim: 1`, and an \
`Origin`, if it has one, of the installation itself. A browser that asks for a page at 127.0.0.1 \
is sent on to localhost (307). Pushes, and pulls that find nothing new, are answered before \
routing, as they are described here.

**Times and texts.** A moment is RFC 3339 with milliseconds and an offset; a day is of the \
server's clock; binary is base64url without padding; a text that says nothing is empty and never \
null."""

_X_VERBATIM: Piece = {
    "name": "X-Verbatim",
    "in": "header",
    "required": True,
    "description": "Says that a page of this installation asks: another site cannot set it.",
    "schema": {"$ref": "#/components/schemas/XVerbatim"},
    "example": "1",
}
_ONE: Piece = {"type": "string", "enum": ["1"], "description": "The one value of the header."}
_SESSIONS: Piece = {
    sort: {
        "type": "apiKey",
        "in": "cookie",
        "name": name,
        "description": f"The session of a {sort}. A request with both cookies is signed out.",
    }
    for sort, name in COOKIES.items()
}
_NEVER_ANSWERED = ("HTTPValidationError", "ValidationError")
"""FastAPI's own: what does not fit is a problem here."""


def describe(routes: Iterable[APIRoute]) -> Piece:
    """Return the document."""
    listed = [route for route in routes if route.include_in_schema]
    document: Any = get_openapi(
        title="Verbatim", version="1", description=_INTRODUCTION, routes=listed,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
    )  # fmt: skip
    schemas = Schemas(listed)
    for route in listed:
        for method in route.methods or ():
            operation = document["paths"][route.path_format][method.lower()]
            _complete(operation, route, method, schemas)
    components = document["components"]["schemas"] | schemas.components | {"XVerbatim": _ONE}
    document["components"] = {
        "schemas": {name: components[name] for name in sorted(components)
                    if name not in _NEVER_ANSWERED},
        "examples": problem_examples(),
        "parameters": {"X-Verbatim": _X_VERBATIM},
        "securitySchemes": _SESSIONS,
    }  # fmt: skip
    described: Piece = document
    return described


def _complete(operation: Any, route: APIRoute, method: str, schemas: Schemas) -> None:
    """Add to what FastAPI says of an operation."""
    row = ROUTES[method, route.path]
    operation["responses"] = {
        **describe_answers(route, schemas), **describe_problems(route, method, schemas),
    }  # fmt: skip
    operation["security"] = [] if row in (Caller.ANYONE, Caller.KEY) else [
        {sort: []} for sort in COOKIES
    ]  # fmt: skip
    if method not in SAFE and row is not Caller.KEY:
        operation.setdefault("parameters", []).append(
            {"$ref": "#/components/parameters/X-Verbatim"}
        )
    for parameter in operation.get("parameters", []):
        _forget_empty(parameter.get("schema", {}))
    for media in operation.get("requestBody", {}).get("content", {}).values():
        if "$ref" not in media["schema"]:
            media[ITEMS] = schemas.of(WireEntry)
    for extension in [name for name in operation if name.startswith("x-")]:
        del operation[extension]  # has become answers and problems


def _forget_empty(schema: Any) -> None:
    """Take away a default that has not the format: one who leaves it out asks for the same."""
    if "format" in schema and schema.get("default") == "":
        del schema["default"]
