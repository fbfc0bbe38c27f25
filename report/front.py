"""The first pages: what this is, to whom it was given, what was checked, and what is in it."""

import hashlib
from typing import Any

from proof.verify import Bundle, Document, Entry
from report.entries import moments, note_words
from report.facts import Piece, word_of, words_of
from report.names import kind_of, signer
from report.words import Pair, Words

CHECKS = (
    "container", "texts", "checkpoint", "leaf", "inclusion", "parts", "keys", "signature", "order",
    "anchor", "manifest", "disclosure",
)  # fmt: skip
"""The verifier's checks, in its order and under its names."""

_LIMITS = ("analyser", "typed", "hand", "app", "all", "hour", "copies")


def front_document(bundle: Bundle, made: Entry, data: bytes, key: str, words: Words) -> Document:
    """Return the pages before the entries; `made` is the disclosure, `data` the ZIP."""
    opening = bundle.entries[0].parts["opening"]
    return {
        "practice": opening.get("purpose") != "operational",
        "file": [words.say("report.file"), [words_of(file_name(made)), _bytes(data, words)]],
        "sha256": [words.say("report.sha256"), [words_of(hashlib.sha256(data).hexdigest())]],
        "logbook": _logbook(bundle, opening, words),
        "disclosure": _disclosure(bundle, made, words),
        "verdict": _verdict(bundle, words),
        "checks": [words.say(f"report.check.{name}") for name in CHECKS],
        "command": words_of(f"python3 -I verify.py --key '{key}' {file_name(made)}"),
        "key": [words.say("report.key"), [words_of(key)]],
        "notes": [_note(note, words) for note in bundle.notes],
        "contents": [_line(bundle, entry, words) for entry in bundle.listed],
        "limits": [words.say(f"report.limit.{name}") for name in _LIMITS],
        "statement": bundle.files["STATEMENT.txt"].decode(),
    }


def file_name(made: Entry) -> str:
    """Return the name under which the bundle is enclosed."""
    return f"verbatim-{made.id[:8]}.zip"


def _bytes(data: bytes, words: Words) -> Piece:
    return {"remark": words.say("report.bytes", n=len(data))}


def _logbook(bundle: Bundle, opening: Document, words: Words) -> list[Any]:
    purpose = word_of(words, "report.purpose.", str(opening.get("purpose")))
    return [
        [words.say("report.logbook"), [words_of(str(opening.get("name")))]],
        [words.say("report.purpose"), [purpose]],
        [words.say("report.logbook_number"), [words_of(bundle.logbook)]],
        [words.say("report.size"), [words_of(str(bundle.size))]],
    ]


def _disclosure(bundle: Bundle, made: Entry, words: Words) -> list[Any]:
    stated = bundle.disclosure
    withheld = [word_of(words, "report.part.", name) for name in stated["withheld"]]
    return [
        [words.say("report.recipient"), [words_of(stated["recipient"])]],
        [words.say("report.basis"), [words_of(stated["basis"])]],
        [words.say("report.disclosed_by"), signer(bundle, made, words)],
        *moments(bundle, made, words)[1:3],
        [words.say("report.listed"), [words_of(str(len(bundle.listed)))]],
        [words.say("report.withheld"), withheld or [{"pair": words.say("report.none")}]],
    ]


def _verdict(bundle: Bundle, words: Words) -> tuple[str, Pair]:
    if bundle.notes:
        return "VERIFIED WITH NOTES", words.say("report.verdict.verified_with_notes")
    return "VERIFIED", words.say("report.verdict.verified")


def _note(note: Document, words: Words) -> list[Any]:
    position = note["position"]
    where = words.say("report.whole") if position < 0 else (str(position), str(position))
    return [where, note_words(note, words), note["code"]]


def _line(bundle: Bundle, entry: Entry, words: Words) -> list[Any]:
    received = moments(bundle, entry, words)[2][1]
    return [entry.position, kind_of(entry, words), signer(bundle, entry, words), received]
