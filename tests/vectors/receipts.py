"""Vectors of receipts: a push of golden entries, its good answers, and answers not to believe."""

import copy
import json
from collections.abc import Callable
from typing import Any

from proof import merkle
from proof.authoring import wire_line
from proof.checkpoint import Checkpoint, sign_note
from proof.encoding import to_b64u
from tests.vectors.forms import Document
from tests.vectors.golden import LOGBOOK, ORIGIN, VERIFIER, Story, identifier, tell_story
from tests.vectors.keys import note_key

Receipt = dict[str, Any]

FIRST = 13
"""The push holds the entries from here: accepted, quarantined and accepted ones."""

_BELIEVED = "believed"


def make_receipt() -> Document:
    """One push, what may be answered, and what each line's reader has to say."""
    story = tell_story()
    good = receipt_of(story, range(FIRST, len(story.entries)))
    return {
        "about": "`lines` are pushed; `said` is what the reader of each answer has to say of each"
        " line, with the checkpoint key of `pinned`.",
        "logbook": LOGBOOK,
        "pinned": VERIFIER,
        "lines": [wire_line(entry).decode() for entry in story.entries[FIRST:]],
        "good": _good(story, good),
        "broken": _broken(story, good),
    }


def receipt_of(story: Story, positions: range) -> Receipt:
    """Return the server's answer to a push of these entries."""
    leaves = story.leaves
    subtree = merkle.grown_subtree([], 0, leaves)
    nodes: dict[bytes, int] = {}
    results = []
    for position in positions:
        stamp = json.loads(story.stamps[position])
        path = merkle.inclusion_path(position, len(leaves), subtree)
        results.append({
            "id": story.entries[position].id, "verdict": stamp["verdict"], "code": stamp["code"],
            "position": position, "stamp": story.stamps[position].decode(), "flags": [],
            "proof": [nodes.setdefault(node, len(nodes)) for node in path], "detail": "",
        })  # fmt: skip
    return {"logbook": LOGBOOK, "results": results, "nodes": [to_b64u(node) for node in nodes],
            "checkpoint": story.note()}  # fmt: skip


def _good(story: Story, good: Receipt) -> list[Document]:
    count = len(good["results"])
    again = copy.deepcopy(good)
    for result in again["results"]:
        result |= {"verdict": "duplicate", "code": ""}
    flagged = copy.deepcopy(good)
    flagged["results"][1]["flags"] = ["gap", "fork"]
    unread = copy.deepcopy(good)
    unread["results"][2] = _MALFORMED
    nothing = {"logbook": LOGBOOK, "results": [_MALFORMED] * count, "nodes": [], "checkpoint": ""}
    mixed = [_BELIEVED, _BELIEVED, "malformed", *[_BELIEVED] * (count - 3)]
    return [
        {"why": "all new", "receipt": good, "said": [_BELIEVED] * count},
        {"why": "all duplicates", "receipt": again, "said": [_BELIEVED] * count},
        {"why": "with flags", "receipt": flagged, "said": [_BELIEVED] * count},
        {"why": "a malformed one between", "receipt": unread, "said": mixed},
        {"why": "nothing was logged", "receipt": nothing, "said": ["malformed"] * count},
        {"why": "in a later epoch", "receipt": _restored(story, good),
         "said": [_BELIEVED] * count},
    ]  # fmt: skip


_MALFORMED = {
    "id": "", "verdict": "malformed", "code": "header_invalid", "position": -1, "stamp": "",
    "flags": [], "proof": [], "detail": "seq: missing",
}  # fmt: skip


def _restored(story: Story, good: Receipt) -> Receipt:
    held = story.checkpoint()
    later = Checkpoint(f"{LOGBOOK}/2", held.size, held.root)
    return {**good, "checkpoint": sign_note(later, note_key())}


def _broken(story: Story, good: Receipt) -> list[Document]:
    cases = [
        *_broken_whole(story),
        *((why, 1, said, _set(1, **change)) for why, said, change in _broken_results(story)),
    ]
    return [_case(good, *case) for case in cases]


Change = Callable[[Receipt], object]


def _case(good: Receipt, why: str, line: int, said: str, change: Change) -> Document:
    """Break a copy; `line` -1 means that nothing in the receipt is believed."""
    receipt = copy.deepcopy(good)
    change(receipt)
    count = len(good["results"])
    words = [said if line in {-1, n} else _BELIEVED for n in range(count)]
    return {"why": why, "receipt": receipt, "said": words}


