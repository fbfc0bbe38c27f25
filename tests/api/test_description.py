"""The description of the API is complete, and what it shows can be sent."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from httpx2 import Response

from api import examples
from api.access import ROUTES, Caller
from api.description import reference
from api.description.problems import codes_of
from api.routers import api_routes
from proof.encoding import to_b64u
from proof.signatures import sign
from schemas.answers.installation import Feature
from schemas.kinds import KINDS
from schemas.problems import PROBLEMS, VERDICTS
from tests.api.described import description, validator_of
from tests.api.scene import Scene, set_scene
from tests.api.site import Invite, Site, Tab

METHODS = ("get", "post", "delete")

Operation = tuple[str, str, Any]
"""Path, method and what is said of it."""


def operations() -> Iterator[Operation]:
    for path, acts in description()["paths"].items():
        yield from ((path, method, acts[method]) for method in METHODS if method in acts)


def test_it_is_served_as_it_is(small_site: Site) -> None:
    answer = small_site.client.get("/api/openapi.json")
    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == description()
    assert answer.json()["openapi"].startswith("3.1.")


def test_the_page_of_it_is_fresh() -> None:
    text = reference.PAGE.read_text(encoding="utf-8")
    assert text == reference.reference(), "run: python -m api.description.reference"


def test_every_operation_has_a_name_of_its_own_a_sentence_and_a_feature() -> None:
    found = [operation for _, _, operation in operations()]
    assert max(Counter(one["operationId"] for one in found).values()) == 1
    assert all(one["description"].endswith(".") for one in found)
    features = {feature for one in found for feature in one["tags"]}
    assert features == {feature.value for feature in Feature}


def test_who_may_call_is_said_as_the_table_of_access_says_it() -> None:
    public = (Caller.ANYONE, Caller.KEY)
    for route in api_routes():
        for method in route.methods or ():
            operation = description()["paths"][route.path_format][method.lower()]
            closed: list[dict[str, list[str]]] = (
                [] if ROUTES[method, route.path] in public else [{"phone": []}, {"desk": []}]
            )
            assert operation["security"] == closed, route.path


def test_what_changes_something_carries_the_header_but_for_a_push() -> None:
    header = {"$ref": "#/components/parameters/X-Verbatim"}
    for path, method, operation in operations():
        changes = method != "get" and not path.endswith("/push")
        assert (header in operation.get("parameters", [])) == changes, path


def test_every_problem_that_is_an_answer_is_some_routes() -> None:
    known = {code for route in api_routes() for method in route.methods or ()
             for code in codes_of(route, method)}  # fmt: skip
    answers = PROBLEMS.keys() - VERDICTS.keys()
    assert answers - known == {"method_not_allowed"}  # of an address, and so of no operation


def test_every_parameter_and_member_is_described_by_its_type() -> None:
    for path, _, operation in operations():
        for parameter in operation.get("parameters", []):
            assert "$ref" in parameter or parameter["schema"]["type"] in ("string", "integer"), path
    for name, schema in description()["components"]["schemas"].items():
        for member, told in schema.get("properties", {}).items():
            assert told.keys() & {"type", "$ref", "anyOf", "const", "enum"}, (name, member)


def test_an_answer_may_grow_and_what_is_sent_may_not() -> None:
    closed = {name for name, schema in description()["components"]["schemas"].items()
              if schema.get("additionalProperties") is False}  # fmt: skip
    assert closed == {name for name in closed if name.endswith("Body")} | {"WireEntry", "WirePart"}
    assert len(closed) == 9


def test_an_installation_lists_what_it_knows(
    small_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = small_site.client.get("/api/installation").json()
    assert told["kinds"] == list(KINDS)
    assert told["features"] == [feature.value for feature in Feature]
    monkeypatch.setattr("report.pages.find_spec", lambda _: None)
    fewer = small_site.client.get("/api/installation").json()["features"]
    assert {*told["features"]} - {*fewer} == {"report"}


# --- the page of problems -----------------------------------------------------


def test_every_problem_has_its_place_on_the_page(small_site: Site) -> None:
    answer = small_site.client.get("/problems")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    places = re.findall(r'<section id="(\w+)">', answer.text)
    assert places == list(PROBLEMS)
    for problem in PROBLEMS.values():
        assert f"<p>{problem.next_step.replace(chr(39), '&#x27;')}</p>" in answer.text
    assert not re.search("<(script|style|link|img)|style=", answer.text)


def test_the_type_of_a_problem_leads_to_its_place(small_site: Site) -> None:
    problem = small_site.client.get("/api/session").json()
    page, _, place = problem["type"].partition("#")
    assert f'<section id="{place}">' in small_site.client.get(page).text


# --- examples are sent --------------------------------------------------------


@pytest.fixture
def scene(site: Site) -> Scene:
    return set_scene(site)


def test_every_example_has_the_form_that_is_asked_for() -> None:
    for _, _, operation in operations():
        for parameter in operation.get("parameters", []):
            if "$ref" not in parameter:
                check_examples(parameter["schema"])
    bodies = {name: schema for name, schema in description()["components"]["schemas"].items()
              if name.endswith("Body")}  # fmt: skip
    assert len(bodies) == 7
    for schema in bodies.values():
        check_examples(schema)


def check_examples(schema: Any) -> None:
    """Raise if there is no example, or one that has not the form."""
    assert schema["examples"]
    for example in schema["examples"]:
        validator_of(json.dumps(schema)).validate(example)


def test_every_example_is_sent_and_does_what_it_says(scene: Scene) -> None:
    sent: Counter[str] = Counter()
    for path, method, operation in operations():
        for example in requests_in(path, method, operation):
            tab, real = SENDERS.get(operation["operationId"], read)(scene, example["body"])
            answer = send(tab, example, usual(scene) | real)
            wanted = [status for status in operation["responses"] if status < "300"]
            assert str(answer.status_code) in wanted, (example, answer.text)
            sent[operation["operationId"]] += 1
    assert sent.keys() == {operation["operationId"] for _, _, operation in operations()}


def requests_in(path: str, method: str, operation: Any) -> Iterator[dict[str, Any]]:
    """Yield a request for each example of a body, or two: with and without optional parameters."""
    parameters = [one for one in operation.get("parameters", []) if "$ref" not in one]
    content = operation.get("requestBody", {}).get("content", {})
    for optional in (False, True):
        chosen = [one for one in parameters if one["required"] or optional]
        for media, body in bodies_in(content):
            yield {
                "method": method.upper(), "path": path, "media": media, "body": body,
                "parameters": [(one["in"], one["name"], first_example(one)) for one in chosen],
            }  # fmt: skip
        if chosen == parameters:
            return


def bodies_in(content: Any) -> Iterator[tuple[str, str]]:
    """Yield media type and text of every example of a body; nothing is one too."""
    if not content:
        yield "", ""
    for media, told in content.items():
        schema = told["schema"]
        if "$ref" in schema:
            schema = description()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        for body in schema["examples"]:
            yield media, body if isinstance(body, str) else json.dumps(body)


def first_example(parameter: Any) -> str:
    return str(parameter["schema"]["examples"][0])


def send(tab: Tab, example: dict[str, Any], real: dict[str, str]) -> Response:
    """Send a request with what this installation gave out in the place of the examples' values."""

    def put_in(text: str) -> str:
        for shown, given in real.items():
            text = text.replace(shown, given)
        return text

    given: dict[str, dict[str, str]] = {"path": {}, "query": {}, "header": {}}
    for place, name, value in example["parameters"]:
        given[place][name] = put_in(value)
    headers = given["header"] | ({"content-type": example["media"]} if example["media"] else {})
    return tab.call(
        example["method"], example["path"].format(**given["path"]), params=given["query"],
        headers=headers, content=put_in(example["body"]).encode(),
    )  # fmt: skip


