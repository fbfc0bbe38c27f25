"""Keys that follow each other in one browser: who speaks, from which position, and who never."""

import copy as copying
from collections.abc import Callable
from itertools import pairwise

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.log.placement import placement_of
from db.people.sessions import phone_key
from proof.encoding import to_b64u
from proof.entry import Opened
from proof.signatures import sign
from schemas.problems import VerbatimError
from sync.views.anchors import Trees
from tests import content
from tests.clients import Browser, Server, body_of, rotation
from tests.keys import ASIDE, COUNTS, outcomes, screening
from tests.office import Office


def thief_of(browser: Browser) -> Browser:
    """Return somebody who holds the same key."""
    return copying.copy(browser)


def test_the_new_key_speaks_for_the_same_person_and_the_old_one_no_longer(office: Office) -> None:
    officer, old = office.officer, thief_of(office.officer)
    rotated = officer.rotate()
    recorded = screening(officer)
    late = screening(old)
    assert outcomes(office.server, rotated) == [COUNTS]
    assert outcomes(office.server, recorded, late) == [COUNTS, ASIDE]
    amended = officer.write(
        "screening.amended/1",
        {**content.REASON, "note": {"text": "Wiped first."}},
        subject=recorded.header.subject,
        follows=[recorded.id],
    )
    assert outcomes(office.server, amended) == [COUNTS]
    assert office.server.fault() is None


def test_all_of_it_may_come_in_one_push(office: Office) -> None:
    officer, old = office.officer, thief_of(office.officer)
    first = screening(officer)
    entries = [first, officer.rotate(), screening(officer), officer.rotate(), screening(officer)]
    assert outcomes(office.server, *entries) == [COUNTS] * 5
    old.seq += 1
    assert outcomes(office.server, screening(old)) == [ASIDE]
    assert office.server.fault() is None


def test_the_new_chain_begins_at_the_rotation(office: Office) -> None:
    rotated = office.officer.rotate()
    office.officer.seq, office.officer.prev = 0, rotated.id
    first = screening(office.officer)
    office.officer.seq, office.officer.prev = 0, office.officer.enrolled.id
    other = screening(office.officer)
    results = office.server.push(body_of([rotated, first])).results
    assert [result.flags for result in results] == [[], []]
    flags = office.server.push(body_of([other])).results[0].flags
    assert [flag.value for flag in flags] == ["gap", "fork"]


def test_whoever_may_not_rotate_gives_no_key_a_voice(office: Office) -> None:
    reason = {"reason": {"text": "Retired."}}
    office.send(office.administrator, "person.deactivated/1", reason, office.officer.person)
    rotated = office.officer.rotate()
    aside = ("quarantined", "permission_missing")
    assert outcomes(office.server, rotated, screening(office.officer)) == [aside, ASIDE]
    assert office.server.fault() is None


def test_a_key_is_taken_over_by_nobody(office: Office) -> None:
    """Not without its proof, not that of another place, and never a key that is known."""
    officer = office.officer
    new = ec.generate_private_key(ec.SECP256R1())
    good = rotation(officer, new)
    for proof in (
        to_b64u(sign(officer.private, b"verbatim/rotate/1\n")),
        rotation(office.colleague, new)["proof"],
    ):
        entry = officer.write("key.rotated/1", {"rotation": {**good, "proof": proof}})
        later = copying.copy(officer)
        later._take(new)
        unknown = ("malformed", "key_unknown")
        aside = ("quarantined", "rotation_invalid")
        assert outcomes(office.server, entry, screening(later)) == [aside, unknown]
    for part in ({**good, "spki": "A" * 122}, {**good, "spki": good["proof"]}, {"spki": 1}):
        entry = officer.write("key.rotated/1", {"rotation": part})
        ((verdict, code),) = outcomes(office.server, entry)
        assert (verdict, code in {"rotation_invalid", "part_invalid"}) == ("quarantined", True)
    for taken in (office.colleague.private, officer.private):
        entry = officer.write("key.rotated/1", {"rotation": rotation(officer, taken)})
        assert outcomes(office.server, entry) == [("quarantined", "rotation_invalid")]
    assert outcomes(office.server, screening(officer), screening(office.colleague)) == [COUNTS] * 2
    assert office.server.fault() is None


