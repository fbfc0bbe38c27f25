"""Sessions and passwords: who is let in, for how long, and who no longer."""

from pathlib import Path

import pytest

from sync.sessions import sign_in
from tests.api.site import PASSWORD, Site, Tab, code_of
from tests.clients import new_id

OTHER = "crvena barka tone polako"
NAME = "ana"


@pytest.fixture
def admin(site: Site) -> Tab:
    return site.administrator()


@pytest.fixture
def desk(site: Site, admin: Tab) -> Tab:
    """An analyst's desk, joined and signed in."""
    return site.enrol(admin, "analyst", browser="desk", sign_in="Ana", password=PASSWORD)


def who(tab: Tab) -> str:
    answer = tab.call("GET", "/api/session")
    return str(answer.json()["sort"]) if answer.status_code == 200 else code_of(answer)


def test_a_desk_signs_in_by_name_and_password(site: Site, desk: Tab) -> None:
    other = Tab(site)
    assert who(other) == "signed_out"
    assert other.sign_in_desk(" ANA ").status_code == 204
    session = other.call("GET", "/api/session").json()
    assert (session["sort"], session["logbook"]) == ("desk", site.logbook)
    assert session["person"]["person"] == desk.person
    assert session["expires"] == "2026-11-22T08:30:00.000+00:00"


@pytest.mark.parametrize(
    ("name", "password"), [("ana", OTHER), ("ana", PASSWORD.upper()), ("vera", PASSWORD)]
)
def test_a_failure_does_not_say_what_was_wrong(
    site: Site, desk: Tab, name: str, password: str
) -> None:
    assert who(desk) == "desk"
    answer = Tab(site).sign_in_desk(name, password)
    assert code_of(answer) == "sign_in_failed"
    assert answer.json()["detail"] == ""


