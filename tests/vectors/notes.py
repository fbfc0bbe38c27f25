"""Vectors of checkpoints: signed notes that say something, and notes that say nothing."""

import base64

from proof import merkle
from proof.checkpoint import Checkpoint, sign_note, verifier_key
from proof.encoding import sha256, to_b64u
from tests.vectors.forms import Document
from tests.vectors.golden import LOGBOOK, ORIGIN, VERIFIER, identifier
from tests.vectors.keys import note_key, raw


def make_checkpoint() -> Document:
    """C2SP signed notes under one pinned key."""
    point = Checkpoint(ORIGIN, 18, sha256(b"root"))
    note = sign_note(point, note_key())
    later = Checkpoint(f"{LOGBOOK}/2", 3, sha256(b"later"))
    return {
        "about": "Signed checkpoints (docs/protocol.md 4), read with `pinned`. A good one says "
        "what it holds; a bad one says nothing.",
        "pinned": VERIFIER,
        "good": [
            {"why": "signed by the pinned key", "note": note, **_held(point)},
            {"why": "among other signers", "note": _with_witness(note), **_held(point)},
            {"why": "a later epoch", "note": sign_note(later, note_key()), **_held(later)},
            {"why": "the empty tree", **_signed(Checkpoint(ORIGIN, 0, merkle.EMPTY_ROOT))},
            {"why": "the largest", **_signed(Checkpoint(ORIGIN, 2**53 - 1, bytes(32)))},
        ],
        "bad": [{"why": why, "note": bad} for why, bad in _bad_notes(point, note)],
        "not_pins": [{"why": why, "pin": pin, "note": note} for why, pin in not_pins()],
    }


def _held(point: Checkpoint) -> Document:
    return {"epoch": int(point.origin.rpartition("/")[2]), "size": point.size,
            "root": to_b64u(point.root)}  # fmt: skip


def _signed(point: Checkpoint) -> Document:
    return {"note": sign_note(point, note_key()), **_held(point)}


def _with_witness(note: str) -> str:
    text, _, line = note.partition("\n\n")
    witness = f"\N{EM DASH} witness.example/w1 {base64.b64encode(bytes(72)).decode()}\n"
    return f"{text}\n\n{witness}{line}{witness}"


def _sign_text(text: str, name: str = ORIGIN) -> str:
    """Sign any text under any name."""
    key = note_key()
    identity = sha256(name.encode() + b"\n\x01" + raw(key))[:4]
    line = base64.b64encode(identity + key.sign(text.encode())).decode()
    return f"{text}\n\N{EM DASH} {name} {line}\n"


def _bad_notes(point: Checkpoint, note: str) -> list[tuple[str, str]]:
    text, line = point.text, note.rpartition("\n\n")[2]
    root = text.split("\n")[2]
    stranger = sign_note(point, note_key("stranger"))
    other = f"{identifier('another')}/1"
    words = line.split(" ")
    identified = base64.b64decode(words[2])
    long = base64.b64encode(identified + b"\0").decode()
    bent = base64.b64encode(identified[:9] + bytes([identified[9] ^ 1]) + identified[10:])
    bent_line = f"{words[0]} {words[1]} {bent.decode()}\n"
    return [
        ("another key", stranger),
        ("another key under the pinned key's id", f"{text}\n{_with_id(stranger, identified[:4])}"),
        ("changed size", note.replace("\n18\n", "\n19\n")),
        ("changed root", note.replace(root, base64.b64encode(sha256(b"x")).decode())),
        ("changed signature", f"{text}\n{bent_line}"),
        ("a wrong signature before the right one", f"{text}\n{bent_line}{line}"),
        ("size with a zero in front", _sign_text(text.replace("\n18\n", "\n018\n"))),
        ("size below zero", _sign_text(text.replace("\n18\n", "\n-18\n"))),
        ("size in other digits", _sign_text(text.replace("\n18\n", "\n1\u0668\n"))),
        ("size beyond 2^53-1", _sign_text(text.replace("\n18\n", f"\n{2**53}\n"))),
        ("no size", _sign_text(text.replace("\n18\n", "\n\n"))),
        ("root of 31 bytes", _sign_text(f"{ORIGIN}\n18\n{base64.b64encode(bytes(31)).decode()}\n")),
        ("root without padding", _sign_text(text.replace("=\n", "\n"))),
        ("root in base64url", _sign_text(f"{ORIGIN}\n18\n{to_b64u(point.root)}=\n")),
        ("root in a second spelling", _sign_text(f"{ORIGIN}\n18\n{'A' * 42}B=\n")),
        ("an extension line", _sign_text(f"{text}extension\n")),
        ("a line is missing", _sign_text(f"{ORIGIN}\n18\n")),
        ("another logbook", _sign_text(text.replace(ORIGIN, other), other)),
        ("another logbook under the pinned name", _sign_text(text.replace(ORIGIN, other))),
        ("epoch 0", _sign_text(text.replace(ORIGIN, f"{LOGBOOK}/0"), f"{LOGBOOK}/0")),
        ("no epoch", _sign_text(text.replace(ORIGIN, LOGBOOK), LOGBOOK)),
        ("signed under another name", _sign_text(text, f"{LOGBOOK}/2")),
        ("hyphen for the dash", f"{text}\n{line.replace(chr(0x2014), '-')}"),
        ("no signature", f"{text}\n"),
        ("no blank line", f"{text}{line}"),
        ("no newline at the end", note[:-1]),
        ("a blank line at the end", f"{note}\n"),
        ("carriage returns", note.replace("\n", "\r\n")),
        ("signature of 65 bytes", f"{text}\n{words[0]} {words[1]} {long}\n"),
        ("signature in a second spelling", f"{text}\n{_respelled(line)}"),
        ("two spaces", f"{text}\n{line.replace(' ', '  ', 1)}"),
        ("a foreign line that is none", f"{note}nonsense\n"),
        ("an unsigned line in front", f"x\n{note}"),
        ("nothing", ""),
    ]  # fmt: skip


def _with_id(note: str, identity: bytes) -> str:
    dash, name, encoded = note.rpartition("\n\n")[2].split(" ")
    signature = base64.b64decode(encoded)[4:]
    return f"{dash} {name} {base64.b64encode(identity + signature).decode()}\n"


def _respelled(line: str) -> str:
    """Change the bits before the padding, which lenient readers pass over."""
    letter = line[-3]
    assert line.endswith("=\n")
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    return f"{line[:-3]}{alphabet[alphabet.index(letter) + 1]}=\n"


def not_pins() -> list[tuple[str, str]]:
    """Texts that this note is not verified by, most of them no verifier key at all."""
    name, identity, key = VERIFIER.split("+", 2)
    later = verifier_key(f"{LOGBOOK}/2", note_key().public_key())
    second = base64.b64encode(b"\x02" + raw(note_key())).decode()
    return [
        ("a later epoch than the note's", later),
        ("another key", verifier_key(ORIGIN, note_key("stranger").public_key())),
        ("wrong key id", f"{name}+00000000+{key}"),
        ("key id in upper case", f"{name}+{identity.upper()}+{key}"),
        ("another algorithm", f"{name}+{identity}+{second}"),
        ("one byte short", f"{name}+{identity}+{base64.b64encode(bytes(32)).decode()}"),
        ("not LOGBOOK/EPOCH", verifier_key("example.com/log", note_key().public_key())),
        ("a newline at the end", f"{VERIFIER}\n"),
        ("no key", f"{name}+{identity}"),
        ("nonsense", "nonsense"),
        ("nothing", ""),
    ]
