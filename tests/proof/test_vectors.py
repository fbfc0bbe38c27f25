"""Every vector of docs/protocol.md, and that the files are what `tests.vectors.make` writes."""

import json
from typing import Any

import pytest

from proof import canonical, merkle
from proof.checkpoint import open_note
from proof.encoding import from_b64u, sha256, to_b64u
from proof.entry import (
    Malformed,
    Opened,
    entry_id,
    leaf_bytes,
    open_line,
    part_hash,
    verify_signature,
)
from proof.signatures import key_id, load_public, verify
from schemas.entry import EMPTY_ROOT, Header
from schemas.kinds import KINDS
from schemas.problems import VERDICTS
from schemas.stamp import Verdict
from sync.intake.chain_flags import _flags
from sync.intake.entry_keys import KnownKeys
from tests.proof.reader import judge_receipt
from tests.vectors.golden import header_of, identifier
from tests.vectors.keys import OFFICER
from tests.vectors.make import CONTENTS, MAKERS, contents, path_of, text_of

Case = dict[str, Any]
VECTORS: dict[str, Case] = {name: json.loads(path_of(name).read_text()) for name in MAKERS}


def cases(name: str, member: str) -> pytest.MarkDecorator:
    """Run a test for each case of a list in a file, named by its `why`."""
    found: list[Case] = VECTORS[name][member]
    return pytest.mark.parametrize("case", found, ids=[str(c.get("why", "")) for c in found])


def data_of(case: Case) -> bytes:
    """The bytes of a case: a text, hexadecimal, or pieces, each repeated."""
    if "hex" in case:
        return bytes.fromhex(case["hex"])
    pieces = case.get("pieces", [[case.get("text"), 1]])
    return "".join(text * times for text, times in pieces).encode()


@pytest.mark.parametrize("name", MAKERS)
def test_is_what_the_generator_writes(name: str) -> None:
    assert path_of(name).read_text(encoding="ascii") == text_of(name)


def test_the_table_of_contents_is_current() -> None:
    assert CONTENTS.read_text(encoding="utf-8") == contents()


@cases("canonical", "good")
def test_canonical(case: Case) -> None:
    data = case["text"].encode()
    assert canonical.serialise(case["value"]) == data
    assert canonical.parse(data) == case["value"]
    assert to_b64u(sha256(data)) == case["sha256"]


@cases("canonical", "bad")
def test_not_canonical(case: Case) -> None:
    with pytest.raises(ValueError, match=r"."):
        canonical.parse(data_of(case))


@cases("signature", "cases")
def test_signature(case: Case) -> None:
    spki, message = VECTORS["signature"]["key"]["spki"], VECTORS["signature"]["message"]
    assert key_id(from_b64u(spki)) == VECTORS["signature"]["key"]["key"]
    found = verify(load_public(spki), from_b64u(case["signature"]), message.encode())
    assert found is case["verifies"]


@cases("signature", "not_keys")
def test_no_key(case: Case) -> None:
    with pytest.raises(ValueError, match=r"."):
        load_public(case["spki"])


def test_leaf() -> None:
    for case in VECTORS["leaf"]["cases"]:
        header, stamp = case["header"].encode(), case["stamp"].encode()
        assert entry_id(header) == case["id"]
        for part in case["parts"]:
            salt, body = from_b64u(part["salt"]), part["body"].encode()
            assert part_hash(part["name"], salt, body) == part["hash"]
        leaf = leaf_bytes(header, from_b64u(case["signature"]), stamp)
        assert to_b64u(sha256(leaf)) == case["leaf_sha256"]
        assert to_b64u(merkle.leaf_hash(leaf)) == case["leaf_hash"]


def test_leaf_bytes() -> None:
    case = VECTORS["leaf"]["cases"][-1]
    header, stamp = case["header"].encode(), case["stamp"].encode()
    leaf = leaf_bytes(header, from_b64u(case["signature"]), stamp)
    assert to_b64u(leaf) == VECTORS["leaf"]["last_leaf"]


KNOWN_ROOT = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
"""Of the eight leaves, as every implementation of RFC 6962 has it."""


def test_roots() -> None:
    leaves = [merkle.leaf_hash(bytes.fromhex(leaf)) for leaf in VECTORS["merkle"]["leaves"]]
    assert [to_b64u(leaf) for leaf in leaves] == VECTORS["merkle"]["leaf_hashes"]
    roots = [merkle.root(merkle.append([], 0, leaves[:size])) for size in range(9)]
    assert [to_b64u(root) for root in roots] == VECTORS["merkle"]["roots"]
    assert (VECTORS["merkle"]["roots"][0], roots[8].hex()) == (EMPTY_ROOT, KNOWN_ROOT)