Sender = tuple[Tab, dict[str, str]]
"""Who sends, and what goes in the place of an example's values."""


def usual(scene: Scene) -> dict[str, str]:
    return {
        examples.LOGBOOK: scene.site.logbook,
        examples.SUBJECT: scene.subject,
        examples.PERSON: scene.desk.person,
        examples.ENTRY: scene.disclosure,
    }


def read(scene: Scene, _body: str) -> Sender:
    return scene.reader, {}


def administer(scene: Scene, _body: str) -> Sender:
    return scene.admin, {}


def look_at(scene: Scene, body: str) -> Sender:
    made = invite(scene, "desk" if '"desk"' in body else "phone")
    return Tab(scene.site), {
        examples.NUMBER: made.number, examples.SECRET: made.secret, examples.CODE: made.code,
    }  # fmt: skip


def join(scene: Scene, body: str) -> Sender:
    """Come with a key of its own, and for a desk with a name that nobody has."""
    tab, real = look_at(scene, body)
    words = f"verbatim/join/1\n{scene.site.logbook}\n{real[examples.NUMBER]}\n{tab.spki}"
    proof = to_b64u(sign(tab.private, words.encode()))
    own = {examples.SPKI: tab.spki, examples.SIGNATURE: proof, examples.SIGN_IN: "mila"}
    return tab, real | own


def change_invite(scene: Scene, _body: str) -> Sender:
    return scene.admin, {examples.NUMBER: invite(scene).number}


def approve_invite(scene: Scene, _body: str) -> Sender:
    made, waiting = invite(scene), Tab(scene.site)
    for _ in range(5):
        waiting.join(made, code="ZZZZZZZZ")
    rows = scene.admin.get("invites").json()["invites"]
    (row,) = [one for one in rows if one["number"] == made.number]
    return scene.admin, {examples.NUMBER: made.number, examples.FINGERPRINT: row["fingerprint"]}


def begin_phone(scene: Scene, _body: str) -> Sender:
    nonce = scene.reader.call("POST", "/api/session/nonce").json()["nonce"]
    signed = scene.reader.sign_nonce(nonce)
    return Tab(scene.site), {
        examples.KEY: scene.reader.key, examples.NONCE: nonce, examples.SIGNATURE: signed["sig"],
    }  # fmt: skip


def begin_desk(scene: Scene, _body: str) -> Sender:
    return Tab(scene.site), {}


def choose_password(scene: Scene, _body: str) -> Sender:
    code = scene.admin.post(f"people/{scene.desk.person}/code").json()["code"]
    return Tab(scene.site), {examples.PASSWORD_CODE: code}


def end_session(scene: Scene, _body: str) -> Sender:
    return scene.site.enrol(scene.admin, "officer"), {}


def invite(scene: Scene, browser: str = "phone") -> Invite:
    return scene.site.invite(scene.admin, scene.site.register(scene.admin, "officer"), browser)


SENDERS: dict[str, Callable[[Scene, str], Sender]] = {
    "list_invites": administer,
    "make_invite": administer,
    "make_code_for": administer,
    "cancel_invite": change_invite,
    "renew_invite": change_invite,
    "approve_invite": approve_invite,
    "look_at": look_at,
    "join": join,
    "begin_phone": begin_phone,
    "begin_desk": begin_desk,
    "choose_password": choose_password,
    "end_session": end_session,
    "end_sessions": end_session,
}
"""By operation; every other one is a reader's."""
