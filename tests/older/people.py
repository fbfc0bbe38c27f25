"""Who is in the story: everybody joins by an invite, over HTTP, as in an office."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from httpx2 import Response

from api.app import create_app
from api.settings import Settings
from proof.authoring import Circumstances
from proof.checkpoint import Checkpoint
from proof.encoding import to_b64u
from proof.entry import Opened
from schemas.entry import Anchor
from schemas.stamp import Receipt
from tests import content
from tests.api.described import CheckedClient
from tests.api.site import ORIGIN, PASSWORD, HandClock, Invite, Site, Tab
from tests.clients import Server, new_id
from tests.office import Office

ZONE = timezone(timedelta(hours=1))

PEOPLE = {
    "second": ("Second Administrator", "region", ("administrator",), "desk"),
    "officer": ("Ana Markov", "post", ("officer",), "phone"),
    "colleague": ("Бојан Илић", "post", ("officer",), "phone"),
    "supervisor": ("Vesna Radan", "region", ("supervisor",), "desk"),
    "chief": ("Ilir Dema", "region", ("supervisor",), "phone"),
    "stranger": ("Ελένη Παππά", "elsewhere", ("officer",), "phone"),
    "foreman": ("Petra Jurin", "elsewhere", ("supervisor",), "desk"),
    "analyst": ("dr Ivana Lončar", "laboratory", ("analyst",), "desk"),
    "rival": ("Горан Петков", "rival", ("analyst",), "desk"),
    "third": ("Tamara Šuša", "region", ("supervisor",), "desk"),
    "auditor": ("Helena Kranj", "region", ("auditor",), "desk"),
    "both": ("Denis Kolar", "post", ("officer", "supervisor"), "phone"),
    "leaver": ("Luka Barić", "post", ("officer",), "phone"),
    "loser": ("Mira Stojan", "post", ("officer",), "phone"),
    "renewer": ("Arben Leka", "elsewhere", ("officer",), "phone"),
}
"""Name, unit, roles, and what they join with; a desk signs in with the name that is its key."""


class Teller(Tab):
    """A browser that anchors what it signs in the newest checkpoint it has believed.

    Its clock is that of the story, off by `skew`; each entry takes its author some seconds.
    """

    skew = timedelta()
    enrolment: dict[str, Any]
    """The line that made its key known, as its join was answered with it."""

    def join(self, invite: Invite, **given: object) -> Response:
        """Join, and keep the line."""
        answer = super().join(invite, **given)
        assert answer.status_code == 200, answer.text
        self.enrolment = answer.json()["enrolled"]
        return answer

    def believe(self, receipt: Receipt, entries: Sequence[Opened]) -> Checkpoint | None:
        """Take the checkpoint as the next anchor."""
        head = super().believe(receipt, entries)
        if head is not None:
            self.anchor = Anchor(epoch=head.epoch, size=head.size, root=to_b64u(head.root))
        return head

    def _now(self, seq: int, prev: str) -> Circumstances:
        self.site.clock.advance(seconds=7 + seq % 50)
        now = self.site.clock() + self.skew
        since = now - now.replace(hour=0, minute=0, second=0, microsecond=0)
        return replace(
            super()._now(seq, prev), at=claim(now), boot=to_b64u(f"{now:%Y%m%d}".encode()),
            mono=since // timedelta(milliseconds=1),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Town:
    """The installation behind its HTTP API, a second process on it, and everybody in it."""

    site: Site
    server: Server
    units: dict[str, str]
    people: dict[str, Teller] = field(default_factory=dict)

    @property
    def clock(self) -> HandClock:
        """Return the clock of both processes."""
        return self.site.clock

    @property
    def office(self) -> Office:
        """Return those whom the tests' steps know."""
        units = {name: self.units[name] for name in ("region", "post", "elsewhere", "laboratory")}
        people = {
            one.name: self.people[one.name] for one in fields(Office) if one.name in self.people
        }
        known: dict[str, Any] = {"server": self.server, **units, **people}
        return Office(**known)

    def __getitem__(self, name: str) -> Teller:
        return self.people[name]

    def pass_time(self, **units: float) -> None:
        """Let time pass."""
        self.clock.advance(**units)

    def later(self, url: str, folder: Path) -> "Town":
        """Return the same town behind another process, on this database and these keys."""
        return replace(self, server=Server(url, folder, self.server.logbook, self.clock))


