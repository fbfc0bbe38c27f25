"""Every failure is one document with a code, a sentence and a next step, and tells no secret."""

import logging

import pytest
from httpx2 import Response
from sqlalchemy.exc import OperationalError

from schemas.kinds.organisation import Purpose
from schemas.problems import PROBLEMS, VerbatimError
from sync.operator import bootstrap
from sync.sessions import sign_in
from tests.api.site import NDJSON, PASSWORD, Site, Tab, code_of


def post(site: Site, path: str, **given: object) -> Response:
    return site.client.post(path, headers={"x-verbatim": "1"}, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("method", "path", "code"),
    [
        ("GET", "/nowhere", "not_found"),
        ("GET", "/api/nowhere", "not_found"),
        ("GET", "/../../etc/passwd", "not_found"),
        ("POST", "/", "method_not_allowed"),
        ("PUT", "/api/session", "method_not_allowed"),
        ("GET", "/api/session", "signed_out"),
        ("GET", "/api/session/", "not_found"),
    ],
)
def test_addresses_and_methods(small_site: Site, method: str, path: str, code: str) -> None:
    answer = small_site.client.request(method, path, headers={"x-verbatim": "1"})
    assert code_of(answer) == code
    document = answer.json()
    assert document["title"] == PROBLEMS[code].sentence
    assert document["next_step"] == PROBLEMS[code].next_step


def test_a_wrong_value_is_named_and_not_repeated(small_site: Site) -> None:
    answer = post(small_site, "/api/session/desk", json={"sign_in": 7, "password": "tajna", "x": 1})
    assert code_of(answer) == "request_invalid"
    assert answer.json()["detail"] == "body.sign_in: string_type; body.x: extra_forbidden"
    assert "tajna" not in answer.text


@pytest.mark.parametrize("body", [b"{", b"\xff", b'{"sign_in":"a","password":"\\ud800"}', b""])
def test_bytes_that_are_no_request(small_site: Site, body: bytes) -> None:
    headers = {"x-verbatim": "1", "content-type": "application/json"}
    answer = small_site.client.post("/api/session/desk", content=body, headers=headers)
    assert code_of(answer) in {"body_unreadable", "request_invalid"}


def test_what_no_row_can_hold_is_never_a_mistake_of_the_server(site: Site) -> None:
    officer = site.enrol(site.administrator(), "officer")
    answers = [
        post(site, "/api/session/desk", json={"sign_in": "a\0b", "password": "x"}),
        site.client.post("/api/logbooks/a%00b/push", headers=NDJSON, content=b"x"),
        officer.get("worklist?unit=%00"),
        officer.get("records/%00"),
    ]
    assert {answer.status_code for answer in answers} <= {200, 400, 401, 404, 422}


def test_what_nobody_expected_has_a_number_and_no_message(
    small_site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    personal = "Ana " + "Anić"

    def fail(*_: object) -> None:
        raise RuntimeError(personal)

    monkeypatch.setattr(sign_in, "make_nonce", fail)
    with caplog.at_level(logging.ERROR, "verbatim"):
        answer = post(small_site, "/api/session/nonce")
    assert (answer.status_code, code_of(answer)) == (500, "internal")
    incident = answer.json()["incident"]
    assert len(incident) == 8
    (record,) = caplog.records
    assert incident in record.getMessage()
    assert "RuntimeError" in record.getMessage()
    assert "Anić" not in record.getMessage() + answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OperationalError("SELECT 1", {}, Exception("database is locked")), "busy"),
        (OperationalError("SELECT 1", {}, Exception("database or disk is full")), "storage_full"),
        (VerbatimError("busy"), "busy"),
        (VerbatimError("outcome_unknown"), "outcome_unknown"),
        (VerbatimError("too_many_tries"), "too_many_tries"),
    ],
)
def test_what_passes_by_itself_says_when_to_come_back(
    small_site: Site, monkeypatch: pytest.MonkeyPatch, error: Exception, code: str
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(sign_in, "sign_in_desk", fail)
    typed = {"sign_in": "vera", "password": PASSWORD}
    answers = [post(small_site, "/api/session/desk", json=typed) for _ in range(30)]
    assert {code_of(answer) for answer in answers} == {code}
    waits = {answer.headers.get("retry-after") for answer in answers}
    assert waits == {None} if code == "storage_full" else len(waits) > 1


def test_health(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    assert site.client.get("/healthz").json() == {"alive": True}
    ready = site.client.get("/readyz")
    assert ready.status_code == 200
    assert ready.json()["database"] in site.settings.database_url

    def fail(*_: object) -> None:
        raise OperationalError("SELECT 1", {}, Exception("gone"))

    monkeypatch.setattr("api.routes.health.list_logbooks", fail)
    assert code_of(site.client.get("/readyz")) == "busy"
    assert site.client.get("/healthz").status_code == 200


def test_another_logbook_is_not_there_for_a_session_of_this_one(site: Site) -> None:
    admin = site.administrator()
    other = site.installed()
    logbook = bootstrap.create_logbook(other, "Second", Purpose.PRACTICE)
    other.close()
    answer = admin.call("GET", f"/api/logbooks/{logbook}/registry")
    assert code_of(answer) == "not_found"
    assert code_of(Tab(site, logbook).get("registry")) == "signed_out"
