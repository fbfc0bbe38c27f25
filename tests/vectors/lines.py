"""Vectors of wire lines: the golden entries, and lines that cannot be logged, with their codes."""

import orjson

from proof import canonical
from proof.authoring import wire_line
from proof.encoding import sha256, to_b64u
from proof.entry import Opened, StoredPart, part_hash
from schemas.entry import MAX_BODY
from tests.vectors.forms import Document
from tests.vectors.golden import LOGBOOK, VERIFIER, header_of, identifier, tell_story
from tests.vectors.keys import ADMIN, OFFICER, SERVER, STRANGER, TestKey, with_high_s

Pieces = list[tuple[str, int]]


def make_entries() -> Document:
    """One golden entry of each kind at least, as pull gives them."""
    story = tell_story()
    lines = [
        wire_line(entry, position, stamp).decode()
        for position, (entry, stamp) in enumerate(zip(story.entries, story.stamps, strict=True))
    ]
    return {
        "about": "A logbook with every kind of entry; lines as pull gives them.",
        "logbook": LOGBOOK,
        "keys": [key.describe() for key in (SERVER, ADMIN, OFFICER)],
        "entries": [
            {"id": entry.id, "kind": entry.header.kind, "line": line}
            for entry, line in zip(story.entries, lines, strict=True)
        ],
        "pinned": VERIFIER,
        "checkpoint": story.note(),
    }


def make_malformed() -> Document:
    """Lines that cannot be logged; some are written as pieces, each repeated."""
    return {
        "about": "Lines of a push into `logbook`, where `keys` are known, and the code of each. "
        "`pieces` are texts, each repeated; `hex` is bytes that are no text.",
        "logbook": LOGBOOK,
        "keys": [key.describe() for key in (SERVER, ADMIN, OFFICER)],
        "lines": [
            *({"why": why, "code": code, "text": text} for why, code, text in _not_lines()),
            *({"why": why, "code": code, "hex": data.hex()} for why, code, data in _not_text()),
            *({"why": why, "code": code, "pieces": pieces} for why, code, pieces in _bombs()),
            *({"why": why, "code": code, "text": text} for why, code, text in _bad_wires()),
            *({"why": why, "code": code, "text": text} for why, code, text in _bad_headers()),
            *({"why": why, "code": code, "text": text} for why, code, text in _bad_parts()),
            *({"why": why, "code": code, "text": text} for why, code, text in _bad_signatures()),
        ],
    }


_BODY = canonical.serialise({"text": "Kokain"})
_PART = StoredPart("note", sha256(b"salt")[:16], _BODY)


def _entry(**changes: object) -> Opened:
    return _signed({**_plain(), **changes}, (_PART,))


def _plain() -> dict[str, object]:
    return header_of(OFFICER, "screening.recorded/1", identifier("malformed"), (_PART,))


def _signed(
    header: dict[str, object], parts: tuple[StoredPart, ...], key: TestKey = OFFICER
) -> Opened:
    """Sign any header, also one that is not valid."""
    return _signed_bytes(orjson.dumps(header, option=orjson.OPT_SORT_KEYS), parts, key)


def _signed_bytes(
    data: bytes, parts: tuple[StoredPart, ...] = (_PART,), key: TestKey = OFFICER
) -> Opened:
    known = tell_story().entries[0].header  # not looked at by wire_line
    return Opened(to_b64u(sha256(data)), known, data, key.sign(data), parts)


def _line(entry: Opened, **changes: object) -> str:
    document = orjson.loads(wire_line(entry))
    return orjson.dumps({**document, **changes}).decode()


