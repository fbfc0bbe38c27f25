"""What routes answer when nothing goes wrong, as the description tells it."""

from collections.abc import Iterable
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from fastapi.routing import APIRoute
from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core.core_schema import DictSchema, UnionSchema

from api.answers import Attachment, Json, Lines, Note, Unchanged
from api.description import Piece
from api.routing import SETS_COOKIE
from schemas.answers.problem import ProblemDocument
from schemas.entry import WireEntry, WirePart

REF = "#/components/schemas/"
_MODE: Literal["serialization"] = "serialization"
ITEMS = "x-item-schema"
"""What each line of NDJSON is. OpenAPI 3.2 has `itemSchema` for this, 3.1 has nothing."""

OR_EMPTY = "|^$"
"""Ends the pattern of a text that may be empty."""

_BYTES: Piece = {"type": "string", "format": "binary"}
_ETAG: Piece = {
    "description": "Names the log and the scope as they are; to be sent as If-None-Match.",
    "schema": {"type": "string"},
}
_NAME: Piece = {"description": "A name for the file.", "schema": {"type": "string"}}
_COOKIES: Piece = {
    "description": "The cookie of the session that begins here, or the end of those there were.",
    "schema": {"type": "string"},
}


class Schemas:
    """The schemas of documents: how each is referred to, and what all of them are."""

    def __init__(self, routes: Iterable[APIRoute]) -> None:
        """Read the documents that these routes name."""
        named = [document for route in routes for document in _documents_of(route)]
        documents = list(dict.fromkeys([*named, ProblemDocument, WireEntry]))
        asked = [(one, _MODE, TypeAdapter[Any](one)) for one in documents]
        found, kept = TypeAdapter.json_schemas(
            asked, ref_template=f"{REF}{{model}}", schema_generator=_Plain
        )
        self._found = {document: schema for (document, _), schema in found.items()}
        self.components: Piece = kept["$defs"]
        for name in self.components.keys() - {WireEntry.__name__, WirePart.__name__}:
            _open(self.components[name])

    def of(self, document: Any) -> Piece:
        """Return the schema of a document."""
        return self._found[document]


class _Plain(GenerateJsonSchema):
    """Schemas as generators of clients read them."""

    def field_title_should_be_set(self, _schema: object) -> bool:
        """A member's name says what a title would."""
        return False

    def dict_schema(self, schema: DictSchema) -> JsonSchemaValue:
        """Say of a name what it must be like, and of every value what it is."""
        written = super().dict_schema(schema)
        for pattern, value in written.pop("patternProperties", {}).items():
            written |= {"propertyNames": {"pattern": pattern}, "additionalProperties": value}
        return written

    def union_schema(self, schema: UnionSchema) -> JsonSchemaValue:
        """Say of a text that may be empty that it is one text."""
        written = super().union_schema(schema)
        match written:
            case {"anyOf": [{"type": "string", "pattern": str(pattern)}, {"const": ""}]}:
                return {"type": "string", "pattern": f"{pattern}{OR_EMPTY}"}
        return written


def _open(schema: Any) -> None:
    """Let an answer have more members one day; only what is signed or asked is closed."""
    if schema.get("additionalProperties") is False:
        del schema["additionalProperties"]


def answers_of(route: APIRoute) -> tuple[Any, ...]:
    """Return the responses of `api.answers` that a route names in its return type."""
    named = get_type_hints(route.endpoint)["return"]
    return get_args(named) if get_origin(named) in (Union, UnionType) else (named,)


def _documents_of(route: APIRoute) -> tuple[Any, ...]:
    return tuple(document for one in answers_of(route) for document in get_args(one))


def describe_answers(route: APIRoute, schemas: Schemas) -> Piece:
    """Return a route's answers by status."""
    return {str(one.status): _answer(one, route, schemas) for one in answers_of(route)}


def _answer(named: Any, route: APIRoute, schemas: Schemas) -> Piece:
    made = get_origin(named) or named
    piece: Piece = {"description": _sentence(made if made is not Json else get_args(named)[0])}
    headers = _headers(made, route)
    if headers:
        piece["headers"] = headers
    if made.media_type:
        piece["content"] = {made.media_type: _content(made, get_args(named), schemas)}
    return piece


def _sentence(described: Any) -> str:
    """Return the first sentence about an answer; a choice has none of its own."""
    text = "" if isinstance(described, UnionType) else described.__doc__ or ""
    return text.partition("\n")[0] or "One of several documents."


def _headers(made: Any, route: APIRoute) -> Piece:
    if made in (Lines, Unchanged):
        return {"ETag": _ETAG}
    if issubclass(made, Attachment):
        return {"Content-Disposition": _NAME}
    return (
        {"Set-Cookie": _COOKIES}
        if SETS_COOKIE.items() <= (route.openapi_extra or {}).items()
        else {}
    )


def _content(made: Any, documents: tuple[Any, ...], schemas: Schemas) -> Piece:
    if made is Json:
        return {"schema": schemas.of(documents[0])}
    if made is Lines:
        return {"schema": {"type": "string"}, ITEMS: schemas.of(documents[0])}
    return {"schema": {"type": "string"} if made is Note else _BYTES}
