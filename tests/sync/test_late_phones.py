"""Phones whose enrolment a restored log has lost, and whose server has another entry key since.

That key was rotated because it may be in other hands: what it enrols is kept, and never speaks.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from db.people.sessions import phone_key
from proof.encoding import to_b64u
from proof.entry import Opened
from proof.rotation import rotation_message
from proof.signatures import key_id, public_bytes, sign
from schemas.entry import NO_ENTRY
from sync.operator.key_rotation import rotate_entry_key
from tests import content
from tests.clients import Browser, Server, new_id, unguarded
from tests.keys import ASIDE, COUNTS, UNKNOWN, by_server, outcomes, screening
from tests.office import Office

Copy = Callable[[str], str]


@dataclass
class Late:
    """An office restored to before a phone came in; `former` is the key that enrolled it."""

    office: Office
    server: Server
    phone: Browser
    former: str

    def push(self, *entries: Opened) -> list[tuple[str, str]]:
        return outcomes(self.server, *entries)

    def enrolment(self, of: Browser, person: str, by: str = "") -> Opened:
        """Sign an enrolment with a key of the server's that somebody holds."""
        stated = {"spki": of.spki, "person": person, "browser": "phone", "roles": ["administrator"]}
        enrolled = by_server(
            self.server, by or self.former, "key.enrolled/1", {"enrolment": stated}
        )
        of.prev = enrolled.id
        return enrolled

    def stranger(self) -> Browser:
        """Return a browser that no server has seen."""
        made = Browser(self.server.logbook, new_id(), self.phone.verifier)
        made.prev = NO_ENTRY
        return made

    def signs_in(self) -> bool:
        """Say whether the phone's key may begin a session."""
        with self.server.store.reading() as reading:
            return phone_key(reading, self.server.logbook, self.phone.key) is not None


@pytest.fixture
def late(office: Office, copy: Copy) -> Iterator[Late]:
    """Give that office, with the phone still away."""
    older = copy(office.server.url)
    (former,) = office.server.installation.keyring.of(office.server.logbook).entries
    phone = office.server.enrol(office.officer.person)
    phone.send(office.server, screening(phone))
    restored = Server(older, unguarded(office.server.folder), office.server.logbook)
    rotate_entry_key(restored.installation, restored.logbook)
    yield Late(office, restored, phone, former)
    restored.close()


def test_what_a_late_phone_signed_is_logged_and_can_be_released(late: Late) -> None:
    (mine,) = late.phone.own
    assert late.push(late.phone.enrolled, mine) == [ASIDE, ASIDE]
    assert late.push(late.phone.enrolled, mine) == [("duplicate", "")] * 2
    freed = late.office.supervisor.write(
        "quarantine.released/1", content.REASON, subject=mine.header.subject, follows=[mine.id]
    )
    assert late.push(freed) == [COUNTS]
    assert late.push(screening(late.phone)) == [ASIDE]
    rows = late.server.rows("SELECT id, aside, person, unit FROM placed")
    assert (mine.id, 0, late.phone.person, late.office.post) in rows
    assert late.server.fault() is None


def test_it_may_come_in_two_pushes(late: Late) -> None:
    assert late.push(*late.phone.own) == [UNKNOWN]
    assert late.push(late.phone.enrolled) == [ASIDE]
    assert late.push(*late.phone.own) == [ASIDE]
    assert late.server.fault() is None


def test_such_a_key_signs_nobody_in_and_rotates_to_none_that_speaks(late: Late) -> None:
    phone = late.phone
    assert late.push(phone.enrolled, *phone.own) == [ASIDE, ASIDE]
    assert not late.signs_in()
    assert late.push(phone.rotate(), screening(phone)) == [ASIDE, ASIDE]
    assert late.push(screening(phone)) == [ASIDE]
    assert not late.signs_in()
    assert late.server.fault() is None


def test_whoever_stole_the_former_key_makes_nobody_of_consequence(late: Late) -> None:
    """Neither an administrator, nor a person, nor a key that enrols others."""
    people = late.server.rows("SELECT * FROM person")
    for person in (late.office.administrator.person, new_id()):
        thief, other = late.stranger(), late.stranger()
        assert late.push(late.enrolment(thief, person)) == [ASIDE]
        stated = {"spki": other.spki, "person": person, "browser": "phone", "roles": []}
        mine = thief.write("key.enrolled/1", {"enrolment": stated})
        unit = thief.write("unit.registered/1", content.unit("Mine"))
        released = thief.write("quarantine.released/1", content.REASON, follows=[mine.id])
        assert late.push(mine, unit, released) == [ASIDE] * 3
        assert late.push(screening(other)) == [UNKNOWN]
        freed = late.office.chief.write(
            "quarantine.released/1", content.REASON, subject=unit.header.subject,
            follows=[unit.id],
        )  # fmt: skip
        assert late.push(freed) == [("quarantined", "permission_missing")]
    assert late.server.rows("SELECT * FROM person") == people
    assert late.server.fault() is None


