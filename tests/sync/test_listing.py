"""No flood of what nobody let count keeps evidence from a court, and nothing that counts is cut."""

import pytest

from proof.entry import Opened
from schemas.kinds.evidence import MAX_LISTED
from sync.evidence import selection as choose
from sync.evidence.export import Request, disclose, make_bundle
from sync.evidence.selection import Listing, list_entries
from tests import content
from tests.bundles import report_on
from tests.clients import Browser, new_id
from tests.erasing import code_of
from tests.office import Office, item_of


def chosen(office: Office, subject: str) -> Listing:
    """Return what the console would enclose."""
    with office.server.store.reading() as reading:
        return list_entries(reading, office.server.logbook, subject)


def flood(office: Office, who: Browser, record: Opened, kind: str, number: int = 3) -> list[Opened]:
    """Let somebody send this many entries about a record, none of which counts."""
    parts = {"x": {"a": 1}} if kind.startswith("junk") else content.REASON
    sent = [
        who.write(kind, parts, subject=record.header.subject, follows=(record.id,))
        for _ in range(number)
    ]
    assert {one.verdict for one in who.send(office.server, *sent)} == {"quarantined"}
    return sent


def test_a_flood_by_a_revoked_key_keeps_nothing_from_a_court(office: Office) -> None:
    recorded = office.record()
    office.revoke(office.stranger.key, "stolen")
    flood(office, office.stranger, recorded, "screening.voided/1", MAX_LISTED)
    assert chosen(office, recorded.header.subject) == Listing([[recorded.id]], MAX_LISTED)


@pytest.mark.parametrize("kind", ["junk.sent/1", "review.made/1"])
def test_what_says_nothing_is_left_out_and_counted(office: Office, kind: str) -> None:
    recorded = office.record()
    flood(office, office.stranger, recorded, kind)
    assert chosen(office, recorded.header.subject) == Listing([[recorded.id]], 3)


def test_what_somebody_was_not_allowed_to_say_is_disclosed_with_the_record(
    office: Office,
) -> None:
    recorded = office.record()
    (denied,) = flood(office, office.stranger, recorded, "screening.voided/1", 1)
    assert chosen(office, recorded.header.subject) == Listing([[recorded.id, denied.id]], 0)


def test_what_was_released_is_disclosed_whoever_signed_it(office: Office) -> None:
    recorded = office.record()
    office.revoke(office.officer.key, "stolen")
    (kept,) = flood(office, office.officer, recorded, "screening.voided/1", 1)
    assert chosen(office, recorded.header.subject) == Listing([[recorded.id]], 1)
    released = office.release(kept)
    disclosed = Listing([[recorded.id, kept.id, released.id]], 0)
    assert chosen(office, recorded.header.subject) == disclosed


def test_a_record_that_never_counted_can_be_disclosed(office: Office) -> None:
    office.revoke(office.officer.key, "stolen")
    kept = office.officer.write("screening.recorded/1", content.screening())
    office.officer.send(office.server, kept)
    assert chosen(office, kept.header.subject) == Listing([[kept.id]], 0)


def test_of_too_many_kept_aside_the_first_are_disclosed_and_the_rest_counted(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choose, "MAX_LISTED", 3)
    recorded = office.record()
    denied = flood(office, office.stranger, recorded, "screening.voided/1", 4)
    later = office.amend(recorded, note={"text": "Counts."})
    wanted = Listing([[recorded.id, denied[0].id, later.id]], 3)
    assert chosen(office, recorded.header.subject) == wanted