def test_an_unknown_name_costs_the_same_work(
    site: Site, desk: Tab, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert who(desk) == "desk"
    done: list[str] = []

    def fits(stored: str, _password: str) -> bool:
        done.append(stored[:20])
        return False

    monkeypatch.setattr(sign_in, "fits", fits)
    for name in (NAME, "nobody"):
        Tab(site).sign_in_desk(name, OTHER)
    assert len(done) == 2
    assert done[0] == done[1]  # the same kind of hash, with the same costs


def wait_for(site: Site, tab: Tab, seconds: int) -> None:
    """Check that the delay is exactly this long, whatever is tried meanwhile."""
    answer = tab.sign_in_desk(NAME)
    assert code_of(answer) == "too_many_tries", seconds
    assert int(answer.headers["retry-after"]) > 0
    site.clock.advance(seconds=seconds, milliseconds=-1)
    assert code_of(tab.sign_in_desk(NAME)) == "too_many_tries", seconds
    site.clock.advance(milliseconds=1)


def test_tries_are_free_five_times_and_then_wait_longer_and_longer(site: Site, desk: Tab) -> None:
    tab = Tab(site)
    for _ in range(5):
        assert code_of(tab.sign_in_desk(NAME, OTHER)) == "sign_in_failed"
    for seconds in (30, 60, 120, 240, 480, 900, 900):
        wait_for(site, tab, seconds)
        assert code_of(tab.sign_in_desk(NAME, OTHER)) == "sign_in_failed", seconds
    wait_for(site, tab, 900)
    assert tab.sign_in_desk(NAME).status_code == 204
    assert code_of(Tab(site).sign_in_desk(NAME, OTHER)) == "sign_in_failed"  # five are free again
    assert who(desk) == "signed_out"  # idle since the beginning


def test_a_name_that_nobody_has_is_slowed_down_alike(site: Site, desk: Tab) -> None:
    assert who(desk) == "desk"
    tab = Tab(site)
    told: dict[str, list[str]] = {NAME: [], "nobody": []}
    for seconds in (0, 0, 0, 0, 0, 0, 29, 1, 0, 59, 1, 1):
        site.clock.advance(seconds=seconds)
        for name, codes in told.items():
            codes.append(code_of(tab.sign_in_desk(name, OTHER)))
    assert told[NAME] == told["nobody"]
    assert told[NAME].count("too_many_tries") > 2


def test_a_password_is_changed_with_the_old_one_and_every_desk_signed_out(desk: Tab) -> None:
    body = {"sign_in": NAME, "password": PASSWORD, "new_password": OTHER}
    assert desk.call("POST", "/api/session/password", body).status_code == 204
    assert who(desk) == "signed_out"
    assert code_of(desk.sign_in_desk(NAME, PASSWORD)) == "sign_in_failed"
    assert desk.sign_in_desk(NAME, OTHER).status_code == 204


def test_wrong_old_passwords_are_counted_like_tries(site: Site, desk: Tab) -> None:
    body = {"sign_in": NAME, "password": OTHER, "new_password": OTHER + "!"}
    codes = [code_of(desk.call("POST", "/api/session/password", body)) for _ in range(6)]
    assert codes == ["sign_in_failed"] * 5 + ["too_many_tries"]
    assert code_of(Tab(site).sign_in_desk(NAME)) == "too_many_tries"


def test_a_one_time_code_opens_once_within_a_day(site: Site, admin: Tab, desk: Tab) -> None:
    made = admin.post(f"people/{desk.person}/code").json()
    assert made["expires"] == "2026-11-23T08:00:00.000+00:00"
    body = {"sign_in": NAME, "code": made["code"].lower(), "new_password": OTHER}
    wrong = {**body, "code": "ZZZZZZZZZZZZ"}
    assert code_of(desk.call("POST", "/api/session/password", wrong)) == "code_wrong"
    assert desk.call("POST", "/api/session/password", body).status_code == 204
    assert code_of(desk.call("POST", "/api/session/password", body)) == "code_wrong"
    assert desk.sign_in_desk(NAME, OTHER).status_code == 204
    late = admin.post(f"people/{desk.person}/code").json()["code"]
    site.clock.advance(hours=24)
    answer = desk.call("POST", "/api/session/password", {**body, "code": late})
    assert code_of(answer) == "code_wrong"


def test_a_code_ends_the_delay_that_others_caused(site: Site, admin: Tab, desk: Tab) -> None:
    for _ in range(6):
        Tab(site).sign_in_desk(NAME, OTHER)
    assert code_of(desk.sign_in_desk(NAME)) == "too_many_tries"
    code = admin.post(f"people/{desk.person}/code").json()["code"]
    body = {"sign_in": NAME, "code": code, "new_password": OTHER}
    assert desk.call("POST", "/api/session/password", body).status_code == 204
    assert desk.sign_in_desk(NAME, OTHER).status_code == 204


def test_a_code_needs_an_account(site: Site, admin: Tab) -> None:
    person = site.register(admin, "officer")
    assert code_of(admin.post(f"people/{person}/code")) == "not_found"


def test_a_sign_in_name_is_one_persons(site: Site, admin: Tab, desk: Tab) -> None:
    assert who(desk) == "desk"
    tab = Tab(site)
    invite = site.invite(admin, site.register(admin, "analyst"), "desk")
    given = {"browser": "desk", "password": OTHER}
    assert code_of(tab.join(invite, sign_in="ANA", **given)) == "sign_in_name_taken"
    assert code_of(tab.join(invite, sign_in=" ", **given)) == "request_invalid"
    assert tab.join(invite, sign_in="vera", **given).status_code == 200
    assert tab.sign_in_desk("vera", OTHER).status_code == 204


def test_a_desk_that_joins_again_gets_the_new_password(site: Site, admin: Tab, desk: Tab) -> None:
    second = Tab(site)
    invite = site.invite(admin, desk.person, "desk")
    joined = second.join(invite, browser="desk", sign_in="ana.k", password=OTHER)
    assert joined.status_code == 200
    assert (who(desk), who(second)) == ("signed_out", "desk")
    assert code_of(desk.sign_in_desk("ana", PASSWORD)) == "sign_in_failed"
    assert desk.sign_in_desk("ana.k", OTHER).status_code == 204


def test_sign_out_and_sign_out_everywhere(site: Site, admin: Tab, desk: Tab) -> None:
    second, phone = Tab(site), Tab(site)
    tabs = [desk, second, phone]
    second.sign_in_desk(NAME)
    assert phone.join(site.invite(admin, desk.person)).status_code == 200
    assert list(map(who, tabs)) == ["desk", "desk", "phone"]
    assert second.call("DELETE", "/api/session").status_code == 204
    assert list(map(who, tabs)) == ["desk", "signed_out", "phone"]
    second.sign_in_desk(NAME)
    assert second.call("DELETE", "/api/session/all").status_code == 204
    assert list(map(who, tabs)) == ["signed_out"] * 3
    assert who(admin) == "phone"


def test_signing_out_ends_the_session_and_not_only_the_cookie(site: Site, desk: Tab) -> None:
    kept = {cookie.name: cookie.value for cookie in desk.cookies}
    assert desk.call("DELETE", "/api/session").status_code == 204
    assert not list(desk.cookies)
    cookie = "; ".join(f"{name}={value}" for name, value in kept.items())
    answer = Tab(site).call("GET", "/api/session", headers={"cookie": cookie})
    assert code_of(answer) == "signed_out"


def test_a_phone_signs_a_challenge_once(site: Site, admin: Tab) -> None:
    phone = site.enrol(admin, "officer")
    phone.cookies.clear()
    nonce = phone.call("POST", "/api/session/nonce").json()["nonce"]
    body = phone.sign_nonce(nonce)
    assert phone.call("POST", "/api/session/phone", body).status_code == 204
    assert who(phone) == "phone"
    assert code_of(phone.call("POST", "/api/session/phone", body)) == "nonce_unknown"
    late = phone.sign_nonce(phone.call("POST", "/api/session/nonce").json()["nonce"])
    site.clock.advance(minutes=5, milliseconds=1)
    assert code_of(phone.call("POST", "/api/session/phone", late)) == "nonce_unknown"


def test_a_challenge_signed_by_another_key_or_for_another_logbook(site: Site, admin: Tab) -> None:
    phone, thief = site.enrol(admin, "officer"), Tab(site)

    def begin(signer: Tab, **changed: str) -> str:
        nonce = phone.call("POST", "/api/session/nonce").json()["nonce"]
        body = {**signer.sign_nonce(nonce), **changed}
        return code_of(thief.call("POST", "/api/session/phone", body))

    assert begin(thief) == "sign_in_failed"
    assert begin(thief, key=phone.key) == "sign_in_failed"
    assert begin(phone, logbook=new_id()) == "logbook_unknown"
    assert begin(phone, nonce="A" * 43) == "nonce_unknown"


def test_a_desks_key_opens_no_phone_session(desk: Tab) -> None:
    assert code_of(desk.sign_in_phone()) == "sign_in_failed"
    assert who(desk) == "desk"


def test_phone_and_desk_sessions_never_mix(site: Site, admin: Tab, desk: Tab) -> None:
    phone = site.enrol(admin, "officer")
    tokens = {cookie.name: cookie.value for tab in (phone, desk) for cookie in tab.cookies}
    assert set(tokens) == {"verbatim_phone", "verbatim_desk"}

    def ask(**cookies: str | None) -> str:
        cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
        answer = Tab(site).call("GET", "/api/session", headers={"cookie": cookie})
        return str(answer.json()["sort"]) if answer.status_code == 200 else code_of(answer)

    assert ask(verbatim_phone=tokens["verbatim_phone"]) == "phone"
    assert ask(verbatim_desk=tokens["verbatim_desk"]) == "desk"
    assert ask(verbatim_desk=tokens["verbatim_phone"]) == "signed_out"
    assert ask(verbatim_phone=tokens["verbatim_desk"]) == "signed_out"
    assert ask(**tokens) == "signed_out"


def test_a_browser_that_changes_its_sort_loses_the_other_cookie(
    site: Site, admin: Tab, desk: Tab
) -> None:
    phone = site.enrol(admin, "officer")
    phone.sign_in_desk(NAME)
    assert [cookie.name for cookie in phone.cookies] == ["verbatim_desk"]
    assert who(phone) == who(desk) == "desk"


def test_a_desk_session_ends_when_idle_and_in_any_case(site: Site, desk: Tab) -> None:
    for _ in range(28):
        site.clock.advance(minutes=25)
        assert who(desk) == "desk"
    site.clock.advance(minutes=20)
    assert who(desk) == "signed_out"  # twelve hours
    desk.sign_in_desk(NAME)
    site.clock.advance(minutes=30)
    assert who(desk) == "signed_out"


def test_a_phone_session_lives_thirty_days_idle_and_half_a_year(site: Site, admin: Tab) -> None:
    phone = site.enrol(admin, "officer")
    for _ in range(6):
        site.clock.advance(days=29)
        assert who(phone) == "phone"
    site.clock.advance(days=6)
    assert who(phone) == "signed_out"
    phone.sign_in_phone()
    site.clock.advance(days=30)
    assert who(phone) == "signed_out"


def test_reading_writes_once_a_minute_at_most(site: Site, desk: Tab) -> None:
    def last_used() -> list[str]:
        installation = site.installed()
        with installation.store.reading() as reading:
            rows = reading.connection.exec_driver_sql(
                "SELECT last_used FROM session WHERE sort = 'desk'"
            ).all()
        installation.close()
        return [row[0] for row in rows]

    before = last_used()
    site.clock.advance(seconds=59)
    assert (who(desk), last_used()) == ("desk", before)
    site.clock.advance(seconds=1)
    assert who(desk) == "desk"
    assert last_used() == ["2026-11-22T08:01:00.000+00:00"]


def test_a_revoked_key_ends_its_session_at_once(site: Site, admin: Tab, desk: Tab) -> None:
    phone = site.enrol(admin, "officer")
    admin.revoke(phone.key, "stolen")
    assert who(phone) == "signed_out"
    assert code_of(phone.sign_in_phone()) == "sign_in_failed"
    assert who(desk) == "desk"
    admin.revoke(desk.key, "stolen")
    assert who(desk) == "signed_out"


def test_a_revoked_phone_leaves_its_owners_desk_alone(site: Site, admin: Tab, desk: Tab) -> None:
    """A lost phone knows no password: its owner goes on at the desk, its finder reads nothing."""
    phone = second_browser(site, admin, desk)
    other_desk = Tab(site)
    other_desk.sign_in_desk(NAME)
    admin.revoke(phone.key, "stolen")
    assert who(phone) == "signed_out"
    assert (who(desk), who(other_desk)) == ("desk", "desk")


def test_a_revoked_desk_still_reads_with_the_password(admin: Tab, desk: Tab) -> None:
    admin.revoke(desk.key, "stolen")
    assert who(desk) == "signed_out"
    assert desk.sign_in_desk(NAME).status_code == 204
    assert who(desk) == "desk"


def test_a_deactivated_person_is_out_of_every_browser(site: Site, admin: Tab, desk: Tab) -> None:
    phone = second_browser(site, admin, desk)
    reason = {"reason": {"text": "left the service"}}
    admin.push_entries(admin.write("person.deactivated/1", reason, subject=desk.person))
    assert who(desk) == who(phone) == "person_inactive"
    assert code_of(desk.sign_in_desk(NAME)) == "person_inactive"
    assert code_of(phone.sign_in_phone()) == "person_inactive"


def second_browser(site: Site, admin: Tab, desk: Tab) -> Tab:
    phone = Tab(site)
    assert phone.join(site.invite(admin, desk.person)).status_code == 200
    assert who(phone) == "phone"
    return phone


def test_tokens_are_not_in_the_database(site: Site, desk: Tab) -> None:
    installation = site.installed()
    with installation.store.reading() as reading:
        rows = reading.connection.exec_driver_sql("SELECT * FROM session").all()
        accounts = reading.connection.exec_driver_sql("SELECT * FROM account").all()
    installation.close()
    (token,) = [cookie.value or "" for cookie in desk.cookies]
    assert token.startswith("vs_")
    assert token not in repr(rows)
    assert token[3:] not in repr(rows)
    assert "$argon2id$" in repr(accounts)


def test_cookies_are_out_of_reach_of_scripts_and_secure_under_https(
    sqlite_url: str, tmp_path: Path
) -> None:
    site = Site(sqlite_url, tmp_path / "data", public_url="https://verbatim.example")
    site.client.base_url = "https://verbatim.example"
    with site.client:
        tab = Tab(site)
        answer = tab.post("join", tab.join_body(site.founder))
    (cookie,) = [
        text
        for text in answer.headers.get_list("set-cookie")
        if text.startswith("verbatim_phone=vs_")
    ]
    assert {"HttpOnly", "SameSite=strict", "Secure", "Path=/api"} < set(cookie.split("; "))