def _not_lines() -> list[tuple[str, str, str]]:
    good = _line(_entry())
    doubled = good.replace('"sig":', '"sig":"","sig":')
    below = good.replace('"salt":', '"salt":"","salt":')
    return [
        ("nothing but words", "line_not_json", "hello"),
        ("cut short", "line_not_json", good[:-1]),
        ("two documents", "line_not_json", good + good),
        ("byte-order mark", "line_not_json", "\ufeff" + good),
        ("a member twice", "line_not_json", doubled),
        ("a member twice, one escaped", "line_not_json",
         good.replace('"sig":', '"s\\u0069g":"","sig":')),
        ("a member of a part twice", "line_not_json", below),
        ("a part twice", "line_not_json",
         good.replace('"parts":{', '"parts":{"note":{"body":"","salt":""},')),
        ("half of a surrogate pair", "line_not_json", good.replace("Kokain", "\\ud800")),
        ("U+0000 between members", "line_not_json", good.replace('"sig"', '\x00"sig"')),
        ("NaN", "line_not_json", good[:-1] + ',"position":NaN}'),
        ("an array", "line_invalid", f"[{good}]"),
        ("a text", "line_invalid", '"entry"'),
        ("null", "line_invalid", "null"),
        ("an empty object", "line_invalid", "{}"),
    ]  # fmt: skip


def _not_text() -> list[tuple[str, str, bytes]]:
    good = _line(_entry()).encode()
    return [
        ("not UTF-8", "line_not_json", good.replace(b"Kokain", b"\xff")),
        ("overlong UTF-8", "line_not_json", good.replace(b"Kokain", b"\xc0\xaf")),
        ("surrogate in UTF-8", "line_not_json", good.replace(b"Kokain", b"\xed\xa0\x80")),
        ("UTF-16", "line_not_json", good.decode().encode("utf-16")),
        ("a byte that is no letter", "line_not_json", b"\x80"),
    ]


def _bombs() -> list[tuple[str, str, Pieces]]:
    good = _line(_entry())
    return [
        ("too long", "line_too_long", [("x", 64 * 1024 + 1)]),
        ("an entry and many spaces", "line_too_long", [(good, 1), (" ", 64 * 1024)]),
        ("nested and never closed", "line_not_json", [('{"header":', 1), ("[", 20_000)]),
        ("nested arrays", "line_invalid",
         [('{"header":', 1), ("[", 900), ("]", 900), ("}", 1)]),
        ("nested objects", "line_invalid", [('{"a":', 900), ("1", 1), ("}", 900)]),
        ("a huge number", "line_invalid", [(good[:-1] + ',"position":', 1), ("9", 300), ("}", 1)]),
        ("a number without end", "line_invalid", [(good[:-1] + ',"position":1', 1), ("0", 20),
                                                  ("}", 1)]),
    ]  # fmt: skip


def _bad_wires() -> list[tuple[str, str, str]]:
    entry = _entry()
    document = orjson.loads(wire_line(entry))
    part = document["parts"]["note"]
    missing = {name: value for name, value in document.items() if name != "sig"}

    def with_part(**changes: object) -> str:
        return _line(entry, parts={"note": {**part, **changes}})

    return [
        ("no signature", "line_invalid", orjson.dumps(missing).decode()),
        ("an unknown member", "line_invalid", _line(entry, extra=1)),
        ("signature of 63 bytes", "line_invalid", _line(entry, sig=to_b64u(bytes(63)))),
        ("signature with padding", "line_invalid", _line(entry, sig=document["sig"] + "==")),
        ("signature in a second spelling", "line_invalid",
         _line(entry, sig=document["sig"][:-1] + "B")),
        ("signature is a number", "line_invalid", _line(entry, sig=1)),
        ("header is an object", "line_invalid", _line(entry, header=_plain())),
        ("header of more than 4 Ki letters", "line_invalid", _line(_entry(extra="x" * 3800))),
        ("parts is an array", "line_invalid", _line(entry, parts=[part])),
        ("seven parts", "line_invalid", _line(entry, parts={f"p{n}": part for n in range(7)})),
        ("a part name in upper case", "line_invalid", _line(entry, parts={"Note": part})),
        ("a part is a text", "line_invalid", _line(entry, parts={"note": part["body"]})),
        ("an unknown member of a part", "line_invalid", with_part(extra=1)),
        ("salt of 15 bytes", "line_invalid", with_part(salt=to_b64u(bytes(15)))),
        ("body is an object", "line_invalid", with_part(body={"text": "Kokain"})),
        ("body of more than 16 Ki letters", "line_invalid",
         with_part(body='{"a":"' + "x" * MAX_BODY + '"}')),
        ("position is a text", "line_invalid", _line(entry, position="1")),
        ("position below zero", "line_invalid", _line(entry, position=-1)),
        ("position with a fraction", "line_invalid", _line(entry, position=1.5)),
        ("position is true", "line_invalid", _line(entry, position=True)),
        ("stamp is an object", "line_invalid", _line(entry, stamp={})),
    ]  # fmt: skip


