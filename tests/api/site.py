"""An installation behind its HTTP API, and browsers with cookies of their own, for tests."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from httpx2 import Response

from api.app import create_app, open_installation
from api.settings import Settings
from cli.console import describe_invite
from cli.serve import begin_logbooks
from proof.encoding import to_b64u
from proof.entry import Opened
from proof.signatures import sign
from sync.installation import Installation
from sync.joining.invites import Fresh
from tests import content
from tests.api.described import CheckedClient
from tests.clients import Browser, body_of, new_id

PASSWORD = "zelena kiša pada dugo"
NDJSON = {"content-type": "application/x-ndjson"}
ORIGIN = "http://localhost:8000"

Run = Callable[..., int]
"""Runs a command of the command line; returns its exit code."""


class HandClock:
    """A clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Read it."""
        return self.now

    def advance(self, **units: float) -> None:
        """Let time pass."""
        self.now += timedelta(**units)


@dataclass(frozen=True, slots=True)
class Invite:
    """What an invited person holds in hand."""

    logbook: str
    verifier: str
    number: str
    secret: str
    code: str


class Tab(Browser):
    """One browser: a key, as in tests.clients, and the cookies of this site."""

    def __init__(self, site: "Site", logbook: str = "", person: str = "") -> None:
        super().__init__(logbook or site.logbook, person, site.founder.verifier)
        self.site = site
        self.cookies = CookieJar()

    def call(self, method: str, path: str, body: object = None, **more: Any) -> Response:
        """Ask the API, as the app's own page does."""
        client = self.site.client
        client.cookies = self.cookies
        own = {"x-verbatim": "1", "origin": self.site.settings.public_url}
        headers = own | more.pop("headers", {})
        given: dict[str, Any] = {"json": body} if body is not None else {}
        return client.request(method, path, headers=headers, **given, **more)

    def get(self, path: str, **more: Any) -> Response:
        """Read an address below the logbook."""
        return self.call("GET", f"/api/logbooks/{self.logbook}/{path}", **more)

    def post(self, path: str, body: object = None) -> Response:
        """Post to an address below the logbook."""
        return self.call("POST", f"/api/logbooks/{self.logbook}/{path}", body)

    def join_body(self, invite: Invite, **given: object) -> dict[str, object]:
        """Return the body of a join with this tab's key, by the secret unless a code is given."""
        words = f"verbatim/join/1\n{invite.logbook}\n{invite.number}\n{self.spki}"
        body = {
            "number": invite.number,
            "spki": self.spki,
            "proof": to_b64u(sign(self.private, words.encode())),
            "browser": "phone",
        }
        return {**body, **({} if "code" in given else {"secret": invite.secret}), **given}

    def join(self, invite: Invite, **given: object) -> Response:
        """Try to join; keep what the answer says about this tab."""
        answer = self.post("join", self.join_body(invite, **given))
        if answer.status_code == 200:
            document = answer.json()
            self.person = document["person"]["person"]
            self.prev = document["receipt"]["results"][1]["id"]
        return answer

    def push_entries(self, *entries: Opened) -> list[dict[str, Any]]:
        """Push without a session."""
        path = f"/api/logbooks/{self.logbook}/push"
        answer = self.site.client.post(path, content=body_of(entries), headers=NDJSON)
        assert answer.status_code == 200, answer.text
        found: list[dict[str, Any]] = answer.json()["results"]
        return found

    def revoke(self, key: str, reason: str = "lost") -> int:
        """End a key; return the position from which it no longer speaks."""
        parts = {"revocation": {"key": key, "reason": reason}}
        (result,) = self.push_entries(self.write("key.revoked/1", parts))
        assert result["verdict"] == "accepted", result
        return int(result["position"])

    def sign_nonce(self, nonce: str) -> dict[str, str]:
        """Return the body with which a phone begins a session."""
        words = f"verbatim/session/1\n{self.logbook}\n{nonce}".encode()
        sig = to_b64u(sign(self.private, words))
        return {"logbook": self.logbook, "key": self.key, "nonce": nonce, "sig": sig}

    def sign_in_phone(self) -> Response:
        """Begin a phone's session."""
        nonce = self.call("POST", "/api/session/nonce").json()["nonce"]
        return self.call("POST", "/api/session/phone", self.sign_nonce(nonce))

    def sign_in_desk(self, name: str, password: str = PASSWORD) -> Response:
        """Begin a desk's session."""
        return self.call("POST", "/api/session/desk", {"sign_in": name, "password": password})


class Site:
    """One installation with a practice logbook and its app running."""

    def __init__(self, url: str, folder: Path, **given: Any) -> None:
        self.clock = HandClock()
        self.settings = Settings(data=folder, database_url=url, **given)
        self.founder = read_invite(self.begin()[0])
        self.logbook = self.founder.logbook
        self.client = CheckedClient(create_app(self.settings, self.clock), base_url=ORIGIN)

    def installed(self) -> Installation:
        """Open the installation as one more process."""
        return open_installation(self.settings, self.clock)

    def begin(self) -> list[str]:
        """Do what `verbatim serve` does before it serves; return what it prints."""
        installation = self.installed()
        try:
            return begin_logbooks(self.settings, installation)
        finally:
            installation.close()

    def run(self, act: Callable[[Installation], Fresh]) -> Invite:
        """Let the console act and read the invite that it prints."""
        installation = self.installed()
        try:
            return read_invite(describe_invite(self.settings, act(installation)))
        finally:
            installation.close()

    def administrator(self) -> Tab:
        """Return the founder, joined."""
        tab = Tab(self)
        answer = tab.join(self.founder)
        assert answer.status_code == 200, answer.text
        return tab

    def register(self, by: Tab, *roles: str, name: str = "Ana") -> str:
        """Register a person in a unit of their own; return their id."""
        unit, person = new_id(), new_id()
        results = by.push_entries(
            by.write("unit.registered/1", content.unit("Post"), subject=unit),
            by.write("person.registered/1", content.person(name, unit, *roles), subject=person),
        )
        assert [result["verdict"] for result in results] == ["accepted"] * 2, results
        return person

    def invite(self, by: Tab, person: str, browser: str = "phone") -> Invite:
        """Let an administrator invite someone."""
        answer = by.post("invites", {"person": person, "browser": browser})
        assert answer.status_code == 200, answer.text
        return given_invite(answer.json())

    def enrol(self, by: Tab, *roles: str, browser: str = "phone", **given: str) -> Tab:
        """Register, invite and let in someone with these roles."""
        tab = Tab(self)
        joined = tab.join(self.invite(by, self.register(by, *roles), browser),
                          browser=browser, **given)  # fmt: skip
        assert joined.status_code == 200, joined.text
        return tab


def read_invite(printed: str) -> Invite:
    """Return the invite in what the console printed."""
    number, left, right = re.findall(r"invite (\d+), code (\w{4})-(\w{4})", printed)[0]
    return _of_address(printed, number, left + right)


def given_invite(document: Mapping[str, str]) -> Invite:
    """Return the invite in an answer of the API."""
    return _of_address(document["address"], document["number"], document["code"])


def code_of(answer: Response) -> str:
    """Return the problem's code, once the whole document is what it must be."""
    document = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert document["status"] == answer.status_code
    assert document["type"] == f"/problems#{document['code']}"
    assert document["title"]
    assert document["next_step"]
    return str(document["code"])


def _of_address(text: str, number: str, code: str) -> Invite:
    query = text.split("?", 1)[1].split(maxsplit=1)[0]
    found = dict(parse_qsl(query, strict_parsing=True))
    assert found["i"] == number
    return Invite(found["l"], found["k"], number, found["s"], code)
