"""A log as an office fills it: screenings, reports on every other one, decisions, corrections.

Every entry is signed and judged like a phone's, some at a time in one transaction. Clocks are
right, so that a reviewer finds what people did and no clock.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle

import orjson

from bench.site import Phone, Site, join
from bench.workload import Content, Parts
from proof.authoring import Act
from proof.entry import Opened
from sync.installation import Installation
from sync.intake.append import Pushed, append_group

_PUSHED = 1000
_STAFF = 2
"""A seed that names nobody who is in the log already."""

REPORTED, DECIDED, CORRECTED, KEPT_ASIDE = 0.22, 0.18, 0.01, 0.005
"""Shares of all entries; the rest are screenings."""


@dataclass(frozen=True, slots=True)
class Office:
    """Who works beside the site's officers, and what the log holds of theirs."""

    supervisor: Phone
    analyst: Phone
    screened: tuple[Opened, ...]


def fill_office(installation: Installation, site: Site, entries: int) -> Office:
    """Log so many entries; every share of them has screenings of its own."""
    content = Content(_STAFF)
    supervisor = join(installation, site, content, site.units[0], "supervisor")
    analyst = join(installation, site, content, _found_laboratory(installation, site), "analyst")
    shares = (REPORTED, DECIDED, CORRECTED, KEPT_ASIDE)
    reported, decided, corrected, aside = (int(entries * share) for share in shares)
    count = entries - reported - decided - corrected - aside
    screened = [*_log(installation, site, _screen(installation, site, Content(), count))]
    about = _of_unit(site, screened, supervisor.unit)[::2][:reported]
    results = [*_log(installation, site, _report(installation, analyst, content, about))]
    pairs = [*zip(about, results, strict=True)][:decided]
    _log(installation, site, _decide(installation, supervisor, content, pairs))
    _log(installation, site, _correct(installation, site, screened[::7][:corrected]))
    _log(installation, site, _report(installation, supervisor, content, screened[:aside]), aside)
    return Office(supervisor, analyst, tuple(screened))


def _of_unit(site: Site, screened: Sequence[Opened], unit: str) -> Sequence[Opened]:
    keys = {phone.name for phone in site.phones if phone.unit == unit}
    return [entry for entry in screened if entry.header.key in keys]


def _found_laboratory(installation: Installation, site: Site) -> str:
    laboratory = Content(_STAFF + 1).identifier()
    named = {"name": "Laboratory", "kind": "laboratory", "site": "land", "territory": "serbia"}
    act = Act("unit.registered/1", laboratory, {"unit": {**named, "serves": list(site.units)}})
    _log(installation, site, [site.administrator.sign(act, installation.store.now())])
    return laboratory


def _screen(
    installation: Installation, site: Site, content: Content, count: int
) -> Iterator[Opened]:
    for _, phone in zip(range(count), cycle(site.phones), strict=False):
        parts = content.screening(site.instrument, phone.unit)
        act = Act("screening.recorded/1", content.identifier(), parts)
        yield phone.sign(act, installation.store.now())


def _report(
    installation: Installation, by: Phone, content: Content, about: Sequence[Opened]
) -> Iterator[Opened]:
    for entry in about:
        parts = content.result(_item_of(entry), by.unit)
        act = Act("lab.result.issued/1", content.identifier(), parts)
        yield by.sign(act, installation.store.now())


def _decide(
    installation: Installation, by: Phone, content: Content,
    pairs: Sequence[tuple[Opened, Opened]],
) -> Iterator[Opened]:  # fmt: skip
    for screened, reported in pairs:
        parts = content.decision(screened.header.subject, reported.header.subject)
        follows = (screened.id, reported.id)
        act = Act("reconciliation.decided/1", content.identifier(), parts, follows)
        yield by.sign(act, installation.store.now())


def _correct(
    installation: Installation, site: Site, screened: Sequence[Opened]
) -> Iterator[Opened]:
    phones = {phone.name: phone for phone in site.phones}
    for entry in screened:
        parts: Parts = {"reason": {"code": "typing"}, "note": {"text": "Seen again."}}
        act = Act("screening.amended/1", entry.header.subject, parts, (entry.id,))
        yield phones[entry.header.key].sign(act, installation.store.now())


def _item_of(entry: Opened) -> str:
    stated = next(part.body for part in entry.parts if part.name == "item")
    return str(orjson.loads(stated)["item"])


def _log(
    installation: Installation, site: Site, written: Iterator[Opened] | Sequence[Opened],
    aside: int = 0,
) -> list[Opened]:  # fmt: skip
    """Log entries, some at a time; return them. So many are to be kept aside, no more or fewer."""
    entries, kept = list(written), 0
    for start in range(0, len(entries), _PUSHED):
        lines = tuple(entries[start : start + _PUSHED])
        pushed = Pushed(site.logbook, lines, (b"",) * len(lines), installation.store.now())
        with installation.store.writing() as writing:
            (answer,) = append_group(writing, [pushed])
        kept += sum(line.verdict != "accepted" for line in answer.results)
    assert kept == aside, f"{kept} of {len(entries)} are kept aside"
    return entries
