"""What a record's page is told of the times its entries claim, on both databases."""

import json
from datetime import timedelta
from typing import Any

import pytest

from db.log.heads import signed_between
from db.store import moment
from proof.entry import Opened
from schemas.answers.record import Times
from schemas.entry import NO_ENTRY, Anchor
from sync.views import anchors
from sync.views.record import read_record
from tests import content
from tests.clients import FIRST_ANCHOR, START, Browser
from tests.office import Office, item_of

NOW = moment(START + timedelta(seconds=10))
NONE = {"position": -1, "key": ""}


def record(office: Office, who: Browser | None = None, **told: Any) -> Opened:
    """Record a screening by a clock that is right, unless told otherwise, and send it."""
    who = who or office.officer
    told = {"at": NOW, **told}
    entry = who.write("screening.recorded/1", content.screening(), **told)
    (answer,) = who.send(office.server, entry)
    assert answer.position >= 0, answer.code
    return entry


def times_of(office: Office, entry: Opened, who: Browser | None = None) -> Times:
    """Return what a reader is told around an entry."""
    person = (who or office.officer).person
    held, logbook = office.server.installation, office.server.logbook
    times = read_record(held, logbook, person, entry.header.subject)["times"]
    return times[entry.id]


def received(office: Office, position: int) -> str:
    """Return the server's moment in the stamp at a position."""
    with office.server.store.reading() as reading:
        ((_, _, stamp),) = signed_between(reading, office.server.logbook, position, position + 1)
    return str(json.loads(bytes(stamp))["received"])


def position(office: Office, entry: Opened, who: Browser | None = None) -> int:
    """Return where an entry stands, as its browser was told."""
    return (who or office.officer).results[entry.id].position


# --- not before ---------------------------------------------------------------


def test_an_offline_entry_is_not_older_than_the_tree_it_names(office: Office) -> None:
    known = office.server.anchor()
    record(office, office.colleague)
    entry = record(office, anchor=known)
    assert times_of(office, entry) == {
        "not_before": received(office, known.size - 1),
        "claimed": NOW,
        "received": received(office, position(office, entry)),
        "not_after": "",
        "witness": NONE,
        "flags": [],
    }


def test_the_empty_tree_shows_no_earliest_moment(office: Office) -> None:
    told = times_of(office, record(office, anchor=FIRST_ANCHOR))
    assert (told["not_before"], told["flags"]) == ("", [])


@pytest.mark.parametrize("epoch", [1, 2])
@pytest.mark.parametrize("ahead", [-1, 0, 1])
def test_a_tree_this_log_never_had_shows_nothing_and_is_flagged(
    office: Office, ahead: int, epoch: int
) -> None:
    size = office.server.head().size + ahead
    entry = record(office, anchor=Anchor(epoch=epoch, size=size, root=NO_ENTRY))
    told = times_of(office, entry)
    assert (told["not_before"], told["flags"]) == ("", ["anchor_foreign"])


