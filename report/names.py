"""Names for entries and for the numbers in them, as verified entries of the same bundle give them.

An entry that was kept aside names nothing. Of several names the one that stood last before the
entry is taken, as the verifier does for signers.
"""

from dataclasses import dataclass
from typing import Any

from proof.verify import Bundle, Entry, signer_of
from report.facts import Piece, words_of
from report.words import Pair, Words

_MEMBERS = {
    "reading.instrument": "instrument",
    "place.unit": "unit",
    "result.laboratory": "unit",
    "note.second_person": "person",
}
"""Path of a member that holds a number, to the part that names what has this number."""


@dataclass(frozen=True, slots=True)
class NamesAt:
    """What one bundle tells of people, units and instruments, as it stood at one entry."""

    bundle: Bundle
    entry: Entry

    def name(self, path: str, value: str) -> str:
        """Return the name of what a member refers to, or nothing."""
        if path == "reading.instrument_state":
            return _state(self.bundle.by_id.get(value))
        part = _MEMBERS.get(path, "")
        named = [
            entry.parts[part]
            for position, entry in sorted(self.bundle.entries.items())
            if position < self.entry.position
            and entry.counted
            and entry.header["subject"] == value
            and part in entry.parts
        ]
        return _name(part, named[-1]) if named else ""


def kind_of(entry: Entry, words: Words) -> Pair:
    """Return what sort of entry it is; of one that is not known here, its own word."""
    name = entry.kind.partition("/")[0]
    known = words.find(f"report.kind.{name}", (entry.kind, entry.kind))
    return words.find(f"view.kind.{name}", known)


def name_entry(entry: Entry, words: Words) -> Pair:
    """Return the number and the sort of an entry, as other entries refer to it."""
    first, second = kind_of(entry, words)
    return f"{entry.position} · {first}", second


def signer(bundle: Bundle, entry: Entry, words: Words) -> list[Piece]:
    """Return whose key signed; the operator's console signs with the server's."""
    if entry.browser == bundle.entries[0].browser:
        return [{"pair": words.say("report.logbook_server")}]
    return [words_of(signer_of(bundle, entry))]


def _name(part: str, stated: dict[str, Any]) -> str:
    if part == "instrument":
        return "{manufacturer} {model}, {serial}".format_map(stated)
    return str(stated["name"])


def _state(entry: Entry | None) -> str:
    stated = entry.parts.get("state", {}) if entry and entry.counted else {}
    return ", ".join(str(stated[name]) for name in ("firmware", "library") if stated.get(name))
