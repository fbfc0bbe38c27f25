"""A logbook ready to work in, made over HTTP alone: a server of any commit can be given one."""

import http.client
import json
from collections.abc import Sequence
from contextlib import closing
from typing import Any
from urllib.parse import parse_qsl

from bench.site import Phone, Site, found, register
from bench.workload import Content
from proof.authoring import wire_line
from proof.encoding import to_b64u
from proof.entry import Opened
from proof.signatures import sign

_JSON = "application/json"

LINES = 200
"""Lines of one push."""


class Caller:
    """A browser's connection to a server on this machine, with the cookie it was given last."""

    def __init__(self, port: int) -> None:
        """Connect when the first call is made."""
        self._link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._own = {
            "host": f"localhost:{port}", "origin": f"http://localhost:{port}", "x-verbatim": "1",
        }  # fmt: skip
        self.cookie = ""

    def call(self, method: str, path: str, body: bytes = b"", kind: str = _JSON) -> Any:
        """Return the answer's document. Raises RuntimeError for any but a 200."""
        told = {"content-type": kind} | ({"cookie": self.cookie} if self.cookie else {})
        self._link.request(method, path, body, self._own | told)
        answer = self._link.getresponse()
        found = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{method} {path}: {answer.status} {found.decode()[:500]}")
        for given in answer.headers.get_all("set-cookie", []):
            name, _, value = given.partition(";")[0].partition("=")
            if value.strip('"'):  # one without a value takes another cookie away
                self.cookie = f"{name}={value}"
        return json.loads(found) if answer.getheader("content-type", "")[-4:] == "json" else found

    def close(self) -> None:
        """End the connection."""
        self._link.close()

    def push(self, logbook: str, entries: Sequence[Opened]) -> None:
        """Push entries some at a time. Raises RuntimeError if one is not accepted."""
        for start in range(0, len(entries), LINES):
            body = b"\n".join(map(wire_line, entries[start : start + LINES]))
            path = f"/api/logbooks/{logbook}/push"
            results = self.call("POST", path, body, "application/x-ndjson")["results"]
            codes = {one["code"] for one in results if one["verdict"] != "accepted"}
            if codes:
                raise RuntimeError(f"not accepted: {codes}")


def enrol(port: int, address: str, counts: Sequence[int]) -> tuple[Site, str]:
    """Let the founder in with the console's invite, and `counts[n]` phones into unit n.

    Returns the site, and the cookie of the first phone's session.
    """
    content = Content()
    units = tuple(content.identifier() for _ in counts)
    invite = read_invite(address)
    logbook = invite["l"]
    administrator = Phone(logbook, "", units[0])
    crew = [Phone(logbook, content.identifier(), units[n])
            for n, count in enumerate(counts) for _ in range(count)]  # fmt: skip
    instrument = content.identifier()
    with closing(Caller(port)) as founder:
        _join(founder, administrator, invite)
        stated = found(administrator, units, instrument)
        founder.push(logbook, [*stated, *(register(administrator, phone) for phone in crew)])
        cookies = [_let_in(founder, port, phone) for phone in crew]
    return Site(logbook, invite["k"], units, instrument, tuple(crew), administrator), cookies[0]


def read_invite(printed: str) -> dict[str, str]:
    """Return logbook `l`, key `k`, number `i` and secret `s` of an address among other words."""
    query = printed[printed.index("?l=") + 1 :].split(maxsplit=1)[0]
    return dict(parse_qsl(query, strict_parsing=True))


def _let_in(founder: Caller, port: int, phone: Phone) -> str:
    """Invite a phone's person and join; return the cookie of the session."""
    asked = json.dumps({"person": phone.person, "browser": "phone"}).encode()
    made = founder.call("POST", f"/api/logbooks/{phone.logbook}/invites", asked)
    with closing(Caller(port)) as caller:
        _join(caller, phone, read_invite(made["address"]))
        return caller.cookie


def _join(caller: Caller, phone: Phone, invite: dict[str, str]) -> None:
    words = f"verbatim/join/1\n{phone.logbook}\n{invite['i']}\n{phone.spki}".encode()
    body = {
        "number": invite["i"], "secret": invite["s"], "spki": phone.spki, "browser": "phone",
        "proof": to_b64u(sign(phone.private, words)),
    }  # fmt: skip
    path = f"/api/logbooks/{phone.logbook}/join"
    answer = caller.call("POST", path, json.dumps(body).encode())
    phone.person = answer["person"]["person"]
    phone.prev = answer["receipt"]["results"][1]["id"]
