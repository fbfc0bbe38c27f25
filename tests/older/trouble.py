"""What goes wrong: entries kept aside, lines that cannot be read, keys, holds, erasures."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from proof.entry import Opened
from schemas.kinds.organisation import RevocationReason
from schemas.kinds.retention import ErasureBasis
from sync.operator.key_rotation import rotate_checkpoint_key, rotate_entry_key
from tests import content
from tests.clients import raw_line
from tests.contract.test_verdicts import MALFORMED, QUARANTINED
from tests.keys import by_server
from tests.office import item_of
from tests.older.people import Teller, Town, join
from tests.older.work import Words, accepted, state

_AUTHORS = {"_key_revoked": "loser", "_somebody_left": "leaver"}
"""Who does what ends a key or a person's time in office; the officer does the rest."""


def code_of(town: Town, who: Teller, entry: Opened) -> str:
    """Send an entry; return the code with which it is kept aside, or nothing."""
    (answer,) = who.send(town.server, entry)
    return answer.code


# --- kept aside ---------------------------------------------------------------


def keep_aside(town: Town) -> list[Opened]:
    """Return an entry for every code there is, but the one of an order to erase."""
    kept = []
    for code, make in QUARANTINED:
        author = town[_AUTHORS.get(make.__name__, "officer")]
        entry = make(replace(town.office, officer=author))
        who = next(each for each in town.people.values() if each.key == entry.header.key)
        assert code_of(town, who, entry) == code
        kept.append(entry)
        town.pass_time(minutes=20)
    _say_nothing(town)
    return kept


def _say_nothing(town: Town) -> None:
    """A reason and a review whose codes need words have none."""
    recorded, who = town.office.record(), town["officer"]
    subject, follows = recorded.header.subject, [recorded.id]
    for kind, parts in (
        ("screening.amended/1", {"reason": {"code": "other", "text": "No."}}),
        ("review.made/1", {"review": {"about": "gap", "decision": "explained"}}),
    ):
        entry = who.write(kind, parts, subject=subject, follows=follows)
        assert code_of(town, who, entry) == "part_invalid"


def act_on_ones_own(town: Town, words: Words) -> None:
    """An officer who supervises the post decides, reviews and releases nothing of theirs."""
    who = town["both"]
    recorded = state(town, who, "screening.recorded/1", words.screening())
    subject = recorded.header.subject
    told: dict[str, Any] = {"subject": subject, "follows": [recorded.id]}
    versions = [
        accepted(town, who, who.write("screening.amended/1", content.REASON, **told))
        for _ in range(2)
    ]
    reported = town.office.report(item_of(recorded))
    decision = content.decision(subject, reported.header.subject)
    review = {"review": {"about": "amended", "decision": "noted"}}
    follows = [version.id for version in versions]
    for entry in (
        who.write("reconciliation.decided/1", decision, follows=[follows[0], reported.id]),
        who.write("conflict.resolved/1", content.REASON, subject=subject, follows=follows),
        who.write("review.made/1", review, subject=subject, follows=follows[:1]),
        who.write("screening.voided/1", content.REASON, subject=subject, follows=[reported.id]),
    ):
        assert code_of(town, who, entry)
    freed = who.write("quarantine.released/1", content.REASON, subject=subject,
                      follows=[who.own[-1].id])  # fmt: skip
    assert code_of(town, who, freed)


def release_what_can_be(town: Town, words: Words) -> list[Opened]:
    """Let go of a lost phone's record, of one by a person who has left, of what came too early.

    Returns the first two. Three more releases are kept aside themselves.
    """
    office, let_go = town.office, []
    for who in (town["loser"], town["leaver"]):
        entry = who.write("screening.recorded/1", words.screening())
        assert code_of(town, who, entry)
        office.release(entry)
        let_go.append(entry)
    early = town["colleague"].write("screening.recorded/1", words.screening())
    subject = early.header.subject
    later = town["colleague"].write("screening.amended/1", content.REASON, subject=subject,
                                    follows=[early.id])  # fmt: skip
    assert code_of(town, town["colleague"], later) == "follows_unknown"
    accepted(town, town["colleague"], early)
    releases = [office.release(later), office.release(later), office.release(early)]
    releases.append(office.release(office.record(), by=town["foreman"]))
    known = town["supervisor"].results | town["foreman"].results
    assert [bool(known[one.id].code) for one in releases] == [False, True, True, True]
    return let_go


