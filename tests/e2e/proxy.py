"""A small proxy before the server that loses or alters answers, as bad networks and bad servers do.

It stands at the public address, so the app's own policies stay as they are.
"""

import http.client
import re
import threading
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Alter = Callable[[bytes], bytes]

_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "accept-encoding"}


class Proxy:
    """Passes everything on, but for the paths that a test asks it to spoil."""

    def __init__(self, port: int) -> None:
        """Listen on a port of the loopback; `target` is set once the server has one."""
        self.target = 0
        self.eaten: re.Pattern[str] | None = None
        self.refused: re.Pattern[str] | None = None
        self.altered: dict[re.Pattern[str], Alter] = {}
        self.server = ThreadingHTTPServer(("127.0.0.1", port), _handler_of(self))
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def eat(self, path: str) -> None:
        """Let requests to this path reach the server and lose the answers."""
        self.eaten = re.compile(path)

    def refuse(self, path: str) -> None:
        """Let no request to this path through."""
        self.refused = re.compile(path)

    def alter(self, path: str, how: Alter) -> None:
        """Change the answers to requests of this path."""
        self.altered[re.compile(path)] = how

    def behave(self) -> None:
        """Pass everything on as it is."""
        self.eaten = self.refused = None
        self.altered.clear()

    def stop(self) -> None:
        """Stop listening."""
        self.server.shutdown()
        self.server.server_close()

    def exchange(self, method: str, path: str, headers: Any, body: bytes) -> "Answer":
        """Ask the server; return what it answered, changed where a test wants it changed."""
        if self.refused and self.refused.search(path):
            raise ConnectionRefusedError(path)
        link = http.client.HTTPConnection("127.0.0.1", self.target, timeout=30)
        try:
            kept = {name: value for name, value in headers.items() if name.lower() not in _HOP}
            link.request(method, path, body or None, kept)
            answer = link.getresponse()
            content = answer.read()
        finally:
            link.close()
        for pattern, how in self.altered.items():
            if pattern.search(path):
                content = how(content)
        return answer.status, answer.getheaders(), content


Answer = tuple[int, list[tuple[str, str]], bytes]


def _handler_of(proxy: Proxy) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _pass(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            try:
                answer = proxy.exchange(self.command, self.path, self.headers, body)
            except OSError:
                self.close_connection = True  # the server is dead: so are we
                return
            if proxy.eaten and proxy.eaten.search(self.path):
                self.close_connection = True
                return
            with suppress(ConnectionError):
                self._answer(*answer)

        do_GET = do_POST = do_DELETE = _pass  # noqa: N815  # the names are the base class's

        def _answer(self, status: int, headers: list[tuple[str, str]], content: bytes) -> None:
            self.send_response_only(status)
            for name, value in headers:
                if name.lower() not in _HOP:
                    self.send_header(name, value)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            if status != 304:
                self.wfile.write(content)

        def log_message(self, *_words: object) -> None:
            """Say nothing: a test's output is its own."""

    return Handler