@contextmanager
def founded(url: str, folder: Path) -> Iterator[Town]:
    """Give a town in which everybody has joined, its app serving meanwhile."""
    site = Site(url, folder)
    with site.client:
        founder = Teller(site)
        founder.join(site.founder)
        server = Server(url, folder / "keys", site.logbook, site.clock)
        units = {name: new_id() for name in ("region", "post", "elsewhere", "laboratory", "rival")}
        town = Town(site, server, units)
        town.people["administrator"] = founder
        _open_units(town)
        for name in PEOPLE:
            town.people[name] = let_in(town, name)
        yield town


class Reopened(Site):
    """An installation that has its logbooks already, by a clock that goes on where it ended."""

    def __init__(self, url: str, folder: Path, pinned: Invite, now: datetime) -> None:
        self.clock = HandClock()
        self.clock.now = now
        self.settings = Settings(data=folder, database_url=url)
        self.founder, self.logbook = pinned, pinned.logbook
        self.client = CheckedClient(create_app(self.settings, self.clock), base_url=ORIGIN)


@contextmanager
def served_again(town: Town) -> Iterator[None]:
    """Serve the app once more, on what has become of the database since."""
    site = town.site
    site.client = CheckedClient(create_app(site.settings, site.clock), base_url=ORIGIN)
    with site.client:
        yield


def let_in(town: Town, name: str) -> Teller:
    """Register a person, invite them and let their new browser join."""
    title, unit, roles, sort = PEOPLE[name]
    administrator = town["administrator"]
    registered = administrator.write(
        "person.registered/1", content.person(title, town.units[unit], *roles)
    )
    administrator.send(town.server)
    return join(town, registered.header.subject, name, sort)


def join(town: Town, person: str, name: str, sort: str) -> Teller:
    """Invite a registered person and let a new browser of theirs join."""
    administrator = town["administrator"]
    if administrator.call("GET", "/api/session").status_code != 200:  # a month has passed
        administrator.sign_in_phone()
    invite = town.site.invite(administrator, person, sort)
    town.pass_time(minutes=2)
    tab = Teller(town.site)
    given = {"sign_in": name, "password": PASSWORD} if sort == "desk" else {}
    tab.join(invite, browser=sort, **given)
    return tab


def _open_units(town: Town) -> None:
    units, administrator = town.units, town["administrator"]
    stated = {
        "region": content.unit("Region", "organisation", site="none"),
        "post": content.unit("Most Jelenac", "joint", parent=units["region"]),
        "elsewhere": content.unit("Λιμάνι", "border_police", site="sea", territory="other"),
        "laboratory": content.unit("Laboratory", "laboratory", serves=[units["post"]]),
        "rival": content.unit("Rival", "laboratory", serves=[units["elsewhere"]], site="none"),
    }
    for name, parts in stated.items():
        administrator.write("unit.registered/1", parts, subject=units[name])
    own = content.person("Zoran Mitev", units["region"], "administrator")
    administrator.write("person.registered/1", own, subject=administrator.person)
    instrument = content.instrument(units["post"])
    administrator.write("instrument.registered/1", instrument, subject=content.INSTRUMENT)
    for result in administrator.send(town.server):
        assert result.verdict == "accepted", result


def claim(moment: datetime) -> str:
    """Return what a browser's clock claims at a moment."""
    return moment.astimezone(ZONE).isoformat(timespec="milliseconds")
