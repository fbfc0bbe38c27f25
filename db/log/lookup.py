"""Locks a logbook's head and asks at once for all that a transaction's entries name."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from db.driver.statements import array, driver_sql
from db.log.heads import LOCKED_HEAD, Head, LoggedAt, read_head
from db.store import ReadTransaction, WriteTransaction
from schemas.kinds import BESIDE

_ENTRIES = (
    "SELECT 'entry' AS sort, id AS name, position AS number, '' AS other, stamp FROM entry "
    "WHERE logbook = :of AND id EACH(:ids)"
)
_TAKEN = (
    "SELECT 'taken', subject, 0, '', NULL FROM placed "
    "WHERE LIKELY(logbook = :of) AND subject EACH(:subjects) AND aside = 0 "
    "AND NOT kind EACH(:beside)"
)
_REPORTED = (
    "SELECT 'reported', item, 0, '', NULL FROM result "
    "WHERE LIKELY(logbook = :of) AND item EACH(:items)"
)
_CHAINS = (
    "SELECT 'chain' AS sort, entry.\"key\" AS name, entry.seq AS number, entry.id AS other, "
    "NULL AS stamp FROM PAIRS(:chains) AS link "
    # SQLite uses the whole index for a join in this order.
    'CROSS JOIN entry WHERE entry.logbook = :of AND entry."key" = link.name '
    "AND entry.seq = link.number"
)
_CHAINS_ALONE = driver_sql(_CHAINS)
_PRIOR = driver_sql(f"{_ENTRIES} UNION ALL {_TAKEN} UNION ALL {_REPORTED} UNION ALL {_CHAINS}")
"""One question instead of four: every statement costs the driver and the database something."""


Link = tuple[str, int]
"""A place in a key's chain: the key and the seq."""

Chains = dict[Link, set[str]]
"""Ids of entries by their links. Several at one are a fork."""


@dataclass(frozen=True, slots=True)
class Named:
    """What the entries of a transaction name."""

    ids: Iterable[str]
    subjects: Iterable[str]
    items: Iterable[str]
    links: Iterable[Link]


@dataclass(frozen=True, slots=True)
class Lookup:
    """What the log holds of what the entries name; the transaction adds what it logs itself."""

    entries: dict[str, LoggedAt] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    """Subjects that have an accepted entry already."""
    reported: set[str] = field(default_factory=set)
    """Items on which a laboratory has reported."""
    chains: Chains = field(default_factory=dict)


def lock_and_look_up(writing: WriteTransaction, logbook: str, named: Named) -> tuple[Head, Lookup]:
    """Return the locked head, and what the log holds under it. Raises `logbook_unknown`."""
    asked = {
        "of": logbook,
        "ids": array(named.ids),
        "subjects": array(named.subjects),
        "beside": array(BESIDE),
        "items": array(named.items),
        "chains": array(named.links),
    }
    heads, rows = writing.ask((LOCKED_HEAD, {"of": logbook}), (_PRIOR, asked))
    head, prior = read_head(heads), Lookup()
    for sort, name, number, other, stamp in rows:
        if sort == "entry":
            prior.entries[name] = LoggedAt(number, stamp)
        elif sort == "chain":
            prior.chains.setdefault((name, number), set()).add(other)
        else:
            (prior.taken if sort == "taken" else prior.reported).add(name)
    return head, prior


def find_linked(reading: ReadTransaction, logbook: str, links: Iterable[Link]) -> Chains:
    """Return the entries at these links of chains."""
    found: Chains = {}
    (rows,) = reading.ask((_CHAINS_ALONE, {"of": logbook, "chains": array(links)}))
    for _, key, seq, entry_id, _ in rows:
        found.setdefault((key, seq), set()).add(entry_id)
    return found
