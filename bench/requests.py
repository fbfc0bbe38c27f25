"""Raw HTTP requests, as the load generator sends them."""

from collections.abc import Mapping


def post(path: str, kind: str, body: bytes) -> bytes:
    """Return a POST."""
    head = _head("POST", path, {"content-type": kind, "content-length": str(len(body))})
    return head + body


def get(path: str, headers: Mapping[str, str]) -> bytes:
    """Return a GET."""
    return _head("GET", path, headers)


def _head(method: str, path: str, headers: Mapping[str, str]) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "host: localhost"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()
