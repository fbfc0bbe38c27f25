"""The keys, people and units that the log knows at this position. One object a transaction.

It remembers what it read, so a batch asks once; call `forget` after a registry entry.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from db.driver.statements import array, driver_sql
from db.log.heads import HeadSigner
from db.log.placement import entry_key_of
from db.store import ReadTransaction
from db.tables.projected import checkpoint_key, enrolled_key, person, unit
from schemas.problems import VerbatimError
from schemas.roles import Actor, Role


@dataclass(frozen=True, slots=True)
class EnrolledKey:
    """A key as the log describes it; `revoked` is the position, -1 while the key is active."""

    key: str
    spki: str
    person: str
    revoked: int
    enrolment: str
    """Id of the entry that enrolled it, or rotated to it: `prev` of its first entry."""


ROTATIONS = 64
"""So many, one after another, may lead to a key from the first one of its browser. A person rotates
yearly; whoever does it in a loop fills bundles, because each of them encloses the whole path."""

# Built once: to build a statement costs several times what running it does.
_KEYS = select(enrolled_key).where(
    enrolled_key.c.logbook == bindparam("of"),
    enrolled_key.c.key.in_(bindparam("keys", expanding=True)),
)
_PEOPLE = select(person).where(
    person.c.logbook == bindparam("of"), person.c.person.in_(bindparam("people", expanding=True))
)
_SIGNERS = driver_sql(
    'SELECT signer."key", signer.spki, signer.person '
    "FROM logbook LEFT JOIN enrolled_key AS signer "
    'ON signer.logbook = logbook.logbook AND signer."key" EACH(:keys) '
    "WHERE logbook.logbook = :of"
)
_PATH = driver_sql(
    'WITH RECURSIVE path ("key", browser, enrolled, step) AS ('
    'SELECT "key", browser_key, enrolled, 0 FROM enrolled_key WHERE logbook = :of AND "key" = :key '
    'UNION ALL SELECT before."key", path.browser, before.enrolled, path.step + 1 FROM path '
    "JOIN entry ON entry.logbook = :of AND entry.position = path.enrolled "
    'JOIN enrolled_key AS before ON before.logbook = :of AND before."key" = entry."key" '
    'WHERE path."key" <> path.browser AND path.step < :most) '
    "SELECT max(step) FROM path"
)
"""How many rotations lead to a key from the first one of its browser, or `most`."""

_HEAD_SIGNERS = (
    select(checkpoint_key)
    .where(checkpoint_key.c.logbook == bindparam("of"))
    .order_by(checkpoint_key.c.position)
)
_UNITS = select(unit).where(unit.c.logbook == bindparam("of"))


class EnrolledKeys:
    """Reads actors in one transaction."""

    def __init__(self, reading: ReadTransaction, logbook: str) -> None:
        """Read nothing yet."""
        self.reading = reading
        self.logbook = logbook
        self._server_key = ""
        self._head_signers: tuple[HeadSigner, ...] = ()
        self._keys: dict[str, EnrolledKey] = {}
        self._unknown: set[str] = set()
        self._people: dict[str, Any] = {}
        self._actors: dict[str, Actor] = {}
        self._units: dict[str, Any] | None = None

    def over(self, reading: ReadTransaction) -> "EnrolledKeys":
        """Return this register in a later transaction that sees exactly the same log."""
        self.reading = reading
        return self

    def forget(self) -> None:
        """Read everything anew: the registry has changed."""
        self._keys, self._people, self._actors, self._units = {}, {}, {}, None
        self._server_key, self._head_signers = "", ()
        self._unknown.clear()

    def server_key(self) -> str:
        """Return the name of the key that signs the server's entries; "" before genesis."""
        self._server_key = self._server_key or entry_key_of(self.reading, self.logbook)
        return self._server_key

    def head_signers(self) -> tuple[HeadSigner, ...]:
        """Return every key that signs heads of this logbook or did, in their order."""
        self._head_signers = self._head_signers or find_head_signers(self.reading, self.logbook)
        return self._head_signers

    def keys(self, wanted: Iterable[str]) -> dict[str, EnrolledKey]:
        """Return the keys read so far: among them those of these that the logbook knows."""
        missing = set(wanted) - self._keys.keys() - self._unknown
        if missing:
            found = find_keys(self.reading, self.logbook, sorted(missing))
            self._keys |= found
            self._unknown |= missing - found.keys()
            self._read_people({key.person for key in found.values()})
        return self._keys

    def actor(self, who: str) -> Actor:
        """Return a person's unit, roles and reach; an unknown person has no roles."""
        if who not in self._actors:
            row = self._find_person(who)
            # What a person who left still sends is placed at their last unit, to be released there.
            left = row is not None and not row.active
            self._actors[who] = Actor(who, row.unit) if left else self._appointed(who, row)
        return self._actors[who]

    def appointed(self, who: str, post: str) -> Actor:
        """Return a person with their roles at a post they had, whether they have left or not."""
        return self._appointed(who, self._find_person(who), post)

    def _find_person(self, who: str) -> Any:
        if who not in self._people:
            self._read_people({who})
        return self._people.get(who)

    def _read_people(self, wanted: set[str]) -> None:
        asked = {"of": self.logbook, "people": sorted(wanted)}
        self._people |= {row.person: row for row in self.reading.rows(_PEOPLE, asked)}

    def _appointed(self, who: str, row: Any, post: str = "") -> Actor:
        if row is None:
            return Actor(who)
        place = post or row.unit
        roles = frozenset(Role(role) for role in json.loads(row.roles))
        return Actor(who, place, roles, self._below(place), self._served(place))

    def _below(self, top: str) -> frozenset[str]:
        children: dict[str, list[str]] = {}
        for key, row in self.units().items():
            children.setdefault(row.parent, []).append(key)
        found: set[str] = set()
        pending = [top] if top else []
        while pending:
            above = pending.pop()
            if above not in found:
                found.add(above)
                pending.extend(children.get(above, ()))
        return frozenset(found)

    def _served(self, laboratory: str) -> frozenset[str]:
        row = self.units().get(laboratory)
        if row is None or row.kind != "laboratory":
            return frozenset()
        return frozenset({laboratory, *json.loads(row.serves)})

    def units(self) -> dict[str, Any]:
        """Return every unit's row by its id."""
        if self._units is None:
            rows = self.reading.rows(_UNITS, {"of": self.logbook})
            self._units = {row.unit: row for row in rows}
        return self._units


