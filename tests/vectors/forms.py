"""Vectors of the forms: restricted JSON, signatures, leaves, chains."""

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from proof import canonical, merkle
from proof.encoding import sha256, to_b64u
from proof.entry import leaf_bytes
from proof.signatures import ENTRY_CONTEXT, ORDER
from tests.vectors.golden import tell_story
from tests.vectors.keys import OFFICER, STRANGER, note_key, raw, with_high_s

Document = dict[str, object]

_GOOD: tuple[Document, ...] = (
    {},
    {"b": 1, "a": [True, False], "a1": 2, "a10": 3, "a_": 4},
    {"a": '\b\t\n\f\r\x01\x1f"\\/'},
    {"a": "\x7f\u0080\u2028\u2029\ufeff\uffff\u00e9\u0416\U0001f600"},
    {"composed": "\u00e9", "decomposed": "e\u0301"},
    {"max": 2**53 - 1, "min": 1 - 2**53, "zero": 0},
    {"a": {"a": {"a": {"a": {"a": {"a": {"a": {}}}}}}}},
    {"a": [[[[[[[1]]]]]]]},
    {"a" * 40: "", "z": []},
    {"flaw": "text", "constructor": True, "length": 0},
)

_BAD: tuple[tuple[str, str | bytes], ...] = (
    ("nothing", ""),
    ("white space after a brace", '{ "a":1}'),
    ("white space after a colon", '{"a": 1}'),
    ("trailing newline", '{"a":1}\n'),
    ("leading newline", '\n{"a":1}'),
    ("key order", '{"b":1,"a":2}'),
    ("key order below", '{"a":[{"c":1,"b":2}]}'),
    ("duplicate key", '{"a":1,"a":2}'),
    ("duplicate key, same value", '{"a":1,"a":1}'),
    ("float", '{"a":1.5}'),
    ("whole float", '{"a":1.0}'),
    ("exponent", '{"a":1e2}'),
    ("null", '{"a":null}'),
    ("minus zero", '{"a":-0}'),
    ("leading zero", '{"a":01}'),
    ("plus", '{"a":+1}'),
    ("2^53", '{"a":9007199254740992}'),
    ("2^53+1", '{"a":9007199254740993}'),
    ("-2^53", '{"a":-9007199254740992}'),
    ("2^64", '{"a":18446744073709551616}'),
    ("40 digits", '{"a":' + "9" * 40 + "}"),
    ("400 digits", '{"a":' + "9" * 400 + "}"),
    ("upper-case hex escape", '{"a":"\\u001F"}'),
    ("escaped solidus", '{"a":"\\/"}'),
    ("needless escape", '{"a":"\\u0041"}'),
    ("long escape of a newline", '{"a":"\\u000a"}'),
    ("escaped letter outside ASCII", '{"a":"\\u00e9"}'),
    ("escaped pair", '{"a":"\\ud83d\\ude00"}'),
    ("U+0000", '{"a":"\\u0000"}'),
    ("bare control", '{"a":"\x01"}'),
    ("bare newline in a text", '{"a":"\n"}'),
    ("lone high surrogate", '{"a":"\\ud800"}'),
    ("lone low surrogate", '{"a":"\\udc00"}'),
    ("byte-order mark", "\ufeff{}"),
    ("depth 9, objects", '{"a":' * 9 + "1" + "}" * 9),
    ("depth 9, arrays", '{"a":' + "[" * 8 + "]" * 8 + "}"),
    ("depth 500", '{"a":' + "[" * 500 + "]" * 500 + "}"),
    ("depth 5000", '{"a":' + "[" * 5000 + "]" * 5000 + "}"),
    ("array", "[]"),
    ("text", '"a"'),
    ("number", "1"),
    ("true", "true"),
    ("two documents", "{}{}"),
    ("trailing comma", '{"a":1,}'),
    ("comment", '{"a":1/**/}'),
    ("single quotes", "{'a':1}"),
    ("NaN", '{"a":NaN}'),
    ("upper-case key", '{"A":1}'),
    ("empty key", '{"":1}'),
    ("key begins with a digit", '{"1a":1}'),
    ("key begins with an underscore", '{"__proto__":{}}'),
    ("key with a hyphen", '{"a-b":1}'),
    ("non-ASCII key", '{"\u0430":1}'),
    ("escaped key", '{"\\u0061":1}'),
    ("key of 41 letters", '{"' + "a" * 41 + '":1}'),
    ("key with a newline at its end", '{"a\\n":1}'),
    ("not UTF-8", b'{"a":"\xff"}'),
    ("overlong UTF-8", b'{"a":"\xc0\xaf"}'),
    ("surrogate in UTF-8", b'{"a":"\xed\xa0\x80"}'),
    ("cut UTF-8", b'{"a":"\xe2\x82"}'),
    ("UTF-16", '{"a":1}'.encode("utf-16-le")),
    ("cut short", '{"a":1'),
)


def make_canonical() -> Document:
    """Documents with their bytes, and bytes that state no document."""
    good = [
        {"value": value, "text": data.decode(), "sha256": to_b64u(sha256(data))}
        for value, data in ((value, canonical.serialise(value)) for value in _GOOD)
    ]
    bad = [
        {"why": why, "text": data} if isinstance(data, str) else {"why": why, "hex": data.hex()}
        for why, data in _BAD
    ]
    return {"about": "Restricted JSON (docs/protocol.md 1).", "good": good, "bad": bad}


