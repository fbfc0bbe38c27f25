"""What a reviewer should look at: found once, whenever somebody looks, and by a rebuild alike."""

import random
from datetime import timedelta
from typing import Any

import pytest

from db.people.enrolled_keys import EnrolledKeys
from db.queries.findings import examined_to
from db.store import moment
from proof.entry import Opened
from schemas.entry import Header
from schemas.kinds.review import Concern
from schemas.stamp import Flag
from sync.intake.chain_flags import find_flags
from sync.views import examination
from sync.views.examination import examine
from tests import content
from tests.clients import START, Browser
from tests.office import Office
from tests.reviewing import HOUR, change, found, honest, queue, record


def test_an_honest_entry_is_not_in_the_queue(quiet: Office) -> None:
    record(quiet)
    assert found(quiet) == []


def test_changes_are_in_the_queue_the_oldest_first(quiet: Office) -> None:
    first = record(quiet)
    amended = change(quiet, first)
    voided = change(quiet, first, "voided")
    assert found(quiet) == [(amended.id, "amended"), (voided.id, "voided")]
    assert found(quiet, about="voided") == [(voided.id, "voided")]
    listed = queue(quiet)
    assert (listed["total"], listed["open"]) == (2, {"amended": 1, "voided": 1})
    assert listed["examined"] == listed["size"] == quiet.server.head().size


def test_a_change_that_is_kept_aside_is_one_thing_to_review_until_it_counts(quiet: Office) -> None:
    first = record(quiet)
    entry = quiet.colleague.write(
        "screening.voided/1", content.REASON, subject=first.header.subject, follows=[first.id],
        **honest(),
    )  # fmt: skip
    quiet.colleague.send(quiet.server, entry)
    assert found(quiet) == [(entry.id, "quarantined")]
    assert queue(quiet)["rows"][0]["code"] == "permission_missing"


def test_what_is_released_leaves_and_the_change_it_was_comes(quiet: Office) -> None:
    first = record(quiet)
    lost = {"revocation": {"key": quiet.officer.key, "reason": "lost"}}
    quiet.administrator.send(
        quiet.server, quiet.administrator.write("key.revoked/1", lost, **honest())
    )
    entry = quiet.officer.write(
        "screening.voided/1", content.REASON, subject=first.header.subject, follows=[first.id],
        **honest(),
    )  # fmt: skip
    quiet.officer.send(quiet.server, entry)
    assert found(quiet, about="quarantined") == [(entry.id, "quarantined")]
    released = quiet.supervisor.write(
        "quarantine.released/1", content.REASON, subject=first.header.subject,
        follows=[entry.id], **honest(),
    )  # fmt: skip
    quiet.supervisor.send(quiet.server, released)
    assert found(quiet, about="voided") == [(entry.id, "voided")]
    assert found(quiet, about="quarantined") == []


def test_each_time_flag_is_found(quiet: Office) -> None:
    ahead = record(quiet, at=moment(START + HOUR))
    back = record(quiet, at=moment(START))
    late = record(quiet, quiet.colleague, at=moment(START - 73 * HOUR))
    anchor = quiet.server.anchor()
    early = record(quiet, quiet.stranger, at=moment(START - HOUR), anchor=anchor, mono=5)
    ran = record(quiet, quiet.stranger, mono=3 * 3_600_000)
    assert found(quiet) == [
        (ahead.id, "at_after_receipt"),
        (back.id, "at_regression"),
        (back.id, "mono_mismatch"),
        (late.id, "late_sync"),
        (early.id, "at_before_anchor"),
        (ran.id, "mono_mismatch"),
    ]


def test_a_tree_that_this_log_never_had_dates_nothing(quiet: Office) -> None:
    record(quiet)
    anchor = quiet.server.anchor().model_copy(update={"root": "A" * 43})
    entry = record(quiet, quiet.colleague, at=moment(START - HOUR), anchor=anchor)
    assert found(quiet) == [(entry.id, "anchor_foreign")]


def test_every_flag_is_something_to_review() -> None:
    assert {flag.value for flag in Flag} <= {concern.value for concern in Concern}


