"""The laboratory's month: reports in all their states, and the chiefs' decisions about them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count, cycle
from typing import Any

from cli.demo.browser import DemoBrowser
from cli.demo.cases import CAUSES, REASONS, Case, Substance
from cli.demo.clock import Agenda
from cli.demo.field import Field, Record
from cli.demo.office import Office
from cli.demo.people import CHEMISTS

LIVES = (
    "decided", "amended, left stale", "preliminary first", "withdrawn", "screening corrected",
    "decided", "preliminary", "amended, decided again", "undecided", "decided",
    *["decided", "decided", "preliminary first", "decided", "decided", "decided"] * 2,
    "undecided", "decided", "preliminary", "decided", "decided", "decided",
)  # fmt: skip
"""What becomes of a report, one after the other; the rarer lives come first, for short stories."""

_METHODS: tuple[dict[str, str], ...] = (
    {"name": "GC-MS", "scope": "general_unknown"},
    {"name": "FTIR-ATR", "scope": "general_unknown"},
    {"name": "LC-MS/MS", "scope": "target_list", "list_name": "New substances, panel 7"},
)
_SUBMITTED = {"Clear": 0.55, "Inconclusive": 0.75}
_ALWAYS = 0.9
_SIGNS = {"identified": "was identified", "indicated": "was indicated",
          "trace": "was found in traces", "not_detected": "not detected",
          "inconclusive": "could not be decided"}  # fmt: skip


@dataclass(slots=True)
class Report:
    """A laboratory's report on one item, and the decisions that rest on it."""

    case: Case
    item: str
    life: str
    number: int
    chemist: int
    records: list[Record]
    subject: str = ""
    version: int = 0
    current: str = ""
    decisions: dict[str, str] = field(default_factory=dict)


