"""Sets the report in type: PDF/A-3b, with its fonts and with the bundle inside.

The bundle is verified first, and only what the verifier has read is printed. Text of entries
reaches the type-setter (Typst, https://typst.app/docs) as data in a file, never as its source.
The same bundle, key and languages give the same bytes: the date is that of the disclosure.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from proof import verify
from report.entries import entry_document
from report.front import file_name, front_document
from report.words import Words, choose_words
from schemas.problems import VerbatimError

_TEMPLATE = Path(__file__).with_name("report.typ")
_FRAME = (
    "title", "file", "practice", "practice_means", "not_evidence", "presumptive", "verbatim",
    "page", "disclosure", "logbook", "checks", "verdict", "repeat", "notes", "no_notes",
    "contents", "number", "kind", "person", "received", "times", "signed_by", "changes", "before",
    "after", "unchanged", "limits", "statement", "statement_means",
)  # fmt: skip
"""The words that the template itself places."""


def write_report(bundle: bytes, key: str, languages: Sequence[str]) -> bytes:
    """Return the PDF about a bundle, verified with the logbook's published checkpoint key.

    Raises `report_unavailable` without the optional library, `request_invalid` for languages it
    cannot print in, and `internal` for a bundle that is not verified.
    """
    typst, words = prepare(languages)
    try:
        found = verify.run_checks(bundle, [verify.read_key(key)])
    except verify.FailedError as failure:
        raise VerbatimError("internal", f"the bundle is not verified: {failure}") from failure
    made = _disclosure_of(found)
    received = datetime.fromisoformat(made.stamp["received"]).replace(microsecond=0)
    with TemporaryDirectory(prefix="verbatim-") as folder:
        place = Path(folder)
        (place / "bundle.zip").write_bytes(bundle)
        (place / "data.json").write_text(_document(found, made, bundle, key, words), "utf-8")
        (place / "report.typ").write_bytes(_TEMPLATE.read_bytes())
        return _compile(typst, place, received)


def can_write_reports() -> bool:
    """Say whether the type-setter is installed."""
    return find_spec("typst") is not None


def prepare(languages: Sequence[str]) -> tuple[Any, Words]:
    """Return the type-setter, which may not be installed (it is 80 MB), and the words.

    Raises as `write_report` does; call it before a disclosure is stated.
    """
    try:
        import typst  # noqa: PLC0415  # an optional library that only this needs
    except ImportError:
        raise VerbatimError("report_unavailable", "install verbatim-logbook[report]") from None
    return typst, choose_words(languages)


def _disclosure_of(found: verify.Bundle) -> verify.Entry:
    manifest = verify.read_json(found.files["manifest.json"])
    return found.entries[manifest["disclosure"]]


def _document(
    found: verify.Bundle, made: verify.Entry, bundle: bytes, key: str, words: Words
) -> str:
    document = {
        "languages": words.languages,
        "name": file_name(made),
        "words": {name: words.say(f"report.{name}", n="{n}", total="{total}") for name in _FRAME},
        "displayed": words.say("view.displayed"),
        "presumptive": words.say("view.presumptive"),
        "evidence_is": words.say("report.evidence_is", name=file_name(made)),
        "front": front_document(found, made, bundle, key, words),
        "entries": [entry_document(found, entry, words) for entry in found.listed],
    }
    return json.dumps(document)


def _compile(typst: Any, place: Path, received: datetime) -> bytes:
    fonts = typst.Fonts(include_system_fonts=False)
    compiler = typst.Compiler(place / "report.typ", root=place, font_paths=fonts)
    made: bytes = compiler.compile(format="pdf", pdf_standards=["a-3b"], timestamp=received)
    return made
