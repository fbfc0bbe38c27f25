"""Slows down tries on sign-in names that nobody has, exactly as on those that somebody has.

Otherwise the delay would tell which names exist. Kept in memory and bounded, because the names
are whatever strangers type; a restart forgets them.
"""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import timedelta
from threading import Lock
from weakref import WeakKeyDictionary

from db.store import Store, moment
from schemas.problems import VerbatimError

FREE_TRIES = 5
FIRST_DELAY = timedelta(seconds=30)
LONGEST_DELAY = timedelta(minutes=15)
REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class _Tries:
    failures: int = 0
    locked_until: str = ""


_lock = Lock()
_tried: WeakKeyDictionary[Store, OrderedDict[str, _Tries]] = WeakKeyDictionary()


def locked_after(store: Store, failures: int) -> str:
    """Return until when a name is locked after so many failures in a row; nothing if it is not."""
    if failures < FREE_TRIES:
        return ""
    factor: int = 1 << min(failures - FREE_TRIES, 10)
    return moment(store.clock() + min(FIRST_DELAY * factor, LONGEST_DELAY))


def count_stranger(store: Store, name: str) -> None:
    """Count a try on a name that nobody has. Raises `too_many_tries`."""
    with _lock:
        tried = _tried.setdefault(store, OrderedDict())
        before = tried.pop(name, _Tries())
        locked = before.locked_until > store.now()
        failures = before.failures + 1
        tried[name] = before if locked else _Tries(failures, locked_after(store, failures))
        if len(tried) > REMEMBERED:
            tried.popitem(last=False)
    if locked:
        raise VerbatimError("too_many_tries")