def test_proofs() -> None:
    vectors = VECTORS["merkle"]
    leaves, roots = nodes_of(vectors["leaf_hashes"]), nodes_of(vectors["roots"])
    for case in vectors["inclusion"]:
        index, size, path = case["leaf"], case["size"], nodes_of(case["path"])
        assert merkle.root_from_inclusion(leaves[index], index, size, path) == roots[size]
    for case in vectors["consistency"]:
        old, size, path = case["old"], case["size"], nodes_of(case["path"])
        assert merkle.is_consistent(old, roots[old], size, roots[size], path)


@cases("merkle", "broken_inclusion")
def test_broken_inclusion(case: Case) -> None:
    leaf, path = from_b64u(case["leaf_hash"]), nodes_of(case["path"])
    try:
        root = merkle.root_from_inclusion(leaf, case["leaf"], case["size"], path)
    except ValueError:
        return
    assert to_b64u(root) != case["root"]


@cases("merkle", "broken_consistency")
def test_broken_consistency(case: Case) -> None:
    roots = from_b64u(case["old_root"]), from_b64u(case["root"])
    path = nodes_of(case["path"])
    assert not merkle.is_consistent(case["old"], roots[0], case["size"], roots[1], path)


def nodes_of(texts: list[str]) -> list[bytes]:
    """The bytes of hashes."""
    return [from_b64u(text) for text in texts]


@cases("chain", "stories")
def test_chain(case: Case) -> None:
    plain = header_of(OFFICER, "screening.voided/1", identifier("chain"), ())
    places: dict[tuple[str, int], set[str]] = {}
    for arrival in case["arrivals"]:
        places.setdefault((OFFICER.id, arrival["seq"]), set()).add(arrival["id"])
    for arrival in case["arrivals"]:
        header = Header.model_construct(**{**plain, "seq": arrival["seq"], "prev": arrival["prev"]})
        assert [flag.value for flag in _flags(header, places, "start")] == arrival["flags"]


@cases("checkpoint", "good")
def test_checkpoint(case: Case) -> None:
    point = open_note(case["note"], VECTORS["checkpoint"]["pinned"])
    logbook = VECTORS["checkpoint"]["pinned"].partition("/")[0]
    assert point.origin == f"{logbook}/{case['epoch']}"
    assert (point.size, to_b64u(point.root)) == (case["size"], case["root"])


@cases("checkpoint", "bad")
def test_bad_checkpoint(case: Case) -> None:
    with pytest.raises(ValueError, match=r"."):
        open_note(case["note"], VECTORS["checkpoint"]["pinned"])


@cases("checkpoint", "not_pins")
def test_bad_pin(case: Case) -> None:
    with pytest.raises(ValueError, match=r"."):
        open_note(case["note"], case["pin"])


def test_entries() -> None:
    vectors = VECTORS["entries"]
    keys = {key["key"]: key["spki"] for key in vectors["keys"]}
    leaves = []
    for case in vectors["entries"]:
        entry = open_line(case["line"].encode(), vectors["logbook"])
        assert not isinstance(entry, Malformed)
        assert (entry.id, entry.header.kind) == (case["id"], case["kind"])
        assert verify_signature(entry, keys[entry.header.key])
        stamp = json.loads(case["line"])["stamp"].encode()
        leaf = leaf_bytes(entry.header_bytes, entry.signature, stamp)
        leaves.append(merkle.leaf_hash(leaf))
    point = open_note(vectors["checkpoint"], vectors["pinned"])
    assert (point.size, point.root) == (len(leaves), merkle.root(merkle.append([], 0, leaves)))
    assert {case["kind"] for case in vectors["entries"]} == set(KINDS)


@cases("malformed", "lines")
def test_malformed(case: Case) -> None:
    vectors = VECTORS["malformed"]
    keys = {key["key"]: key["spki"] for key in vectors["keys"]}
    entry = open_line(data_of(case), vectors["logbook"])
    assert code_of(entry, keys) == case["code"]


def code_of(entry: Opened | Malformed, keys: dict[str, str]) -> str:
    """The code that push gives: form first, then the key, then the signature."""
    checked = KnownKeys({OFFICER.id}, keys).check(entry)
    return checked.code if isinstance(checked, Malformed) else ""


def test_malformed_has_every_code() -> None:
    codes = {code for code, verdict in VERDICTS.items() if verdict is Verdict.MALFORMED}
    assert {case["code"] for case in VECTORS["malformed"]["lines"]} == codes


@cases("receipt", "good")
def test_receipt(case: Case) -> None:
    assert said_of(case) == case["said"]


@cases("receipt", "broken")
def test_broken_receipt(case: Case) -> None:
    assert said_of(case) == case["said"]
    assert any(word.startswith("receipt_") for word in case["said"])


def said_of(case: Case) -> list[str]:
    """What this reader says of an answer."""
    vectors = VECTORS["receipt"]
    return judge_receipt(vectors["lines"], case["receipt"], vectors["logbook"], vectors["pinned"])
