"""Random requests against everything the API says it takes: none may make the server err.

Schemathesis makes them from the OpenAPI document, valid and invalid ones, without a session, as an
officer and as a person with every role. Pushes are real lines, damaged in every way.
"""

import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import hypothesis
import requests
import schemathesis
from hypothesis import HealthCheck, Phase
from hypothesis import strategies as st
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.core.errors import SchemathesisError

from bench.databases import OPEN
from bench.faults.damage import damaged
from bench.processes import free_port, product_environment, running
from bench.site import Phone, Site, prepare
from bench.workload import SEED, Content
from proof.authoring import wire_line
from proof.encoding import to_b64u
from proof.signatures import sign
from sync.sessions.sign_in import SESSION_CONTEXT

AnyCase = Case[Any]
Operation = APIOperation[Any, Any, Any, Any]

NDJSON = "application/x-ndjson"
ROUNDS = 20
"""Passes over what can still be made more of, at most: some operations have few requests."""


@dataclass(slots=True)
class Outcome:
    """How many requests were sent, what was answered, and which answers were errors of ours."""

    sent: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        statuses = ", ".join(f"{count} × {status}" for status, count in sorted(
            self.statuses.items()))  # fmt: skip
        first = f"; first: {self.faults[0]}" if self.faults else ""
        return f"{self.sent} random requests: {len(self.faults)} errors ({statuses}){first}"

    def count(self, answer: requests.Response, asked: str) -> None:
        """Count an answer."""
        self.sent += 1
        self.statuses[answer.status_code] += 1
        if answer.status_code >= 500:
            self.faults.append(f"{asked}: {answer.status_code} {answer.text[:300]}")


def run_surface(count: int, database: str = "sqlite") -> Outcome:
    """Send about this many requests to a real server, and not fewer."""
    with _site(database) as (site, port):
        caller = _Caller(site, port)
        _fill(caller)
        schema = schemathesis.openapi.from_url(f"{caller.base}/api/openapi.json")
        operations = [_known(found) for found in schema.get_all_operations()]
        for number in range(ROUNDS):
            missing = count - caller.outcome.sent
            if missing <= 0:
                break
            operations = _fuzz_all(caller, operations, missing, SEED + number)
        return caller.outcome


def _known(found: Any) -> Operation:
    """Return an operation. Raises if the document describes it wrongly."""
    operation: Operation = found.ok()
    return operation


@contextmanager
def _site(database: str) -> Iterator[tuple[Site, int]]:
    with (
        OPEN[database]() as databases,
        tempfile.TemporaryDirectory(prefix="verbatim-surface-", dir="/var/tmp") as name,
    ):
        folder, url, port = Path(name), databases.create("surface"), free_port()
        site = prepare(url, folder / "keys", [2])
        environment = product_environment(folder, url, port)
        log = folder / "server.log"
        with running(["-m", "cli.main", "serve"], port, log, environment=environment):
            yield site, port


