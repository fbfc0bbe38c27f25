"""Every route has a row that says who may call it, and the row is true for every caller."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from httpx2 import Response
from starlette.routing import BaseRoute, Mount, Route

from api.access import ROUTES, Caller
from api.app import create_app
from schemas.roles import Action, Role, relations
from tests.api.site import NDJSON, PASSWORD, Site, Tab, code_of
from tests.clients import new_id

OUTSIDE = {"signed_out", "not_permitted", "person_inactive"}
"""The codes of a caller who was stopped at the door."""

QUERIES = {
    "/consistency": {"from": "1", "to": "1"},
    "/inclusion": {"position": "0", "size": "1"},
}
BODIES: dict[str, dict[str, str]] = {
    "/invites": {"person": new_id(), "browser": "phone"},
    "/approve": {"fingerprint": "123456"},
}


def rows_of(routes: list[BaseRoute], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Yield (method, path) of everything that answers, however it was put into the app."""
    for route in routes:
        nested = getattr(route, "original_router", None)
        if isinstance(route, APIRoute | Route):
            methods = (route.methods or set()) - {"HEAD"}
            yield from ((method, prefix + route.path) for method in methods)
        elif nested is not None:
            yield from rows_of(nested.routes, prefix)
        elif isinstance(route, Mount):
            yield "GET", "/{path}"
        else:
            raise AssertionError(f"a route of an unknown sort: {route!r}")


def app_of(site: Site) -> FastAPI:
    return create_app(site.settings, site.clock)


def test_every_route_has_a_row_and_every_row_a_route(small_site: Site) -> None:
    found = list(rows_of(app_of(small_site).routes))
    assert len(found) == len(set(found))
    assert set(found) == set(ROUTES)


def test_a_route_without_a_row_is_noticed(small_site: Site) -> None:
    app = app_of(small_site)
    app.router.routes.append(Route("/back-door", create_app))
    assert set(rows_of(app.routes)) != set(ROUTES)


def test_the_schema_describes_every_route_but_the_pages(small_site: Site) -> None:
    document = small_site.client.get("/api/openapi.json").json()
    described = {
        (method.upper(), path) for path, acts in document["paths"].items() for method in acts
    }
    rows = {(method, path.replace(":path}", "}")) for method, path in ROUTES}
    pages = {("GET", "/api/openapi.json"), ("GET", "/problems"), ("GET", "/{path}")}
    assert described == rows - pages


def call(tab: Tab, method: str, path: str) -> Response:
    filled = path.replace(":path}", "}").format(
        logbook=tab.logbook,
        number="1",
        person=new_id(),
        subject=new_id(),
        path="",
        name="0/000",
        entry="x",
    )
    ending = "/" + path.rsplit("/", 1)[1]
    if path.endswith("/push"):
        return tab.site.client.post(filled, content=b"", headers=NDJSON)
    body = BODIES.get(ending, {}) if method == "POST" else None
    return tab.call(method, filled, body, params=QUERIES.get(ending, {}))


def stopped(answer: Response) -> str:
    """Return the code with which a caller was stopped at the door, or nothing."""
    if answer.headers.get("content-type") != "application/problem+json":
        return ""
    code = code_of(answer)
    return code if code in OUTSIDE else ""


def expected(row: Caller | Action, roles: frozenset[Role]) -> str:
    if isinstance(row, Action) and not relations(roles, row):
        return "not_permitted"
    return ""


@pytest.fixture
def people(site: Site) -> dict[Role, Tab]:
    """One signed-in phone for each role; the founder is the administrator."""
    admin = site.administrator()
    others = [role for role in Role if role is not Role.ADMINISTRATOR]
    return {Role.ADMINISTRATOR: admin} | {role: site.enrol(admin, role.value) for role in others}


def test_nobody_who_is_not_signed_in_gets_past_the_door(site: Site) -> None:
    for (method, path), row in ROUTES.items():
        public = row in (Caller.ANYONE, Caller.KEY)
        answer = call(Tab(site), method, path)
        assert stopped(answer) == ("" if public else "signed_out"), (method, path, answer.text)
        assert answer.status_code < 500


def test_each_role_gets_as_far_as_its_row_says(people: dict[Role, Tab]) -> None:
    for role, tab in people.items():
        for (method, path), row in ROUTES.items():
            if method == "DELETE" and path.startswith("/api/session"):
                continue  # would end the session that this test needs; see test_sign_in.py
            answer = call(tab, method, path)
            wanted = expected(row, frozenset({role}))
            assert stopped(answer) == wanted, (role, method, path, answer.text)
            assert answer.status_code < 500, (role, method, path)


def test_the_table_means_something_for_each_role() -> None:
    """An auditor may not invite, an administrator reads no worklist: the rows are not all alike."""
    asked = {row for row in ROUTES.values() if isinstance(row, Action)}
    for role in Role:
        allowed = {action for action in asked if relations(frozenset({role}), action)}
        assert allowed
        assert allowed != asked


def test_a_desk_session_counts_like_a_phones(site: Site) -> None:
    admin = site.administrator()
    desk = site.enrol(
        admin, "administrator", browser="desk", sign_in="vera", password=PASSWORD
    )  # fmt: skip
    assert desk.get("invites").status_code == 200
    analyst = site.enrol(admin, "analyst", browser="desk", sign_in="ana", password=PASSWORD)
    assert code_of(analyst.get("invites")) == "not_permitted"


def test_a_role_that_is_taken_away_is_gone_at_once(site: Site) -> None:
    admin = site.administrator()
    other = site.enrol(admin, "administrator")
    assert other.get("invites").status_code == 200
    parts = {"appointment": {"unit": new_id(), "roles": ["officer"]}}
    admin.push_entries(admin.write("person.changed/1", parts, subject=other.person))
    assert code_of(other.get("invites")) == "not_permitted"
