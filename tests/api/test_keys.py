"""The operator's list of keys: whose, how old, last heard, revoked where and why."""

import json
from dataclasses import asdict

import pytest

from cli.console import describe_keys
from db.store import moment
from proof.entry import Opened, open_line
from schemas.stamp import Receipt
from sync.checkpoints.keyring import Keyring
from sync.operator.key_inventory import Inventory, take_inventory
from sync.operator.key_rotation import rotate_checkpoint_key, rotate_entry_key
from tests.api.site import Run, Site, Tab
from tests.clients import prove

HEADINGS = "KEY SPEAKS FOR KIND ENROLLED DAYS LAST CONTACT ENDED"


def keys_of(site: Site) -> Inventory:
    installation = site.installed()
    try:
        return take_inventory(installation.store, site.logbook)
    finally:
        installation.close()


def test_every_key_is_listed_with_its_age_and_its_end(site: Site) -> None:
    begun = moment(site.clock())
    admin = site.administrator()
    site.clock.advance(days=2, hours=23)
    phone = site.enrol(admin, "officer")
    joined = moment(site.clock())
    site.clock.advance(days=400)
    at = admin.revoke(phone.key, "stolen")
    revoked = moment(site.clock())
    site.clock.advance(hours=30)

    found = keys_of(site)
    entries, checkpoints, first, second = found.keys
    keys = Keyring(site.settings.keys).of(site.logbook)
    assert (found.logbook, found.purpose) == (site.logbook, "practice")
    assert found.now == moment(site.clock())
    assert (entries.use, entries.key) == ("server_entries", next(iter(keys.entries)))
    assert (checkpoints.use, checkpoints.key) == (
        "server_checkpoints", keys.verifier
    )  # fmt: skip
    assert {(key.enrolled, key.age_days) for key in found.keys[:3]} == {(begun, 404)}
    assert (entries.last_contact, checkpoints.last_contact) == (joined, "")
    assert (first.key, first.person, first.last_contact) == (admin.key, admin.person, revoked)
    assert (first.revoked, first.revoked_at, first.reason) == ("", -1, "")
    assert asdict(second) == {
        "use": "person", "key": phone.key, "person": phone.person, "name": "Ana",
        "browser": "phone", "enrolled": joined, "age_days": 401, "last_contact": "",
        "revoked": revoked, "revoked_at": at, "reason": "stolen",
    }  # fmt: skip


def test_the_table_names_each_key_on_one_line(site: Site) -> None:
    admin = site.administrator()
    phone = site.enrol(admin, "officer")
    at = admin.revoke(phone.key, "lost")
    site.clock.advance(days=3)
    title, empty, headings, *rows = describe_keys(keys_of(site)).splitlines()
    assert "practice logbook" in title
    assert site.logbook in title
    assert (empty, " ".join(headings.split())) == ("", HEADINGS)
    first, second, third, fourth = (" ".join(row.split()) for row in rows)
    opened = "2026-11-22 08:00"
    _, key_id, _ = site.founder.verifier.split("+", 2)
    assert first.endswith(f"the server entries {opened} 3 {opened} -")
    assert second == f"{key_id} the server checkpoints {opened} 3 - -"
    assert third == f"{admin.key[:8]} {admin.person} phone {opened} 3 {opened} -"
    assert fourth == f"{phone.key[:8]} Ana phone {opened} 3 - {opened}, no. {at}: lost"


def test_the_app_lists_what_people_hold_and_nothing_of_the_servers(site: Site) -> None:
    admin = site.administrator()
    phone = site.enrol(admin, "officer")
    listed = admin.get("registry").json()["keys"]
    assert [row["key"] for row in listed] == [admin.key, phone.key]
    assert "spki" not in listed[0]


def test_a_name_does_not_speak_to_the_terminal(small_site: Site) -> None:
    admin = small_site.administrator()
    person = small_site.register(admin, "officer", name="\x1b[2J\u202eAna\nx")
    Tab(small_site).join(small_site.invite(admin, person))
    printed = describe_keys(keys_of(small_site))
    assert "\ufffd[2J\ufffdAna\ufffdx" in printed
    assert len(printed.splitlines()) == 7


def test_the_command_prints_the_table_or_one_json_object(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("init", "--name", "Vežba") == 0
    capsys.readouterr()
    assert run("keys") == 0
    assert "'Vežba'" in capsys.readouterr().out
    assert run("keys", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["name"], [key["use"] for key in found["keys"]]) == (
        "Vežba", ["server_entries", "server_checkpoints"]
    )  # fmt: skip
    assert run("init") == 0
    assert run("keys") == 1
    assert "--logbook" in capsys.readouterr().err
    assert run("keys", "--logbook", found["logbook"]) == 0
    assert found["logbook"] in capsys.readouterr().out


def test_a_logbook_that_is_not_there_is_said(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("init") == 0
    assert run("keys", "--logbook", "another") == 1
    assert "Say which logbook" in capsys.readouterr().err


def test_the_command_rotates_both_keys_and_lists_what_followed(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("init") == 0
    for which in ("--entry", "--checkpoint"):
        assert run("keys", "rotate", which) == 0
    assert "Publish it." in capsys.readouterr().out
    assert run("keys", "rotate", "--checkpoint") == 1
    assert "two checkpoint keys sign until" in capsys.readouterr().err
    assert run("keys") == 0
    *_, old, new, former, present = capsys.readouterr().out.splitlines()
    assert ("entries" in old, old.endswith(", no. 1: rotated")) == (True, True)
    assert ("checkpoints" in former, former.endswith(", no. 2: rotated")) == (True, True)
    assert "  until 2" in former
    assert [row.rstrip().endswith(" -") for row in (new, present)] == [True, True]
    assert run("keys", "--json") == 0
    keys = json.loads(capsys.readouterr().out)["keys"]
    assert [key["reason"] for key in keys] == ["rotated", "", "rotated", ""]
    assert run("audit") == 0
    with pytest.raises(SystemExit):
        run("keys", "rotate")
    assert run("keys", "rotate", "--entry", "--logbook", "another") == 1


def test_anybody_may_ask_how_the_servers_keys_followed_each_other(site: Site) -> None:
    path = f"/api/logbooks/{site.logbook}/rotations"
    assert site.client.get(path).json()["rotations"] == []
    installation = site.installed()
    try:
        entry = rotate_entry_key(installation, site.logbook)
        checkpoint = rotate_checkpoint_key(installation, site.logbook)
    finally:
        installation.close()
    tab = Tab(site)
    joined = tab.post("join", tab.join_body(site.founder)).json()
    asked = site.client.get(path).json()
    for found, names in ((asked, ["genesis"]), (joined, ["genesis", "enrolled"])):
        lines = [*(found[name] for name in names), *found["rotations"]]
        opened = [open_line(json.dumps(line).encode(), site.logbook) for line in lines]
        kinds = [entry.header.kind for entry in opened if isinstance(entry, Opened)]
        assert kinds[-2:] == ["key.rotated/1", "checkpoint.key.rotated/1"]
        receipt = Receipt.model_validate_json(json.dumps(found["receipt"]))
        for verifier in (site.founder.verifier, checkpoint):
            entries = [entry for entry in opened if isinstance(entry, Opened)]
            assert prove(receipt, entries, verifier) is not None
    assert json.loads(joined["enrolled"]["header"])["key"] == entry
    described = site.client.get("/api/installation").json()["logbooks"]
    assert [row["checkpoint_key"] for row in described] == [checkpoint]
