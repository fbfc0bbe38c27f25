"""Enrolling a browser's key: by secret, by code, by six digits, and every way it must not work."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import orjson
import pytest
from httpx2 import Response

from proof.encoding import from_b64u
from proof.entry import Opened, open_line
from schemas.problems import VerbatimError
from schemas.stamp import Receipt
from sync.joining.enrol import JoinRequest, join
from sync.operator.bootstrap import invite_founder
from tests.api.site import PASSWORD, Invite, Site, Tab, code_of
from tests.clients import new_id, prove


@pytest.fixture
def admin(site: Site) -> Tab:
    return site.administrator()


@pytest.fixture
def invite(site: Site, admin: Tab) -> Invite:
    """A phone's invite for a registered officer."""
    return site.invite(admin, site.register(admin, "officer"))


def opened(document: dict[str, object], logbook: str) -> Opened:
    entry = open_line(orjson.dumps(document), logbook)
    assert isinstance(entry, Opened)
    return entry


def states(admin: Tab) -> dict[str, str]:
    return {row["number"]: row["state"] for row in admin.get("invites").json()["invites"]}


def test_the_answer_proves_itself_against_the_pinned_key(site: Site, invite: Invite) -> None:
    tab = Tab(site)
    document = tab.join(invite).json()
    genesis = opened(document["genesis"], site.logbook)
    enrolled = opened(document["enrolled"], site.logbook)
    receipt = Receipt.model_validate_json(orjson.dumps(document["receipt"]))
    assert prove(receipt, [genesis, enrolled], invite.verifier) is not None
    assert [result.verdict for result in receipt.results] == ["accepted", "accepted"]
    assert receipt.results[0].position == 0
    content = orjson.loads(enrolled.parts[0].body)
    assert (content["spki"], content["person"]) == (tab.spki, tab.person)
    assert (content["roles"], content["browser"]) == (["officer"], "phone")
    assert document["person"]["name"] == "Ana"


def test_the_enrolment_names_the_key_that_invited(site: Site, admin: Tab, invite: Invite) -> None:
    document = Tab(site).join(invite).json()
    content = orjson.loads(document["enrolled"]["parts"]["enrolment"]["body"])
    assert content["invited_by"] == admin.key
    founded = Tab(site).join(site.run(lambda it: invite_founder(it, site.logbook))).json()
    content = orjson.loads(founded["enrolled"]["parts"]["enrolment"]["body"])
    assert (content["invited_by"], content["roles"]) == ("", ["administrator"])


def test_a_joined_phone_may_write_and_read_at_once(site: Site, invite: Invite) -> None:
    tab = Tab(site)
    assert tab.join(invite).status_code == 200
    session = tab.call("GET", "/api/session").json()
    assert (session["sort"], session["person"]["person"]) == ("phone", tab.person)
    (result,) = tab.push_entries(tab.write("unit.registered/1", {"unit": {}}))
    assert (result["verdict"], result["code"], result["flags"]) == (
        "quarantined", "part_invalid", [])  # fmt: skip


@pytest.mark.parametrize("typed", [str, str.lower, lambda code: f"{code[:4]}-{code[4:]} "])
def test_a_code_is_read_as_people_type_it(site: Site, invite: Invite, typed: type[str]) -> None:
    code = typed(invite.code).replace("0", "O").replace("1", "l")
    assert Tab(site).join(invite, code=code).status_code == 200


def test_wrong_codes_are_counted_although_the_answer_is_a_problem(
    site: Site, admin: Tab, invite: Invite
) -> None:
    tab = Tab(site)
    for tries in range(1, 5):
        assert code_of(tab.join(invite, code="ZZZZZZZZ")) == "invite_code_wrong"
        (row,) = [
            row for row in admin.get("invites").json()["invites"] if row["number"] == invite.number
        ]
        assert (row["wrong_codes"], row["state"], row["fingerprint"]) == (tries, "open", "")
    assert tab.join(invite, code=invite.code).status_code == 200


