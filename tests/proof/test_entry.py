"""Lines: whatever arrives is an entry or a code, and an entry has one spelling."""

import copy
import json
from typing import Any

import orjson
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from proof.authoring import Act, Circumstances, wire_line, write_entry
from proof.entry import Malformed, Opened, leaf_bytes, open_line, verify_signature
from schemas.entry import EMPTY_ROOT, NO_ENTRY, Anchor, Header
from schemas.problems import VERDICTS
from tests.proof.strategies import MODEST, documents, edited, nested, single_byte_changes
from tests.vectors.golden import LOGBOOK, tell_story
from tests.vectors.keys import ADMIN, OFFICER, SERVER

STORY = tell_story()
LINES = [wire_line(entry) for entry in STORY.entries]
_HEADERS = {entry.header_bytes for entry in STORY.entries}
SPKI = {key.id: key.spki for key in (SERVER, ADMIN, OFFICER)}


def opened(line: bytes) -> Opened:
    """The entry of a line that has one."""
    entry = open_line(line, LOGBOOK)
    assert isinstance(entry, Opened)
    return entry


@MODEST
@given(st.binary() | edited(LINES))
@example(b'{"header":' + b"[" * 900 + b"]" * 900 + b"}")
@example(b'{"a":' * 900 + b"1" + b"}" * 900)
def test_any_bytes_are_an_entry_or_a_code(line: bytes) -> None:
    entry = open_line(line, LOGBOOK)
    if isinstance(entry, Malformed):
        assert entry.code in VERDICTS
        entry.detail.encode()
    elif entry.header_bytes not in _HEADERS:
        assert not verify_signature(entry, SPKI.get(entry.header.key, OFFICER.spki))


@st.composite
def bent(draw: st.DrawFn) -> bytes:
    """A golden line in which one member anywhere is another value."""
    document = orjson.loads(draw(st.sampled_from(LINES)))
    inside = draw(st.booleans())
    target = orjson.loads(document["header"]) if inside else document
    place: Any = target
    while True:
        key = draw(st.sampled_from(sorted(place)))
        if not isinstance(place[key], dict) or not place[key] or draw(st.booleans()):
            break
        place = place[key]
    place[key] = draw(nested(2) | st.none() | st.floats(allow_nan=False))
    if inside:
        document["header"] = orjson.dumps(target, option=orjson.OPT_SORT_KEYS).decode()
    return orjson.dumps(document)


@MODEST
@given(bent())
def test_any_value_anywhere_is_an_entry_or_a_code(line: bytes) -> None:
    entry = open_line(line, LOGBOOK)
    if isinstance(entry, Opened) and entry.header_bytes not in _HEADERS:
        assert not verify_signature(entry, SPKI.get(entry.header.key, OFFICER.spki))


def test_a_changed_byte_never_passes() -> None:
    """Only the line's own spelling may vary; header, parts and signature may not."""
    line = min(LINES, key=len)
    good = opened(line)
    for changed in single_byte_changes(line):
        entry = open_line(changed, LOGBOOK)
        if isinstance(entry, Opened) and entry != good:
            assert not verify_signature(entry, SPKI[good.header.key])


def test_the_line_may_be_spelled_otherwise() -> None:
    for line in LINES:
        document = json.loads(line)
        other = json.dumps(dict(reversed(document.items())), indent=2, ensure_ascii=True)
        assert open_line(other.encode().replace(b"\n", b"\r"), LOGBOOK) == opened(line)


@MODEST
@given(st.dictionaries(st.sampled_from(["a", "b1", "c_"]), documents, min_size=1))
def test_what_is_written_opens(parts: dict[str, dict[str, object]]) -> None:
    act = Act("test.kind/1", LOGBOOK, parts)
    anchor = Anchor(epoch=1, size=0, root=EMPTY_ROOT)
    at = "2026-11-22T09:15:22.118+01:00"
    entry = write_entry(act, Circumstances(LOGBOOK, 1, NO_ENTRY, at, anchor), OFFICER.private)
    again = opened(wire_line(entry))
    assert again == entry
    assert verify_signature(again, OFFICER.spki)
    assert [orjson.loads(part.body) for part in again.parts] == [parts[n] for n in sorted(parts)]


def test_salts_are_fresh() -> None:
    anchor = Anchor(epoch=1, size=0, root=EMPTY_ROOT)
    place = Circumstances(LOGBOOK, 1, NO_ENTRY, "2026-11-22T09:15:22.118+01:00", anchor)
    act = Act("test.kind/1", LOGBOOK, {"a": {"text": "x"}})
    salts = {write_entry(act, place, OFFICER.private).parts[0].salt for _ in range(20)}
    assert len(salts) == 20


def test_a_leaf_has_one_reading() -> None:
    """The header's length stands before it, so no byte can wander from one field to the next."""
    entry, stamp = STORY.entries[0], STORY.stamps[0]
    header, signature = entry.header_bytes, entry.signature
    whole = leaf_bytes(header, signature, stamp)
    assert whole != leaf_bytes(header + signature[:1], signature[1:] + stamp[:1], stamp[1:])
    assert whole.index(header) == len("verbatim/leaf/1\n") + 2
    assert whole.endswith(signature + stamp)


@pytest.mark.parametrize("name", sorted(Header.model_fields))
def test_every_member_of_the_header_is_signed(name: str) -> None:
    entry = STORY.entries[-1]
    document = copy.deepcopy(orjson.loads(entry.header_bytes))
    del document[name]
    line = orjson.loads(LINES[-1]) | {"header": orjson.dumps(document).decode()}
    found = open_line(orjson.dumps(line), LOGBOOK)
    assert isinstance(found, Malformed)
    assert found.code == "header_invalid"
