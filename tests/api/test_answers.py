"""What a route answers has the type that it names: the checking client notices every other."""

import pytest
from httpx2 import Response

from tests.api.described import answers_of, check, routes

GUARD = "/api/logbooks/x/guard"
TRUE = {"read_only": False}


def answered(document: object, status: int = 200, media: str = "application/json") -> Response:
    return Response(status, headers={"content-type": media}, json=document)


def test_what_a_route_names_is_let_through() -> None:
    check("GET", GUARD, answered(TRUE))


@pytest.mark.parametrize(
    "document",
    [{}, {"read_only": "no"}, {"read_only": True}, TRUE | {"reason": "smaller"}, [TRUE]],
)
def test_another_document_is_noticed(document: object) -> None:
    with pytest.raises(ValueError, match="validation error"):
        check("GET", GUARD, answered(document))


def test_another_status_or_media_type_is_noticed() -> None:
    for other in (answered(TRUE, 204), answered(TRUE, media="text/plain")):
        with pytest.raises(AssertionError):
            check("GET", GUARD, other)


def test_every_route_names_what_it_answers() -> None:
    for route in routes():
        for answer in answers_of(route):
            assert answer.status in (200, 204, 304), route.path
