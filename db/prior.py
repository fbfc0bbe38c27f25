"""Locks a logbook's head and asks at once for all that a transaction's entries name."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import orjson

from db.driver import words
from db.log import CHAINS, LOCKED_HEAD, Head, Known, read_head
from db.store import Writing

_ENTRIES = (
    "SELECT 'entry' AS sort, id AS name, position AS number, '' AS other, stamp FROM entry "
    "WHERE logbook = :of AND id EACH(:ids)"
)
_TAKEN = (
    "SELECT 'taken', subject, 0, '', NULL FROM placed "
    "WHERE logbook = :of AND subject EACH(:subjects) AND aside = 0"
)
_REPORTED = (
    "SELECT 'reported', item, 0, '', NULL FROM result WHERE logbook = :of AND item EACH(:items)"
)
_PRIOR = words(f"{_ENTRIES} UNION ALL {_TAKEN} UNION ALL {_REPORTED} UNION ALL {CHAINS}")
"""One question instead of four: on PostgreSQL each is a way there and back."""


@dataclass(frozen=True, slots=True)
class Named:
    """What the entries of a transaction name."""

    ids: Iterable[str]
    subjects: Iterable[str]
    items: Iterable[str]
    chains: Iterable[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Prior:
    """What the log held of it before."""

    entries: dict[str, Known] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    """Subjects that have an accepted entry already."""
    reported: set[str] = field(default_factory=set)
    """Items on which a laboratory has reported."""
    chains: dict[tuple[str, int], set[str]] = field(default_factory=dict)
    """Ids by their place in a key's chain. Several at one are a fork."""


def lock_and_look_up(writing: Writing, logbook: str, named: Named) -> tuple[Head, Prior]:
    """Return the locked head, and what the log holds under it. Raises `logbook_unknown`."""
    asked = {
        "of": logbook,
        "ids": _json(named.ids),
        "subjects": _json(named.subjects),
        "items": _json(named.items),
        "chains": _json(named.chains),
    }
    heads, rows = writing.ask((LOCKED_HEAD, {"of": logbook}), (_PRIOR, asked))
    head, prior = read_head(heads), Prior()
    for sort, name, number, other, stamp in rows:
        if sort == "entry":
            prior.entries[name] = Known(number, stamp)
        elif sort == "chain":
            prior.chains.setdefault((name, number), set()).add(other)
        else:
            (prior.taken if sort == "taken" else prior.reported).add(name)
    return head, prior


def _json(values: Iterable[object]) -> str:
    return orjson.dumps(list(dict.fromkeys(values))).decode()
