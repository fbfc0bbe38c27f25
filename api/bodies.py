"""Reads bodies, compressed or not, and never more of them than a push may hold."""

import zlib

from fastapi import Request
from starlette.datastructures import Headers
from starlette.types import Message, Receive

from schemas.entry import MAX_PUSH
from schemas.problems import VerbatimError

_GZIP = 16 + zlib.MAX_WBITS


def limit(receive: Receive) -> Receive:
    """Return a channel that ends a body that grows too long. Raises `too_large`.

    It counts what comes: a body need not say how long it is, and may say it wrongly.
    """
    total = 0

    async def receive_within() -> Message:
        nonlocal total
        message = await receive()
        total += len(message.get("body", b""))
        if total > MAX_PUSH:
            raise VerbatimError("too_large")
        return message

    return receive_within


async def read_push(request: Request) -> bytes:
    """Return the decompressed body. Raises `not_ndjson`, `too_large`, `body_unreadable`."""
    reader = _reader_for(request.headers)
    async for chunk in request.stream():
        reader.feed(chunk)
    return reader.close()


def _reader_for(headers: Headers) -> "PlainReader":
    """Return what reads a body of this type and encoding. Raises `not_ndjson`."""
    media = headers.get("content-type", "").partition(";")[0].strip().lower()
    encoding = headers.get("content-encoding", "identity").strip().lower()
    reader = _READERS.get(encoding)
    if media != "application/x-ndjson" or reader is None:
        raise VerbatimError("not_ndjson", f"{media or 'no type'}, {encoding}"[:100])
    return reader()


class PlainReader:
    """Collects a body up to the limit."""

    def __init__(self) -> None:
        """Begin empty."""
        self._body = bytearray()

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes. Raises `too_large`."""
        self._body += chunk
        if len(self._body) > MAX_PUSH:
            raise VerbatimError("too_large")

    def close(self) -> bytes:
        """Return the whole body."""
        return bytes(self._body)


class GzipReader(PlainReader):
    """Decompresses as the bytes come; a bomb is noticed after the limit, not after the blast."""

    def __init__(self) -> None:
        """Begin at the gzip header."""
        super().__init__()
        self._inflate = zlib.decompressobj(_GZIP)

    def feed(self, chunk: bytes) -> None:
        """Take the next compressed bytes. Raises `too_large`, `body_unreadable`."""
        if self._inflate.eof and chunk:
            raise VerbatimError("body_unreadable", "bytes after the compressed body")
        super().feed(self._decompress(chunk))
        if self._inflate.unused_data:
            raise VerbatimError("body_unreadable", "bytes after the compressed body")

    def close(self) -> bytes:
        """Return the whole body. Raises `body_unreadable` if it was cut short."""
        if not self._inflate.eof:
            raise VerbatimError("body_unreadable", "the compressed body is not complete")
        return super().close()

    def _decompress(self, chunk: bytes) -> bytes:
        try:
            # One byte more than fits is all that is ever made of it.
            return self._inflate.decompress(chunk, MAX_PUSH + 1 - len(self._body))
        except zlib.error as error:
            raise VerbatimError("body_unreadable", "not gzip") from error


_READERS = {"identity": PlainReader, "gzip": GzipReader}
"""The encodings that a push may come in."""
