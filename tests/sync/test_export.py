"""What stands in a bundle, who may have one, and that it is the same each time."""

import io
import json
import zipfile
from typing import Any

import pytest

from proof import verify
from proof.encoding import sha256, to_b64u
from proof.entry import Opened
from schemas.problems import VerbatimError
from schemas.stamp import Stamp
from sync.evidence.export import Request, disclose, key_of, make_bundle
from sync.operator.key_rotation import rotate_checkpoint_key, rotate_entry_key
from sync.views.record import read_record
from tests import content
from tests.bundles import bundle_for, codes, report_on
from tests.clients import Browser, new_id
from tests.office import Office, item_of


def state(who: Browser, office: Office, subject: str, *entries: Opened, **more: Any) -> Opened:
    """Let someone disclose entries in whatever way, and send it whatever becomes of it."""
    parts = content.disclosure(*(entry.id for entry in entries), **more)
    disclosed = who.write("disclosure.made/1", parts, subject=subject)
    who.send(office.server, disclosed)
    return disclosed


def record(office: Office, words: str) -> Opened:
    """Let the officer record a screening with a note."""
    parts = {**content.screening(), "note": {"text": words}}
    return office.send(office.officer, "screening.recorded/1", parts)


@pytest.fixture
def case(office: Office) -> tuple[Opened, Opened, Opened]:
    """A screening, its correction, and the laboratory's result on its item."""
    recorded = record(office, "Not for everybody.")
    amended = office.amend(recorded, references=content.referring("KU 12/26"))
    return recorded, amended, office.report(item_of(recorded))


def test_a_supervisor_discloses_and_the_bundle_is_verified(
    office: Office, case: tuple[Opened, Opened, Opened]
) -> None:
    disclosed = office.disclose(*case)
    report = report_on(office, bundle_for(office, office.supervisor, disclosed))
    assert report["verdict"] == "VERIFIED WITH NOTES", report
    assert {"practice", "amended"} <= codes(report) <= {"practice", "amended", "at_after_receipt"}
    assert [entry["kind"] for entry in report["entries"]] == [
        "screening.recorded/1", "screening.amended/1", "lab.result.issued/1",
    ]  # fmt: skip
    assert report["entries"][0]["signed_by"] == "Officer"
    assert report["disclosure"]["recipient"] == "District Court"


def test_a_bundle_is_the_same_bytes_whatever_the_log_has_grown_by(
    office: Office, case: tuple[Opened, Opened, Opened]
) -> None:
    disclosed = office.disclose(*case)
    first = bundle_for(office, office.supervisor, disclosed)
    office.record()
    office.amend(case[1], note={"text": "Later."})
    assert bundle_for(office, office.auditor, disclosed) == first


def test_withheld_parts_are_named_and_are_not_in_the_file(
    office: Office, case: tuple[Opened, Opened, Opened]
) -> None:
    disclosed = state(
        office.supervisor, office, case[0].header.subject, *case, withheld=["note", "signatories"]
    )
    bundle = bundle_for(office, office.supervisor, disclosed)
    report = report_on(office, bundle)
    assert "withheld" in codes(report)
    assert report["entries"][0]["missing"] == {"note": "withheld"}
    assert b"Not for everybody." not in bundle


def test_other_records_are_in_it_as_headers_alone(office: Office) -> None:
    before = record(office, "another man's case")
    recorded = office.record()
    record(office, "a third man's case")
    disclosed = office.disclose(recorded)
    bundle = bundle_for(office, office.supervisor, disclosed)
    assert b"man's case" not in bundle
    assert before.header_bytes in bundle
    assert "gap" not in codes(report_on(office, bundle))


def test_what_is_kept_aside_is_disclosed_as_such(office: Office) -> None:
    kept = office.analyst.write("screening.recorded/1", content.screening())
    (answer,) = office.analyst.send(office.server, kept)
    assert answer.verdict == "quarantined"
    disclosed = office.disclose(kept, by=office.auditor)
    report = report_on(office, bundle_for(office, office.auditor, disclosed))
    assert "quarantined" in codes(report)


def test_the_anchor_of_an_entry_bounds_its_time(office: Office) -> None:
    office.officer.anchor = office.server.anchor()
    recorded = office.record()
    disclosed = office.disclose(recorded)
    report = report_on(office, bundle_for(office, office.supervisor, disclosed))
    assert report["entries"][0]["not_before"].startswith("2026-11-22T08:00:00")
    assert "anchor_unproved" not in codes(report)


