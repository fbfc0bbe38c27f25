"""Checks receipts as a phone does: every entry accepted, proved, under a signed checkpoint."""

from collections.abc import Sequence

from proof import merkle
from proof.checkpoint import open_note
from proof.encoding import from_b64u
from proof.entry import Opened, leaf_bytes
from schemas.stamp import PushResult, Receipt

TAKEN = frozenset({"accepted", "duplicate"})


def check_receipt(
    body: bytes, entries: Sequence[Opened], verifier: str, verdicts: frozenset[str]
) -> Receipt:
    """Return the receipt. Raises AssertionError if it does not prove these entries."""
    receipt = Receipt.model_validate_json(body)
    assert len(receipt.results) == len(entries), "a line has no result"
    checkpoint = open_note(receipt.checkpoint, verifier)
    nodes = [from_b64u(node) for node in receipt.nodes]
    for entry, result in zip(entries, receipt.results, strict=True):
        assert result.id == entry.id, "a result of another entry"
        assert result.verdict in verdicts, f"{result.verdict} {result.code} {result.detail}"
        root = root_of(entry, result, checkpoint.size, nodes)
        assert root == checkpoint.root, "the proof does not hold"
    return receipt


def root_of(entry: Opened, result: PushResult, size: int, nodes: Sequence[bytes]) -> bytes:
    """Return the root that a result proves its entry under."""
    stamp = result.stamp.encode()
    leaf = merkle.leaf_hash(leaf_bytes(entry.header_bytes, entry.signature, stamp))
    path = [nodes[place] for place in result.proof]
    return merkle.root_from_inclusion(leaf, result.position, size, path)
