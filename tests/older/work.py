"""What people do from day to day: screenings in every word there is, results, decisions, reviews.

Every step says in its name what it leaves in the log. A step that needs an entry to be accepted
raises AssertionError where it is not.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import count
from typing import Any

from proof.entry import Opened
from schemas.kinds.laboratory import (
    Examined,
    FindingOutcome,
    FindingStatus,
    ItemOutcome,
    ReportStatus,
    Scope,
)
from schemas.kinds.review import ReviewDecision
from schemas.kinds.screening import (
    Capture,
    Colour,
    ConfidenceState,
    FieldState,
    Form,
    OutcomeState,
    ReasonCode,
    ReferenceKind,
)
from tests import content
from tests.clients import new_id
from tests.office import item_of
from tests.older.people import Teller, Town, claim

Parts = dict[str, dict[str, Any]]

NAMES = (
    "Cocaine HCl", "Δ9-THC", "α-PVP", "γ-butyrolactone", "Кокаин хидрохлорид", "Καφεΐνη, άνυδρη",
    "=Creatine monohydrate", "1,4-Butanediol", '(±)-MDMA HCl "pink" \\ 98 %', "p‑Fluorofentanyl",
)  # fmt: skip
NOTES = (
    "Behind the spare wheel.", "У двоструком дну кофера.", "Во задниот браник.\nSecond line.",
    'Parcel declared as cosmetics, "2,1 kg".', "= the third parcel of this sender", "📷 none, 🙂",
)  # fmt: skip
REFERENCES = ("КУ 12/26", "KY 12/26", "Потврда бр. 7/2026", "UP-31/2026", "PZ 4-26", "КО бр. 9/26")


def accepted(town: Town, who: Teller, *entries: Opened) -> Opened:
    """Send entries, each of which is accepted; return the last one."""
    for entry, result in zip(entries, who.send(town.server, *entries), strict=True):
        assert result.verdict == "accepted", (entry.header.kind, result.verdict, result.code)
    return entries[-1]


def state(
    town: Town, who: Teller, kind: str, parts: Mapping[str, Mapping[str, object]],
    subject: str = "", follows: Iterable[str] = (),
) -> Opened:  # fmt: skip
    """State something that is accepted."""
    return accepted(town, who, who.write(kind, parts, subject=subject, follows=follows))


class Words:
    """Gives the words of each vocabulary in turn, so that a few dozen records use them all."""

    def __init__(self) -> None:
        """Begin with the first word of each."""
        self._count = count()

    def screening(self, item: str = "") -> Parts:
        """Return the parts of the next screening."""
        n = next(self._count)
        parts: Parts = {"reading": self._reading(n), "item": self._item(n, item or new_id())}
        if n % 3:
            parts["place"] = self._place(n)
        if n % 4:
            parts["references"] = self._references(n)
        if n % 5:
            parts["note"] = {"text": NOTES[n % len(NOTES)]}
        return {name: _stated(body) for name, body in parts.items()}

    def _reading(self, n: int) -> dict[str, Any]:
        colour: dict[str, Any] = {"state": _pick(FieldState, n // 2)}
        if colour["state"] == "recorded":
            colour |= {"colour": _pick(Colour, n), "words": "between red and amber"}
        return {
            "instrument": content.INSTRUMENT,
            "profile": {"id": "trunarc", "version": 1 + n % 3},
            "method": {"text": ("Direct", "Type H kit", "ATR")[n % 3], "capture": "picked"},
            "outcome": _pick(OutcomeState, n if n % 6 == 0 else 0),
            "banner": {"text": ("ALARM", "Узбуна", "Clear", "Match")[n % 4], "capture": "picked"},
            "colour": colour,
            "findings": [self._finding(n + rank) for rank in range(n % 4)],
            "confidence": self._confidence(n),
            "compared_with_screen": bool(n % 7),
            "message": ("", "Signal too weak.", "Fluorescence too high.")[n % 3],
            "scan_number": str(1000 + n),
            "instrument_clock": ("", "09:15")[n % 2],
            "instrument_language": ("", "Српски (ћирилица)", "Ελληνικά")[n % 3],
            "presentation": ("", "through the bag")[n % 2],
            "attempt": 1 + n % 2,
        }

    @staticmethod
    def _confidence(n: int) -> dict[str, Any]:
        state_of = _pick(ConfidenceState, n)
        shown = {"text": ("0.94", "0,91", "88 %")[n % 3], "label": "HQI"}
        return {"state": state_of, **(shown if state_of == "shown" else {})}

    def _finding(self, n: int) -> dict[str, Any]:
        name = {"text": NAMES[n % len(NAMES)], "capture": _pick(Capture, n)}
        return {"name": name, "extra": ("", "salt form")[n % 2], "confidence": self._confidence(n)}

    @staticmethod
    def _item(n: int, item: str) -> dict[str, Any]:
        return {
            "item": item, "number": f"{n % 9 + 1}.{n % 4}", "form": _pick(Form, n),
            "form_words": ("", "wet")[n % 2], "description": ("", "White powder", "Бео")[n % 3],
            "bag": ("", f"Ж {n:06d}")[n % 2],
        }  # fmt: skip

    @staticmethod
    def _place(n: int) -> dict[str, Any]:
        fix = {
            "latitude": f"44.{n:06d}", "longitude": f"-20.{n:06d}", "accuracy": "12.5",
            "fixed_at": "2026-11-22T09:15:22.118+01:00",
        }  # fmt: skip
        shown = _pick(FieldState, n)
        place: dict[str, Any] = {"state": shown, "words": ("", "Lane 4", "Магацин Б")[n % 3]}
        return {**place, "coordinates": fix} if shown == "recorded" else place

    @staticmethod
    def _references(n: int) -> dict[str, Any]:
        if n % 6 == 0:
            return {"state": "pending", "references": []}
        listed = [
            {"kind": _pick(ReferenceKind, n + rank), "text": REFERENCES[(n + rank) % 6],
             "issuer": ("", "Царина")[n % 2]}
            for rank in range(1 + n % 3)
        ]  # fmt: skip
        return {"state": "recorded", "references": listed}


def _stated(value: Any) -> Any:
    """Return a value without the members that are empty texts: what is not said is absent."""
    if isinstance(value, dict):
        return {name: _stated(one) for name, one in value.items() if one != ""}
    return [_stated(one) for one in value] if isinstance(value, list) else value


def _pick(vocabulary: Any, n: int) -> str:
    words = list(vocabulary)
    return str(words[n % len(words)].value)


# --- at the posts -------------------------------------------------------------


def record_every_word(town: Town, words: Words) -> Iterator[Opened]:
    """Yield screenings of three phones, sent a few at a time, the last after five days offline."""
    crew = [town["officer"], town["colleague"], town["stranger"]]
    for number in range(60):
        who = crew[number % 3]
        entry = who.write("screening.recorded/1", words.screening())
        if number % 10 > 6 and number < 50:
            accepted(town, who, *who.outbox)
        town.pass_time(minutes=3)
        yield entry
    town.pass_time(days=5)
    for who in crew:
        accepted(town, who, *who.outbox)


def correct_for_every_reason(town: Town, records: Sequence[Opened], words: Words) -> None:
    """Each of the officer's next records is corrected or voided, for one reason after another."""
    officer = town["officer"]
    for reason, entry in zip(ReasonCode, records, strict=False):
        coded = {"reason": {"code": reason.value, "text": "The bag's number was another one."}}
        wrong = reason is ReasonCode.WRONG_ITEM
        changed = ("item",) if wrong else ("reading", "references")
        parts: Parts = {name: body for name, body in words.screening().items() if name in changed}
        voids = reason in (ReasonCode.ENTERED_TWICE, ReasonCode.TEST_ENTRY)
        kind = f"screening.{'voided' if voids else 'amended'}/1"
        subject = entry.header.subject
        state(town, officer, kind, coded if voids else coded | parts, subject, [entry.id])


