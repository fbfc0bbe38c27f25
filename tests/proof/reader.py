"""Reads receipts as a browser does, written from docs/protocol.md 6 alone."""

from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

from proof import canonical, merkle
from proof.checkpoint import Checkpoint, open_note
from proof.encoding import from_b64u, to_b64u
from proof.entry import entry_id, leaf_bytes
from schemas.entry import WireEntry
from schemas.stamp import PushResult, Stamp, Verdict

Receipt = dict[str, Any]


def judge_receipt(lines: Sequence[str], receipt: Receipt, logbook: str, pinned: str) -> list[str]:
    """Return what has to be said of each line: believed, malformed, or the doubt."""
    entries = [WireEntry.model_validate_json(line) for line in lines]
    doubt = _doubt_whole(receipt, len(entries), logbook)
    if doubt:
        return [doubt] * len(entries)
    nodes = [from_b64u(node) for node in receipt["nodes"]]
    checkpoint = _open(receipt["checkpoint"], pinned)
    return [
        _judge(entry, result, nodes, checkpoint)
        for entry, result in zip(entries, receipt["results"], strict=True)
    ]


def _doubt_whole(receipt: Receipt, count: int, logbook: str) -> str:
    if receipt["logbook"] != logbook:
        return "receipt_other_logbook"
    whole = len(receipt["results"]) == count and all(map(_is_hash, receipt["nodes"]))
    return "" if whole else "receipt_incomplete"


def _is_hash(text: object) -> bool:
    try:
        return isinstance(text, str) and len(from_b64u(text)) == 32
    except ValueError:
        return False


def _open(note: str, pinned: str) -> Checkpoint | None:
    try:
        return open_note(note, pinned)
    except ValueError:
        return None


def _judge(
    entry: WireEntry, document: object, nodes: list[bytes], checkpoint: Checkpoint | None
) -> str:
    try:
        result = PushResult.model_validate(document)
    except ValidationError:
        return "receipt_incomplete"
    if result.verdict is Verdict.MALFORMED:
        return "malformed"
    doubt = _doubt_result(entry, result)
    if doubt or checkpoint is None:
        return doubt or "receipt_checkpoint_invalid"
    return "believed" if _is_proven(entry, result, nodes, checkpoint) else "receipt_proof_invalid"


def _doubt_result(entry: WireEntry, result: PushResult) -> str:
    if result.id != entry_id(entry.header.encode()):
        return "receipt_other_entry"
    stamp = _read_stamp(result.stamp)
    if stamp is None:
        return "receipt_stamp_invalid"
    fits = (result.verdict, result.code) == (stamp.verdict, stamp.code)
    return "" if fits or result.verdict is Verdict.DUPLICATE else "receipt_verdict_differs"


def _read_stamp(text: str) -> Stamp | None:
    try:
        stamp = Stamp.model_validate(canonical.parse(text.encode()))
    except ValueError:  # pydantic's error is one
        return None
    logged = stamp.verdict in {Verdict.ACCEPTED, Verdict.QUARANTINED}
    return stamp if logged and (stamp.verdict is Verdict.ACCEPTED) == (not stamp.code) else None


def _is_proven(
    entry: WireEntry, result: PushResult, nodes: list[bytes], checkpoint: Checkpoint
) -> bool:
    leaf = leaf_bytes(entry.header.encode(), from_b64u(entry.sig), result.stamp.encode())
    try:
        path = [nodes[index] for index in result.proof]
        root = merkle.root_from_inclusion(
            merkle.leaf_hash(leaf), result.position, checkpoint.size, path
        )
    except (ValueError, IndexError):
        return False
    return to_b64u(root) == to_b64u(checkpoint.root)
