"""The evidence bundle: entries of a log with what proves them, in one file (docs/evidence.md).

Every byte in it follows from what is signed, or is a text of this format that never changes:
nothing can be altered, added or left out that a verifier would not name.
"""

import base64
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from proof import canonical
from proof.archive import pack
from proof.checkpoint import Checkpoint
from proof.entry import StoredPart, part_preimage

FORMAT = "verbatim/bundle/1"
SEAL_CONTEXT = b"verbatim/bundle/1\n"

_TEXTS = Path(__file__).with_name("texts")
TEXTS = {name: (_TEXTS / name).read_bytes() for name in ("README.txt", "STATEMENT.txt")}
"""What every bundle says of itself: what it is, how to check it, and what it does not prove."""


@dataclass(frozen=True, slots=True)
class Enclosed:
    """One entry of the log: its leaf, its audit path, and those of its parts that are disclosed.

    `erased` names the parts that are gone for everybody; what is named in the header and neither
    disclosed nor erased is withheld.
    """

    position: int
    leaf: bytes
    path: Sequence[bytes]
    names: Iterable[str]
    parts: Sequence[StoredPart] = ()
    erased: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a bundle is made of; `disclosure` is the position of the entry it is made for."""

    logbook: str
    checkpoint: Checkpoint
    note: str
    disclosure: int
    entries: Sequence[Enclosed]
    anchors: Mapping[int, Sequence[bytes]]
    """Consistency paths from the sizes that disclosed entries name as their anchors."""


Seal = Callable[[bytes], bytes]
"""Signs a message with every key that has signed the checkpoint: 64 bytes each, in their order."""


def pack_bundle(evidence: Evidence, seal: Seal) -> bytes:
    """Return the ZIP. The same evidence gives the same bytes."""
    files = dict(TEXTS)
    files["manifest.json"] = manifest = canonical.serialise(_manifest(evidence))
    files["manifest.sig"] = seal(SEAL_CONTEXT + manifest)
    files["checkpoint.txt"] = evidence.note.encode()
    for size, path in evidence.anchors.items():
        files[f"anchors/{size:08}.consistency"] = _lines(path)
    for entry in evidence.entries:
        files |= _files_of(entry, evidence.note)
    return pack(files)


def _files_of(entry: Enclosed, note: str) -> dict[str, bytes]:
    """Return the files of an entry: exactly the bytes that are hashed, and the C2SP proof."""
    number = f"{entry.position:08}"
    proof = b"c2sp.org/tlog-proof@v1\nindex %d\n%s\n" % (entry.position, _lines(entry.path))
    return {
        f"entries/{number}.leaf": entry.leaf,
        f"entries/{number}.tlog-proof": proof + note.encode(),
        **{
            f"parts/{number}.{part.name}": part_preimage(part.name, part.salt, part.body)
            for part in entry.parts
        },
    }


def _manifest(evidence: Evidence) -> dict[str, object]:
    return {
        "anchors": sorted(evidence.anchors),
        "disclosure": evidence.disclosure,
        "entries": [
            {"parts": _states(entry), "position": entry.position} for entry in evidence.entries
        ],
        "format": FORMAT,
        "logbook": evidence.logbook,
        "size": evidence.checkpoint.size,
    }


def _states(entry: Enclosed) -> dict[str, str]:
    disclosed = {part.name for part in entry.parts}
    return {name: _state(name, disclosed, entry.erased) for name in entry.names}


def _state(name: str, disclosed: set[str], erased: frozenset[str]) -> str:
    if name in disclosed:
        return "disclosed"
    return "erased" if name in erased else "withheld"


def _lines(hashes: Iterable[bytes]) -> bytes:
    return b"".join(base64.b64encode(value) + b"\n" for value in hashes)