def send_rubbish(town: Town, words: Words) -> None:
    """Send lines of every kind that cannot be read, and a few that are no lines at all."""
    copied = town["stranger"].copy()
    for code in sorted(MALFORMED):
        entry = copied.write("screening.recorded/1", words.screening())
        lines = [raw_line(entry, change) for change in MALFORMED[code]]
        receipt = town.server.push(b"\n".join(lines))
        assert {result.verdict for result in receipt.results} <= {"malformed"}
    for line in (b"not json", b"\xff\xfe", b"{}{}", b'{"a":"' + b"x" * 70_000 + b'"}'):
        (result,) = town.server.push(line).results
        assert result.verdict == "malformed"


# --- keys ---------------------------------------------------------------------


def rotate_own_keys(town: Town, words: Words) -> None:
    """A person's key is followed by another, twice; its old key, and a thief's, come too late."""
    who, old = town["renewer"], town["renewer"].copy()
    for _ in range(2):
        accepted(town, who, who.write("screening.recorded/1", words.screening()))
        accepted(town, who, who.rotate(), who.write("screening.recorded/1", words.screening()))
    late = [old.write("screening.recorded/1", words.screening()), old.rotate()]
    late.append(old.write("screening.recorded/1", words.screening()))
    assert [result.code for result in old.send(town.server, *late)] == ["key_revoked"] * 3


def revoke_for_every_reason(town: Town) -> None:
    """A browser of the officer's for each reason; the last one is revoked by a supervisor."""
    for reason in RevocationReason:
        tab = join(town, town["officer"].person, "officer", "phone")
        stated = {"key": tab.key, "reason": reason.value, "text": "On the ferry ramp."}
        by = town["chief" if reason is RevocationReason.OTHER else "administrator"]
        state(town, by, "key.revoked/1", {"revocation": stated})
    stated = {"key": town["second"].key, "reason": "other"}
    entry = town["chief"].write("key.revoked/1", {"revocation": stated})
    assert code_of(town, town["chief"], entry) == "permission_missing"


def rotate_entry_keys(town: Town, words: Words) -> None:
    """The server's entry key is followed by another; what an old one enrols is kept aside."""
    server = town.server
    rotate_entry_key(server.installation, server.logbook)
    old = rotate_entry_key(server.installation, server.logbook)
    town.pass_time(days=2)
    rotate_entry_key(server.installation, server.logbook)
    tab = Teller(town.site, person=town["officer"].person)
    enrolment = {"spki": tab.spki, "person": tab.person, "browser": "phone", "roles": []}
    late = by_server(server, old, "key.enrolled/1", {"enrolment": enrolment})
    tab.prev = late.id
    entry = tab.write("screening.recorded/1", words.screening())
    assert [one.code for one in tab.send(server, late, entry)] == ["key_revoked"] * 2


def rotate_checkpoint_keys(town: Town) -> None:
    """Two checkpoint keys sign from now on; only the server may say so."""
    server = town.server
    rotate_checkpoint_key(server.installation, server.logbook)
    query = (
        "SELECT body FROM part JOIN entry USING (logbook, position) "
        "WHERE kind = 'checkpoint.key.rotated/1' ORDER BY position"
    )
    stated = json.loads(server.rows(query)[0][0])
    again = town["administrator"].write("checkpoint.key.rotated/1", {"rotation": stated})
    assert code_of(town, town["administrator"], again) == "rotation_invalid"


def pin_the_new_key(town: Town) -> None:
    """Let every browser take the checkpoint key that followed, after which it signs alone."""
    town.pass_time(days=31)
    query = "SELECT checkpoint_key FROM logbook"
    ((new,),) = town.server.rows(query)
    town.site.founder = replace(town.site.founder, verifier=new)
    for who in town.people.values():
        who.verifier = new


# --- people and instruments -----------------------------------------------------


def change_the_registry(town: Town) -> None:
    """A unit, a person's name, another's post, and the states of an instrument."""
    administrator, units = town["administrator"], town.units
    moved = content.unit("Λιμάνι, νέο", "customs", site="sea", territory="kosovo")
    state(town, administrator, "unit.changed/1", moved, units["elsewhere"])
    named = {"person": {"name": "Ana Markov-Ilić", "number": "O-12"}}
    state(town, administrator, "person.changed/1", named, town["officer"].person)
    post = {"appointment": {"unit": units["post"], "roles": ["officer", "auditor"]}}
    state(town, administrator, "person.changed/1", post, town["both"].person)
    infrared = content.instrument(units["elsewhere"])
    infrared["instrument"] |= {"technique": "ftir", "serial": "HIR-00219", "model": "HandIR"}
    instrument = state(town, administrator, "instrument.registered/1", infrared).header.subject
    for who, library in (("administrator", "1.15"), ("foreman", "1.16")):
        told = {"since": "2026-11-22", "firmware": "1.9.2", "library": library,
                "in_service": library == "1.15", "note": "The cable was changed."}  # fmt: skip
        state(town, town[who], "instrument.state.stated/1", {"state": told}, instrument)


