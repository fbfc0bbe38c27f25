"""Each disclosed entry as the report prints it: whose, when, what the analyser displayed, the rest.

Returned are documents for the template `report.typ`, of lists, texts and numbers.
"""

from typing import Any

from pydantic import ValidationError

from proof.verify import Bundle, Document, Entry, not_after, states
from report.erasures import erasure_facts
from report.facts import (
    NameOf,
    Piece,
    StatedValue,
    displayed,
    facts_of,
    label_of,
    moment_of,
    pieces_of,
    words_of,
)
from report.names import NamesAt, kind_of, name_entry, signer
from report.versions import AMENDMENT, before_of, changes, unchanged
from report.words import Pair, Words
from schemas.kinds.screening import Confidence, Reading

_IN_DISPLAY = ("reading.banner", "reading.colour", "reading.findings", "reading.confidence")
_ORDER = ("reason", "reading", "item", "place", "references", "note", "result", "signatories")


def entry_document(bundle: Bundle, entry: Entry, words: Words) -> Document:
    """Return one entry for the template."""
    notes = [note for note in bundle.notes if note["position"] == entry.position]
    return {
        "position": entry.position,
        "title": kind_of(entry, words),
        "signer": signer(bundle, entry, words),
        "moments": moments(bundle, entry, words),
        "standing": _standing(bundle, entry, words),
        "notes": [note_words(note, words) for note in notes],
        "changes": _changes(bundle, entry, words) if entry.kind == AMENDMENT else None,
        "sections": [_section(bundle, entry, name, words) for name in _part_names(entry)],
        "technical": _technical(entry, words),
    }


def note_words(note: Document, words: Words) -> Pair:
    """Return what a note of the verifier says."""
    return words.find(f"report.note.{note['code']}", (note["text"], note["text"]))


def moments(bundle: Bundle, entry: Entry, words: Words) -> list[Any]:
    """Return the four moments of protocol 13, as they stand in headers and stamps."""
    stated = {
        "not_before": entry.not_before,
        "claimed": entry.header["at"],
        "received": entry.stamp["received"],
        "not_after": not_after(bundle, entry),
    }
    return [[words.say(f"report.{name}"), moment_of(at, words)] for name, at in stated.items()]


def _standing(bundle: Bundle, entry: Entry, words: Words) -> list[Any]:
    """Return what it builds on, and why the server kept it aside if it did."""
    follows = [bundle.by_id.get(each) for each in entry.header["follows"]]
    found = [
        [words.say("report.builds_on"), [_reference(other, words)]] for other in follows
    ]  # fmt: skip
    if not entry.counted:
        code = entry.stamp["code"]
        why = words.find(f"problem.{code}", (code, code))
        found.append([words.say("report.kept_aside"), [{"pair": why}]])
    return found


def _reference(other: Entry | None, words: Words) -> Piece:
    if other is None:
        return {"remark": words.say("report.elsewhere")}
    return {"pair": name_entry(other, words)}


def _changes(bundle: Bundle, entry: Entry, words: Words) -> Document:
    known = before_of(bundle, entry) is not None
    rows = changes(bundle, entry, words) if known else []
    said = "" if rows else "report.same_words" if known else "report.no_before"
    return {
        "rows": rows,
        "said": words.say(said) if said else None,
        "unchanged": unchanged(bundle, entry, words),
    }


def _part_names(entry: Entry) -> list[str]:
    named = entry.header["parts"]
    return [*(name for name in _ORDER if name in named), *sorted(set(named) - set(_ORDER))]


def _section(bundle: Bundle, entry: Entry, part: str, words: Words) -> Document:
    """Return one part: the display first, if it is a reading, then all other facts."""
    state = states(bundle, entry)[part]
    title = words.find(f"report.part.{part}", (part, part))
    if state != "disclosed":
        gone = erasure_facts(bundle, entry, part, words) if state == "erased" else []
        return _as_section(part, title, said=words.say(f"report.part_{state}"), facts=gone)
    naming = NamesAt(bundle, entry).name
    facts = facts_of(words, part, entry.parts[part], naming)
    display = _display(entry.parts[part], words, naming) if part == "reading" else None
    if display:
        facts = [fact for fact in facts if not fact.path.startswith(_IN_DISPLAY)]
    return _as_section(part, title, facts=facts, display=display)


def _as_section(
    part: str,
    title: Pair,
    *,
    said: Pair | None = None,
    facts: list[StatedValue] | None = None,
    display: Document | None = None,
) -> Document:
    return {
        "part": part,
        "title": title,
        "said": said,
        "facts": [fact.document() for fact in facts or []],
        "display": display,
    }


def _display(body: Document, words: Words, naming: NameOf) -> Document | None:
    """Return what the analyser displayed, in the order of its screen; nothing of a bad reading."""
    try:
        reading = Reading.model_validate(body)
    except ValidationError:
        return None
    findings = [
        [
            label_of(words, f"reading.findings.{number}"),
            displayed(words, finding.name.model_dump()),
            [words_of(finding.extra)] if finding.extra else [],
            _confidence(finding.confidence, words),
        ]
        for number, finding in enumerate(reading.findings)
    ]
    return {
        "banner": displayed(words, reading.banner.model_dump()),
        "colour": [words.say("view.field.colour"), _colour(reading, words, naming)],
        "findings": findings,
        "none": None if findings else words.say("view.no_findings"),
        "confidence": [
            words.say("view.field.confidence_state"),
            _confidence(reading.confidence, words),
        ],
    }


def _colour(reading: Reading, words: Words, naming: NameOf) -> list[Piece]:
    colour = reading.colour
    path = "reading.colour.colour" if colour.colour else "reading.colour.state"
    shown = pieces_of(words, path, str(colour.colour or colour.state), naming)
    return [*shown, *([words_of(colour.words)] if colour.words else [])]


def _confidence(confidence: Confidence, words: Words) -> list[Piece]:
    if not confidence.text:
        return [{"pair": words.say(f"view.word.confidence.{confidence.state.value}")}]
    return [words_of(text) for text in (confidence.label, confidence.text) if text]


def _technical(entry: Entry, words: Words) -> list[Any]:
    stated = {
        "entry_id": entry.id,
        "subject": entry.header["subject"],
        "entry_key": f"{entry.header['key']} · {entry.header['seq']}",
        "app": entry.header["app"],
    }
    return [[words.say(f"report.{name}"), [words_of(text)]] for name, text in stated.items()]