def make_signature() -> Document:
    """ECDSA P-256 with SHA-256, raw, low s only; and keys that are none."""
    header = canonical.serialise({"a": "\u0416"})
    good = OFFICER.sign(header)
    r, s = good[:32], good[32:]
    cases = [
        ("low s", good, True),
        ("high s", with_high_s(good), False),
        ("s is n minus 1", r + (ORDER - 1).to_bytes(32, "big"), False),
        ("changed bit", bytes([good[0] ^ 1]) + good[1:], False),
        ("63 bytes", good[:-1], False),
        ("65 bytes", good + b"\0", False),
        ("s with a zero in front", r + b"\0" + s, False),
        ("empty", b"", False),
        ("r is zero", bytes(32) + s, False),
        ("s is zero", r + bytes(32), False),
        ("r is n", ORDER.to_bytes(32, "big") + s, False),
        ("r and s swapped", s + r, False),
        ("wrong key", STRANGER.sign(header), False),
        ("wrong context", OFFICER.sign(header, b"verbatim/join/1\n"), False),
        ("no context", OFFICER.sign(header, b""), False),
        ("another message", OFFICER.sign(canonical.serialise({"a": 1})), False),
    ]
    return {
        "about": "ECDSA P-256, SHA-256, over context and header (docs/protocol.md 2).",
        "key": OFFICER.describe(),
        "message": (ENTRY_CONTEXT + header).decode(),
        "cases": [
            {"why": why, "signature": to_b64u(signature), "verifies": verifies}
            for why, signature, verifies in cases
        ],
        "not_keys": [{"why": why, "spki": to_b64u(spki)} for why, spki in _not_keys()],
    }


def _not_keys() -> list[tuple[str, bytes]]:
    public = OFFICER.private.public_key()
    plain = public.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    other = ec.derive_private_key(5, ec.SECP384R1()).public_key()
    point = public.public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint
    )
    start = bytes.fromhex("3039301306072a8648ce3d020106082a8648ce3d030107032200")
    return [
        ("a point that is not on the curve", plain[:-1] + bytes([plain[-1] ^ 1])),
        ("P-384", other.public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)),
        ("Ed25519", bytes.fromhex("302a300506032b6570032100") + raw(note_key())),
        ("compressed", start + point),
        ("one byte more", plain + b"\0"),
        ("cut short", plain[:-1]),
        ("nothing", b""),
    ]  # fmt: skip


def make_leaf() -> Document:
    """Entry ids, part hashes, leaves and their hashes of the golden entries."""
    story = tell_story()
    cases = []
    for entry, stamp in zip(story.entries, story.stamps, strict=True):
        leaf = leaf_bytes(entry.header_bytes, entry.signature, stamp)
        cases.append({
            "header": entry.header_bytes.decode(),
            "id": entry.id,
            "parts": [
                {"name": part.name, "salt": to_b64u(part.salt), "body": part.body.decode(),
                 "hash": entry.header.parts[part.name]}
                for part in entry.parts
            ],
            "signature": to_b64u(entry.signature),
            "stamp": stamp.decode(),
            "leaf_sha256": to_b64u(sha256(leaf)),
            "leaf_hash": to_b64u(merkle.leaf_hash(leaf)),
        })  # fmt: skip
    first = leaf_bytes(story.entries[-1].header_bytes, story.entries[-1].signature,
                       story.stamps[-1])  # fmt: skip
    return {
        "about": "Entry id, part hash and leaf (docs/protocol.md 2 to 4).",
        "cases": cases,
        "last_leaf": to_b64u(first),
    }


def make_chain() -> Document:
    """Arrivals of one key's entries, and the flags that stand once all have arrived."""
    stories = [
        ("in order", [("a", 1, "start"), ("b", 2, "a"), ("c", 3, "b")], {}),
        ("out of order", [("c", 3, "b"), ("a", 1, "start"), ("b", 2, "a")], {}),
        ("a missing entry", [("a", 1, "start"), ("c", 3, "b")], {"c": ["gap"]}),
        ("does not begin at the enrolment", [("a", 1, "elsewhere")], {"a": ["gap"]}),
        ("wrong previous entry", [("a", 1, "start"), ("b", 2, "x")], {"b": ["gap"]}),
        ("previous entry has another number", [("a", 1, "start"), ("b", 2, "a"), ("c", 4, "b")],
         {"c": ["gap"]}),
        ("a restored copy", [("a", 1, "start"), ("b", 2, "a"), ("d", 2, "a")],
         {"b": ["fork"], "d": ["fork"]}),
        ("both branches go on", [("a", 1, "start"), ("b", 2, "a"), ("d", 2, "a"), ("e", 3, "d"),
                                 ("c", 3, "b")],
         {"b": ["fork"], "d": ["fork"], "c": ["fork"], "e": ["fork"]}),
        ("forked at the start", [("a", 1, "start"), ("f", 1, "start")],
         {"a": ["fork"], "f": ["fork"]}),
        ("gap and fork", [("a", 1, "start"), ("b", 2, "a"), ("d", 2, "x")],
         {"b": ["fork"], "d": ["gap", "fork"]}),
    ]  # fmt: skip
    return {
        "about": "Entries of one key as they arrive; `enrolled` is what seq 1 has to continue.",
        "stories": [
            {
                "why": why,
                "enrolled": "start",
                "arrivals": [
                    {"id": name, "seq": seq, "prev": prev, "flags": flags.get(name, [])}
                    for name, seq, prev in arrivals
                ],
            }
            for why, arrivals, flags in stories
        ],
    }