@pytest.mark.parametrize(
    ("kind", "parts"),
    [
        ("key.rotated/1", {"rotation": {"proof": "x", "spki": "y"}}),
        ("key.rotated/1", {"rotation": {}}),
        ("key.enrolled/1", {"enrolment": {}}),
        ("checkpoint.key.rotated/1", {"rotation": {}}),
        ("key.revoked/1", {"revocation": {"key": ["x"]}}),
        ("part.erased/1", {"erasure": {}}),
        ("part.erased/1", {"erasure": {"entry": "", "parts": ["note"]}}),
        ("disclosure.made/1", {"disclosure": {}}),
        ("what.ever/1", {"x": {}}),
    ],
)
def test_no_nonsense_that_was_kept_aside_spoils_a_bundle(
    office: Office, kind: str, parts: dict[str, dict[str, Any]]
) -> None:
    recorded = record(office, "Not for everybody.")
    stated = {name: body | ({"entry": recorded.id} if "entry" in body else {})
              for name, body in parts.items()}  # fmt: skip
    nonsense = office.officer.write(kind, stated, subject=recorded.header.subject)
    (answer,) = office.officer.send(office.server, nonsense)
    assert answer.verdict == "quarantined"
    listed = (recorded, nonsense)
    disclosed = state(
        office.auditor, office, recorded.header.subject, *listed, withheld=["note"]
    )  # fmt: skip
    report = report_on(office, bundle_for(office, office.auditor, disclosed))
    assert report["verdict"] == "VERIFIED WITH NOTES", report
    assert [entry["verdict"] for entry in report["entries"]] == ["accepted", "quarantined"]
    assert report["entries"][0]["missing"] == {"note": "withheld"}


def test_another_browser_that_knew_an_entry_bounds_its_time(office: Office) -> None:
    recorded = office.record()
    office.stranger.anchor = office.server.anchor()
    office.send(office.stranger, "screening.recorded/1", content.screening())
    disclosed = office.disclose(recorded)
    bundle = bundle_for(office, office.supervisor, disclosed)
    (entry,) = report_on(office, bundle)["entries"]
    assert entry["received"] < entry["not_after"] < disclosed_at(office, disclosed)


def disclosed_at(office: Office, disclosed: Opened) -> str:
    """Return when the server received a disclosure."""
    stamp = office.supervisor.results[disclosed.id].stamp
    return Stamp.model_validate_json(stamp).received


def test_a_revoked_key_is_named(office: Office) -> None:
    recorded = office.record()
    office.revoke(office.officer.key, "stolen")
    disclosed = office.disclose(recorded)
    assert "revoked" in codes(report_on(office, bundle_for(office, office.supervisor, disclosed)))


@pytest.mark.parametrize("who", ["officer", "analyst", "administrator", "foreman", "stranger"])
def test_who_may_not_disclose_is_kept_aside_and_gets_no_bundle(office: Office, who: str) -> None:
    recorded = office.record()
    browser: Browser = getattr(office, who)
    disclosed = state(browser, office, recorded.header.subject, recorded)
    assert browser.results[disclosed.id].code == "permission_missing"
    with pytest.raises(VerbatimError, match="not_found"):
        bundle_for(office, office.supervisor, disclosed)


def test_nobody_discloses_what_they_may_not_read(office: Office) -> None:
    recorded = office.record()
    foreign = office.send(office.stranger, "screening.recorded/1", content.screening())
    disclosed = state(office.supervisor, office, recorded.header.subject, recorded, foreign)
    assert office.supervisor.results[disclosed.id].code == "permission_missing"


def test_an_entry_that_the_log_does_not_hold_is_not_disclosed(office: Office) -> None:
    recorded = office.record()
    unsent = office.officer.write("screening.recorded/1", content.screening())
    disclosed = state(office.supervisor, office, recorded.header.subject, unsent)
    assert office.supervisor.results[disclosed.id].code == "follows_unknown"


@pytest.mark.parametrize("who", ["foreman", "officer", "administrator"])
def test_another_unit_gets_no_bundle(office: Office, who: str) -> None:
    recorded = office.record()
    disclosed = office.disclose(recorded)
    with pytest.raises(VerbatimError, match="not_found"):
        bundle_for(office, getattr(office, who), disclosed)


