"""How many keys may follow each other in one browser, and what becomes of more."""

import copy as copying
from typing import Any

import pytest

from db.people import enrolled_keys
from db.queries.evidence import keys_of
from sync.operator.key_rotation import rotate_entry_key
from tests.bundles import bundle_for, report_on
from tests.keys import ASIDE, COUNTS, UNKNOWN, outcomes, screening
from tests.office import Office

TOO_MANY = ("quarantined", "rotation_invalid")


@pytest.fixture
def three(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let three keys follow the first one."""
    monkeypatch.setattr(enrolled_keys, "ROTATIONS", 3)


def test_sixty_four_keys_follow_the_first_one_and_no_more(office: Office) -> None:
    officer = office.officer
    assert outcomes(office.server, *(officer.rotate() for _ in range(64))) == [COUNTS] * 64
    last = copying.copy(officer)
    assert outcomes(office.server, officer.rotate(), screening(officer)) == [TOO_MANY, UNKNOWN]
    assert outcomes(office.server, screening(officer)) == [UNKNOWN]
    last.seq = 1
    assert outcomes(office.server, screening(last)) == [COUNTS]
    assert office.server.fault() is None


@pytest.mark.usefixtures("three")
def test_of_rotations_that_are_kept_aside_no_more_make_a_key_known(office: Office) -> None:
    officer = office.officer
    office.revoke(officer.key)
    assert outcomes(office.server, *(officer.rotate() for _ in range(4))) == [ASIDE] * 3 + [
        TOO_MANY
    ]
    assert outcomes(office.server, screening(officer)) == [UNKNOWN]
    assert office.server.fault() is None


@pytest.mark.usefixtures("three")
def test_whoever_fills_a_browser_takes_nothing_from_its_owner(office: Office) -> None:
    """The owner's own rotation follows the first key, and what it brings can be released."""
    owner, thief = office.officer, copying.copy(office.officer)
    assert outcomes(office.server, *(thief.rotate() for _ in range(4))) == [COUNTS] * 3 + [TOO_MANY]
    assert outcomes(office.server, owner.rotate(), screening(owner)) == [ASIDE] * 2
    assert outcomes(office.server, owner.rotate(), screening(owner)) == [ASIDE] * 2
    assert office.server.fault() is None


@pytest.mark.usefixtures("three")
def test_another_browser_of_the_same_person_counts_for_itself(office: Office) -> None:
    officer = office.officer
    second = office.server.enrol(officer.person)
    assert outcomes(office.server, *(officer.rotate() for _ in range(3))) == [COUNTS] * 3
    assert outcomes(office.server, *(second.rotate() for _ in range(3))) == [COUNTS] * 3


@pytest.mark.usefixtures("three")
def test_the_servers_own_key_rotates_as_often_as_its_operator_wants(office: Office) -> None:
    server = office.server
    names = {rotate_entry_key(server.installation, server.logbook) for _ in range(5)}
    assert len(names) == 5
    assert outcomes(office.server, screening(server.enrol(office.officer.person))) == [COUNTS]
    assert server.fault() is None


def test_a_bundle_asks_for_all_keys_of_a_browser_at_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def count(*given: Any) -> object:
        asked.append(given)
        return keys_of(*given)

    monkeypatch.setattr("sync.evidence.gather.keys_of", count)
    rotations = [office.officer.rotate() for _ in range(20)]
    assert outcomes(office.server, *rotations) == [COUNTS] * 20
    made = office.disclose(office.record())
    report = report_on(office, bundle_for(office, office.supervisor, made))
    assert report["verdict"] == "VERIFIED WITH NOTES"
    assert len(asked) < 6
