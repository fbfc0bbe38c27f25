"""Pulling and reading through the API: scope, conditions, cursors, addresses."""

import json
from typing import Any

import pytest
from httpx2 import Response

from proof.checkpoint import open_note
from tests import content
from tests.api.site import Site, Tab, code_of
from tests.clients import new_id


@pytest.fixture
def admin(site: Site) -> Tab:
    return site.administrator()


def lines_of(answer: Response) -> list[dict[str, Any]]:
    """Return the lines of a pull, the control line last."""
    assert answer.headers["content-type"] == "application/x-ndjson"
    return [json.loads(line) for line in answer.text.splitlines()]


def test_a_pull_gives_what_is_in_scope(site: Site, admin: Tab) -> None:
    officer = site.enrol(admin, "officer")
    *lines, control = lines_of(officer.get("pull"))
    assert [line["position"] for line in lines] == list(range(5))
    assert (control["control"], control["more"]) == ("page", False)
    assert open_note(control["checkpoint"], officer.verifier).size == 5
    officer.push_entries(officer.write("screening.recorded/1", content.screening()))
    *seen, _ = lines_of(admin.get("pull"))
    assert 5 not in {line["position"] for line in seen}  # an administrator reads no readings


def test_nothing_new_is_304_until_there_is_more(site: Site, admin: Tab) -> None:
    officer = site.enrol(admin, "officer")
    first = officer.get("pull")
    cursor = {"cursor": lines_of(first)[-1]["cursor"]}
    tag = {"if-none-match": first.headers["etag"]}
    again = officer.get("pull", params=cursor, headers=tag)
    assert (again.status_code, again.content) == (304, b"")
    officer.push_entries(officer.write("screening.recorded/1", content.screening()))
    new, _ = lines_of(officer.get("pull", params=cursor, headers=tag))
    assert new["position"] == 5


def test_pages_of_a_pull_end_to_end(site: Site, admin: Tab) -> None:
    site.register(admin, "officer")
    cursor, found = "", []
    for _ in range(9):
        *lines, control = lines_of(admin.get("pull", params={"cursor": cursor, "limit": "2"}))
        found += [line["position"] for line in lines]
        cursor = control["cursor"]
        if not control["more"]:
            break
    assert found == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("pull?cursor=nonsense!", "cursor_invalid"),
        ("pull?limit=0", "request_invalid"),
        ("pull?limit=1001", "request_invalid"),
        ("consistency?from=-1", "request_invalid"),
        ("consistency", "request_invalid"),
        ("worklist?queue=everything", "request_invalid"),
        ("worklist?from=yesterday", "request_invalid"),
        ("worklist?colour=red", "request_invalid"),
        ("worklist?after=x", "request_invalid"),
        ("review?about=beauty", "request_invalid"),
        ("review?after=7", "request_invalid"),
        ("review?after=0.7.beauty", "request_invalid"),
        ("review?after=3.7.gap", "request_invalid"),
        ("review/reasons?from=yesterday", "request_invalid"),
        ("records/019ab697-e803-7af1-b3ab-a63fe52e43bc", "not_found"),
        ("records/x", "not_found"),
    ],
)
def test_what_cannot_be_asked(site: Site, admin: Tab, path: str, code: str) -> None:
    auditor = site.enrol(admin, "auditor")
    assert code_of(auditor.get(path)) == code


def test_a_record_in_scope_is_read_and_out_of_scope_is_not_there(site: Site, admin: Tab) -> None:
    officer, stranger = site.enrol(admin, "officer"), site.enrol(admin, "officer")
    entry = officer.write("screening.recorded/1", content.screening(references=("КУ 12/23",)))
    officer.push_entries(entry)
    document = officer.get(f"records/{entry.header.subject}").json()
    assert [line["header"].encode() for line in document["entries"]] == [entry.header_bytes]
    assert document["authors"][officer.key]["name"] == "Ana"
    assert code_of(stranger.get(f"records/{entry.header.subject}")) == "not_found"
    listed = officer.get("worklist", params={"find": "KY12", "from": "2026-11-22"}).json()
    assert [row["screening"] for row in listed["rows"]] == [entry.header.subject]
    assert listed["total"] == 1
    assert stranger.get("worklist").json()["total"] == 0


def test_the_log_is_proved_over_the_api(site: Site, admin: Tab) -> None:
    note = admin.get("checkpoint")
    assert note.headers["content-type"].startswith("text/plain")
    assert open_note(note.text, admin.verifier).size == 2
    proof = admin.get("consistency", params={"from": "1"}).json()
    assert open_note(proof["checkpoint"], admin.verifier).size == 2
    assert len(proof["nodes"]) == 1
    assert site.logbook in note.text


def test_a_reviewer_reads_the_queue_and_the_reasons(site: Site, admin: Tab) -> None:
    officer, auditor = site.enrol(admin, "officer"), site.enrol(admin, "auditor")
    first = officer.write("screening.recorded/1", content.screening())
    amended = officer.write(
        "screening.amended/1", content.REASON, subject=first.header.subject, follows=[first.id]
    )  # fmt: skip
    officer.push_entries(first, amended)
    queue = auditor.get("review", params={"about": "amended"}).json()
    (row,) = queue["rows"]
    assert (row["entry"], row["author"], row["review"]) == (amended.id, officer.person, None)
    assert (queue["total"], queue["next"], queue["open"]["amended"]) == (1, "", 1)
    reasons = auditor.get("review/reasons", params={"from": "2026-11-22"}).json()
    assert reasons["codes"] == [{"code": "typing", "amended": 1, "voided": 0}]
    assert auditor.get("review/reasons", params={"to": "2026-11-21"}).json()["total"] == 0
    for nobody in (officer, admin):
        assert code_of(nobody.get("review")) == "not_permitted"
        assert code_of(nobody.get("review/reasons")) == "not_permitted"


def test_an_instrument_has_the_state_that_was_stated_last_or_none(admin: Tab) -> None:
    """The shape that `web/tests/registry.test.ts` reads."""
    unit, plain, stated = new_id(), new_id(), new_id()
    state = {"since": "2026-11-22", "firmware": "2.1", "in_service": False, "note": "Back."}
    entries = [
        admin.write("unit.registered/1", content.unit("Post"), subject=unit),
        admin.write("instrument.registered/1", content.instrument(unit), subject=plain),
        admin.write("instrument.registered/1", content.instrument(unit), subject=stated),
        admin.write("instrument.state.stated/1", {"state": state}, subject=stated),
    ]
    results = admin.push_entries(*entries)
    assert [result["verdict"] for result in results] == ["accepted"] * 4
    rows = {row["instrument"]: row for row in admin.get("registry").json()["instruments"]}
    told = content.instrument(unit)["instrument"]
    assert rows[plain] == {
        **told, "instrument": plain, "entry": entries[1].id, "state": None
    }  # fmt: skip
    assert rows[stated]["state"] == {
        "since": "2026-11-22", "firmware": "2.1", "library": "", "in_service": False,
        "entry": entries[3].id,
    }  # fmt: skip
