"""What every request passes first and every answer last: hosts, origins, sizes, headers."""

import re
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.bodies import limit
from api.problems import problem

POLICY = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; "
    "img-src 'self' data: blob:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "form-action 'none'; object-src 'none'; "
    "require-trusted-types-for 'script'; trusted-types verbatim"
)

HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(self), geolocation=(self)",
}

SAFE = {"GET", "HEAD", "OPTIONS"}
_PUSH = re.compile(r"/api/logbooks/[^/]+/push")
_SECRETS = re.compile(r"/api/(session.*|logbooks/[^/]+/(join.*|invites.*|people/.*))")
"""Answers that may hold a secret are not compressed: their length would tell of it."""


class Gate:
    """Refuses requests of other hosts and sites, and puts the headers on every answer."""

    def __init__(self, app: ASGIApp, public_url: str) -> None:
        """Stand before an app whose one public address is `public_url`."""
        self.app = app
        self.public_url = public_url
        self.hosts = {urlsplit(public_url).hostname, "localhost", "127.0.0.1"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on or answer it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add_headers(MutableHeaders(scope=message), scope["path"])
            await send(message)

        turned_away = self._turn_away(scope, Headers(scope=scope))
        await (turned_away or self.app)(scope, limit(receive), send_with_headers)

    def _turn_away(self, scope: Scope, headers: Headers) -> Response | None:
        host = _host(headers)
        if host not in self.hosts:
            return problem("origin_foreign", "host")
        if host == "127.0.0.1" and _is_navigation(scope, headers):
            return RedirectResponse(_as_localhost(scope, headers), 307)
        if self._changes_something(scope) and not self._is_ours(headers):
            return problem("origin_foreign", "X-Verbatim or Origin")
        return None

    @staticmethod
    def _changes_something(scope: Scope) -> bool:
        """A push is signed line by line, so it does not matter which page sends it."""
        return scope["method"] not in SAFE and not _PUSH.fullmatch(scope["path"])

    def _is_ours(self, headers: Headers) -> bool:
        """No other site can set the header without asking first, which nobody answers."""
        origin = headers.get("origin", self.public_url)
        return headers.get("x-verbatim") == "1" and origin in (self.public_url, _local(headers))


class Compression:
    """Compresses answers above 1 kB, but for those that carry secrets."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an app."""
        self.plain = app
        self.zipped = GZipMiddleware(app, minimum_size=1000, compresslevel=4)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on by one of the two ways."""
        secret = scope["type"] != "http" or _SECRETS.fullmatch(scope["path"])
        await (self.plain if secret else self.zipped)(scope, receive, send)


def _add_headers(headers: MutableHeaders, path: str) -> None:
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    if path.startswith("/api/"):
        headers["cache-control"] = "no-store"


def _host(headers: Headers) -> str | None:
    """Return the name that was asked for, without its port; None if it is no name."""
    try:
        return urlsplit(f"//{headers.get('host', '')}").hostname
    except ValueError:
        return None


def _is_navigation(scope: Scope, headers: Headers) -> bool:
    return scope["method"] == "GET" and "text/html" in headers.get("accept", "")


def _as_localhost(scope: Scope, headers: Headers) -> str:
    """Return the same page under the name that owns the browser's records."""
    query = scope["query_string"].decode("latin-1")
    raw = scope.get("raw_path", b"/").decode("latin-1").partition("?")[0]
    return f"{_local(headers)}{raw}{'?' + query if query else ''}"


def _local(headers: Headers) -> str:
    """Return the origin of a page that this machine itself serves at this port."""
    port = headers.get("host", "").rpartition(":")[2]
    return f"http://localhost:{port}" if port.isdigit() else "http://localhost"
