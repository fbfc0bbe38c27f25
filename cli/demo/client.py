"""Calls the app in this process, as a browser would over HTTP; no port, no second library."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import orjson
from anyio.from_thread import BlockingPortal, start_blocking_portal
from fastapi import FastAPI

from schemas.problems import PROBLEMS, VerbatimError


@dataclass(slots=True)
class Answer:
    """What the app answered."""

    status: int = 0
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytearray = field(default_factory=bytearray)

    def document(self) -> Any:
        """Return the body as JSON. Raises VerbatimError if the app answered with a problem."""
        found = orjson.loads(self.body) if self.body else None
        if self.status >= 400:
            raise VerbatimError(_code_in(found), f"status {self.status}")
        return found


def _code_in(found: object) -> str:
    """Return the code of a problem; `internal` for what this app has no code for."""
    code = found.get("code", "") if isinstance(found, dict) else ""
    return code if code in PROBLEMS else "internal"


@dataclass(frozen=True, slots=True)
class Client:
    """The running app, and the thread in which it runs."""

    app: FastAPI
    portal: BlockingPortal
    state: Mapping[str, Any]
    origin: str

    def ask(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Send a request and return its answer."""
        host = urlsplit(self.origin).netloc
        given = {"host": host, "content-length": str(len(body)), **(headers or {})}
        answer: Answer = self.portal.call(self._send, self._scope(method, path, given), body)
        return answer

    def _scope(self, method: str, path: str, headers: Mapping[str, str]) -> dict[str, Any]:
        plain, _, query = path.partition("?")
        return {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": plain,
            "raw_path": plain.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
            "state": dict(self.state),
        }

    async def _send(self, scope: dict[str, Any], body: bytes) -> Answer:
        answer = Answer()
        pending: list[dict[str, Any]] = [{"type": "http.request", "body": body}]

        async def receive() -> dict[str, Any]:
            return pending.pop() if pending else {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            if message["type"] == "http.response.start":
                answer.status, answer.headers = message["status"], list(message["headers"])
            else:
                answer.body += message.get("body", b"")

        await self.app(scope, receive, send)
        return answer


@contextmanager
def run_app(app: FastAPI, origin: str) -> Iterator[Client]:
    """Run the app from its start to its stop."""
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(app.router.lifespan_context(app)) as state,
    ):
        yield Client(app, portal, state or {}, origin)