def test_a_record_shows_what_was_disclosed_of_it_and_of_its_item(
    office: Office, case: tuple[Opened, Opened, Opened]
) -> None:
    subject, item = case[0].header.subject, item_of(case[0])
    other = state(office.supervisor, office, office.record().header.subject, case[0])
    shown = [state(office.supervisor, office, about, *case).id for about in (subject, item)]
    assert disclosures_in(office, office.supervisor, subject) == shown
    assert disclosures_in(office, office.auditor, subject) == shown
    assert other.id not in shown


def disclosures_in(office: Office, who: Browser, subject: str) -> list[str]:
    """Return the ids of the disclosures that a person sees beside a record."""
    server = office.server
    answer = read_record(server.installation, server.logbook, who.person, subject)
    headers = [line["header"] for line in [*answer["entries"], *answer["about"]]]
    made = [text for text in headers if '"kind":"disclosure.made/1"' in text]
    return [to_b64u(sha256(text.encode())) for text in made]


def test_the_console_discloses_a_record_and_an_item(
    office: Office, case: tuple[Opened, Opened, Opened]
) -> None:
    server = office.server
    for subject in (case[0].header.subject, item_of(case[0])):
        asked = Request(subject, "District Court", "Article 123", ("note",))
        entry = disclose(server.installation, server.logbook, asked).entries[0]
        report = report_on(office, make_bundle(server.installation, server.logbook, entry))
        assert len(report["entries"]) == 3
        assert report["entries"][0]["missing"] == {"note": "withheld"}


def test_the_console_is_told_of_a_record_that_is_not_there(office: Office) -> None:
    server = office.server
    with pytest.raises(VerbatimError, match="not_found"):
        disclose(server.installation, server.logbook, Request(new_id(), "Court", "Law"))


def test_an_entry_that_is_no_disclosure_has_no_bundle(office: Office) -> None:
    recorded = office.record()
    with pytest.raises(VerbatimError, match="not_found"):
        bundle_for(office, office.supervisor, recorded)


def test_an_erased_part_is_gone_from_the_bundle_and_said_to_be(office: Office) -> None:
    recorded = record(office, "Not for ever.")
    disclosed = office.disclose(recorded)
    assert b"Not for ever." in bundle_for(office, office.supervisor, disclosed)
    office.approve(office.order(recorded, "note"))
    again = bundle_for(office, office.supervisor, disclosed)
    assert b"Not for ever." not in again
    report = report_on(office, again)
    assert "erased" in codes(report)
    assert report["entries"][0]["missing"] == {"note": "erased"}
    assert bundle_for(office, office.supervisor, disclosed) == again


def test_of_an_erased_part_the_bundle_holds_who_ordered_and_who_approved_it(
    office: Office,
) -> None:
    recorded = record(office, "Not for ever.")
    order = office.order(recorded, "note")
    acts = [order, office.approve(order)]
    disclosed = office.disclose(recorded)
    key = office.server.installation.keyring.of(office.server.logbook)
    trusted = [verify.read_key(key.verifier)]
    found = verify.run_checks(bundle_for(office, office.supervisor, disclosed), trusted)
    told = [found.by_id[act.id] for act in acts]
    (erased,) = [each for each in found.entries.values() if each.kind == "part.erased/1"]
    assert erased.header["follows"] == [recorded.id, *(act.id for act in acts)]
    assert all(each.parts for each in (*told, erased))
    signers = {verify.signer_of(found, each) for each in told}
    assert len(signers) == 2
    assert not any(name.startswith("key ") for name in signers)


def test_an_erased_name_is_gone_from_the_bundle_and_said_to_be(office: Office) -> None:
    recorded = office.record()
    own = office.administrator.own
    named = next(each for each in own if each.header.subject == office.officer.person)
    other = office.server.enrol(roles=["administrator"])
    office.approve(office.order(named, "person", by=office.administrator), by=other)
    disclosed = office.disclose(recorded)
    report = report_on(office, bundle_for(office, office.supervisor, disclosed))
    assert report["entries"][0]["signed_by"] == f"key {office.officer.key}"