def test_what_somebody_else_enrols_makes_no_key_known(late: Late) -> None:
    other = late.stranger()
    stated = {"spki": other.spki, "person": new_id(), "browser": "phone", "roles": []}
    mine = late.office.administrator.write("key.enrolled/1", {"enrolment": stated})
    assert late.push(mine, screening(other)) == [("quarantined", "permission_missing"), UNKNOWN]
    assert late.push(screening(other)) == [UNKNOWN]
    parts = {"enrolment": stated, "more": {}}
    two = by_server(late.server, late.former, "key.enrolled/1", parts)
    assert late.push(two, screening(other)) == [("quarantined", "part_invalid"), UNKNOWN]
    assert late.push(screening(other)) == [UNKNOWN]
    assert late.server.fault() is None


def test_a_key_to_which_the_former_one_rotates_enrols_nobody(late: Late) -> None:
    """It never spoke for the server: no phone in the field was enrolled by it."""
    new = ec.generate_private_key(ec.SECP256R1())
    public = public_bytes(new.public_key())
    spki = to_b64u(public)
    proof = to_b64u(sign(new, rotation_message(late.server.logbook, late.former, spki)))
    part = {"rotation": {"spki": spki, "proof": proof}}
    rotated = by_server(late.server, late.former, "key.rotated/1", part)
    thief, other = late.stranger(), late.stranger()
    thief.private, thief.key, thief.prev = new, key_id(public), rotated.id
    stated = {"spki": other.spki, "person": new_id(), "browser": "phone", "roles": []}
    enrolled = thief.write("key.enrolled/1", {"enrolment": stated})
    assert late.push(rotated, enrolled, screening(other)) == [ASIDE, ASIDE, UNKNOWN]
    assert late.push(screening(other)) == [UNKNOWN]
    assert late.server.fault() is None


def test_a_key_that_speaks_goes_on_speaking_for_whom_it_does(late: Late) -> None:
    officer = late.office.officer
    before, begun = late.server.rows("SELECT * FROM enrolled_key"), officer.prev
    assert late.push(late.enrolment(officer, late.office.administrator.person)) == [ASIDE]
    assert late.server.rows("SELECT * FROM enrolled_key") == before
    officer.prev = begun
    assert late.push(screening(officer)) == [COUNTS]


@pytest.fixture
def away(office: Office, copy: Copy) -> Iterator[Late]:
    """Give an office restored to before the present entry key enrolled the chief's phone."""
    (former,) = office.server.installation.keyring.of(office.server.logbook).entries
    rotate_entry_key(office.server.installation, office.server.logbook)
    older = copy(office.server.url)
    phone = office.server.enrol(office.chief.person)
    restored = Server(older, unguarded(office.server.folder), office.server.logbook)
    yield Late(replace(office, server=restored), restored, phone, former)
    restored.close()


def test_what_the_present_key_enrols_counts_whatever_a_former_one_said_before(away: Late) -> None:
    """A thief cannot give a phone that is still away to somebody else, whose acts it approves."""
    office, phone, begun = away.office, away.phone, away.phone.prev
    assert away.push(away.enrolment(phone, office.supervisor.person)) == [ASIDE]
    assert away.push(phone.enrolled) == [COUNTS]
    phone.prev = begun
    parts = {**content.screening(), "note": {"text": "Not for ever."}}
    recorded = office.send(office.officer, "screening.recorded/1", parts)
    approval = office.approve(office.order(recorded, "note"), by=phone)
    assert (approval.id, phone.person) in away.server.rows("SELECT id, person FROM placed")
    assert away.signs_in()
    assert away.server.fault() is None


def test_what_was_revoked_before_its_enrolment_came_never_speaks(away: Late) -> None:
    assert away.push(away.enrolment(away.phone, away.phone.person)) == [ASIDE]
    away.office.revoke(away.phone.key, "stolen")
    assert away.push(away.phone.enrolled, screening(away.phone)) == [COUNTS, ASIDE]
    assert not away.signs_in()
    assert away.server.fault() is None