def _bad_headers() -> list[tuple[str, str, str]]:
    return [
        *((why, "header_not_canonical", _line(_signed_bytes(data))) for why, data in _bent()),
        *((why, "header_invalid", _line(_signed(header, (_PART,)))) for why, header in _wrong()),
        ("longer than 4 KiB and not in order", "header_invalid", _line(_signed_bytes(_LONG))),
        ("another logbook", "logbook_other", _line(_entry(logbook=identifier("other")))),
        ("another logbook, unknown key too", "logbook_other",
         _line(_signed({**_plain(), "logbook": identifier("other"), "key": STRANGER.id}, (_PART,),
                       STRANGER))),
    ]  # fmt: skip


_LONG = ('{"b":"' + "\u0416" * 2048 + '","a":1}').encode()


def _bent() -> list[tuple[str, bytes]]:
    good = _entry().header_bytes
    return [
        ("white space in the header", good.replace(b'"v":1', b'"v": 1')),
        ("newline after the header", good + b"\n"),
        ("header's keys not in order", b'{"v":1,' + good[1:].replace(b',"v":1', b"")),
        ("a key of the header twice", good.replace(b',"v":1', b',"v":1,"v":1')),
        ("a float in the header", good.replace(b'"v":1', b'"v":1.0')),
        ("an exponent in the header", good.replace(b'"mono":4711', b'"mono":4711e0')),
        ("null in the header", good.replace(b'"mono":4711', b'"mono":null')),
        ("minus zero in the header", good.replace(b'"mono":4711', b'"mono":-0')),
        ("2^53 in the header", good.replace(b'"mono":4711', b'"mono":9007199254740992')),
        ("a needless escape in the header", good.replace(b'"key"', b'"k\\u0065y"')),
        ("upper-case key in the header", good[:-1] + b',"z":{"Z":1}}'),
        ("nine deep in the header", good[:-1] + b',"z":' + b"[" * 8 + b"]" * 8 + b"}"),
        ("header is an array", b"[]"),
        ("header is empty", b""),
    ]


def _wrong() -> list[tuple[str, dict[str, object]]]:
    plain = _plain()
    anchor = {"epoch": 1, "size": 0, "root": plain["app"]}
    digest = str(plain["app"])
    singles: list[tuple[str, dict[str, object]]] = [
        ("version 2", {"v": 2}),
        ("version is true", {"v": True}),
        ("an unknown member of the header", {"extra": 1}),
        ("logbook in upper case", {"logbook": LOGBOOK.upper()}),
        ("subject is a UUIDv4", {"subject": "01a20265-4986-4a33-aacd-5fa65f2b2e28"}),
        ("kind without a version", {"kind": "screening.recorded"}),
        ("kind with version 0", {"kind": "screening.recorded/0"}),
        ("kind in other digits", {"kind": "screening.recorded/1\u0661"}),
        ("kind with a newline", {"kind": "screening.recorded/1\n"}),
        ("follows nine entries", {"follows": [to_b64u(sha256(bytes([n]))) for n in range(9)]}),
        ("follows an entry twice", {"follows": [digest, digest]}),
        ("follows something else", {"follows": ["x"]}),
        ("key is not a hash", {"key": "x"}),
        ("key in a second spelling", {"key": digest[:-1] + ("B" if digest[-1] != "B" else "C")}),
        ("seq 0", {"seq": 0}),
        ("seq is a text", {"seq": "1"}),
        ("prev is empty", {"prev": ""}),
        ("no milliseconds", {"at": "2026-11-22T09:15:22+01:00"}),
        ("no offset", {"at": "2026-11-22T09:15:22.118Z"}),
        ("month 13", {"at": "2026-13-22T09:15:22.118+01:00"}),
        ("hour 24", {"at": "2026-11-22T24:15:22.118+01:00"}),
        ("the time in other digits", {"at": "\u0662\u0660\u0662\u0666-11-22T09:15:22.118+01:00"}),
        ("boot of 7 bytes", {"boot": to_b64u(bytes(7))}),
        ("mono below zero", {"mono": -1}),
        ("anchor's epoch 0", {"anchor": {**anchor, "epoch": 0}}),
        ("anchor's epoch is too large", {"anchor": {**anchor, "epoch": 1_000_001}}),
        ("an unknown member of the anchor", {"anchor": {**anchor, "extra": 1}}),
        ("no parts", {"parts": {}}),
        ("seven parts named", {"parts": {f"p{n}": digest for n in range(7)}}),
        ("app is missing", {"app": None}),
        ("longer than 4 KiB", {"extra": "\u0416" * 2000}),
    ]
    return [
        (why, {name: value for name, value in {**plain, **change}.items() if value is not None})
        for why, change in singles
    ]