def _broken_whole(story: Story) -> list[tuple[str, int, str, Change]]:
    held = story.checkpoint()
    larger = Checkpoint(ORIGIN, 64, held.root)
    forged = Checkpoint(ORIGIN, held.size, bytes(32))
    notes = [
        ("signed by another key", "checkpoint", sign_note(held, note_key("stranger"))),
        (
            "checkpoint changed",
            "checkpoint",
            story.note().replace(f"\n{held.size}\n", f"\n{held.size + 1}\n"),
        ),
        ("no checkpoint", "checkpoint", ""),
        ("checkpoint is nonsense", "checkpoint", "nonsense"),
        ("another root", "proof", sign_note(forged, note_key())),
        ("a larger size", "proof", sign_note(larger, note_key())),
    ]
    return [
        *((why, -1, f"receipt_{said}_invalid", _give(checkpoint=note))
          for why, said, note in notes),
        ("another logbook", -1, "receipt_other_logbook", _give(logbook=identifier("other"))),
        ("a result is missing", -1, "receipt_incomplete", lambda r: r["results"].pop()),
        ("a result too many", -1, "receipt_incomplete",
         lambda r: r["results"].append(r["results"][0])),
        ("no results", -1, "receipt_incomplete", _give(results=[])),
        ("a node of 31 bytes", -1, "receipt_incomplete",
         lambda r: r["nodes"].append(to_b64u(bytes(31)))),
        ("a node is a number", -1, "receipt_incomplete", lambda r: r["nodes"].append(1)),
        ("a node in padded base64", -1, "receipt_incomplete",
         lambda r: r["nodes"].append(r["nodes"][0] + "=")),
    ]  # fmt: skip


def _broken_results(story: Story) -> list[tuple[str, str, Receipt]]:
    quarantined = story.stamps[FIRST + 1].decode()
    accepted = story.stamps[FIRST].decode()
    other, proof = "receipt_other_entry", "receipt_proof_invalid"
    stamp, verdict = "receipt_stamp_invalid", "receipt_verdict_differs"
    odd = "receipt_incomplete"
    return [
        ("another entry's id", other, {"id": story.entries[FIRST].id}),
        ("no id", other, {"id": ""}),
        ("another time in the stamp", proof, {"stamp": quarantined.replace("08:14", "08:15")}),
        ("another code", proof, {"stamp": quarantined.replace("permission_missing", "key_revoked"),
                                 "code": "key_revoked"}),
        ("stamp with a space", stamp, {"stamp": quarantined.replace(":", ": ", 1)}),
        ("stamp with keys not in order", stamp, {"stamp": _reordered(quarantined)}),
        ("stamp with another member", stamp, {"stamp": quarantined[:-1] + ',"z":1}'}),
        ("stamp without a code", stamp, {"stamp": quarantined.replace("permission_missing", "")}),
        ("accepted with a code", stamp,
         {"stamp": quarantined.replace('"quarantined"', '"accepted"')}),
        ("month 13 in the stamp", stamp, {"stamp": quarantined.replace("-11-", "-13-")}),
        ("stamp of a malformed line", stamp,
         {"stamp": quarantined.replace('"quarantined"', '"malformed"')}),
        ("empty stamp", stamp, {"stamp": ""}),
        ("quarantined, called accepted", verdict, {"verdict": "accepted", "code": ""}),
        ("another code than the stamp's", verdict, {"code": "key_revoked"}),
        ("accepted by another's stamp", proof,
         {"verdict": "accepted", "code": "", "stamp": accepted}),
        ("next position", proof, {"position": FIRST + 2}),
        ("position of another leaf", proof, {"position": FIRST}),
        ("position below zero", proof, {"position": -1}),
        ("position behind the end", proof, {"position": len(story.entries)}),
        ("empty proof", proof, {"proof": []}),
        ("a proof with a node that is not there", proof, {"proof": [0, 1, 2, 99]}),
        ("a proof too long", proof, {"proof": [0, 1, 2, 3, 4, 4]}),
        ("position is a fraction", odd, {"position": FIRST + 1.5}),
        ("position is a text", odd, {"position": str(FIRST + 1)}),
        ("proof is a text", odd, {"proof": "0123"}),
        ("a proof with a name for a number", odd, {"proof": ["length"]}),
        ("an unknown verdict", odd, {"verdict": "refused"}),
        ("flags is a text", odd, {"flags": "gap"}),
        ("stamp is an object", odd, {"stamp": {}}),
        ("null for an id", odd, {"id": None}),
    ]  # fmt: skip


def _reordered(stamp: str) -> str:
    document = json.loads(stamp)
    return json.dumps(dict(reversed(document.items())), separators=(",", ":"))


def _give(**values: object) -> Change:
    return lambda receipt: receipt.update(values)


def _set(line: int, **values: object) -> Change:
    return lambda receipt: receipt["results"][line].update(values)
