"""What a route answers is what is said of it: the checking client notices everything else."""

import pytest
from httpx2 import Response
from jsonschema_rs import ValidationError

from api.description.answers import answers_of
from api.routers import api_routes
from schemas.answers.problem import problem_document
from tests.api.described import check, check_described, route_of
from tests.api.scene import set_scene
from tests.api.site import Site

GUARD = "/api/logbooks/x/guard"
PROBLEM = "application/problem+json"
OPEN = {"read_only": False}


def answered(document: object, status: int = 200, media: str = "application/json") -> Response:
    return Response(status, headers={"content-type": media}, json=document)


def test_what_is_said_of_a_route_is_let_through() -> None:
    check("GET", GUARD, answered(OPEN))
    check("GET", GUARD, answered(problem_document("signed_out"), 401, PROBLEM))


@pytest.mark.parametrize(
    "document",
    [{}, {"read_only": "no"}, {"read_only": True}, OPEN | {"reason": "smaller"}, [OPEN]],
)
def test_another_document_is_noticed(document: object) -> None:
    with pytest.raises(ValueError, match="validation error"):
        check("GET", GUARD, answered(document))


def test_the_description_alone_notices_it_too_but_lets_an_answer_grow() -> None:
    route = route_of("GET", GUARD)
    assert route is not None
    check_described(route, "GET", answered(OPEN | {"since": "yesterday"}))
    with pytest.raises(ValidationError):
        check_described(route, "GET", answered({"read_only": True}))


@pytest.mark.parametrize(
    "other",
    [
        answered(OPEN, 204),
        answered(OPEN, media="text/plain"),
        answered(problem_document("invite_used"), 410, PROBLEM),
        answered(problem_document("not_permitted"), 403, PROBLEM),
        answered(problem_document("signed_out"), 401),
    ],
)
def test_another_status_media_type_or_code_is_noticed(other: Response) -> None:
    with pytest.raises(AssertionError):
        check("GET", GUARD, other)


def test_every_route_names_what_it_answers() -> None:
    for route in api_routes():
        for answer in answers_of(route):
            assert answer.status in (200, 204, 304), route.path


LISTS = {
    "registry": ("units", "people", "instruments", "keys", "territories"),
    "worklist": ("rows",),
    "quarantine": ("rows", "authors"),
    "review": ("rows", "open"),
    "review/reasons": ("codes", "authors"),
    "rotations": ("rotations",),
    "consistency?from=1": ("nodes",),
}


def test_every_list_of_the_scene_has_rows(site: Site) -> None:
    """So that the types of rows are held against real ones, on both databases."""
    scene = set_scene(site)
    for path, names in LISTS.items():
        document = scene.reader.get(path).json()
        assert all(document[name] for name in names), path
    record = scene.reader.get(f"records/{scene.subject}").json()
    assert all(record[name] for name in ("entries", "about", "authors", "times")), record
    reviewed = [row["review"] for row in scene.reader.get("review").json()["rows"]]
    assert any(reviewed)
    assert scene.admin.get("invites").json()["invites"]