def _bad_parts() -> list[tuple[str, str, str]]:
    entry = _entry()
    document = orjson.loads(wire_line(entry))
    part = document["parts"]["note"]
    other = {"note": {**part, "body": part["body"].replace("Kokain", "Heroin")}}
    salted = {"note": {**part, "salt": to_b64u(bytes(16))}}
    return [
        ("a part is missing", "part_missing", _line(entry, parts={})),
        ("under another name", "part_missing", _line(entry, parts={"remark": part})),
        ("an unnamed part", "part_unnamed", _line(entry, parts={"note": part, "more": part})),
        ("another body", "part_mismatch", _line(entry, parts=other)),
        ("another salt", "part_mismatch", _line(entry, parts=salted)),
        ("parts exchanged", "part_mismatch", _exchanged()),
        *((why, "part_not_canonical", _with_body(body)) for why, body in _BODIES),
    ]


_BODIES = (
    ("white space in a part", b'{ "text":"Kokain"}'),
    ("a float in a part", b'{"confidence":99.9}'),
    ("null in a part", b'{"text":null}'),
    ("a member of a part's body twice", b'{"text":"a","text":"b"}'),
    ("a body that is a text", b'"Kokain"'),
    ("an empty body", b""),
    ("a byte-order mark in a part", "\ufeff{}".encode()),
    ("U+0000 in a part", b'{"text":"\\u0000"}'),
    ("a non-ASCII key in a part", '{"\u0442\u0435\u043a\u0441\u0442":1}'.encode()),
    ("a bomb in a part", b'{"a":' + b"[" * 600 + b"]" * 600 + b"}"),
    ("a part of more than 16 KiB", b'{"text":"' + "\u0416".encode() * 8200 + b'"}'),
)


def _with_body(body: bytes) -> str:
    part = StoredPart("note", _PART.salt, body)
    header = {**_plain(), "parts": {"note": part_hash("note", part.salt, body)}}
    return _line(_signed(header, (part,)))


def _exchanged() -> str:
    one, two = StoredPart("one", bytes(16), b"{}"), StoredPart("two", bytes(16), b'{"a":1}')
    hashes = {part.name: part_hash(part.name, part.salt, part.body) for part in (one, two)}
    swapped = (StoredPart("one", bytes(16), two.body), StoredPart("two", bytes(16), one.body))
    return _line(_signed({**_plain(), "parts": hashes}, swapped))


def _bad_signatures() -> list[tuple[str, str, str]]:
    entry = _entry()
    unsigned = entry.header_bytes
    stranger = _signed({**_plain(), "key": STRANGER.id}, (_PART,), STRANGER)
    return [
        ("unknown key", "key_unknown", _line(stranger)),
        ("high s", "signature_invalid", _line(entry, sig=to_b64u(with_high_s(entry.signature)))),
        ("zeros", "signature_invalid", _line(entry, sig=to_b64u(bytes(64)))),
        ("signed by another known key", "signature_invalid",
         _line(entry, sig=to_b64u(ADMIN.sign(unsigned)))),
        ("signed in another context", "signature_invalid",
         _line(entry, sig=to_b64u(OFFICER.sign(unsigned, b"verbatim/join/1\n")))),
        ("the signature of another entry", "signature_invalid",
         _line(entry, sig=to_b64u(_entry(seq=2).signature))),
    ]  # fmt: skip
