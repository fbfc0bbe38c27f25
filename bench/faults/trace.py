"""Reads what strace wrote about a server: what it changed on disk, synced, and answered.

The model has no renaming. One in the server's data folder ends the reading; one elsewhere is not
the database's, such as that of the byte code that Python writes when it imports for the first time.

Recorded with `-f -y -xx`, so that every call names its file and every byte is there. A call that
another thread's call interrupts is printed on two lines; its effect counts from the first, a sync
from the second.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

UNLINKS, RENAMES = ("unlink", "unlinkat"), ("rename", "renameat", "renameat2")
CALLS = "openat,pwrite64,write,writev,fsync,fdatasync,ftruncate," + ",".join(
    f"?{call}"
    for call in UNLINKS + RENAMES  # some processors have only the newer ones
)

_LINE = re.compile(r"(\d+) +(<\.\.\. )?(\w+)[( ](.*)", re.DOTALL)
_FILE = re.compile(r"(\d+)<((?:\\x[0-9a-f]{2})+)>")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_LAST_NUMBER = re.compile(r"(\d+)(?:\)| <unfinished)")


@dataclass(frozen=True, slots=True)
class Write:
    """Bytes at a place of a file, not yet synced."""

    path: str
    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Truncate:
    """A new length of a file, not yet synced."""

    path: str
    size: int


@dataclass(frozen=True, slots=True)
class Create:
    """A name that may be new in its folder."""

    path: str


@dataclass(frozen=True, slots=True)
class Unlink:
    """A name taken out of its folder."""

    path: str


@dataclass(frozen=True, slots=True)
class SyncBegun:
    """What has been written to the file or folder so far is to be made durable."""

    path: str
    thread: str


@dataclass(frozen=True, slots=True)
class SyncEnded:
    """The sync that this thread began has returned."""

    thread: str


@dataclass(frozen=True, slots=True)
class Sent:
    """Bytes given to a socket."""

    socket: str
    data: bytes


Event = Write | Truncate | Create | Unlink | SyncBegun | SyncEnded | Sent


def read_trace(path: Path, folder: Path) -> Iterator[Event]:
    """Yield what happened, in order. Raises ValueError if a file was renamed in the data folder."""
    with path.open() as lines:
        for line in lines:
            match = _LINE.match(line)
            if match is not None:
                thread, resumed, call, rest = match.groups()
                _refuse_renaming(call, rest, folder)
                yield from _read_call(thread, call, rest, resumed=bool(resumed))


def _refuse_renaming(call: str, rest: str, folder: Path) -> None:
    names = _TEXT.finditer(rest) if call in RENAMES else ()
    for name in names:
        path = _bytes(name).decode()
        if Path(path).is_relative_to(folder):
            raise ValueError(f"the model does not know renaming: {path}")


def _read_call(thread: str, call: str, rest: str, *, resumed: bool) -> Iterator[Event]:
    if call in ("fsync", "fdatasync"):
        yield from _read_sync(thread, rest, resumed=resumed)
    elif not resumed:
        event = _read_change(call, rest)
        if event is not None:
            yield event


def _read_sync(thread: str, rest: str, *, resumed: bool) -> Iterator[Event]:
    """Yield the beginning and the end of a sync; other threads' lines may stand between."""
    if not resumed:
        yield SyncBegun(_file(rest), thread)
    if "unfinished" not in rest[-40:]:
        yield SyncEnded(thread)


def _read_change(call: str, rest: str) -> Event | None:
    if call == "pwrite64":
        return Write(_file(rest), _last_number(rest), _bytes(_TEXT.search(rest)))
    if call == "ftruncate":
        return Truncate(_file(rest), _last_number(rest))
    if call in UNLINKS:
        return Unlink(_bytes(_TEXT.search(rest)).decode())
    if call == "openat" and "O_CREAT" in rest:
        return Create(_bytes(_TEXT.search(rest)).decode())
    if call in ("write", "writev") and _file(rest).startswith("socket:"):
        return Sent(_file(rest), b"".join(map(_bytes, _TEXT.finditer(rest))))
    return None


def _file(rest: str) -> str:
    match = _FILE.match(rest)
    return _unhex(match[2]).decode() if match else ""


def _bytes(match: re.Match[str] | None) -> bytes:
    if match is None:
        raise ValueError("a call without its bytes")
    return _unhex(match[1])


def _unhex(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


def _last_number(rest: str) -> int:
    """Return the last argument, which both calls end with."""
    return int(_LAST_NUMBER.findall(rest)[0])
