"""The officers' month: stops, screenings, late references, corrections, voided records."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from typing import Any

from cli.demo.browser import World
from cli.demo.cases import CASES, FIRST_ATTEMPT, Case
from cli.demo.clock import Agenda
from cli.demo.office import Office, Officer, Station
from cli.demo.writing import Slip, item_part, note_part, reading_part, slip_in
from schemas.stamp import PushResult, Verdict

Content = dict[str, dict[str, Any]]


@dataclass(slots=True)
class Record:
    """A screening: as its phone last signed it, and as the server last accepted it."""

    case: Case
    officer: Officer
    subject: str
    item: str
    parts: Content
    signed: str = ""
    known: str = ""
    voided: bool = False


@dataclass(slots=True)
class Stop:
    """One stop of a vehicle, a bag or a passenger: several items may share its references."""

    station: Station
    officer: Officer
    references: dict[str, Any]
    records: list[Record] = field(default_factory=list)


_VOIDED = {
    "entered_twice": "Saved a second time; the record before it stands.",
    "test_entry": "A trial after the cable was changed, no item of a case.",
}


class Field:
    """All posts at work. `arrived` is told of every screening that the server accepted."""

    def __init__(self, office: Office, agenda: Agenda, pace: float) -> None:
        """Begin; `pace` is the length of the story in months."""
        self.office, self.agenda, self.pace = office, agenda, pace
        self.world: World = office.registrar.world
        self.records: list[Record] = []
        self.arrived: Callable[[Record], None] = lambda _record: None
        self._slips = count()

    def plan(self, begin: datetime, end: datetime, screenings: int) -> None:
        """Spread this many screenings, and a second attempt where one is told, over the time."""
        chance = self.world.chance
        stops = list(_in_stops(self._choose(screenings), chance.choice))
        length = (end - begin).total_seconds()
        for cases in stops:
            moment = begin + timedelta(seconds=chance.uniform(0.0, 1.0) * length)
            station = chance.choice(self.office.stations)
            self.agenda.at(moment, partial(self._begin, station, cases))
        self.agenda.at(end - timedelta(minutes=2), self._come_into_reach)

    def _come_into_reach(self) -> None:
        """On the last evening every phone finds a network: the story then holds all its cases."""
        for station in self.office.stations:
            for officer in station.officers:
                officer.phone.send()

    def _choose(self, screenings: int) -> list[Case]:
        """Return every case once and the commoner ones more often, in no order."""
        chance = self.world.chance
        more = max(screenings - len(CASES), 0)
        weights = [case.weight for case in CASES]
        chosen = [*CASES, *chance.choices(CASES, weights, k=more)][:screenings]
        chance.shuffle(chosen)
        return chosen

    def _begin(self, station: Station, cases: Sequence[Case]) -> None:
        chance = self.world.chance
        on_duty = [officer for officer in station.officers if not officer.phone.offline]
        late = chance.random() < 0.2
        references = {"state": "pending", "references": []} if late else self._assign(station)
        stop = Stop(station, chance.choice(on_duty), references)
        minutes = 0.0
        for number, case in enumerate(cases, 1):
            first = [replace(FIRST_ATTEMPT, form=case.form)] if case.again else []
            for attempt, shown in enumerate([*first, case], 1):
                self.agenda.after(self._recording(stop, number, attempt, shown), minutes=minutes)
                minutes += chance.uniform(3, 9)
        if late:
            hours = chance.uniform(5, 40) * self.pace
            self.agenda.after(lambda: self._refer_late(stop), hours=1 + hours)

    def _recording(self, stop: Stop, number: int, attempt: int, case: Case) -> Callable[[], None]:
        def act() -> None:
            if stop.officer.phone.offline:
                return
            before = stop.records[-1].parts["item"] if attempt > 1 and stop.records else None
            new = item_part(case, self.world.new_id(), str(number), self.world.chance)
            self.record(stop, case, before or new, attempt)

        return act

    def record(self, stop: Stop, case: Case, item: dict[str, Any], attempt: int = 1) -> Record:
        """Let the officer of a stop record what the analyser displayed."""
        parts = self._content(stop, case, item, attempt)
        record = Record(case, stop.officer, self.world.new_id(), item["item"], parts)
        stop.records.append(record)
        index = len(self.records)
        self.records.append(record)
        slip = slip_in(parts, next(self._slips)) if index % 9 == 4 else None
        self._sign(record, {**parts, **(slip.wrong if slip else {})})
        if slip is not None:
            hours = 0.3 + self.world.chance.uniform(0, 20) * self.pace
            self.agenda.after(lambda: self._mend(record, slip), hours=hours)
        if index in (6, 15):
            self._void_twin(record, index)
        return record

    def sign_apart(
        self, stop: Stop, case: Case, subject: str, logged: Callable[[PushResult], None]
    ) -> None:
        """Let an officer sign a screening that nothing else in the story builds on."""
        item = item_part(case, self.world.new_id(), "1", self.world.chance)
        parts = self._content(stop, case, item, 1)
        stop.officer.phone.write("screening.recorded/1", parts, subject, logged=logged)

    def amend(self, record: Record, changed: Content, code: str, text: str = "") -> None:
        """Let the author correct a record; the phone sends it at once."""
        if record.voided or record.officer.phone.offline:
            return
        reason = {"code": code, **({"text": text} if text else {})}
        record.parts = {**record.parts, **changed}
        phone = record.officer.phone
        entry = phone.write("screening.amended/1", {**changed, "reason": reason}, record.subject,
                            (record.signed,), self._noting(record))  # fmt: skip
        record.signed = entry.id
        phone.send()

    def _content(self, stop: Stop, case: Case, item: dict[str, Any], attempt: int) -> Content:
        chance = self.world.chance
        other = [one for one in stop.station.officers if one is not stop.officer]
        place = {"state": "recorded", "unit": stop.station.unit}
        parts: Content = {
            "reading": reading_part(stop.station, case, attempt, self.world),
            "item": item,
            "place": {**place, "words": chance.choice(stop.station.post.places)},
            "references": stop.references,
        }
        note = note_part(other[0].person, chance) if other else {}
        return {**parts, "note": note} if note else parts

    def _sign(self, record: Record, parts: Content) -> None:
        chance, phone = self.world.chance, record.officer.phone
        entry = phone.write("screening.recorded/1", parts, record.subject,
                            logged=self._noting(record, first=True))  # fmt: skip
        record.signed = entry.id
        online = chance.random() < 0.6
        seconds = chance.uniform(15, 200) if online else chance.uniform(2, 7) * 3600
        self.agenda.after(phone.send, seconds=seconds)

    def _noting(self, record: Record, *, first: bool = False) -> Callable[[PushResult], None]:
        def note(result: PushResult) -> None:
            if result.verdict is not Verdict.ACCEPTED:
                return
            record.known = result.id
            if first:
                self.arrived(record)

        return note

    def _mend(self, record: Record, slip: Slip) -> None:
        self.amend(record, slip.right, slip.code, slip.text)

    def _refer_late(self, stop: Stop) -> None:
        references = self._assign(stop.station)
        for record in stop.records:
            self.amend(record, {"references": references}, "reference_assigned")

    def _void_twin(self, record: Record, index: int) -> None:
        """Record the same again by mistake, or something for a trial, and take that back."""
        code, parts = "entered_twice", record.parts
        if index == 15:
            code = "test_entry"
            parts = {**parts, "item": {**parts["item"], "item": self.world.new_id()}}
        item = str(parts["item"]["item"])
        twin = Record(record.case, record.officer, self.world.new_id(), item, parts)
        self._sign(twin, parts)
        self.agenda.after(lambda: self._void(twin, code), minutes=12)

    def _void(self, record: Record, code: str) -> None:
        phone = record.officer.phone
        if phone.offline:
            return
        record.voided = True
        reason = {"reason": {"code": code, "text": _VOIDED[code]}}
        phone.write("screening.voided/1", reason, record.subject, (record.signed,))
        phone.send()

    def _assign(self, station: Station) -> dict[str, Any]:
        """Return the references of one stop, in the shapes of its post."""
        number, year = next(station.register), str(self.world.clock.now.year)
        listed = [
            {"kind": kind, "text": shape.format(n=number, yy=year[2:], yyyy=year)}
            for kind, shape in station.post.shapes[: 1 + number % 2]
        ]
        return {"state": "recorded", "references": listed}


def _in_stops(
    cases: Sequence[Case], choose: Callable[[Sequence[int]], int]
) -> Iterator[Sequence[Case]]:
    start = 0
    while start < len(cases):
        length = choose((1, 1, 1, 1, 2, 2, 3))
        yield cases[start : start + length]
        start += length
