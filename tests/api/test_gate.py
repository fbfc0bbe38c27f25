"""Hosts, origins, sizes, headers: what every request passes and every answer carries."""

import gzip
import zlib
from pathlib import Path

import pytest
from httpx2 import Response

from api.gate import POLICY
from schemas.entry import MAX_LINES, MAX_PUSH
from tests.api.site import NDJSON, ORIGIN, Site, Tab, code_of
from tests.clients import body_of

ZIPPED = gzip.compress(b"{}\n", mtime=0)
NAVIGATION = {"accept": "text/html,*/*;q=0.8"}


def ask(site: Site, method: str = "POST", **headers: str) -> str:
    answer = site.client.request(method, "/api/session/nonce", headers=headers)
    return "" if answer.status_code == 200 else code_of(answer)


def test_what_changes_something_comes_from_our_own_page(small_site: Site) -> None:
    ours = {"x-verbatim": "1"}
    assert ask(small_site, **ours) == ""
    assert ask(small_site, **ours, origin=ORIGIN) == ""
    assert ask(small_site) == "origin_foreign"
    assert ask(small_site, origin=ORIGIN) == "origin_foreign"
    assert ask(small_site, **ours, origin="http://evil.example") == "origin_foreign"
    assert ask(small_site, **ours, origin="http://localhost:9") == "origin_foreign"
    assert ask(small_site, **ours, origin="null") == "origin_foreign"
    assert ask(small_site, **{"x-verbatim": "0"}) == "origin_foreign"


@pytest.mark.parametrize("path", ["join", "invites", "invites/1/renew", "people/x/code"])
def test_no_changing_route_is_left_out(small_site: Site, path: str) -> None:
    answer = small_site.client.post(f"/api/logbooks/{small_site.logbook}/{path}", json={})
    assert code_of(answer) == "origin_foreign"


def test_other_hosts_are_not_served(small_site: Site) -> None:
    assert ask(small_site, host="evil.example", **{"x-verbatim": "1"}) == "origin_foreign"
    for host in ("localhost", "127.0.0.1:8000", "LOCALHOST:1234"):
        assert ask(small_site, host=host, **{"x-verbatim": "1"}) == ""
    for host in ("evil.example", "[", "[::1", ""):
        answer = small_site.client.get("/", headers={"host": host})
        assert code_of(answer) == "origin_foreign"


def test_a_page_opened_as_127_0_0_1_goes_to_localhost(small_site: Site) -> None:
    def get(path: str, **headers: str) -> Response:
        return small_site.client.get(
            path, headers={"host": "127.0.0.1:8123", **headers}, follow_redirects=False
        )

    answer = get("/?a=b", **NAVIGATION)
    assert answer.status_code == 307
    assert answer.headers["location"] == "http://localhost:8123/?a=b"
    assert (
        get("//evil.example", **NAVIGATION).headers["location"].startswith("http://localhost:8123/")
    )
    assert get("/healthz").status_code == 200
    assert small_site.client.get("/", headers=NAVIGATION).status_code == 200


@pytest.mark.parametrize("path", ["/", "/api/installation", "/nowhere", "/healthz"])
def test_every_answer_carries_the_headers(small_site: Site, path: str) -> None:
    headers = small_site.client.get(path).headers
    assert headers["content-security-policy"] == POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["permissions-policy"] == "camera=(self), geolocation=(self)"


def test_the_policy_lets_nothing_in_from_elsewhere_and_no_inline_script() -> None:
    rules = dict(rule.split(" ", 1) for rule in POLICY.split("; "))
    assert rules["default-src"] == "'self'"
    assert rules["script-src"] == "'self' 'wasm-unsafe-eval'"
    assert "unsafe-inline" not in POLICY
    assert rules["require-trusted-types-for"] == "'script'"


def test_the_verifier_is_served_under_its_own_policy(small_site: Site) -> None:
    headers = small_site.client.get("/verify.html").headers
    assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert headers["content-type"].startswith("text/html")
    etag = headers["etag"]
    again = small_site.client.get("/verify.html", headers={"if-none-match": etag})
    assert again.status_code == 304
    assert again.headers["content-security-policy"] == headers["content-security-policy"]


def test_no_other_path_and_no_page_without_a_policy_gets_another(
    small_site: Site, tmp_path: Path
) -> None:
    assert small_site.client.get("/VERIFY.html").headers["content-security-policy"] == POLICY
    (tmp_path / "web" / "verify.html").write_text("<script>alert(1)</script>")
    headers = small_site.client.get("/verify.html").headers
    assert headers["content-security-policy"] == POLICY


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/", "no-cache"),
        ("/sw.js", "no-cache"),
        ("/verify.html", "no-cache"),
        ("/build.json", "no-cache"),
        ("/assets/main-1a2b.js", "public, max-age=31536000, immutable"),
        ("/assets/gone.js", ""),
        ("/api/installation", "no-store"),
        ("/api/nowhere", "no-store"),
    ],
)
def test_what_browsers_may_keep(small_site: Site, path: str, kept: str) -> None:
    assert small_site.client.get(path).headers.get("cache-control", "") == kept


