"""Tells the whole story: opens the logbook, then a month passes, and every entry is pushed."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from api.addresses import address_of
from api.app import create_app, open_installation
from api.settings import Settings
from cli.demo.browser import DemoInvite, World, read_invite
from cli.demo.client import run_app
from cli.demo.clock import Agenda, StoryClock
from cli.demo.field import Field
from cli.demo.incidents import Incidents
from cli.demo.laboratory import Laboratory
from cli.demo.office import Office, open_office
from cli.demo.people import LOGBOOK, SIGN_INS
from cli.serve import make_tables
from schemas.kinds.organisation import Purpose
from sync.operator import bootstrap

MONTH = 30

Tell = Callable[[str], None]
"""Is told how far the story is."""


@dataclass(frozen=True, slots=True)
class Story:
    """How long, how much, and when it ends; the same seed tells the same story."""

    end: datetime
    days: int = MONTH
    screenings: int = 180
    seed: int = 20230612

    @property
    def begin(self) -> datetime:
        """Return the morning on which the office opens."""
        return (self.end - timedelta(days=self.days)).replace(hour=7, minute=40)


def fill(settings: Settings, story: Story, tell: Tell) -> dict[str, str]:
    """Fill an empty data directory; return the password of each role's sign-in name."""
    clock = StoryClock(story.begin)
    make_tables(settings)
    invite = _found(settings, clock)
    chance = random.Random(story.seed)  # noqa: S311  # a story, not a secret
    with run_app(create_app(settings, clock), settings.public_url) as client:
        tell("The office opens: units, people, instruments, and a key for every browser.")
        office = open_office(World(client, clock, chance), invite)
        _let_pass(office, Agenda(clock), story, tell)
    return {name: office.registrar.passwords[name] for name in SIGN_INS}


def _found(settings: Settings, clock: StoryClock) -> DemoInvite:
    """Open the practice logbook as `verbatim init` does; return the console's invite."""
    installation = open_installation(settings, clock)
    try:
        logbook = bootstrap.create_logbook(installation, LOGBOOK, Purpose.PRACTICE)
        fresh = bootstrap.invite_founder(installation, logbook)
    finally:
        installation.close()
    clock.advance(minutes=6)
    return read_invite(address_of(settings, fresh, "first-run"))


def _let_pass(office: Office, agenda: Agenda, story: Story, tell: Tell) -> None:
    pace = story.days / MONTH
    field = Field(office, agenda, pace)
    laboratory = Laboratory(office, agenda, field, pace)
    field.arrived = laboratory.receive
    begin = agenda.clock.now
    field.plan(begin, story.end, story.screenings)
    Incidents(office, agenda, field).plan(begin, story.end)
    for day in range(1, story.days + 1):
        agenda.run(min(begin + timedelta(days=day), story.end))
        if day % 3 == 0 or day == story.days:
            tell(f"{agenda.clock.local()[:10]}, day {day} of {story.days}: "
                 f"{len(field.records)} screenings, {len(laboratory.reports)} reports")  # fmt: skip
    agenda.run(story.end)