def leave_conflicts(town: Town, words: Words) -> list[Opened]:
    """One is settled, one between three versions, one waits, one opens anew; return the last's."""
    versions: list[Opened] = []
    for settled, number in (("yes", 2), ("yes", 3), ("no", 2), ("again", 2)):
        recorded = state(town, town["officer"], "screening.recorded/1", words.screening())
        versions = [_correct(town, recorded, f"Version {n}.") for n in range(number)]
        town.pass_time(hours=7)
        if settled != "no":
            followed = [version.id for version in reversed(versions)]
            subject, why = recorded.header.subject, {"reason": {"code": "read_again"}}
            state(town, town["supervisor"], "conflict.resolved/1", why, subject, followed)
        if settled == "again":
            _correct(town, versions[0], "Of the version that was set aside.")
    return versions


def _correct(town: Town, before: Opened, text: str) -> Opened:
    parts = {**content.REASON, "note": {"text": text}}
    subject = before.header.subject
    return state(town, town["officer"], "screening.amended/1", parts, subject, [before.id])


def tell_wrong_times(town: Town, words: Words) -> None:
    """A clock that is ahead, one that is set back, one that claims what was before its anchor."""
    who, now = town["colleague"], town.clock()
    for ahead in (timedelta(hours=3), timedelta(days=-30), timedelta(minutes=-9)):
        told = {"at": claim(now + ahead)}
        entry = who.write("screening.recorded/1", words.screening(), **told)
        accepted(town, who, entry)