def test_the_build_that_is_served_is_named(small_site: Site) -> None:
    document = small_site.client.get("/api/installation").json()
    assert document["app"] == "A" * 43
    assert document["public_url"] == ORIGIN
    (logbook,) = document["logbooks"]
    assert (logbook["name"], logbook["purpose"]) == ("Practice", "practice")
    assert logbook["checkpoint_key"] == small_site.founder.verifier


def push(site: Site, body: bytes, **headers: str) -> Response:
    path = f"/api/logbooks/{site.logbook}/push"
    return site.client.post(path, content=body, headers={**NDJSON, **headers})


def test_a_push_needs_neither_session_nor_origin(site: Site) -> None:
    admin = site.administrator()
    entry = admin.write("person.deactivated/1", {"reason": {"text": "x"}})
    for headers in ({}, {"origin": "http://evil.example"}):
        answer = push(site, body_of([entry]), **headers)
        assert answer.status_code == 200
        assert answer.json()["results"][0]["position"] == 2


def test_a_push_may_be_compressed(site: Site) -> None:
    admin = site.administrator()
    entry = admin.write("person.deactivated/1", {"reason": {"text": "x"}})
    answer = push(site, gzip.compress(body_of([entry])), **{"content-encoding": "gzip"})
    assert answer.json()["results"][0]["verdict"] == "accepted"


@pytest.mark.parametrize(
    "headers",
    [
        {"content-type": "application/json"},
        {"content-type": ""},
        {"content-encoding": "br"},
        {"content-encoding": "gzip, gzip"},
    ],
)
def test_other_formats_are_415(small_site: Site, headers: dict[str, str]) -> None:
    answer = push(small_site, b"{}\n", **headers)
    assert (answer.status_code, code_of(answer)) == (415, "not_ndjson")


def test_a_push_that_is_too_large_is_413(small_site: Site) -> None:
    over = b" " * (MAX_PUSH + 1)
    for body in (over, iter([over[: MAX_PUSH // 2]] * 3)):
        answer = push(small_site, body)  # type: ignore[arg-type]  # with and without a length
        assert (answer.status_code, code_of(answer)) == (413, "too_large")
    assert push(small_site, over[1:]).status_code == 200
    answer = push(small_site, b"{}\n" * (MAX_LINES + 1))
    assert code_of(answer) == "too_large"


def test_a_gzip_bomb_is_never_decompressed_beyond_the_limit(
    small_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    bomb = gzip.compress(bytes(200 * 1024 * 1024), 1)
    assert len(bomb) < MAX_PUSH
    made: list[int] = []
    real = zlib.decompressobj

    class Watched:
        def __init__(self, wbits: int) -> None:
            self.inner = real(wbits)

        def decompress(self, data: bytes, most: int) -> bytes:
            found = self.inner.decompress(data, most)
            made.append(len(found))
            return found

        def __getattr__(self, name: str) -> object:
            return getattr(self.inner, name)

    monkeypatch.setattr(zlib, "decompressobj", Watched)
    answer = push(small_site, bomb, **{"content-encoding": "gzip"})
    assert (answer.status_code, code_of(answer)) == (413, "too_large")
    assert 0 < sum(made) <= MAX_PUSH + 1


@pytest.mark.parametrize("body", [b"not gzip at all", ZIPPED[:-4], ZIPPED + b"more", b""])
def test_a_body_that_is_no_gzip_is_unreadable(small_site: Site, body: bytes) -> None:
    answer = push(small_site, body, **{"content-encoding": "gzip"})
    assert (answer.status_code, code_of(answer)) == (400, "body_unreadable")


def test_no_other_request_may_be_large_either(small_site: Site) -> None:
    body = b'{"sign_in":"' + b"a" * MAX_PUSH + b'"}'
    headers = {"x-verbatim": "1", "content-type": "application/json"}
    for content in (body, iter([body])):
        answer = small_site.client.post("/api/session/desk", content=content, headers=headers)
        assert (answer.status_code, code_of(answer)) == (413, "too_large")


def test_long_answers_are_compressed_but_never_those_with_secrets(site: Site) -> None:
    admin = site.administrator()
    for _ in range(5):
        site.invite(admin, site.register(admin, "officer"))
    for path in ("pull", "registry"):
        assert admin.get(path).headers["content-encoding"] == "gzip"
    listed = admin.get("invites")
    assert len(listed.content) > 1000
    assert "content-encoding" not in listed.headers
    tab = Tab(site)
    joined = tab.join(site.invite(admin, site.register(admin, "officer")))
    assert len(joined.content) > 1000
    assert "content-encoding" not in joined.headers
    assert "content-encoding" not in tab.get("checkpoint").headers
