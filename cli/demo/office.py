"""Opens the story's office: units, people, instruments, and everyone's browser, each by an invite.

All of it is stated by the administrator's own browser, which the console's invite let in.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

from cli.demo import people
from cli.demo.browser import DemoBrowser, DemoInvite, PartBodies, World, read_invite
from sync.sessions.passwords import make_code

FIRST_NUMBER = 12
"""The first two posts write it as КУ 12 and as KY 12."""


@dataclass(slots=True)
class Device:
    """An instrument, its stated firmware and library, and its running scan number."""

    instrument: str
    profile: str
    state: str
    scans: Iterator[int]


@dataclass(slots=True)
class Officer:
    """An officer with the phone that they hold at present."""

    person: str
    name: str
    phone: DemoBrowser


@dataclass(slots=True)
class Station:
    """A post at work: its officers, its analysers, its register of references."""

    unit: str
    post: people.Post
    officers: list[Officer] = field(default_factory=list)
    devices: list[Device] = field(default_factory=list)
    register: Iterator[int] = field(default_factory=lambda: count(FIRST_NUMBER))


@dataclass(slots=True)
class Office:
    """Everyone whom the story is about."""

    registrar: "Registrar"
    stations: list[Station]
    laboratory: str
    chiefs: list[DemoBrowser]
    chemists: list[DemoBrowser]


class Registrar:
    """The administrator at the desk; keeps the passwords that the desks were given."""

    def __init__(self, world: World, invite: DemoInvite) -> None:
        """Join as administrator with the console's invite."""
        self.world, self.passwords = world, dict[str, str]()
        self.numbers = count(1041)
        self.desk = DemoBrowser(world)
        self._join(self.desk, invite, "desk", "administrator")

    def unit(self, name: str, kind: str, **more: object) -> str:
        """Register a unit; return its id."""
        stated = {"name": name, "kind": kind, "site": "none", "territory": people.TERRITORY}
        parts: PartBodies = {"unit": {**stated, **more}}
        return self._state("unit.registered/1", parts)

    def person(self, name: str, unit: str, roles: Sequence[str], subject: str = "") -> str:
        """Register a person; return their id."""
        number = f"{roles[0][0].upper()}-{next(self.numbers)}"
        parts: PartBodies = {
            "person": {"name": name, "number": number},
            "appointment": {"unit": unit, "roles": list(roles)},
        }
        return self._state("person.registered/1", parts, subject)

    def device(self, unit: str, stated: Mapping[str, str], serial: str) -> Device:
        """Register an instrument and state its firmware and library."""
        part = {"instrument": {**stated, "serial": serial, "unit": unit}}
        instrument = self._state("instrument.registered/1", part)
        first = self.world.chance.randrange(200, 3000)
        begun = state_library(self.desk, instrument, "1.15")
        return Device(instrument, stated["profile"], begun, count(first))

    def let_in(self, person: str, sort: str, sign_in: str = "") -> DemoBrowser:
        """Invite a person and let their new browser join a minute or two later."""
        path = f"/api/logbooks/{self.desk.logbook}/invites"
        made = self.desk.call("POST", path, {"person": person, "browser": sort})
        self._wait()
        browser = DemoBrowser(self.world, timedelta(seconds=self.world.chance.gauss(0, 25)))
        self._join(browser, read_invite(made["address"]), sort, sign_in)
        return browser

    def return_to_desk(self) -> None:
        """Sign in again: a desk's session ends after half an hour of doing nothing."""
        body = {"sign_in": "administrator", "password": self.passwords["administrator"]}
        self.desk.call("POST", "/api/session/desk", body)

    def _join(self, browser: DemoBrowser, invite: DemoInvite, sort: str, sign_in: str) -> None:
        password = "-".join(make_code(5) for _ in range(4)) if sign_in else ""
        browser.join(invite, sort, sign_in, password)
        if sign_in:
            self.passwords[sign_in] = password

    def _state(self, kind: str, parts: PartBodies, subject: str = "") -> str:
        self._wait()
        return self.desk.state(kind, parts, subject).header.subject

    def _wait(self) -> None:
        self.world.clock.advance(seconds=self.world.chance.uniform(35, 110))


def state_library(desk: DemoBrowser, instrument: str, library: str) -> str:
    """State an instrument's library from the story's present day on; return the entry's id."""
    since = desk.world.clock.local()[:10]
    state = {"since": since, "firmware": "1.9.2", "library": library, "in_service": True}
    return desk.state("instrument.state.stated/1", {"state": state}, instrument).id


_TRUNARC = {
    "profile": "trunarc",
    "manufacturer": "Thermo Scientific",
    "model": "TruNarc",
    "technique": "raman",
    "regime": "bulk",
}
_INFRARED = {
    "profile": "other",
    "manufacturer": "Example Instruments",
    "model": "HandIR 2",
    "technique": "ftir",
    "regime": "bulk",
}


def open_office(world: World, invite: DemoInvite) -> Office:
    """Let the administrator set everything up in the course of a morning."""
    registrar = Registrar(world, invite)
    authority = registrar.unit(people.AUTHORITY, "organisation")
    registrar.person(people.ADMINISTRATOR, authority, ["administrator"], registrar.desk.person)
    stations = [_open_station(registrar, authority, n) for n in range(len(people.POSTS))]
    served = [station.unit for station in stations]
    laboratory = registrar.unit(people.LABORATORY, "laboratory", parent=authority, serves=served)
    chiefs = _open_desks(registrar, people.CHIEFS, authority, "supervisor")
    chemists = _open_desks(registrar, people.CHEMISTS, laboratory, "analyst")
    _open_desks(registrar, [people.AUDITOR], authority, "auditor")
    registrar.let_in(stations[0].officers[0].person, "desk", "officer")
    return Office(registrar, stations, laboratory, chiefs, chemists)


def _open_station(registrar: Registrar, authority: str, number: int) -> Station:
    post = people.POSTS[number]
    unit = registrar.unit(post.name, "joint", site=post.site, parent=authority)
    station = Station(unit, post)
    station.devices.append(registrar.device(unit, _TRUNARC, f"TN {4401 + 17 * number}"))
    if number == len(people.POSTS) - 1:
        station.devices.append(registrar.device(unit, _INFRARED, "HIR-00219"))
    for name in (post.customs, post.police):
        person = registrar.person(name, unit, ["officer"])
        station.officers.append(Officer(person, name, registrar.let_in(person, "phone")))
    return station


def _open_desks(
    registrar: Registrar, names: Sequence[str], unit: str, role: str
) -> list[DemoBrowser]:
    """Give each of these people a desk; the first one's sign-in is the role's name."""
    desks = []
    for number, name in enumerate(names, 1):
        person = registrar.person(name, unit, [role])
        sign_in = role if number == 1 else f"{role}.{number}"
        desks.append(registrar.let_in(person, "desk", sign_in))
    return desks
