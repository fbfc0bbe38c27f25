"""What goes wrong in a month: a phone restored from a copy, a record that never came, a lost phone.

Each begins at a part of the story's length, so that a shorter story tells them too.
"""

from collections.abc import Callable
from datetime import datetime

from cli.demo.cases import CASES, Case
from cli.demo.clock import Agenda
from cli.demo.field import Field, Record, Stop
from cli.demo.office import Office, Officer, Station, state_library
from cli.demo.writing import item_part
from schemas.stamp import PushResult


class Incidents:
    """Puts the incidents on the agenda."""

    def __init__(self, office: Office, agenda: Agenda, field: Field) -> None:
        """Look at the office in which they will happen."""
        self.office, self.agenda, self.field = office, agenda, field
        self.world = office.registrar.world
        self.aside: list[tuple[str, str]] = []

    def plan(self, begin: datetime, end: datetime) -> None:
        """Let each happen to a phone of its own."""
        land, pass_, sea, *_ = self.office.stations
        parts: dict[float, Callable[[], None]] = {
            0.30: lambda: self._restore(land),
            0.40: lambda: self._miss(pass_),
            0.50: lambda: self._lose(sea),
            0.60: self._update,
            0.70: lambda: self._correct_twice(land, self._choose),
            0.90: lambda: self._correct_twice(pass_, lambda _record, _versions: None),
        }
        for part, act in parts.items():
            self.agenda.at(begin + part * (end - begin), act)

    def _restore(self, station: Station) -> None:
        """A phone is restored from a copy and signs a second entry under a number it had used."""
        stop = _stop(station, station.officers[1])
        phone = stop.officer.phone
        phone.send()
        copy = phone.seq, phone.prev
        self._record(stop)

        def restore() -> None:
            phone.send()
            phone.seq, phone.prev = copy
            self._record(stop)

        self.agenda.after(restore, minutes=50)

    def _miss(self, station: Station) -> None:
        """An entry is signed and never arrives; the next one shows the gap."""
        stop = _stop(station, station.officers[0])
        phone = stop.officer.phone
        phone.send()
        self._sign_and_wait(stop, CASES[0])
        phone.outbox.clear()
        self._record(stop)

    def _lose(self, station: Station) -> None:
        """A phone is lost with two records on it, its key revoked; then it is found and sends."""
        officer = station.officers[0]
        lost = officer.phone
        lost.send()
        for case in CASES[:2]:
            self._sign_and_wait(_stop(station, officer), case)
        lost.offline = True
        self.agenda.after(lambda: self._revoke(officer), hours=3)

        def find() -> None:
            lost.offline = False
            lost.send()
            self.agenda.after(self._release, hours=2)

        self.agenda.after(find, hours=9)

    def _revoke(self, officer: Officer) -> None:
        registrar = self.office.registrar
        stated = {"key": officer.phone.key, "reason": "lost", "text": "Left on the ferry ramp."}
        registrar.desk.state("key.revoked/1", {"revocation": stated}, officer.person)
        registrar.return_to_desk()
        officer.phone = registrar.let_in(officer.person, "phone")

    def _release(self) -> None:
        """A supervisor lets one of the two count; the other one waits for a decision."""
        subject, entry = self.aside[0]
        reason = {"code": "other", "text": "Signed before the phone was lost; the bag fits."}
        self.office.chiefs[0].state("quarantine.released/1", {"reason": reason}, subject, entry)

    def _update(self) -> None:
        """The analysers of three posts get a new library; scans after it name the new state."""
        for station in self.office.stations[:3]:
            device = station.devices[0]
            device.state = state_library(self.office.chiefs[0], device.instrument, "1.16")

    def _correct_twice(self, station: Station, settle: Callable[[Record, list[str]], None]) -> None:
        """An officer corrects a record again in a window that had not heard of the first time."""
        mine = [record for record in self.field.records if self._may_correct(record, station)]
        if not mine:
            return
        record = mine[-1]
        first, versions = record.signed, []
        for form in ("crystal", "paste"):
            record.signed = first
            changed = {"item": {**record.parts["item"], "form": form}}
            self.field.amend(record, changed, "read_again")
            versions.append(record.signed)
        self.agenda.after(lambda: settle(record, versions), hours=20)

    @staticmethod
    def _may_correct(record: Record, station: Station) -> bool:
        at_hand = not record.voided and not record.officer.phone.offline
        return record.officer in station.officers and at_hand and bool(record.known)

    def _choose(self, record: Record, versions: list[str]) -> None:
        """A supervisor chooses the later correction, and says something about the other.

        It may have been corrected further by then: its newest version is the one to choose.
        """
        chief, (aside, _), standing = self.office.chiefs[0], versions, record.known
        reason = {"code": "other", "text": "The photograph of the bag shows a paste."}
        chief.state("conflict.resolved/1", {"reason": reason}, record.subject, standing, aside)
        said = {"about": "amended", "decision": "explained",
                "text": "Two windows were open on one phone."}  # fmt: skip
        chief.state("review.made/1", {"review": said}, record.subject, aside)

    def _sign_and_wait(self, stop: Stop, case: Case) -> None:
        subject = self.world.new_id()

        def note(result: PushResult) -> None:
            self.aside.append((subject, result.id))

        self.field.sign_apart(stop, case, subject, note)

    def _record(self, stop: Stop) -> None:
        case = self.world.chance.choice(CASES[:6])
        item = item_part(case, self.world.new_id(), "1", self.world.chance)
        self.field.record(stop, case, item)
        stop.officer.phone.send()


def _stop(station: Station, officer: Officer) -> Stop:
    return Stop(station, officer, {"state": "not_recorded", "references": []})
