"""A client that reads every answer by the type that its route names, and fails on any other."""

from collections.abc import Iterator
from functools import cache
from typing import Any, get_args, get_type_hints

from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from httpx2 import Response
from pydantic import TypeAdapter

from api.app import ROUTERS


def routes() -> Iterator[APIRoute]:
    """Yield every route of the API."""
    for module in ROUTERS:
        yield from (route for route in module.router.routes if isinstance(route, APIRoute))


def route_of(method: str, path: str) -> APIRoute | None:
    """Return the route that answers a request, if any does."""
    fitting = (route for route in routes() if route.path_regex.match(path))
    return next((route for route in fitting if method in (route.methods or ())), None)


def answers_of(route: APIRoute) -> tuple[Any, ...]:
    """Return what a route may answer when nothing goes wrong."""
    named = get_type_hints(route.endpoint)["return"]
    return get_args(named) if type(named).__name__ == "UnionType" else (named,)


@cache
def reader_of(document: Any) -> TypeAdapter[Any]:
    """Return what validates a document."""
    return TypeAdapter(document)


def check(method: str, path: str, answer: Response) -> None:
    """Raise if a route answered what it does not name; problems are not looked at."""
    route = route_of(method, path)
    if route is None or answer.status_code >= 400:
        return
    fitting = [one for one in answers_of(route) if one.status == answer.status_code]
    assert len(fitting) == 1, (method, path, answer.status_code)
    media = answer.headers.get("content-type", "").partition(";")[0]
    assert media == (fitting[0].media_type or ""), (method, path, media)
    for document in get_args(fitting[0]):
        reader_of(document).validate_json(answer.content)


class CheckedClient(TestClient):
    """Sends requests, and reads their answers."""

    def request(self, method: str, url: Any, **more: Any) -> Response:
        """Send one request."""
        answer = super().request(method, url, **more)
        check(method, answer.request.url.path, answer)
        return answer
