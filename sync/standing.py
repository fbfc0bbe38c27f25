"""How an entry stands to people: which record, and whose, an entry speaks about.

A finder returns the row that permissions look at, or the code of what does not fit. After it, a
projection may rely on what the entry builds on: no signed content can make one fail.
"""

from collections.abc import Callable
from typing import TypeVar

from audit.entry import Opened
from db.places import Place, first_place_of, place_of, unit_of_item, unit_of_person
from db.tables.projected import instrument
from schemas.parts.laboratory import Decision, LabResult
from schemas.parts.organisation import Instrument, Revocation
from schemas.roles import Row
from schemas.types import Closed
from sync.bench import Bench, Parts

P = TypeVar("P", bound=Closed)

_SCREENING_VERSIONS = frozenset({"screening.recorded/1", "screening.amended/1"})
_RESULT_VERSIONS = frozenset({"lab.result.issued/1"})


def find_row(bench: Bench, entry: Opened, own: Row, parts: Parts) -> Row | str:
    """Return the row an entry's permission is asked for, or a problem code."""
    finder = _FINDERS.get(entry.header.kind)
    if finder is None:
        return own
    if finder is not _recorded:  # the others look at rows this transaction may still hold back
        bench.rows.flush()
    return finder(bench, entry, own, parts)


def _recorded(bench: Bench, entry: Opened, own: Row, _parts: Parts) -> Row | str:
    return "subject_taken" if entry.header.subject in bench.taken else own


def _later_version(bench: Bench, entry: Opened, _own: Row, _parts: Parts) -> Row | str:
    followed = _version(bench, entry.header.follows[0], _SCREENING_VERSIONS)
    if followed is None or followed.subject != entry.header.subject:
        return "follows_other"
    return _first_row(bench, followed.subject)


def _result(bench: Bench, entry: Opened, own: Row, parts: Parts) -> Row | str:
    stated = _stated(parts, "result", LabResult)
    before = first_place_of(bench.writing, bench.logbook, entry.header.subject)
    if before is not None and not _follows_version_of(bench, entry, before.subject):
        return "follows_other"
    about = unit_of_item(bench.writing, bench.logbook, stated.item)
    return Row(own.author, stated.laboratory, about)


def _follows_version_of(bench: Bench, entry: Opened, subject: str) -> bool:
    follows = entry.header.follows
    followed = _version(bench, follows[0], _RESULT_VERSIONS) if follows else None
    return followed is not None and followed.subject == subject


def _decision(bench: Bench, entry: Opened, _own: Row, parts: Parts) -> Row | str:
    stated = _stated(parts, "decision", Decision)
    screening = _version(bench, entry.header.follows[0], _SCREENING_VERSIONS)
    result = _version(bench, entry.header.follows[1], _RESULT_VERSIONS)
    if screening is None or result is None:
        return "follows_other"
    if (screening.subject, result.subject) != (stated.screening, stated.result):
        return "follows_other"
    return _first_row(bench, stated.screening)


def _release(bench: Bench, entry: Opened, _own: Row, _parts: Parts) -> Row | str:
    followed = place_of(bench.writing, bench.logbook, entry.header.follows[0])
    if followed is None or not followed.aside:
        return "follows_other"
    return followed.row


def _instrument(bench: Bench, entry: Opened, own: Row, parts: Parts) -> Row | str:
    stated = parts.get("instrument")
    if isinstance(stated, Instrument):
        return Row(own.author, stated.unit)
    found = bench.rows.find(instrument, instrument=entry.header.subject)
    return Row(own.author, found.unit) if found else "follows_other"


def _revocation(bench: Bench, _entry: Opened, own: Row, parts: Parts) -> Row | str:
    stated = _stated(parts, "revocation", Revocation)
    key = bench.register.keys([stated.key]).get(stated.key)
    if key is None or not key.person:
        return "follows_other"
    return Row(own.author, unit_of_person(bench.writing, bench.logbook, key.person))


def _version(bench: Bench, entry_id: str, kinds: frozenset[str]) -> Place | None:
    """Return an accepted entry of one of these kinds."""
    found = place_of(bench.writing, bench.logbook, entry_id)
    return found if found and found.kind in kinds and not found.aside else None


def _first_row(bench: Bench, subject: str) -> Row | str:
    first = first_place_of(bench.writing, bench.logbook, subject)
    return first.row if first else "follows_other"


def _stated(parts: Parts, name: str, model: type[P]) -> P:
    found = parts[name]
    if not isinstance(found, model):
        raise TypeError(f"{name} is not a {model.__name__}")
    return found


_FINDERS: dict[str, Callable[[Bench, Opened, Row, Parts], Row | str]] = {
    "screening.recorded/1": _recorded,
    "screening.amended/1": _later_version,
    "screening.voided/1": _later_version,
    "lab.result.issued/1": _result,
    "reconciliation.decided/1": _decision,
    "quarantine.released/1": _release,
    "instrument.registered/1": _instrument,
    "instrument.state.stated/1": _instrument,
    "key.revoked/1": _revocation,
}
