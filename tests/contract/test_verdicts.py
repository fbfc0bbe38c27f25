"""Every verdict and code of a push, and that no line can sink its neighbours."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from proof.authoring import Act, Circumstances, wire_line, write_entry
from proof.encoding import from_b64u, to_b64u
from proof.entry import Opened, part_hash
from proof.signatures import ENTRY_CONTEXT, ORDER, sign
from schemas.entry import MAX_LINE, MAX_LINES
from schemas.problems import PROBLEMS, VerbatimError
from tests import content
from tests.clients import FIRST_ANCHOR, Browser, body_of, new_id, raw_line, rotation
from tests.office import Office, item_of
from tests.vectors.golden import VERIFIER

Document = dict[str, Any]


def verdict_of(office: Office, line: bytes) -> tuple[str, str]:
    (answer,) = office.server.push(line).results
    return answer.verdict.value, answer.code


def test_accepted_once_and_a_duplicate_ever_after(office: Office) -> None:
    entry = office.officer.write("screening.recorded/1", content.screening())
    (first,) = office.officer.send(office.server, entry)
    again = [office.officer.send(office.server, entry)[0] for _ in range(3)]
    assert (first.verdict, first.code, first.flags) == ("accepted", "", [])
    assert {answer.verdict.value for answer in again} == {"duplicate"}
    assert {(a.position, a.stamp) for a in again} == {(first.position, first.stamp)}
    assert office.server.head().size == first.position + 1


def test_a_line_twice_in_one_push_is_logged_once(office: Office) -> None:
    entry = office.officer.write("screening.recorded/1", content.screening())
    first, second = office.officer.send(office.server, entry, entry)
    assert (first.verdict, second.verdict) == ("accepted", "duplicate")
    assert (first.position, first.stamp) == (second.position, second.stamp)


# --- malformed ----------------------------------------------------------------


def _header(change: Callable[[Document], object]) -> Callable[[Document], None]:
    def apply(document: Document) -> None:
        header = json.loads(document["header"])
        change(header)
        document["header"] = json.dumps(
            header, sort_keys=True, separators=(",", ":"), ensure_ascii=False
        )

    return apply


def _body(text: str) -> Callable[[Document], None]:
    """Give the first part another body, and name its hash in the header."""

    def apply(document: Document) -> None:
        part = document["parts"]["reading"]
        part["body"] = text
        promised = part_hash("reading", from_b64u(part["salt"]), text.encode())
        _header(lambda header: header["parts"].update(reading=promised))(document)

    return apply


MALFORMED: dict[str, list[Callable[[Document], object]]] = {
    "line_invalid": [
        lambda line: line.pop("sig"),
        lambda line: line.update(extra=1),
        lambda line: line.update(header=1),
        lambda line: line.update(sig=line["sig"] + "="),
        lambda line: line["parts"].update(Reading=line["parts"]["reading"]),
        lambda line: line["parts"]["reading"].update(salt="AAAA"),
        lambda line: line.update(header="x" * 5000),
    ],
    "header_not_canonical": [
        lambda line: line.update(header=" " + line["header"]),
        lambda line: line.update(header=line["header"].replace('"v":1', '"v":1.0')),
        lambda line: line.update(header=line["header"].replace('{"anchor"', '{"a":null,"anchor"')),
        lambda line: line.update(header="[]"),
        lambda line: line.update(header=""),
    ],
    "header_invalid": [
        _header(lambda header: header.pop("seq")),
        _header(lambda header: header.update(more=1)),
        _header(lambda header: header.update(v=2)),
        _header(lambda header: header.update(seq=0)),
        _header(lambda header: header.update(follows=[header["prev"]] * 2)),
        _header(lambda header: header.update(at="2026-11-22T09:15:22Z")),
        _header(lambda header: header.update(parts={})),
    ],
    "logbook_other": [_header(lambda header: header.update(logbook=new_id()))],
    "key_unknown": [_header(lambda header: header.update(key=header["prev"]))],
    "signature_invalid": [
        _header(lambda header: header.update(seq=9)),
        lambda line: line.update(sig="A" * 86),
    ],
    "part_missing": [lambda line: line["parts"].pop("reading")],
    "part_unnamed": [lambda line: line["parts"].update(more=line["parts"]["reading"])],
    "part_mismatch": [
        lambda line: line["parts"]["reading"].update(body="{}"),
        lambda line: line["parts"]["reading"].update(salt="A" * 22),
    ],
    "part_not_canonical": [_body("{ }"), _body("[]"), _body('{"a":1.5}'), _body('{"a":"' * 9)],
}


@pytest.mark.parametrize("code", sorted(MALFORMED))
def test_what_cannot_be_read_is_not_logged_and_kept(office: Office, code: str) -> None:
    entry = office.officer.write("screening.recorded/1", content.screening())
    size = office.server.head().size
    lines = [raw_line(entry, change) for change in MALFORMED[code]]
    receipt = office.server.push(b"\n".join(lines))
    assert [result.code for result in receipt.results] == [code] * len(lines)
    assert {result.verdict.value for result in receipt.results} == {"malformed"}
    assert {(r.position, r.stamp) for r in receipt.results} == {(-1, "")}
    assert (receipt.checkpoint, receipt.nodes) == ("", [])
    kept = {bytes(row[0]) for row in office.server.rows("SELECT line FROM dead_letter")}
    assert set(lines) <= kept
    assert office.server.head().size == size


@pytest.mark.parametrize(
    "line",
    [
        b"not json", b"{", b"\xff\xfe", b'{"header":"\\ud800"}', b"\xef\xbb\xbf{}",
        b'{"sig":"","sig":""}', b'{"a":NaN}', b"{}{}", b'{"a":' + b"[" * 400 + b"]" * 400 + b"}",
        b'{"a":' + b"[" * 1000 + b"]" * 1000 + b"}", b'{"a":' + b"[" * 5000,
    ],
)  # fmt: skip
def test_what_is_no_json_object_is_said_so(office: Office, line: bytes) -> None:
    verdict, code = verdict_of(office, line)
    assert (verdict, code in {"line_not_json", "line_invalid"}) == ("malformed", True)


def test_a_long_line_is_said_so_and_kept_short(office: Office) -> None:
    line = b'{"a":"' + b"x" * 900_000 + b'"}'
    assert verdict_of(office, line) == ("malformed", "line_too_long")
    ((kept,),) = office.server.rows("SELECT line FROM dead_letter")
    assert len(kept) <= MAX_LINE


def test_a_signature_with_its_other_half_is_no_signature(office: Office) -> None:
    entry = office.officer.write("screening.recorded/1", content.screening())
    r, s = entry.signature[:32], int.from_bytes(entry.signature[32:], "big")
    other = to_b64u(r + (ORDER - s).to_bytes(32, "big"))
    line = raw_line(entry, lambda document: document.update(sig=other))
    assert verdict_of(office, line) == ("malformed", "signature_invalid")


def test_every_malformed_code_is_tested() -> None:
    kept = [p.code for p in PROBLEMS.values() if p.status == 200]
    malformed = kept[: kept.index("kind_unknown")]
    assert {*MALFORMED, "line_not_json", "line_too_long"} == set(malformed)


# --- quarantined --------------------------------------------------------------


def _kind_unknown(office: Office) -> Opened:
    return office.officer.write("weather.observed/1", {"sky": {"colour": "grey"}})


def _part_invalid(office: Office) -> Opened:
    parts = {**content.screening(), "item": {"number": "1"}}
    return office.officer.write("screening.recorded/1", parts)


def _opening_with_no_key(office: Office) -> Opened:
    name, _, key = VERIFIER.split("+", 2)
    opening = {
        "name": "Mine", "purpose": "practice", "epoch": 1, "entry_key": office.officer.spki,
        "checkpoint_key": f"{name}+00000000+{key}",
    }  # fmt: skip
    return office.officer.write("logbook.opened/1", {"opening": opening})


def _key_revoked(office: Office) -> Opened:
    office.revoke(office.officer.key)
    return office.officer.write("screening.recorded/1", content.screening())


def _follows_unknown(office: Office) -> Opened:
    unsent = office.officer.write("screening.recorded/1", content.screening())
    return _amendment(office.officer, unsent)


def _follows_nothing(office: Office) -> Opened:
    return office.officer.write("screening.voided/1", content.REASON)


def _follows_other(office: Office) -> Opened:
    first = office.record()
    return office.officer.write("screening.voided/1", content.REASON, follows=[first.id])


def _subject_taken(office: Office) -> Opened:
    subject = office.record().header.subject
    return office.colleague.write("screening.recorded/1", content.screening(), subject=subject)


def _rotation_invalid(office: Office) -> Opened:
    part = rotation(office.officer, office.colleague.private)
    return office.officer.write("key.rotated/1", {"rotation": part})


def _not_my_screening(office: Office) -> Opened:
    return _amendment(office.colleague, office.record())


def _not_my_role(office: Office) -> Opened:
    return office.officer.write("unit.registered/1", content.unit("Mine"))


def _only_the_server(office: Office) -> Opened:
    enrolment = {
        "spki": office.officer.spki,
        "person": office.officer.person,
        "browser": "phone",
        "roles": ["administrator"],
    }
    return office.officer.write("key.enrolled/1", {"enrolment": enrolment})


def _somebody_left(office: Office) -> Opened:
    reason = {"reason": {"text": "Retired."}}
    left = office.administrator.write("person.deactivated/1", reason, subject=office.officer.person)
    office.administrator.send(office.server, left)
    return office.officer.write("screening.recorded/1", content.screening())


def _in_anothers_name(office: Office) -> Opened:
    parts = content.result(new_id(), office.post)
    return office.analyst.write("lab.result.issued/1", parts)


def _amendment(who: Browser, before: Opened) -> Opened:
    subject = before.header.subject
    return who.write("screening.amended/1", content.REASON, subject=subject, follows=[before.id])


QUARANTINED = [
    ("kind_unknown", _kind_unknown),
    ("part_invalid", _part_invalid),
    ("part_invalid", _opening_with_no_key),
    ("key_revoked", _key_revoked),
    ("follows_unknown", _follows_unknown),
    ("follows_unknown", _follows_nothing),
    ("follows_other", _follows_other),
    ("subject_taken", _subject_taken),
    ("rotation_invalid", _rotation_invalid),
    ("permission_missing", _not_my_screening),
    ("permission_missing", _not_my_role),
    ("permission_missing", _only_the_server),
    ("permission_missing", _somebody_left),
    ("permission_missing", _in_anothers_name),
]


@pytest.mark.parametrize(("code", "make"), QUARANTINED)
def test_what_does_not_count_is_logged_and_kept_aside(
    office: Office, code: str, make: Callable[[Office], Opened]
) -> None:
    entry = make(office)
    size = office.server.head().size
    (answer,) = office.server.push(wire_line(entry)).results
    assert (answer.verdict, answer.code, answer.position) == ("quarantined", code, size)
    assert json.loads(answer.stamp)["code"] == code
    (again,) = office.server.push(wire_line(entry)).results
    assert (again.verdict, again.stamp) == ("duplicate", answer.stamp)
    assert office.server.rows("SELECT aside FROM placed ORDER BY position")[size] == (1,)
    assert office.server.fault() is None


def test_nobody_decides_on_their_own_screening(office: Office) -> None:
    roles = content.person("Both", office.post, "officer", "supervisor")
    office.administrator.write("person.changed/1", roles, subject=office.officer.person)
    office.administrator.send(office.server)
    screened = office.record()
    reported = office.report(item_of(screened))
    parts = content.decision(screened.header.subject, reported.header.subject)
    entry = office.officer.write(
        "reconciliation.decided/1", parts, follows=[screened.id, reported.id]
    )
    (answer,) = office.officer.send(office.server, entry)
    assert answer.code == "permission_missing"


# --- together -----------------------------------------------------------------


def test_a_bad_line_never_sinks_its_neighbours(office: Office) -> None:
    good = [office.officer.write("screening.recorded/1", content.screening()) for _ in range(3)]
    lines = [wire_line(entry) for entry in good]
    mixed = [lines[0], b"rubbish", lines[1], wire_line(_not_my_role(office)), b"  ", lines[2]]
    receipt = office.server.push(b"\n".join([*mixed, lines[0], b""]))
    assert [result.verdict.value for result in receipt.results] == [
        "accepted", "malformed", "accepted", "quarantined", "accepted", "duplicate",
    ]  # fmt: skip
    positions = [r.position for r in receipt.results if r.position >= 0]
    assert sorted(set(positions)) == list(range(min(positions), max(positions) + 1))


def test_an_entry_may_follow_one_of_the_same_push(office: Office) -> None:
    screened = office.officer.write("screening.recorded/1", content.screening())
    answers = office.officer.send(office.server, screened, _amendment(office.officer, screened))
    assert [answer.verdict.value for answer in answers] == ["accepted", "accepted"]


def test_too_many_lines_are_not_taken(office: Office) -> None:
    with pytest.raises(VerbatimError, match="too_large"):
        office.server.push(b"x\n" * (MAX_LINES + 1))
    with pytest.raises(VerbatimError, match="logbook_unknown"):
        office.server.push(b"x", new_id())


def test_a_push_of_nothing_is_answered(office: Office) -> None:
    receipt = office.server.push(b"\n \n")
    assert (receipt.results, receipt.checkpoint) == ([], "")


def test_gap_and_fork_are_flagged_and_stop_nothing(office: Office) -> None:
    officer = office.officer
    entries = [officer.write("screening.recorded/1", content.screening()) for _ in range(3)]
    (late,) = officer.send(office.server, entries[2])
    assert ([flag.value for flag in late.flags], late.verdict) == (["gap"], "accepted")
    officer.send(office.server, *entries[:2])
    (healed,) = office.server.push(wire_line(entries[2])).results
    assert healed.flags == []
    twin = _twin(officer, entries[2])
    both = office.server.push(body_of([entries[2], twin])).results
    assert [[flag.value for flag in result.flags] for result in both] == [["fork"], ["fork"]]
    assert [result.verdict.value for result in both] == ["duplicate", "accepted"]


def _twin(officer: Browser, entry: Opened) -> Opened:
    """Sign another entry at a place of the chain that is taken, as a copied phone does."""
    act = Act("screening.recorded/1", new_id(), content.screening())
    at = entry.header.at
    place = Circumstances(officer.logbook, entry.header.seq, entry.header.prev, at, FIRST_ANCHOR)
    return write_entry(act, place, officer.private)


def test_the_same_header_signed_again_is_the_same_entry(office: Office) -> None:
    entry = office.officer.write("screening.recorded/1", content.screening())
    first = office.officer.send(office.server, entry)[0]
    signed = sign(office.officer.private, ENTRY_CONTEXT + entry.header_bytes)
    line = raw_line(entry, lambda document: document.update(sig=to_b64u(signed)))
    (again,) = office.server.push(line).results
    assert (again.verdict, again.position) == ("duplicate", first.position)