def test_a_wrong_secret_locks_nothing(site: Site, admin: Tab, invite: Invite) -> None:
    for _ in range(6):
        assert code_of(Tab(site).join(invite, secret="A" * 22)) == "invite_code_wrong"
    assert states(admin)[invite.number] == "open"


def locked(site: Site, invite: Invite) -> Tab:
    tab = Tab(site)
    codes = [code_of(tab.join(invite, code="ZZZZZZZZ")) for _ in range(5)]
    assert codes == ["invite_code_wrong"] * 4 + ["invite_locked"]
    return tab


def digits_of(admin: Tab, invite: Invite) -> str:
    rows = {row["number"]: row["fingerprint"] for row in admin.get("invites").json()["invites"]}
    return str(rows[invite.number])


def test_after_five_wrong_codes_not_even_the_right_one_opens(
    site: Site, admin: Tab, invite: Invite
) -> None:
    tab = locked(site, invite)
    assert code_of(tab.join(invite, code=invite.code)) == "invite_locked"
    assert code_of(tab.join(invite)) == "invite_locked"
    assert states(admin)[invite.number] == "locked"


def test_the_browser_that_shows_the_same_digits_is_let_in_alone(
    site: Site, admin: Tab, invite: Invite
) -> None:
    tab, other = locked(site, invite), Tab(site)
    digits = digits_of(admin, invite)
    wrong = "000000" if digits != "000000" else "000001"
    path = f"invites/{invite.number}/approve"
    assert code_of(admin.post(path, {"fingerprint": wrong})) == "fingerprint_wrong"
    assert code_of(tab.join(invite, code="ZZZZZZZZ")) == "invite_locked"
    assert admin.post(path, {"fingerprint": digits}).status_code == 204
    assert code_of(other.join(invite)) == "invite_locked"
    assert tab.join(invite, code="ZZZZZZZZ").status_code == 200
    assert code_of(other.join(invite)) == "invite_used"


def test_digits_of_a_browser_that_came_later_do_not_let_in_the_earlier_one(
    site: Site, admin: Tab, invite: Invite
) -> None:
    tab = locked(site, invite)
    digits = digits_of(admin, invite)
    assert code_of(Tab(site).join(invite)) == "invite_locked"
    answer = admin.post(f"invites/{invite.number}/approve", {"fingerprint": digits})
    assert code_of(answer) == "fingerprint_wrong"
    assert code_of(tab.join(invite)) == "invite_locked"


def test_ten_minutes_and_no_longer(site: Site, admin: Tab, invite: Invite) -> None:
    site.clock.advance(minutes=10, milliseconds=-1)
    tab = Tab(site)
    assert code_of(tab.join(invite, code="ZZZZZZZZ")) == "invite_code_wrong"
    site.clock.advance(milliseconds=1)
    assert code_of(tab.join(invite)) == "invite_expired"
    assert states(admin)[invite.number] == "expired"


def test_a_founder_has_an_hour(site: Site) -> None:
    site.clock.advance(minutes=59, seconds=59)
    tab = Tab(site)
    assert tab.join(site.founder).status_code == 200
    again = site.run(lambda it: invite_founder(it, site.logbook))
    site.clock.advance(minutes=60)
    assert code_of(Tab(site).join(again)) == "invite_expired"


def test_one_use(site: Site, admin: Tab, invite: Invite) -> None:
    assert Tab(site).join(invite).status_code == 200
    assert code_of(Tab(site).join(invite)) == "invite_used"
    assert code_of(Tab(site).join(invite, code=invite.code)) == "invite_used"
    assert states(admin)[invite.number] == "used"
    for act in ("renew", "approve"):
        body = {"fingerprint": "123456"} if act == "approve" else None
        assert code_of(admin.post(f"invites/{invite.number}/{act}", body)) == "invite_used"


