"""Whatever bytes are pushed, the answer is a verdict a line or a problem of the registry."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from proof.authoring import wire_line
from schemas.entry import MAX_LINES
from schemas.problems import PROBLEMS, VerbatimError
from tests import content
from tests.office import Office

fast = settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["header", "parts", "sig", "body", "salt", "x"]), inner)
    ),
    max_leaves=12,
)


@pytest.fixture
def line(office: Office) -> bytes:
    """Give a line that would be accepted as it is."""
    return wire_line(office.officer.write("screening.recorded/1", content.screening()))


def is_answered(office: Office, body: bytes) -> None:
    """Push; check that every line that is not blank has a verdict with a known code."""
    before = office.server.head().size
    lines = [piece for piece in body.split(b"\n") if piece.strip()]
    if len(lines) > MAX_LINES:
        with pytest.raises(VerbatimError, match="too_large"):
            office.server.push(body)
        return
    receipt = office.server.push(body)
    assert len(receipt.results) == len(lines)
    assert {result.code for result in receipt.results} <= {"", *PROBLEMS}
    new = [r for r in receipt.results if r.verdict in {"accepted", "quarantined"}]
    assert office.server.head().size == before + len(new)


@fast
@given(body=st.binary(max_size=400))
def test_any_bytes(office: Office, body: bytes) -> None:
    is_answered(office, body)


@fast
@given(value=json_values)
def test_any_json(office: Office, value: Any) -> None:
    is_answered(office, json.dumps(value).encode())


@fast
@given(data=st.data())
def test_a_good_line_with_bytes_changed(office: Office, line: bytes, data: st.DataObject) -> None:
    changed = bytearray(line)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(changed) - 1))
        changed[place] = data.draw(st.integers(0, 255))
    is_answered(office, bytes(changed))


@fast
@given(data=st.data())
def test_a_good_line_cut_doubled_or_mixed(office: Office, line: bytes, data: st.DataObject) -> None:
    places = st.integers(0, len(line))
    start, end = data.draw(places), data.draw(places)
    is_answered(office, line[:start] + data.draw(st.binary(max_size=9)) + line[end:])


signed_values = st.recursive(
    st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.from_regex(r"[a-z][a-z0-9_]{0,9}", fullmatch=True), inner, max_size=3)
    ),
    max_leaves=8,
)


@fast
@given(
    kind=st.sampled_from(
        ["screening.recorded/1", "screening.amended/1", "lab.result.issued/1",
         "reconciliation.decided/1", "quarantine.released/1", "key.enrolled/1",
         "person.changed/1", "unit.registered/1", "key.revoked/1", "logbook.opened/1",
         "instrument.state.stated/1", "never.heard.of/9"]
    ),
    name=st.sampled_from(["reading", "item", "reason", "result", "decision", "person", "odd"]),
    value=st.dictionaries(st.sampled_from(["item", "code", "text", "key"]), signed_values),
    follows=st.integers(0, 2),
)  # fmt: skip
def test_any_signed_content_is_logged(
    office: Office, kind: str, name: str, value: dict[str, Any], follows: int
) -> None:
    """Signed by a known key, canonical and whole: it has a place in the log, whatever it says."""
    known = [entry.id for entry in office.administrator.own[:follows]]
    try:
        entry = office.officer.write(kind, {name: value}, follows=known)
    except ValueError:
        assert "\x00" in json.dumps(value) or "\\u0000" in json.dumps(value)
        office.officer.seq -= 1
        return
    (answer,) = office.server.push(wire_line(entry)).results
    assert answer.verdict in {"accepted", "quarantined"}