def test_a_bundle_holds_every_rotation_that_leads_to_a_signature(office: Office) -> None:
    server = office.server
    old = office.officer.key
    office.send(office.officer, "screening.recorded/1", content.screening())
    (rotated,) = office.officer.send(server, office.officer.rotate())
    name = rotate_entry_key(server.installation, server.logbook)
    rotate_checkpoint_key(server.installation, server.logbook)
    joined = server.enrol(office.officer.person)
    joined.send(server, recorded := joined.write("screening.recorded/1", content.screening()))
    mine = record(office, "With the key that followed.")
    disclosed = office.disclose(mine, recorded)
    held = kinds_in(bundle_for(office, office.supervisor, disclosed))
    enrolled = dict(server.rows("SELECT key, enrolled FROM enrolled_key"))
    assert held[rotated.position] == held[enrolled[name]] == "key.rotated/1"
    assert held[enrolled[old]] == held[enrolled[joined.key]] == "key.enrolled/1"
    assert list(held.values()).count("checkpoint.key.rotated/1") == 1


def test_a_bundle_is_verified_with_the_newest_key_that_signed_its_checkpoint(
    office: Office,
) -> None:
    server = office.server
    first = server.installation.keyring.of(server.logbook).verifier
    recorded = record(office, "Before the key rotated.")
    disclosed = office.disclose(recorded)
    bundle = bundle_for(office, office.supervisor, disclosed)
    new = rotate_checkpoint_key(server.installation, server.logbook)
    assert key_of(server.installation, server.logbook, bundle) == first
    assert bundle_for(office, office.supervisor, disclosed) == bundle
    assert report_on(office, bundle)["verdict"] != "FAILED"
    later = office.disclose(recorded)
    renewed = bundle_for(office, office.supervisor, later)
    assert key_of(server.installation, server.logbook, renewed) == new


def kinds_in(bundle: bytes) -> dict[int, str]:
    """Return the kind of every entry in a bundle, by its position."""
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        leaves = {name: archive.read(name) for name in archive.namelist() if ".leaf" in name}
    return {
        int(name[8:16]): leaf.split(b'"kind":"')[1].split(b'"')[0].decode()
        for name, leaf in leaves.items()
    }


def state_of_name(bundle: bytes, named: Opened) -> str:
    """Return what the table of contents says of the name in an entry."""
    files = verify.check_container(bundle).files
    (position,) = [int(name[8:-5]) for name, leaf in files.items()
                   if name.endswith(".leaf") and named.header_bytes in leaf]  # fmt: skip
    listed = json.loads(files["manifest.json"])["entries"]
    (state,) = [each["parts"]["person"] for each in listed if each["position"] == position]
    return str(state)


def test_a_name_that_is_erased_later_is_said_to_be_when_the_bundle_is_made_again(
    office: Office,
) -> None:
    recorded = office.record()
    named = next(e for e in office.administrator.own if e.header.subject == office.officer.person)
    disclosed = office.disclose(recorded)
    assert state_of_name(bundle_for(office, office.supervisor, disclosed), named) == "disclosed"
    other = office.server.enrol(roles=["administrator"])
    order = office.order(named, "person", by=office.administrator)
    office.approve(order, by=other)
    again = bundle_for(office, office.supervisor, disclosed)
    assert state_of_name(again, named) == "erased"
    assert any(order.header_bytes in data for data in verify.check_container(again).files.values())
    assert report_on(office, again)["verdict"] == "VERIFIED WITH NOTES"
    assert bundle_for(office, office.supervisor, disclosed) == again


def test_the_name_of_who_ordered_an_erasure_may_be_erased_as_well(office: Office) -> None:
    recorded = record(office, "Not for ever.")
    office.approve(office.order(recorded, "note", by=office.chief), by=office.supervisor)
    named = next(e for e in office.administrator.own if e.header.subject == office.chief.person)
    other = office.server.enrol(roles=["administrator"])
    office.approve(office.order(named, "person", by=office.administrator), by=other)
    disclosed = office.disclose(recorded)
    bundle = bundle_for(office, office.supervisor, disclosed)
    assert state_of_name(bundle, named) == "erased"
    assert report_on(office, bundle)["verdict"] == "VERIFIED WITH NOTES"


def test_a_disclosure_that_was_released_has_no_bundle(office: Office) -> None:
    """No verifier would take it: it asks for one that counted when it arrived."""
    screened = office.record()
    office.revoke(office.supervisor.key)
    disclosed = state(office.supervisor, office, screened.header.subject, screened)
    release = office.release(disclosed, office.chief)
    assert office.chief.results[release.id].verdict == "accepted"
    with pytest.raises(VerbatimError, match="not_found"):
        bundle_for(office, office.chief, disclosed)
