"""Parts that are not there: gone by an erasure that the log holds, or simply missing.

An erasure stands behind what it erased, so the whole log has to be read before a part is called
missing. Where something else is wrong too, an erasure that cannot be verified any more is taken
at its word: the row that was changed is to be named, and not every part it spoke of.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

import orjson
from pydantic import ValidationError
from sqlalchemy import select

from db.store import ReadTransaction
from db.tables.log import entry, part
from proof.entry import Opened
from schemas.kinds.retention import Erasure
from schemas.retention import class_of


@dataclass(frozen=True, slots=True)
class Absence:
    """A part that a header names and that the log does not hold."""

    position: int
    entry: str
    name: str


@dataclass(slots=True)
class Absences:
    """What a walk through the log has met so far."""

    met: list[Absence] = field(default_factory=list)
    erased: set[tuple[str, str]] = field(default_factory=set)
    """Entries and names of parts, as accepted erasures state them."""

    def note(self, opened: Opened, position: int, *, accepted: bool) -> str:
        """Keep what an entry lacks and what it erases; return the name of a part it must have."""
        for name in sorted(opened.lacks):
            if class_of(opened.header.kind, name) is None:
                return name
            self.met.append(Absence(position, opened.id, name))
        if accepted and opened.header.kind == "part.erased/1":
            self.erased |= _stated_in(one.body for one in opened.parts)
        return ""

    def unexplained(self) -> Absence | None:
        """Return the first part that is missing though no erasure names it."""
        missing = (one for one in self.met if (one.entry, one.name) not in self.erased)
        return min(missing, key=lambda one: one.position, default=None)

    def unexplained_before(
        self, reading: ReadTransaction, logbook: str, end: int
    ) -> Absence | None:
        """Return the first such part before a position, in a log that does not hold after it."""
        spoken_of = _claimed(reading, logbook)
        missing = (
            one for one in self.met
            if one.position < end and (one.entry, one.name) not in self.erased
            and one.entry not in spoken_of
        )  # fmt: skip
        return min(missing, key=lambda one: one.position, default=None)

    def returned(self, reading: ReadTransaction, logbook: str) -> int | None:
        """Return where a part stands again that was erased."""
        for entry_id, name in sorted(self.erased):
            query = (
                select(part.c.position)
                .join(entry, (entry.c.logbook == part.c.logbook)
                      & (entry.c.position == part.c.position))
                .where(part.c.logbook == logbook, entry.c.id == entry_id, part.c.name == name)
            )  # fmt: skip
            row = reading.first(query)
            if row is not None:
                return int(row.position)
        return None


def _stated_in(bodies: Iterable[bytes]) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for body in bodies:
        try:
            stated = Erasure.model_validate_json(body)
        except ValidationError:
            continue
        found |= {(stated.entry, name) for name in stated.parts}
    return found


def _claimed(reading: ReadTransaction, logbook: str) -> set[str]:
    """Return the entries of which anything in this log says that parts of them were erased."""
    stated = select(part.c.body).where(part.c.logbook == logbook, part.c.name == "erasure")
    claimed = {entry_id for entry_id, _ in _stated_in(row.body for row in reading.rows(stated))}
    headers = select(entry.c.header).where(entry.c.logbook == logbook)
    for row in reading.rows(headers):
        if b'"kind":"part.erased/1"' in row.header:
            claimed |= _followed(row.header)
    return claimed


def _followed(header: bytes) -> set[str]:
    try:
        document = orjson.loads(header)
    except orjson.JSONDecodeError:
        return set()
    follows = document.get("follows") if isinstance(document, dict) else None
    return {one for one in follows if isinstance(one, str)} if isinstance(follows, list) else set()
