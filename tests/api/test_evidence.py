"""Evidence over HTTP: the bundle of a disclosure and its print, for whoever may disclose."""

import sys

import pytest

from proof.entry import Opened
from tests import content
from tests.api.site import Site, Tab, code_of
from tests.prints import read_print


@pytest.fixture
def people(site: Site) -> dict[str, Tab]:
    """An officer, an auditor, and the supervisor of another unit."""
    admin = site.administrator()
    return {role: site.enrol(admin, role) for role in ("officer", "auditor", "supervisor")}


@pytest.fixture
def auditor(people: dict[str, Tab]) -> Tab:
    return people["auditor"]


@pytest.fixture
def recorded(people: dict[str, Tab]) -> Opened:
    """A screening by the officer."""
    officer = people["officer"]
    entry = officer.write("screening.recorded/1", content.screening())
    officer.push_entries(entry)
    return entry


@pytest.fixture
def disclosed(auditor: Tab, recorded: Opened) -> Opened:
    """Its disclosure by the auditor."""
    parts = content.disclosure(recorded.id)
    entry = auditor.write("disclosure.made/1", parts, subject=recorded.header.subject)
    (result,) = auditor.push_entries(entry)
    assert result["verdict"] == "accepted", result
    return entry


def test_a_disclosure_is_had_as_a_file_and_as_a_print_of_it(
    auditor: Tab, disclosed: Opened
) -> None:
    bundle = auditor.get(f"disclosures/{disclosed.id}/bundle")
    report = auditor.get(f"disclosures/{disclosed.id}/report")
    assert bundle.headers["content-type"] == "application/zip"
    assert report.headers["content-type"] == "application/pdf"
    name = f"verbatim-{disclosed.id[:8]}"
    assert report.headers["content-disposition"] == f'attachment; filename="{name}.pdf"'
    printed = read_print(report.content)
    assert printed.enclosed == {f"{name}.zip": bundle.content}
    assert "PRACTICE·ВЕЖБА" in printed.text
    again = auditor.get(f"disclosures/{disclosed.id}/report", params={"languages": "en,sr-Cyrl"})
    assert again.content == report.content


def test_the_languages_are_asked_for(auditor: Tab, disclosed: Opened) -> None:
    path = f"disclosures/{disclosed.id}/report"
    greek = auditor.get(path, params={"languages": "el,sr-Latn"})
    assert "ΑΣΚΗΣΗ·VEŽBA" in read_print(greek.content).text
    for languages in ("en", "en,en", "en,xx", ""):
        answer = auditor.get(path, params={"languages": languages})
        assert code_of(answer) == "request_invalid"


def test_a_server_that_cannot_print_says_so(
    auditor: Tab, disclosed: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    answer = auditor.get(f"disclosures/{disclosed.id}/report")
    assert (answer.status_code, code_of(answer)) == (501, "report_unavailable")
    assert auditor.get(f"disclosures/{disclosed.id}/bundle").status_code == 200


@pytest.mark.parametrize(("role", "code"), [("officer", "not_permitted"),
                                            ("supervisor", "not_found")])  # fmt: skip
def test_who_gets_no_bundle_gets_no_print(
    people: dict[str, Tab], disclosed: Opened, role: str, code: str
) -> None:
    for sort in ("bundle", "report"):
        assert code_of(people[role].get(f"disclosures/{disclosed.id}/{sort}")) == code


def test_what_is_no_disclosure_has_no_print(auditor: Tab, recorded: Opened) -> None:
    assert code_of(auditor.get(f"disclosures/{recorded.id}/report")) == "not_found"
