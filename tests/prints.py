"""A logbook with every sort of entry that a report prints, and a reader of the PDF."""

import re
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from pypdfium2 import PdfDocument  # type: ignore[import-untyped]  # it has no types

from report.pages import write_report
from tests import content
from tests.vectors.golden import (
    ITEM,
    POST,
    RESULT,
    SCREENING,
    SCREENING_PARTS,
    VERIFIER,
    Parts,
    identifier,
)
from tests.vectors.keys import ADMIN, OFFICER
from tests.vectors.tales import Choice, Tale, begin, bundle_of, enrol_officer, record

BOTH = ("en", "sr-Cyrl")


def tell_case(purpose: str = "operational", note: str = "Later.", **amended: Any) -> Tale:
    """Return a logbook with a screening, its correction, the laboratory's result, a decision."""
    tale = begin({"purpose": purpose})
    enrol_officer(tale)
    record(tale)
    reading: Mapping[str, Any] = SCREENING_PARTS["reading"]
    banner = {"text": "COCAINE BASE", "capture": "picked"}
    parts: Parts = {
        "reason": {"code": "read_again", "text": "Looked once more."},
        "reading": {**reading, "banner": banner, **amended},
        "note": {"text": note},
    }
    tale.add("amended", OFFICER, "screening.amended/1", SCREENING, parts, "recorded")
    result = content.result(ITEM, POST)
    tale.add("result", ADMIN, "lab.result.issued/1", RESULT, result)
    decision = content.decision(SCREENING, RESULT, "partly_agree")
    tale.add("late", ADMIN, "reconciliation.decided/1", identifier("decision"), decision,
             "amended", "result")  # fmt: skip
    return tale


def bundle_of_case(tale: Tale, *withheld: str, erased: tuple[str, str] = ("", "")) -> bytes:
    """Return the bundle of all four, after a disclosure that says so."""
    tale.disclose("recorded", "amended", "result", "late", withheld=withheld)
    return bundle_of(tale, Choice(withheld=withheld, erased=erased))


@dataclass(frozen=True)
class Print:
    """A PDF as another program reads it: the words of each page, and what is enclosed."""

    data: bytes
    pages: list[str]
    enclosed: dict[str, bytes]
    widest: float
    """Where the word that is furthest to the right ends, as a share of the page's width."""

    @property
    def text(self) -> str:
        """Return all words of all pages; where a line ends is left to the type-setter."""
        return squeeze("".join(self.pages))


def print_of(bundle: bytes, languages: tuple[str, str] = BOTH) -> Print:
    """Return the report on a bundle of these stories."""
    return read_print(write_report(bundle, VERIFIER, languages))


def read_print(data: bytes) -> Print:
    """Return what stands in a PDF."""
    with closing(PdfDocument(data)) as document:
        attached = [document.get_attachment(n) for n in range(document.count_attachments())]
        enclosed = {each.get_name(): bytes(each.get_data()) for each in attached}
        pages, ends = [], [0.0]
        for page in document:
            with closing(page), closing(page.get_textpage()) as words:
                pages.append(words.get_text_range())
                boxes = [words.get_rect(n) for n in range(words.count_rects())]
                ends += [box[2] / page.get_width() for box in boxes]
    return Print(data, pages, enclosed, max(ends))


def squeeze(text: str) -> str:
    """Return a text without what a line's end may put in or take away."""
    return re.sub(r"[ \r\n]+", "", text)