class Laboratory:
    """Two chemists and two chiefs at their desks."""

    def __init__(self, office: Office, agenda: Agenda, field_work: Field, pace: float) -> None:
        """Begin with no item; `pace` is the length of the story in months."""
        self.office, self.agenda, self.pace = office, agenda, pace
        self.field, self.world = field_work, office.registrar.world
        self.reports: dict[str, Report] = {}
        self._items: dict[str, list[Record]] = {}
        self._lives, self._numbers, self._turns = cycle(LIVES), count(310), count()

    def receive(self, record: Record) -> None:
        """Take note of a screening that arrived; most items are sent in."""
        chance = self.world.chance
        together = self._items.setdefault(record.item, [])
        together.append(record)
        sent = chance.random() < _SUBMITTED.get(record.case.banner, _ALWAYS)
        if len(together) == 1 and sent:
            self._later(lambda: self._examine(record.item), 20, 140)

    def _later(self, act: Callable[[], None], least: float, most: float) -> None:
        """Let something happen in this many hours of a whole month, at a desk's hours."""
        hours = self.world.chance.uniform(least, most) * self.pace
        moment = self.agenda.clock.now + timedelta(hours=hours)
        self.agenda.at(_working(moment), act)

    def _examine(self, item: str) -> None:
        records = [record for record in self._items[item] if not record.voided]
        if not records:
            return
        number, last = next(self._numbers), records[-1]
        report = Report(last.case, item, next(self._lives), number, number % 2, records)
        self.reports[item] = report
        if report.life.startswith("preliminary"):
            self._issue(report, "preliminary")
            if report.life == "preliminary first":
                self._later(lambda: self._conclude(report), 30, 90)
        else:
            self._conclude(report)

    def _conclude(self, report: Report) -> None:
        self._issue(report, "final")
        if report.life == "withdrawn":
            self._later(lambda: self._issue(report, "withdrawn"), 20, 60)
        elif report.life != "undecided":
            self._later(lambda: self._decide(report), 8, 60)

    def _decide(self, report: Report) -> None:
        chief = self.office.chiefs[next(self._turns) % len(self.office.chiefs)]
        for record in report.records:
            if record.known and not record.voided:
                self._state_decision(chief, report, record)
        changes = {
            "amended, left stale": lambda: self._issue(report, "amended"),
            "amended, decided again": lambda: self._reopen(report),
            "screening corrected": lambda: self._correct(report.records[-1]),
        }
        change = changes.get(report.life)
        if change is not None:
            report.life = "decided"
            self._later(change, 10, 50)

    def _reopen(self, report: Report) -> None:
        self._issue(report, "amended")
        self._later(lambda: self._decide(report), 8, 30)

    def _correct(self, record: Record) -> None:
        item = {**record.parts["item"], "description": "Described again from the photograph."}
        self.field.amend(record, {"item": item}, "other", "The laboratory asked for it.")

    def _issue(self, report: Report, status: str) -> None:
        report.version += 1
        parts = {"result": self._result(report, status), "signatories": _signatories(report)}
        follows = (report.current,) if report.current else ()
        desk = self.office.chemists[report.chemist]
        entry = desk.state("lab.result.issued/1", parts, report.subject, *follows)
        report.subject, report.current = entry.header.subject, entry.id

    def _result(self, report: Report, status: str) -> dict[str, Any]:
        year = self.agenda.clock.now.year
        examined = report.case.examined == "examined"
        return {
            "item": report.item,
            "laboratory": self.office.laboratory,
            "laboratory_number": f"ФЛ-{report.number:04d}/{year}",
            "report_number": f"{report.number}/{year % 100}-{report.chemist + 1}",
            "version": report.version,
            "status": status,
            "examined": report.case.examined,
            "methods": list(_METHODS[: 1 + report.number % 3]) if examined else [],
            "findings": [_line(substance, status) for substance in report.case.substances],
            "statement": _statement(report.case, status),
            "issued_on": self.agenda.clock.local()[:10],
            "saw_field_reading": report.number % 5 == 0,
        }

    def _state_decision(self, chief: DemoBrowser, report: Report, record: Record) -> None:
        case = record.case
        decision: dict[str, Any] = {
            "screening": record.subject,
            "result": report.subject,
            "outcome": case.outcome,
            "findings": [{"rank": rank, "outcome": fate} for rank, fate in enumerate(case.fates)],
            "reason": REASONS[case.outcome],
        }
        if case.outcome in CAUSES:
            decision["cause"] = CAUSES[case.outcome]
        known = report.decisions.get(record.subject, "")
        entry = chief.state("reconciliation.decided/1", {"decision": decision}, known,
                            record.known, report.current)  # fmt: skip
        report.decisions[record.subject] = entry.header.subject


def _working(moment: datetime) -> datetime:
    """Return the moment, or the next working morning if no desk is open then."""
    if _is_working(moment):
        return moment
    day = moment if moment.hour < 8 else moment + timedelta(days=1)
    while day.weekday() >= 5:
        day += timedelta(days=1)
    return day.replace(hour=8 + moment.hour % 3)


def _is_working(moment: datetime) -> bool:
    return moment.weekday() < 5 and 8 <= moment.hour < 16


def _line(substance: Substance, status: str) -> dict[str, str]:
    """Return a finding; a preliminary report has no amounts yet."""
    line = {"name": substance.name, "status": substance.status}
    if substance.form:
        line["form"] = substance.form
    if substance.amount and status != "preliminary":
        line |= {"amount": substance.amount, "unit": "% (m/m)"}
        line |= {"uncertainty": f"± {substance.uncertainty}"} if substance.uncertainty else {}
    return line


def _statement(case: Case, status: str) -> str:
    if case.examined != "examined":
        return "The item was not examined."
    said = "; ".join(f"{one.name}: {_SIGNS[one.status]}" for one in case.substances)
    opening = {"preliminary": "Preliminary, before review. ", "withdrawn": "Withdrawn: the item "
               "was exchanged with another one at the balance. ",
               "amended": "Replaces the earlier version after review. "}  # fmt: skip
    return f"{opening.get(status, '')}{said}."


def _signatories(report: Report) -> dict[str, str]:
    return {"analyst": CHEMISTS[report.chemist], "reviewer": CHEMISTS[1 - report.chemist]}