def test_two_browsers_at_the_same_time_are_one_enrolment(
    site: Site, admin: Tab, invite: Invite
) -> None:
    tabs = [Tab(site) for _ in range(6)]
    installation = site.installed()

    def attempt(tab: Tab) -> str:
        body = {name: str(value) for name, value in tab.join_body(invite).items()}
        try:
            join(installation, site.logbook, JoinRequest(**body))
        except VerbatimError as error:
            return error.problem.code
        return "joined"

    with ThreadPoolExecutor(6) as pool:
        outcomes = sorted(pool.map(attempt, tabs))
    installation.close()
    assert outcomes == ["invite_used"] * 5 + ["joined"]
    keys = admin.get("registry").json()["keys"]
    assert sum(key["key"] in {tab.key for tab in tabs} for key in keys) == 1


def test_a_lost_answer_is_given_again_to_the_same_key_without_a_session(
    site: Site, invite: Invite
) -> None:
    tab = Tab(site)
    first = tab.join(invite)
    again = site.client.post(
        f"/api/logbooks/{site.logbook}/join", json=tab.join_body(invite),
        headers={"x-verbatim": "1"},
    )  # fmt: skip
    assert again.json()["enrolled"] == first.json()["enrolled"]
    assert again.json()["person"] == first.json()["person"]
    assert "set-cookie" in first.headers
    assert "set-cookie" not in again.headers


def test_a_proof_counts_for_one_invite_and_key(site: Site, admin: Tab, invite: Invite) -> None:
    tab, other = Tab(site), Tab(site)
    second = site.invite(admin, site.register(admin, "officer"))
    replayed = tab.join_body(invite)["proof"]
    assert code_of(tab.join(second, proof=replayed)) == "proof_of_key_invalid"
    assert code_of(other.join(invite, proof=replayed)) == "proof_of_key_invalid"
    assert code_of(tab.join(replace(invite, logbook=new_id()))) == "proof_of_key_invalid"
    high = from_b64u(str(replayed))
    assert len(high) == 64
    assert code_of(tab.join(invite, spki="A" * 122)) == "proof_of_key_invalid"


def test_a_key_is_enrolled_once(site: Site, admin: Tab, invite: Invite) -> None:
    assert code_of(admin.join(invite)) == "key_taken"
    assert Tab(site).join(invite).status_code == 200


def test_an_invite_for_a_phone_admits_no_desk(site: Site, invite: Invite) -> None:
    given = {"browser": "desk", "sign_in": "ana", "password": PASSWORD}
    assert code_of(Tab(site).join(invite, **given)) == "invite_other_browser"
    assert Tab(site).join(invite).status_code == 200


def test_cancelled_and_renewed(site: Site, admin: Tab, invite: Invite) -> None:
    renewed = admin.post(f"invites/{invite.number}/renew").json()
    assert code_of(Tab(site).join(invite)) == "invite_code_wrong"
    assert admin.call(
        "DELETE", f"/api/logbooks/{site.logbook}/invites/{invite.number}"
    ).status_code == 204  # fmt: skip
    fresh = replace(invite, secret=renewed["secret"])
    assert code_of(Tab(site).join(fresh)) == "invite_cancelled"
    assert code_of(admin.post(f"invites/{invite.number}/renew")) == "invite_cancelled"


def test_a_renewed_invite_is_unlocked_and_has_ten_minutes_more(
    site: Site, admin: Tab, invite: Invite
) -> None:
    tab = locked(site, invite)
    site.clock.advance(minutes=30)
    renewed = admin.post(f"invites/{invite.number}/renew").json()
    assert renewed["number"] == invite.number
    site.clock.advance(minutes=9)
    assert code_of(tab.join(invite, code=invite.code)) == "invite_code_wrong"
    assert tab.join(invite, code=renewed["code"]).status_code == 200


def test_nobody_who_is_not_registered_or_is_deactivated(site: Site, admin: Tab) -> None:
    body = {"person": new_id(), "browser": "phone"}
    assert code_of(admin.post("invites", body)) == "not_found"
    person = site.register(admin, "officer")
    invite = site.invite(admin, person)
    admin.push_entries(
        admin.write("person.deactivated/1", {"reason": {"text": "left"}}, subject=person)
    )
    assert code_of(admin.post("invites", {**body, "person": person})) == "person_inactive"
    assert code_of(Tab(site).join(invite)) == "person_inactive"