def test_a_tree_lost_with_an_epoch_is_no_reproach(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = Anchor(epoch=1, size=4, root=NO_ENTRY)
    entry, kept = record(office, anchor=lost), record(office, anchor=office.server.anchor())
    assert times_of(office, entry)["flags"] == ["anchor_foreign"]
    monkeypatch.setattr(
        "sync.views.anchors.list_openings", lambda *_: [1]
    )  # it came in the second epoch
    told = times_of(office, entry)
    assert (told["not_before"], told["flags"]) == ("", [])
    assert times_of(office, kept)["not_before"] == received(office, kept.header.anchor.size - 1)


# --- flags --------------------------------------------------------------------


def test_a_clock_an_hour_ahead(office: Office) -> None:
    entry = record(office, at=moment(START + timedelta(hours=1)))
    assert times_of(office, entry)["flags"] == ["at_after_receipt"]


def test_a_clock_that_was_set_back_while_the_page_ran(office: Office) -> None:
    first = record(office, mono=1_000)
    second = record(office, mono=3_601_000, at=NOW)
    assert times_of(office, first)["flags"] == []
    assert times_of(office, second)["flags"] == ["mono_mismatch"]


def test_a_clock_that_was_set_back_between_two_entries(office: Office) -> None:
    record(office, boot="AAAAAAAAAAE")
    entry = record(office, at=moment(START - timedelta(hours=1)))
    assert times_of(office, entry)["flags"] == ["at_regression"]


def test_an_entry_four_days_late(office: Office) -> None:
    late = moment(START - timedelta(days=4))
    entry = record(office, at=late)
    assert times_of(office, entry)["flags"] == ["late_sync"]
    anchored = record(office, office.colleague, at=late, anchor=office.server.anchor())
    assert times_of(office, anchored)["flags"] == ["at_before_anchor", "late_sync"]


def test_gap_stands_with_the_flags_of_time(office: Office) -> None:
    missing = office.officer.write("screening.recorded/1", content.screening())
    entry = record(office, at=moment(START - timedelta(hours=1)))
    assert times_of(office, entry)["flags"] == ["gap"]  # what it follows is not known
    office.officer.send(office.server, missing)
    assert times_of(office, entry)["flags"] == ["at_regression", "mono_mismatch"]


def test_every_entry_of_the_page_has_its_times(office: Office) -> None:
    screened = office.record()
    reported = office.report(item_of(screened))
    decided = office.decide(screened, reported)
    held, logbook = office.server.installation, office.server.logbook
    answer = read_record(held, logbook, office.officer.person, screened.header.subject)
    assert answer["times"].keys() == {screened.id, reported.id, decided.id}
    assert all("flags" in told for told in answer["times"].values())


# --- not after ----------------------------------------------------------------


def test_the_first_entry_of_another_key_that_holds_it_is_the_witness(office: Office) -> None:
    before = office.server.anchor()
    entry = record(office)
    seen = office.server.anchor()
    record(office, anchor=seen)  # the same key
    record(office, office.colleague, anchor=before)  # its tree ends before the entry
    office.server.enrol(office.officer.person)  # the server's own word
    assert times_of(office, entry)["witness"] == NONE
    witness = record(office, office.colleague, anchor=seen)
    record(office, office.supervisor, anchor=office.server.anchor())
    at = position(office, witness, office.colleague)
    told = times_of(office, entry)
    assert told["witness"] == {"position": at, "key": office.colleague.key}
    assert told["not_after"] == received(office, at)


def test_who_names_a_false_tree_is_no_witness(office: Office) -> None:
    entry = record(office)
    size = office.server.head().size
    false = record(office, office.colleague, anchor=Anchor(epoch=1, size=size, root=NO_ENTRY))
    future = Anchor(epoch=1, size=size + 40, root=office.server.anchor().root)
    record(office, office.supervisor, anchor=future)
    assert times_of(office, entry)["witness"] == NONE
    assert times_of(office, false, office.colleague)["flags"] == ["anchor_foreign"]


@pytest.mark.parametrize(("searched", "tries", "found"), [(4, 3, True), (3, 3, False),
                                                         (4, 2, False)])  # fmt: skip
def test_the_search_ends_at_its_bounds_and_says_so(
    office: Office, monkeypatch: pytest.MonkeyPatch, searched: int, tries: int, *, found: bool
) -> None:
    monkeypatch.setattr(anchors, "SEARCHED", searched)
    monkeypatch.setattr(anchors, "TRIES", tries)
    monkeypatch.setattr(anchors, "CHUNK", 2)
    entry = record(office)
    false = Anchor(epoch=1, size=office.server.head().size, root=NO_ENTRY)
    record(office)
    for _ in range(2):
        record(office, office.colleague, anchor=false)
    witness = record(office, office.colleague, anchor=office.server.anchor())
    at = position(office, witness, office.colleague)
    assert times_of(office, entry)["witness"]["position"] == (at if found else -1)


def test_of_a_witness_out_of_scope_only_its_place_and_moment_are_told(office: Office) -> None:
    entry = record(office)
    witness = record(office, office.stranger, anchor=office.server.anchor())
    at = position(office, witness, office.stranger)
    held, logbook = office.server.installation, office.server.logbook
    answer = read_record(held, logbook, office.officer.person, entry.header.subject)
    assert answer["times"][entry.id]["witness"] == {"position": at, "key": ""}
    assert answer["times"][entry.id]["not_after"] == received(office, at)
    told = json.dumps(answer, default=vars)
    hidden = (office.stranger.key, witness.id, witness.header.subject, office.stranger.person)
    assert not [word for word in hidden if word in told]
    open_to = times_of(office, entry, office.auditor)
    assert open_to["witness"] == {"position": at, "key": office.stranger.key}
