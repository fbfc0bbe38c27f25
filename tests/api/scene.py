"""A site in which every reading route has something to answer, for tests that ask all of them."""

from dataclasses import dataclass

from api import examples
from proof.entry import Opened
from sync.operator.key_rotation import rotate_entry_key
from tests import content
from tests.api.site import Site, Tab
from tests.clients import new_id


@dataclass(frozen=True, slots=True)
class Scene:
    """Who is there, and what they wrote: every list has a row."""

    site: Site
    admin: Tab
    reader: Tab
    """An officer, analyst, supervisor and auditor, on a phone."""
    desk: Tab
    """An administrator with the name and the password of the examples."""
    subject: str
    """A record with a correction, a result and a decision."""
    disclosure: str


def set_scene(site: Site) -> Scene:
    """Fill a site."""
    admin = site.administrator()
    reader = site.enrol(admin, "officer", "analyst", "supervisor", "auditor")
    desk = site.enrol(
        admin, "administrator", browser="desk", sign_in=examples.SIGN_IN, password=examples.PASSWORD
    )
    instrument = new_id()
    _push(
        admin,
        admin.write("instrument.registered/1", content.instrument(new_id()), subject=instrument),
        admin.write("instrument.state.stated/1", _STATE, subject=instrument),
    )
    laboratory = reader.call("GET", "/api/session").json()["person"]["unit"]
    _push(
        admin,
        admin.write("unit.changed/1", content.unit("Laboratory", "laboratory"), subject=laboratory),
    )
    first = _record(reader, _colleague(admin, laboratory), laboratory)
    sky = reader.write("sky.seen/1", {"sky": {"colour": "blue"}})
    assert reader.push_entries(sky)[0]["verdict"] == "quarantined"
    disclosed = reader.write(
        "disclosure.made/1", content.disclosure(first.id), subject=first.header.subject
    )
    _push(reader, disclosed)
    rotate_entry_key(site.installed(), site.logbook)
    return Scene(site, admin, reader, desk, first.header.subject, disclosed.id)


_STATE = {"state": {"since": "2026-11-01", "firmware": "3.1", "in_service": True}}


def _colleague(admin: Tab, unit: str) -> Tab:
    """Let in somebody else who supervises a unit."""
    site, person = admin.site, new_id()
    parts = content.person("Mila", unit, "supervisor")
    _push(admin, admin.write("person.registered/1", parts, subject=person))
    tab = Tab(site)
    assert tab.join(site.invite(admin, person)).status_code == 200
    return tab


def _record(reader: Tab, colleague: Tab, laboratory: str) -> Opened:
    """Record, correct and report; the colleague decides, and reviews the correction."""
    item, subject = new_id(), new_id()
    shown = content.screening(item, references=("КУ 12/23",))
    first = reader.write("screening.recorded/1", shown, subject=subject)
    amended = reader.write(
        "screening.amended/1", content.REASON, subject=subject, follows=[first.id]
    )
    result = reader.write("lab.result.issued/1", content.result(item, laboratory))
    _push(reader, first, amended, result)
    decided = colleague.write(
        "reconciliation.decided/1", content.decision(subject, result.header.subject),
        follows=[amended.id, result.id],
    )  # fmt: skip
    said = {"review": {"about": "amended", "decision": "noted"}}
    reviewed = colleague.write("review.made/1", said, subject=subject, follows=[amended.id])
    _push(colleague, decided, reviewed)
    return first


def _push(tab: Tab, *entries: Opened) -> None:
    answered = tab.push_entries(*entries)
    assert [result["verdict"] for result in answered] == ["accepted"] * len(entries), answered