# --- holds and erasures -----------------------------------------------------------


def hold_and_erase(town: Town, words: Words, kept: Sequence[Opened]) -> None:
    """Erase at once, after a hold, and not yet; also a part of an entry that does not count."""
    office = town.office
    records = [_whole(town, words) for _ in range(len(ErasureBasis) + 2)]
    for basis, entry in zip(ErasureBasis, records, strict=False):
        _erase(town, entry, ("note", "place", "reading", "references"), basis)
    held, waiting = records[-2:]
    placed = office.hold(held)
    for entry in (held, waiting):
        office.approve(office.order(entry, "note"))
    office.hold(waiting, by=town["chief"])
    office.order(waiting, "place")
    assert code_of(town, town["supervisor"], _lifting(town, placed)) == "permission_missing"
    town.pass_time(days=1)
    office.lift(placed)
    aside = next(entry for entry in kept if "subject_taken" in _stamp(town, entry))
    office.approve(office.order(aside, "reading"))
    assert code_of(town, town["third"], _release(town, aside)) == "part_invalid"
    _refuse_orders(town, records[0], waiting)


def erase_names(town: Town) -> None:
    """Two administrators have the name of a person who left erased."""
    own = town["administrator"].own
    named = next(entry for entry in own if entry.header.subject == town["leaver"].person)
    order = town.office.order(named, "person", by=town["administrator"])
    town.office.approve(order, by=town["second"])


def erase_part(town: Town, entry: Opened, *names: str) -> None:
    """Order, approve and carry out that parts of an entry are erased."""
    town.office.approve(town.office.order(entry, *names))


def _whole(town: Town, words: Words) -> Opened:
    """Record a screening that has every part, two of an item among them."""
    parts = words.screening()
    parts["note"] = {"text": "Found by K."}
    parts["place"] = {"state": "recorded", "words": "Lane 4"}
    parts["references"] = content.referring("КУ 77/26")
    return state(town, town["officer"], "screening.recorded/1", parts)


def _erase(town: Town, entry: Opened, names: Sequence[str], basis: ErasureBasis) -> None:
    stated = content.order(entry.header.subject, entry.id, *names)
    stated["order"] |= {"basis": basis.value, "text": f"File 7/26, {basis.value}."}
    order = state(town, town["supervisor"], "erasure.ordered/1", stated, follows=[entry.id])
    town.office.approve(order)


def _refuse_orders(town: Town, erased: Opened, waiting: Opened) -> None:
    """Order what always stays, approve alone, and hold what is not one's own to read."""
    supervisor = town["supervisor"]
    always = content.order(waiting.header.subject, waiting.id, "item")
    entry = supervisor.write("erasure.ordered/1", always, follows=[waiting.id])
    assert code_of(town, supervisor, entry) == "part_not_erasable"
    order = town.office.order(erased, "note")
    alone = supervisor.write("erasure.approved/1", {"approval": {"reason": "Mine."}},
                             subject=order.header.subject, follows=[order.id])  # fmt: skip
    assert code_of(town, supervisor, alone) == "permission_missing"
    hold = {"record": erased.header.subject, "authority": "Court", "reason": "Evidence."}
    foreign = town["foreman"].write("hold.placed/1", {"hold": hold})
    assert code_of(town, town["foreman"], foreign) == "permission_missing"


def _lifting(town: Town, placed: Opened) -> Opened:
    stated = {"lifting": {"authority": "Court", "reason": "The case is closed."}}
    subject = placed.header.subject
    return town["supervisor"].write("hold.lifted/1", stated, subject=subject, follows=[placed.id])


def _release(town: Town, kept: Opened) -> Opened:
    subject = kept.header.subject
    return town["third"].write("quarantine.released/1", content.REASON, subject=subject,
                               follows=[kept.id])  # fmt: skip


def _stamp(town: Town, entry: Opened) -> str:
    query = f"SELECT stamp FROM entry WHERE id = '{entry.id}'"  # noqa: S608  # a hash
    return bytes(town.server.rows(query)[0][0]).decode()