def find_keys(reading: ReadTransaction, logbook: str, keys: list[str]) -> dict[str, EnrolledKey]:
    """Return those of these keys that the logbook knows."""
    rows = reading.rows(_KEYS, {"of": logbook, "keys": keys})
    return {
        row.key: EnrolledKey(row.key, row.spki, row.person, row.revoked, row.id) for row in rows
    }


def may_rotate(reading: ReadTransaction, logbook: str, key: str) -> bool:
    """Say whether fewer than `ROTATIONS` lead to a key from the first one of its browser."""
    asked = {"of": logbook, "key": key, "most": ROTATIONS}
    ((row,),) = reading.ask((_PATH, asked))
    return int(row[0] or 0) < ROTATIONS


def find_head_signers(reading: ReadTransaction, logbook: str) -> tuple[HeadSigner, ...]:
    """Return every key that signs heads of a logbook or did, in their order."""
    rows = reading.rows(_HEAD_SIGNERS, {"of": logbook})
    return tuple(HeadSigner(row.key, row.position, row.ends) for row in rows)


def find_server_rotations(reading: ReadTransaction, logbook: str) -> list[int]:
    """Return where the server's keys passed from one to the next, in order."""
    entries = select(enrolled_key.c.enrolled).where(
        enrolled_key.c.logbook == logbook, enrolled_key.c.person == "",
        enrolled_key.c.enrolled != enrolled_key.c.revoked,  # one that never spoke
    )  # fmt: skip
    heads = select(checkpoint_key.c.position).where(checkpoint_key.c.logbook == logbook)
    positions = {row[0] for query in (entries, heads) for row in reading.rows(query)}
    return sorted(positions - {0})


def find_signers(
    reading: ReadTransaction, logbook: str, names: set[str]
) -> tuple[set[str], dict[str, str]]:
    """Return which of these keys are, or were, the server's own, and the public keys by name.

    What the log does not know is left out. Raises `logbook_unknown`.
    """
    asked = {"of": logbook, "keys": array(names)}
    (rows,) = reading.ask((_SIGNERS, asked))
    if not rows:
        raise VerbatimError("logbook_unknown")
    own = {key for key, _, person in rows if key and not person}
    return own, {key: spki for key, spki, _ in rows if key}
