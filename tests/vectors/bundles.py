"""Vectors of evidence bundles: good ones with their notes, and broken ones with one defect each.

A case is kept as what differs from the first good bundle: files that are replaced or taken away,
then a splice of the packed bytes.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass

from proof.archive import pack
from proof.verify import FailedError, check_container
from tests.vectors import defects, forgeries, noted, rotated
from tests.vectors.forms import Document
from tests.vectors.golden import VERIFIER
from tests.vectors.tales import Choice, Tale, bundle_of, tell


@dataclass(frozen=True)
class Case:
    """A bundle and what a verifier has to say of it."""

    why: str
    bundle: bytes
    verdict: str
    check: str = ""
    file: str = ""
    notes: tuple[tuple[int, str], ...] = ()


def make_bundles() -> Document:
    """Return all cases."""
    good = bundle_of(tell())
    cases = [*good_cases(good), *broken_cases(good)]
    return {
        "about": "each case: take the files of `good`, set and remove, pack, splice",
        "key": VERIFIER,
        "good": _b64(good),
        "cases": [describe(case, good) for case in cases],
    }


def good_cases(good: bytes) -> list[Case]:
    """Return what is verified, with the notes that have to be read."""
    return [
        Case("nothing to say of it", good, "VERIFIED"),
        *(Case(why, bundle_of(tale), "VERIFIED") for why, tale in rotated.GOOD.items()),
        Case(
            "both keys sign while one follows the other",
            rotated.signed_by(tell(*rotated.HANDED), "checkpoint", "later"),
            "VERIFIED",
        ),
        *(_noted(*each) for each in noted.NOTED),
    ]


def _noted(why: str, tale: Tale, choice: Choice, notes: tuple[tuple[int, str], ...]) -> Case:
    return Case(why, bundle_of(tale, choice), "VERIFIED WITH NOTES", notes=notes)


def broken_cases(good: bytes) -> list[Case]:
    """Return what is not verified, with the check and the file that say so."""
    return [
        Case(defect.why, defect.make(good), "FAILED", defect.check, defect.file)
        for defect in (*defects.BY_HAND, *forgeries.FORGED, *rotated.BROKEN)
    ]


def describe(case: Case, good: bytes) -> Document:
    """Return a case as the file keeps it."""
    expected: Document = {"why": case.why, "verdict": case.verdict}
    if case.check:
        expected |= {"check": case.check, "file": case.file}
    if case.notes:
        expected["notes"] = [list(note) for note in case.notes]
    files, changed = check_container(good).files, _files(case.bundle, check_container(good).files)
    put = {name: data for name, data in changed.items() if files.get(name) != data}
    gone = sorted(files.keys() - changed.keys())
    made = pack({**{n: d for n, d in files.items() if n not in gone}, **put})
    return expected | {
        "set": {name: _b64(data) for name, data in put.items()},
        "remove": gone,
        "splice": _splice(made, case.bundle),
    }


def rebuild(case: Mapping[str, object], good: bytes) -> bytes:
    """Return the bundle of a case of the file."""
    files = dict(check_container(good).files)
    put, gone, splice = case["set"], case["remove"], case["splice"]
    if not isinstance(put, dict) or not isinstance(gone, list) or not isinstance(splice, list):
        raise TypeError("not a case")
    for name in gone:
        del files[name]
    made = pack(files | {name: base64.b64decode(data) for name, data in put.items()})
    start, length, text = splice
    return made[:start] + base64.b64decode(text) + made[start + length :]


def _files(bundle: bytes, good: dict[str, bytes]) -> dict[str, bytes]:
    """Return the files of a bundle; of what is not the archive of any, those of the good one."""
    try:
        return check_container(bundle).files
    except FailedError:
        return good


def _splice(made: bytes, wanted: bytes) -> list[object]:
    """Return where two byte strings differ: offset, length, and what stands there instead."""
    start = 0
    shorter = min(len(made), len(wanted))
    while start < shorter and made[start] == wanted[start]:
        start += 1
    end = 0
    while end < shorter - start and made[-1 - end] == wanted[-1 - end]:
        end += 1
    return [start, len(made) - end - start, _b64(wanted[start : len(wanted) - end])]


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()