class _Caller:
    """Sends requests as different people."""

    def __init__(self, site: Site, port: int) -> None:
        self.base = f"http://localhost:{port}"
        self.site, self.outcome = site, Outcome()
        self.lines: list[bytes] = []
        self.subjects: list[str] = []
        self._http = requests.Session()
        self._actors: dict[str, Phone | None] = {
            "nobody": None, "officer": site.phones[0], "all roles": site.administrator,
        }  # fmt: skip
        self._cookies: dict[str, str] = {}

    @property
    def actors(self) -> Sequence[str]:
        return sorted(self._actors)

    def send(self, case: AnyCase, actor: str) -> None:
        """Send one case as one of these callers."""
        headers = {"X-Verbatim": "1"} | self._sign_in(actor)
        try:
            prepared = case.as_transport_kwargs(base_url=self.base, headers=headers)
            answer = self._http.request(**prepared, timeout=60)
        except (SchemathesisError, requests.RequestException, UnicodeError, TypeError):
            return  # it cannot be written as HTTP, so no server sees it
        if answer.status_code == 401 or "set-cookie" in answer.headers:
            self._cookies.pop(actor, None)  # it may have signed itself out
        self._http.cookies.clear()
        self.outcome.count(answer, f"{case.method} {case.path}")

    def push(self, body: bytes, headers: dict[str, str]) -> None:
        """Push bytes."""
        path = f"{self.base}/api/logbooks/{self.site.logbook}/push"
        answer = self._http.post(path, body, headers={"content-type": NDJSON} | headers)
        self.outcome.count(answer, f"push of {body[:200]!r}")

    def _sign_in(self, actor: str) -> dict[str, str]:
        """Return the headers of a caller's session, which is begun anew when it has ended."""
        phone = self._actors[actor]
        if phone is None:
            return {}
        if actor not in self._cookies:
            self._cookies[actor] = self._begin(phone)
        return {"Cookie": f"verbatim_phone={self._cookies[actor]}"}

    def _begin(self, phone: Phone) -> str:
        ours = {"X-Verbatim": "1"}
        nonce = self._http.post(f"{self.base}/api/session/nonce", headers=ours).json()["nonce"]
        message = SESSION_CONTEXT + f"{self.site.logbook}\n{nonce}".encode()
        body = {
            "logbook": self.site.logbook, "key": phone.name, "nonce": nonce,
            "sig": to_b64u(sign(phone.private, message)),
        }  # fmt: skip
        answer = self._http.post(f"{self.base}/api/session/phone", json=body, headers=ours)
        answer.raise_for_status()
        return str(answer.cookies["verbatim_phone"])


def _fill(caller: _Caller) -> None:
    """Log some records, so that there is something to read, and lines to damage."""
    content = Content()
    phone = caller.site.phones[1]
    entries = [phone.record(content, caller.site.instrument) for _ in range(20)]
    caller.lines = [wire_line(entry) for entry in entries]
    caller.subjects = [entry.header.subject for entry in entries]
    caller.push(b"\n".join(caller.lines[:10]), {})


def _fuzz_all(
    caller: _Caller, operations: Sequence[Operation], count: int, seed: int
) -> list[Operation]:
    """Share requests among operations; return those that are not exhausted yet."""
    share = -(-count // len(operations))
    left = []
    for operation in operations:
        before = caller.outcome.sent
        if operation.path.endswith("/push"):
            _fuzz_push(caller, share, seed)
        else:
            _fuzz(caller, operation, share, seed)
        if caller.outcome.sent - before > share // 2:
            left.append(operation)
    return left or list(operations)


def _fuzz(caller: _Caller, operation: Operation, count: int, seed: int) -> None:
    valid = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    # An operation without parameters cannot be called wrongly.
    has_input = bool(operation.path_parameters or operation.query or operation.body)
    cases = valid
    if has_input:
        cases = valid | operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)
    known = {"logbook": [caller.site.logbook], "subject": caller.subjects,
             "person": [caller.site.phones[0].person], "number": ["1"]}  # fmt: skip

    @_settings(count)
    @hypothesis.seed(seed)
    @hypothesis.given(cases, st.sampled_from(caller.actors), st.data())
    def send(case: AnyCase, actor: str, data: st.DataObject) -> None:
        for name in case.path_parameters or {}:
            if name in known and data.draw(st.integers(0, 4)):
                case.path_parameters[name] = data.draw(st.sampled_from(known[name]))
        caller.send(case, actor)

    send()


def _fuzz_push(caller: _Caller, count: int, seed: int) -> None:
    @_settings(count)
    @hypothesis.seed(seed)
    @hypothesis.given(damaged(caller.lines))
    def send(pushed: tuple[bytes, dict[str, str]]) -> None:
        caller.push(*pushed)

    send()


def _settings(count: int) -> hypothesis.settings:
    return hypothesis.settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