def test_unknown_invites_and_logbooks(site: Site, invite: Invite) -> None:
    tab = Tab(site)
    assert code_of(tab.join(replace(invite, number="999999999"))) == "invite_unknown"
    elsewhere = Tab(site, new_id())
    assert code_of(elsewhere.join(replace(invite, logbook=elsewhere.logbook))) == "logbook_unknown"


def test_secrets_are_not_in_the_database(site: Site, invite: Invite) -> None:
    installation = site.installed()
    with installation.store.reading() as reading:
        rows = reading.connection.exec_driver_sql("SELECT * FROM invite").all()
    installation.close()
    text = repr([tuple(row) for row in rows])
    assert invite.secret not in text
    assert invite.code not in text
    assert repr(from_b64u(invite.secret))[2:-1] not in text


def look(tab: Tab, invite: Invite, **given: str) -> Response:
    """Look at an invite, by the secret unless a code is given."""
    key = {} if "code" in given else {"secret": invite.secret}
    return tab.post("join/look", {"number": invite.number, **key, **given})


def test_looking_says_whom_an_invite_is_for_and_uses_nothing_up(site: Site, invite: Invite) -> None:
    tab = Tab(site)
    expected = {
        "name": "Ana", "unit": "Post", "roles": ["officer"], "browser": "phone",
        "expires": "2026-11-22T08:10:00.000+00:00",
    }  # fmt: skip
    assert look(tab, invite).json() == expected
    assert look(tab, invite, code=invite.code).json() == expected
    assert tab.join(invite).status_code == 200
    assert code_of(look(Tab(site), invite)) == "invite_used"


def test_a_founder_s_invite_names_nobody_and_either_browser(site: Site) -> None:
    seen = look(Tab(site), site.founder).json()
    assert (seen["name"], seen["unit"], seen["browser"]) == ("", "", "")
    assert seen["roles"] == ["administrator"]


def test_wrong_codes_of_looking_and_joining_are_counted_together(
    site: Site, admin: Tab, invite: Invite
) -> None:
    tab = Tab(site)
    for _ in range(2):
        assert code_of(look(tab, invite, code="ZZZZZZZZ")) == "invite_code_wrong"
        assert code_of(tab.join(invite, code="ZZZZZZZZ")) == "invite_code_wrong"
    assert code_of(look(tab, invite, code="ZZZZZZZZ")) == "invite_locked"
    assert code_of(look(tab, invite, code=invite.code)) == "invite_locked"
    assert code_of(look(tab, invite)) == "invite_locked"
    assert digits_of(admin, invite) == ""
    assert code_of(tab.join(invite)) == "invite_locked"
    digits = digits_of(admin, invite)
    assert digits
    assert code_of(look(tab, invite)) == "invite_locked"
    assert digits_of(admin, invite) == digits, "who looks takes nobody's place"


@pytest.mark.parametrize("given", [{"secret": "A" * 22}, {"secret": ""}, {"code": ""}])
def test_without_secret_or_code_looking_tells_nothing(
    site: Site, admin: Tab, invite: Invite, given: dict[str, str]
) -> None:
    answer = look(Tab(site), invite, **given)
    assert code_of(answer) == "invite_code_wrong"
    assert "Ana" not in answer.text
    assert states(admin)[invite.number] == "open"


def test_looking_at_what_has_ended_says_how(site: Site, admin: Tab, invite: Invite) -> None:
    tab = Tab(site)
    assert code_of(look(tab, replace(invite, number="99"))) == "invite_unknown"
    admin.call("DELETE", f"/api/logbooks/{site.logbook}/invites/{invite.number}")
    assert code_of(look(tab, invite)) == "invite_cancelled"
    second = site.invite(admin, site.register(admin, "officer"))
    site.clock.advance(minutes=10)
    assert code_of(look(tab, second)) == "invite_expired"