def test_a_gap_is_there_until_what_was_missing_comes(quiet: Office) -> None:
    missing = quiet.officer.write("screening.recorded/1", content.screening(), **honest())
    later = record(quiet, at=moment(START - HOUR))
    assert found(quiet) == [(later.id, "gap")]
    quiet.officer.send(quiet.server, missing)
    assert found(quiet) == [(later.id, "at_regression"), (later.id, "mono_mismatch")]
    assert quiet.server.fault() is not None  # the fixture took findings away


def test_a_fork_is_found_once_when_the_second_comes(quiet: Office) -> None:
    place = quiet.officer.seq, quiet.officer.prev
    record(quiet)
    assert found(quiet) == []
    quiet.officer.seq, quiet.officer.prev = place
    second = record(quiet)
    assert found(quiet) == [(second.id, "fork")]


def test_a_conflict_is_in_the_queue_while_it_lasts(quiet: Office) -> None:
    first = record(quiet)
    one, other = change(quiet, first), change(quiet, first)
    assert found(quiet, about="conflict") == [(other.id, "conflict")]
    assert found(quiet, quiet.foreman, about="conflict") == []
    quiet.resolve(other, one)
    assert found(quiet, about="conflict") == []


def test_a_long_log_is_looked_through_in_bounded_pieces(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(examination, "STRIDE", 3)
    monkeypatch.setattr(examination, "STRIDES", 2)
    assert [queue(office)["examined"] for _ in range(3)] == [6, 12, 18]
    size = office.server.head().size
    while queue(office)["examined"] < size:
        pass
    assert queue(office)["examined"] == size
    assert office.server.fault() is None


@pytest.mark.parametrize("seed", range(4))
def test_findings_do_not_depend_on_when_somebody_looked(
    office: Office, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In whatever strides: what is found is what a rebuild finds, and the flags of the receipts."""
    chance = random.Random(seed)  # noqa: S311  # a fixed story
    monkeypatch.setattr(examination, "STRIDE", chance.choice([1, 2, 7]))
    held_back: list[tuple[Browser, Opened]] = []
    for _ in range(60):
        who = chance.choice([office.officer, office.colleague])
        place = who.seq, who.prev
        at = moment(START + timedelta(minutes=chance.randint(-9000, 90)))
        told: dict[str, Any] = {"at": at, "mono": chance.randint(0, 4) * 1_000_000}
        if chance.random() < 0.5:
            told["anchor"] = office.server.anchor()
        entry = who.write(
            "screening.recorded/1", content.screening(),
            **told,
        )  # fmt: skip
        held_back.append((who, entry))
        if chance.random() < 0.1:
            who.seq, who.prev = place  # a phone restored from a copy
        if chance.random() < 0.7:
            sender, chosen = held_back.pop(chance.randrange(len(held_back)))
            sender.send(office.server, chosen)
        if chance.random() < 0.3:
            examine(office.server.store, office.server.logbook)
    while examine(office.server.store, office.server.logbook)[0] < office.server.head().size:
        pass
    assert _chain_findings(office) == _chain_flags(office)
    assert office.server.fault() is None


def _chain_findings(office: Office) -> set[tuple[str, str]]:
    rows = office.server.rows(
        "SELECT entry.id, finding.about FROM finding JOIN entry ON entry.logbook = finding.logbook "
        "AND entry.position = finding.position WHERE finding.about IN ('gap', 'fork')"
    )
    return {(entry, about) for entry, about in rows}


def _chain_flags(office: Office) -> set[tuple[str, str]]:
    """Return what receipts would say now; of a fork the entries after the first."""
    rows = office.server.rows("SELECT id, header FROM entry ORDER BY position")
    headers = {entry: Header.model_validate_json(header) for entry, header in rows}
    with office.server.store.reading() as reading:
        flags = find_flags(EnrolledKeys(reading, office.server.logbook), headers)
    seen: set[tuple[str, int]] = set()
    expected: set[tuple[str, str]] = set()
    for entry, header in headers.items():
        if Flag.GAP in flags[entry]:
            expected.add((entry, "gap"))
        if (header.key, header.seq) in seen:
            expected.add((entry, "fork"))
            assert Flag.FORK in flags[entry]
        seen.add((header.key, header.seq))
    return expected


def test_a_queue_that_nobody_asked_for_is_not_filled(office: Office) -> None:
    change(office, record(office))
    with office.server.store.reading() as reading:
        assert examined_to(reading, office.server.logbook) == 0
    assert office.server.rows("SELECT * FROM finding") == []
    assert office.server.fault() is None