@pytest.mark.parametrize("named", ["the new key", "the old key"])
def test_a_stolen_key_that_was_rotated_is_revoked_by_either_name(
    office: Office, named: str
) -> None:
    """The supervisor's list may be older than the thief's rotation."""
    owner, thief = office.officer, thief_of(office.officer)
    assert outcomes(office.server, thief.rotate(), screening(thief)) == [COUNTS] * 2
    mine = screening(owner)
    assert outcomes(office.server, mine) == [ASIDE]
    key = thief.key if named == "the new key" else owner.key
    office.revoke(key, "stolen", by=office.supervisor)
    assert outcomes(office.server, screening(thief), thief.rotate()) == [ASIDE] * 2
    assert outcomes(office.server, screening(thief)) == [ASIDE]
    office.release(mine)
    aside = office.server.rows("SELECT id, aside FROM placed")
    assert dict(aside)[mine.id] == 0
    assert office.server.fault() is None


def test_what_a_rotation_after_the_revocation_brings_is_kept_and_never_speaks(
    office: Office,
) -> None:
    owner = office.officer
    office.revoke(owner.key)
    rotated, recorded = owner.rotate(), screening(owner)
    again = owner.rotate()
    assert outcomes(office.server, rotated, recorded) == [ASIDE] * 2
    assert outcomes(office.server, again, screening(owner)) == [ASIDE] * 2
    office.release(recorded)
    assert dict(office.server.rows("SELECT id, aside FROM placed"))[recorded.id] == 0
    freed = office.supervisor.write("quarantine.released/1", content.REASON, follows=[rotated.id])
    assert outcomes(office.server, freed) == [("quarantined", "permission_missing")]
    assert outcomes(office.server, screening(owner)) == [ASIDE]
    assert office.server.fault() is None


def test_a_key_that_followed_is_no_witness_to_its_own_browser(office: Office) -> None:
    officer = office.officer
    recorded = office.record()
    officer.anchor = office.server.anchor()
    rotated = officer.rotate()
    assert outcomes(office.server, rotated, screening(officer)) == [COUNTS] * 2
    assert witness_of(office, recorded) == -1
    office.colleague.anchor = office.server.anchor()
    place = office.server.head().size
    assert outcomes(office.server, screening(office.colleague)) == [COUNTS]
    assert witness_of(office, recorded) == place


def witness_of(office: Office, entry: Opened) -> int:
    server = office.server
    with server.store.reading() as reading:
        place = placement_of(reading, server.logbook, entry.id)
        assert place is not None
        trees = Trees(reading, server.logbook, server.head().size)
        return trees.find_corroborating(place.position, entry.header.key).position


def test_a_read_only_logbook_holds_rotations_back_with_what_stands_before_them(
    office: Office, copy: Callable[[str], str]
) -> None:
    older = copy(office.server.url)
    office.record()
    restored = Server(older, office.server.folder, office.server.logbook)
    try:
        first = screening(office.officer)
        with pytest.raises(VerbatimError, match="read_only"):
            restored.push(body_of([first, office.officer.rotate()]))
        kinds = [row[0] for row in restored.rows("SELECT kind FROM entry")]
        assert "key.rotated/1" not in kinds
    finally:
        restored.close()


def test_of_two_rotations_the_first_one_logged_counts(office: Office) -> None:
    owner, thief = office.officer, thief_of(office.officer)
    stolen, mine = thief.rotate(), owner.rotate()
    assert outcomes(office.server, stolen, mine) == [COUNTS, ASIDE]
    assert outcomes(office.server, screening(thief), screening(owner)) == [COUNTS, ASIDE]
    assert office.server.fault() is None


def test_a_phone_signs_in_with_the_key_that_speaks(office: Office) -> None:
    officer, old = office.officer, office.officer.key
    office.officer.send(office.server, officer.rotate())
    with office.server.store.reading() as reading:
        assert phone_key(reading, office.server.logbook, old) is None
        found = phone_key(reading, office.server.logbook, officer.key)
    assert found == (officer.person, officer.spki)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_an_entry_of_the_old_key_counts_iff_it_was_logged_before_the_rotation(
    office: Office, data: st.DataObject
) -> None:
    """Whatever order pushes come in, and however often a browser sends again."""
    browser = office.server.enrol(office.officer.person)
    old = [screening(browser) for _ in range(3)]
    rotated = browser.rotate()
    new = [screening(browser) for _ in range(2)]
    order = data.draw(st.permutations([*old, rotated, *new]))
    cuts = data.draw(st.sets(st.integers(1, 5)))
    starts = [0, *sorted(cuts), len(order)]
    for start, end in pairwise(starts):
        office.server.push(body_of(order[start:end]))
    results = office.server.push(body_of([rotated, *old, *new])).results
    place, *others = results
    assert '"verdict":"accepted"' in place.stamp
    for result in others[:3]:
        counts = '"verdict":"accepted"' in result.stamp
        assert counts == (result.position < place.position)
    for result in others[3:]:
        assert '"verdict":"accepted"' in result.stamp
        assert result.position > place.position