def break_chains(town: Town, words: Words) -> None:
    """An entry that never arrives, one that arrives late, and a phone restored from a copy."""
    who = town["stranger"]
    who.write("screening.recorded/1", words.screening())
    who.own.pop()  # it is lost with its phone
    late = who.write("screening.recorded/1", words.screening())
    accepted(town, who, who.write("screening.recorded/1", words.screening()))
    accepted(town, who, late)
    copied = who.copy()
    accepted(town, who, who.write("screening.recorded/1", words.screening()))
    accepted(town, who, copied.write("screening.recorded/1", words.screening()))


# --- at the laboratories --------------------------------------------------------


def report_and_decide(town: Town, records: Sequence[Opened]) -> list[tuple[Opened, Opened]]:
    """Report on each item in every status and word, and decide in every word; return the pairs."""
    pairs = []
    for n, (outcome, screened) in enumerate(zip(ItemOutcome, records, strict=False)):
        reported = _report(town, item_of(screened), n)
        decider = town["supervisor"] if n % 2 else town["analyst"]
        decision = content.decision(screened.header.subject, reported.header.subject, outcome.value)
        decision["decision"] |= {
            "findings": [{"rank": rank, "outcome": _pick(FindingOutcome, n + rank)}
                         for rank in range(n % 4)],
            "cause": ("", "fluorescence")[n % 2],
        }  # fmt: skip
        decision = _stated(decision)
        decided = state(town, decider, "reconciliation.decided/1", decision,
                        follows=[screened.id, reported.id])  # fmt: skip
        if n % 4 == 0:  # the report changes, and with it the decision
            item = new_id() if n == 4 else item_of(screened)  # it had named the wrong one
            later = _report(town, item, n, before=reported)
            if n % 8 == 0:
                state(town, decider, "reconciliation.decided/1", decision,
                      decided.header.subject, [screened.id, later.id])  # fmt: skip
        pairs.append((screened, reported))
        town.pass_time(hours=3)
    return pairs


def report_early(town: Town, words: Words) -> None:
    """A report arrives before its screening, and one whose screening never comes."""
    for comes in (True, False):
        item = new_id()
        _report(town, item, 3)
        town.pass_time(hours=30)
        if comes:
            state(town, town["officer"], "screening.recorded/1", words.screening(item))


def _report(town: Town, item: str, n: int, before: Opened | None = None) -> Opened:
    version = 2 if before else 1
    status = ReportStatus.FINAL if n % 3 else ReportStatus.PRELIMINARY
    if before:
        status = ReportStatus.WITHDRAWN if n % 8 else ReportStatus.AMENDED
    parts = content.result(item, town.units["laboratory"], status.value, version)
    lines = [
        {"name": NAMES[(n + rank) % len(NAMES)], "status": _pick(FindingStatus, n + rank),
         "form": ("", "base")[n % 2], "amount": "71,4", "unit": "% (m/m)", "uncertainty": "± 3,2"}
        for rank in range(n % 5)
    ]  # fmt: skip
    parts["result"] |= {
        "examined": _pick(Examined, n), "examined_words": ("", "used up")[n % 2],
        "methods": [{"name": "GC-MS", "scope": _pick(Scope, n), "list_name": ("", "A")[n % 2]}],
        "findings": lines, "saw_field_reading": bool(n % 2),
        "statement": "Found, in words.\nПронађено је." if lines else "Not examined.",
    }  # fmt: skip
    parts["signatories"] = {"analyst": "dr Ivana Lončar", "reviewer": ("", "Горан Петков")[n % 2]}
    subject = before.header.subject if before else ""
    follows = [before.id] if before else []
    return state(town, town["analyst"], "lab.result.issued/1", _stated(parts), subject, follows)


def review_some(town: Town, rows: Sequence[Mapping[str, Any]]) -> None:
    """An auditor and a supervisor say something about rows of the queue."""
    for n, row in enumerate(rows):
        who = town["auditor"] if n % 2 else town["chief"]
        decision = _pick(ReviewDecision, n)
        said = {"about": row["about"], "decision": decision, "text": "Seen with the officer."}
        entry = who.write("review.made/1", {"review": said}, subject=row["subject"],
                          follows=[row["entry"]])  # fmt: skip
        who.send(town.server, entry)
