"""A client that holds every answer to what is said of it, by its route and by the description."""

import json
from functools import cache
from typing import Any, get_args, get_origin

from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from httpx2 import Response
from jsonschema_rs import Draft202012Validator
from pydantic import TypeAdapter

from api.answers import Lines
from api.description.answers import ITEMS, answers_of
from api.description.document import describe
from api.routers import api_routes


def route_of(method: str, path: str) -> APIRoute | None:
    """Return the route that answers a request, if any does."""
    fitting = (route for route in api_routes() if route.path_regex.match(path))
    return next((route for route in fitting if method in (route.methods or ())), None)


@cache
def description() -> Any:
    """Return the description, as it is served."""
    return json.loads(json.dumps(describe(api_routes())))


@cache
def reader_of(document: Any) -> TypeAdapter[Any]:
    """Return what validates a document by its type."""
    return TypeAdapter(document)


@cache
def validator_of(schema: str) -> Draft202012Validator:
    """Return what validates a document by a schema of the description, given as JSON."""
    return Draft202012Validator(json.loads(schema) | {"components": description()["components"]})


def check(method: str, path: str, answer: Response) -> None:
    """Raise if a route answered what is not said of it."""
    route = route_of(method, path)
    if route is None:
        return
    if answer.status_code < 400:
        check_type(route, answer)
    check_described(route, method, answer)


def check_type(route: APIRoute, answer: Response) -> None:
    """Raise if an answer is none of those that the route names in its return type."""
    named = [one for one in answers_of(route) if one.status == answer.status_code]
    assert len(named) == 1, (route.path, answer.status_code)
    assert media_of(answer) == (named[0].media_type or ""), (route.path, media_of(answer))
    for document in get_args(named[0]):
        for text in documents_in(answer, lines=get_origin(named[0]) is Lines):
            reader_of(document).validate_json(text)


def check_described(route: APIRoute, method: str, answer: Response) -> None:
    """Raise if the description does not tell of this status, media type, document and code."""
    operation = description()["paths"][route.path_format][method.lower()]
    told = operation["responses"].get(str(answer.status_code))
    assert told, f"{method} {route.path}: {answer.status_code} {answer.text[:200]}"
    media = told.get("content", {}).get(media_of(answer), {} if not answer.content else None)
    assert media is not None, (route.path, media_of(answer))
    if "json" in media_of(answer):
        schema = media.get(ITEMS, media["schema"])
        for text in documents_in(answer, lines=ITEMS in media):
            validator_of(json.dumps(schema)).validate(json.loads(text))
    if answer.status_code >= 400:
        assert answer.json()["code"] in told["x-codes"], (method, route.path, answer.json())


def media_of(answer: Response) -> str:
    """Return the media type of an answer, or nothing."""
    media: str = answer.headers.get("content-type", "")
    return media.partition(";")[0]


def documents_in(answer: Response, *, lines: bool) -> list[bytes]:
    """Return the JSON texts of an answer."""
    return answer.content.splitlines() if lines else [answer.content]


class CheckedClient(TestClient):
    """Sends requests, and reads their answers."""

    def request(self, method: str, url: Any, **more: Any) -> Response:
        """Send one request."""
        answer = super().request(method, url, **more)
        if answer.history == []:
            check(method, answer.request.url.path, answer)
        return answer