def test_what_counts_and_does_not_fit_into_one_bundle_fills_more(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each with the record's first entry: a disclosure is about something."""
    monkeypatch.setattr(choose, "MAX_LISTED", 3)
    recorded = office.record()
    versions = [recorded]
    for words in "abcd":
        versions.append(office.amend(versions[-1], note={"text": words}))
    denied = flood(office, office.stranger, recorded, "screening.voided/1", 1)
    first, *rest = [version.id for version in versions]
    wanted = Listing([[first, *rest[:2]], [first, *rest[2:]]], len(denied))
    assert chosen(office, recorded.header.subject) == wanted
    by_item = chosen(office, item_of(recorded))
    assert by_item == Listing([[first, *rest[:2]], rest[2:]], len(denied))
    for subject in (recorded.header.subject, item_of(recorded)):
        server, asked = office.server, Request(subject, "Court", "Article 123")
        made = disclose(server.installation, server.logbook, asked)
        for entry in made.entries:
            bundle = make_bundle(server.installation, server.logbook, entry)
            assert report_on(office, bundle)["verdict"] == "VERIFIED WITH NOTES"
    assert office.server.fault() is None


def test_a_record_that_never_counted_is_disclosed_with_what_was_said_of_it(
    office: Office,
) -> None:
    office.revoke(office.officer.key, "stolen")
    kept = office.officer.write("screening.recorded/1", content.screening())
    office.officer.send(office.server, kept)
    reviewed = office.supervisor.write(
        "review.made/1", {"review": {"about": "quarantined", "decision": "noted"}},
        subject=kept.header.subject, follows=(kept.id,),
    )  # fmt: skip
    assert code_of(office, office.supervisor, reviewed) == ""
    assert chosen(office, kept.header.subject) == Listing([[kept.id, reviewed.id]], 0)
    held = office.hold(kept)
    assert chosen(office, kept.header.subject) == Listing([[kept.id, reviewed.id, held.id]], 0)
    asked = Request(kept.header.subject, "Court", "Article 123")
    assert disclose(office.server.installation, office.server.logbook, asked).left_out == 0


def test_a_disclosure_makes_no_record_of_what_does_not_count(office: Office) -> None:
    """It can be disclosed again whole, and released."""
    office.revoke(office.officer.key, "stolen")
    kept = office.officer.write("screening.recorded/1", content.screening())
    office.officer.send(office.server, kept)
    asked = Request(kept.header.subject, "Court", "Article 123")
    disclose(office.server.installation, office.server.logbook, asked)
    assert chosen(office, kept.header.subject) == Listing([[kept.id]], 0)
    released = office.release(kept)
    assert office.supervisor.results[released.id].code == ""
    assert office.server.fault() is None


def test_no_flood_of_reviews_keeps_a_record_that_does_not_count_from_a_court(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choose, "MAX_LISTED", 3)
    office.revoke(office.officer.key, "stolen")
    kept = office.officer.write("screening.recorded/1", content.screening())
    office.officer.send(office.server, kept)
    noted = {"review": {"about": "quarantined", "decision": "noted"}}
    subject, follows = kept.header.subject, (kept.id,)
    made = [
        office.supervisor.write("review.made/1", noted, subject=subject, follows=follows)
        for _ in range(4)
    ]
    office.supervisor.send(office.server, *made)
    reviews = [review.id for review in made]
    wanted = [[kept.id, *reviews[:2]], [kept.id, *reviews[2:]]]
    assert chosen(office, subject) == Listing(wanted, 0)


def test_no_correction_of_the_item_takes_a_result_out_of_what_is_disclosed(
    office: Office,
) -> None:
    recorded = office.record()
    reported = office.report(item_of(recorded))
    decided = office.decide(recorded, reported)
    amended = office.amend(recorded, item={"item": new_id(), "number": "2", "form": "powder"})
    whole = Listing([[one.id for one in (recorded, reported, decided, amended)]], 0)
    for subject in (recorded, reported, decided):
        assert chosen(office, subject.header.subject) == whole
    for item in (item_of(recorded), item_of(amended)):
        assert chosen(office, item) == whole
        asked = Request(item, "Court", "Article 123")
        assert disclose(office.server.installation, office.server.logbook, asked).left_out == 0
    assert office.server.fault() is None
