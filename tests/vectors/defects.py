"""Bundles with one defect each that needs no key: what a hand on the file can do."""

import base64
import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from proof import canonical
from proof.archive import pack
from proof.bundle import SEAL_CONTEXT
from proof.checkpoint import Checkpoint, sign_note
from proof.encoding import sha256
from proof.verify import check_container
from tests.vectors.golden import LOGBOOK, identifier
from tests.vectors.keys import note_key

Files = dict[str, bytes]


@dataclass(frozen=True)
class Defect:
    """What is wrong, what makes a good bundle so, and the check and the file that say it."""

    why: str
    check: str
    file: str
    make: Callable[[bytes], bytes]


def leaf(position: int) -> str:
    """Return the file of a leaf."""
    return f"entries/{position:08}.leaf"


def proof(position: int) -> str:
    """Return the file of a proof."""
    return f"entries/{position:08}.tlog-proof"


def part(position: int, name: str) -> str:
    """Return the file of a part."""
    return f"parts/{position:08}.{name}"


def changed(name: str, change: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    """Return what changes one file of a bundle."""
    return altered(lambda files: files.update({name: change(files[name])}))


def altered(change: Callable[[Files], object]) -> Callable[[bytes], bytes]:
    """Return what changes the files of a bundle and packs them properly."""

    def make(good: bytes) -> bytes:
        files = dict(check_container(good).files)
        change(files)
        return pack(files)

    return make


def without(*names: str) -> Callable[[bytes], bytes]:
    """Return what takes files away."""
    return altered(lambda files: [files.pop(name) for name in names])


def flipped(place: int) -> Callable[[bytes], bytes]:
    """Return what flips a bit of one byte, counted from the end if negative."""

    def flip(data: bytes) -> bytes:
        at = place % len(data)
        return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]

    return flip


def replaced(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    """Return what replaces bytes that are there."""

    def replace(data: bytes) -> bytes:
        if old not in data:
            raise ValueError("nothing to replace")
        return data.replace(old, new, 1)

    return replace


def manifest(change: Callable[[dict[str, object]], object]) -> Callable[[bytes], bytes]:
    """Return what changes the manifest, and keeps it canonical."""

    def rewrite(data: bytes) -> bytes:
        document = canonical.parse(data)
        change(document)
        return canonical.serialise(document)

    return changed("manifest.json", rewrite)


def _listed(document: Mapping[str, object], position: int) -> dict[str, str]:
    entries = document["entries"]
    if not isinstance(entries, list):
        raise TypeError("not a list")
    parts: dict[str, str] = entries[position]["parts"]
    return parts


def _say(position: int, name: str, state: str) -> Callable[[bytes], bytes]:
    return manifest(lambda document: _listed(document, position).update({name: state}))


def _compressed(good: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in check_container(good).files.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _backwards(good: bytes) -> bytes:
    """Put the last local file first: another order of the same files."""
    files = check_container(good).files
    last = max(files)
    alone = pack({last: files[last]})
    return alone[: 30 + len(last) + len(files[last])] + good


def _twice(good: bytes) -> bytes:
    """Put the first local file there twice."""
    files = check_container(good).files
    first = min(files)
    return good[: 30 + len(first) + len(files[first])] + good


def _signed_by(key: str, origin: str = f"{LOGBOOK}/1", size: int = 11) -> Callable[[bytes], bytes]:
    """Return what puts another signed checkpoint in the place of the one that is there."""

    def change(data: bytes) -> bytes:
        root = base64.b64decode(data.split(b"\n")[2])
        return sign_note(Checkpoint(origin, size, root), note_key(key)).encode()

    return changed("checkpoint.txt", change)


def _signed_too(count: int, text: str = "") -> Callable[[Files], None]:
    """Return what adds signature lines to the checkpoint, in every place where it stands."""
    line = f"\u2014 {LOGBOOK}/1 {base64.b64encode(bytes(68)).decode()}\n"

    def change(files: Files) -> None:
        old = files["checkpoint.txt"]
        new = old + (text or line * count).encode()
        for name in files:
            if name == "checkpoint.txt" or name.endswith(".tlog-proof"):
                files[name] = files[name][: -len(old)] + new

    return change


def sealed(make: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    """Return the same change by a hand that holds the checkpoint key, and seals what it made."""
    return lambda good: altered(_seal)(make(good))


def _seal(files: Files, key: str = "checkpoint") -> None:
    files["manifest.sig"] = note_key(key).sign(SEAL_CONTEXT + files["manifest.json"])


def _swap(files: Files, one: str, other: str) -> None:
    files[one], files[other] = files[other], files[one]


def _drop_entry(files: Files, position: int) -> None:
    """Take an entry out of a bundle and out of its manifest."""
    start = (f"entries/{position:08}.", f"parts/{position:08}.")
    for name in [name for name in files if name.startswith(start)]:
        del files[name]
    document = canonical.parse(files["manifest.json"])
    document["entries"] = [e for e in document["entries"] if e["position"] != position]
    files["manifest.json"] = canonical.serialise(document)


def _drop_anchor(files: Files, size: int) -> None:
    """Take an anchor's proof out of a bundle and out of its manifest."""
    del files[f"anchors/{size:08}.consistency"]
    document = canonical.parse(files["manifest.json"])
    document["anchors"] = [other for other in document["anchors"] if other != size]
    files["manifest.json"] = canonical.serialise(document)


def _drop_result(files: Files) -> None:
    """Take the laboratory's result out, and the tree that nothing else here names."""
    _drop_entry(files, 9)
    _drop_anchor(files, 9)


def _drop_part(files: Files, position: int, name: str) -> None:
    """Take a part out of a bundle, and say that it is withheld."""
    del files[part(position, name)]
    document = canonical.parse(files["manifest.json"])
    _listed(document, position)[name] = "withheld"
    files["manifest.json"] = canonical.serialise(document)


def _lines(change: Callable[[list[bytes]], object]) -> Callable[[bytes], bytes]:
    """Return what changes the lines of a proof."""

    def rewrite(data: bytes) -> bytes:
        lines = data.split(b"\n")
        change(lines)
        return b"\n".join(lines)

    return rewrite


_HASH = base64.b64encode(sha256(b"another hash"))
_ANCHOR = "anchors/00000007.consistency"

CONTAINER = [
    Defect("a byte before the ZIP", "container", "", lambda good: b"\0" + good),
    Defect("a byte behind the ZIP", "container", "", lambda good: good + b"\0"),
    Defect("a comment in the ZIP", "container", "", lambda good: good[:-2] + b"\1\0!"),
    Defect("the ZIP ends early", "container", "", lambda good: good[:-30]),
    Defect("a file has a time", "container", "", flipped(10)),
    Defect("a file's checksum is another", "container", "", flipped(14)),
    Defect("a file's attributes are others", "container", "", lambda good: flipped(
        good.index(b"PK\1\2") + 40)(good)),
    Defect("a file stands in another place", "container", part(10, "disclosure"), _backwards),
    Defect("two files have one name", "container", "README.txt", _twice),
    Defect("the files are compressed", "container", "", _compressed),
    Defect("a file would be unpacked elsewhere", "container", "../../etc/passwd",
           altered(lambda files: files.update({"../../etc/passwd": b""}))),
    Defect("nothing at all", "container", "", lambda _: b""),
    Defect("an empty ZIP", "container", "", lambda _: pack({})),
]  # fmt: skip

TEXTS = [
    Defect("the limits are not those of this format", "texts", "README.txt",
           changed("README.txt", replaced(b"DOES NOT PROVE", b"ALSO PROVES"))),
    Defect("the statement is missing", "texts", "STATEMENT.txt", without("STATEMENT.txt")),
]  # fmt: skip

CHECKPOINT = [
    Defect("no checkpoint", "checkpoint", "checkpoint.txt", without("checkpoint.txt")),
    Defect("signed by another key", "checkpoint", "checkpoint.txt", _signed_by("another")),
    Defect("of another logbook", "checkpoint", "checkpoint.txt",
           _signed_by("checkpoint", f"{identifier('elsewhere')}/1")),
    Defect("another size than was signed", "checkpoint", "checkpoint.txt",
           changed("checkpoint.txt", replaced(b"/1\n11\n", b"/1\n12\n"))),
    Defect("another root than was signed", "checkpoint", "checkpoint.txt",
           changed("checkpoint.txt", _lines(lambda lines: lines.__setitem__(2, _HASH)))),
    Defect("no signature", "checkpoint", "checkpoint.txt",
           changed("checkpoint.txt", lambda data: data[: data.index("\u2014".encode())])),
    Defect("other line ends", "checkpoint", "checkpoint.txt",
           changed("checkpoint.txt", lambda data: data.replace(b"\n", b"\r\n"))),
    Defect("three signatures", "checkpoint", "checkpoint.txt", altered(_signed_too(2))),
    Defect("more signatures than anybody asks for", "checkpoint", "checkpoint.txt",
           altered(_signed_too(20))),
    Defect("words where a signature belongs", "checkpoint", "checkpoint.txt",
           altered(_signed_too(1, f"\u2014 THE-LABORATORY-CONFIRMED {'A' * 92}\n"))),
    Defect("a second spelling of the root", "checkpoint", "checkpoint.txt",
           changed("checkpoint.txt", replaced(b"=\n\n", b"\n\n"))),
]  # fmt: skip

LEAF = [
    Defect("another context", "leaf", leaf(7), changed(leaf(7), replaced(b"leaf/1", b"leaf/2"))),
    Defect("another header length", "leaf", leaf(7), changed(leaf(7), flipped(17))),
    Defect("a leaf that ends early", "leaf", leaf(7), changed(leaf(7), lambda data: data[:40])),
    Defect("an empty leaf", "leaf", leaf(7), changed(leaf(7), lambda _: b"")),
    Defect("a header with a space", "leaf", leaf(7),
           changed(leaf(7), replaced(b'"v":1}', b'"v":1 '))),
    Defect("a kept-aside entry made to count", "leaf", leaf(7),
           changed(leaf(7), replaced(b'"verdict":"accepted"', b'"verdict":"quarantined"'))),
    Defect("a stamp with more members", "leaf", leaf(7),
           changed(leaf(7), replaced(b'{"code":""', b'{"a":1,"code":""'))),
]  # fmt: skip

INCLUSION = [
    Defect("another moment of arrival", "inclusion", proof(7),
           changed(leaf(7), replaced(b'd":"2026-11-22T08:07', b'd":"2026-11-22T07:07'))),
    Defect("another signature", "inclusion", proof(7), changed(leaf(7), flipped(-100))),
    Defect("an entry without a proof", "inclusion", proof(7), without(proof(7))),
    Defect("a proof for another position", "inclusion", proof(7),
           changed(proof(7), replaced(b"index 7\n", b"index 6\n"))),
    Defect("another hash in a proof", "inclusion", proof(7),
           changed(proof(7), _lines(lambda lines: lines.__setitem__(2, _HASH)))),
    Defect("a hash too few in a proof", "inclusion", proof(7),
           changed(proof(7), _lines(lambda lines: lines.pop(2)))),
    Defect("a hash too many in a proof", "inclusion", proof(7),
           changed(proof(7), _lines(lambda lines: lines.insert(2, _HASH)))),
    Defect("a short hash in a proof", "inclusion", proof(7),
           changed(proof(7), _lines(lambda lines: lines.__setitem__(2, _HASH[:-4])))),
    Defect("a proof under another checkpoint", "inclusion", proof(7),
           changed(proof(7), replaced(b"/1\n11\n", b"/1\n12\n"))),
    Defect("a proof of another format", "inclusion", proof(7),
           changed(proof(7), replaced(b"proof@v1", b"proof@v2"))),
    Defect("two entries have changed places", "inclusion", proof(7),
           altered(lambda files: _swap(files, leaf(7), leaf(8)))),
]  # fmt: skip

PARTS = [
    Defect("another letter in a reading", "parts", part(7, "reading"),
           changed(part(7, "reading"), replaced(b"COCAINE", b"CAFFEIN"))),
    Defect("another salt", "parts", part(7, "item"), changed(part(7, "item"), flipped(25))),
    Defect("a part under another name", "parts", part(7, "place"), altered(
        lambda files: files.update({part(7, "place"): files.pop(part(7, "note"))}))),
    Defect("the part of another entry", "parts", part(6, "reading"), altered(
        lambda files: files.update({part(6, "reading"): files[part(7, "reading")]}))),
    Defect("a part of no entry", "parts", part(77, "reading"), altered(
        lambda files: files.update({part(77, "reading"): files[part(7, "reading")]}))),
    Defect("a part that is cut off", "parts", part(9, "result"),
           changed(part(9, "result"), lambda data: data[:30])),
]  # fmt: skip

KEYS = [
    Defect("the opening is missing", "keys", part(0, "opening"),
           altered(lambda files: _drop_entry(files, 0))),
    Defect("the opening's part is missing", "keys", part(0, "opening"),
           without(part(0, "opening"))),
    Defect("an enrolment is missing", "keys", leaf(7),
           altered(lambda files: _drop_entry(files, 6))),
    Defect("an enrolment without its key", "keys", leaf(7),
           altered(lambda files: _drop_part(files, 6, "enrolment"))),
]  # fmt: skip

ANCHOR = [
    Defect("another hash in an anchor's path", "anchor", _ANCHOR,
           changed(_ANCHOR, _lines(lambda lines: lines.__setitem__(0, _HASH)))),
    Defect("an anchor's path too long", "anchor", _ANCHOR,
           changed(_ANCHOR, lambda data: data + _HASH + b"\n")),
    Defect("an anchor's path is empty", "anchor", _ANCHOR, changed(_ANCHOR, lambda _: b"")),
    Defect("an anchor that no entry names", "anchor", "anchors/00000099.consistency", altered(
        lambda files: files.update({"anchors/00000099.consistency": files[_ANCHOR]}))),
]  # fmt: skip

MANIFEST = [
    Defect("no manifest", "manifest", "manifest.json", without("manifest.json")),
    Defect("no seal", "manifest", "manifest.sig", without("manifest.sig")),
    Defect("another seal", "manifest", "manifest.sig", changed("manifest.sig", flipped(10))),
    Defect("words behind the seal", "manifest", "manifest.sig",
           changed("manifest.sig", lambda data: data + b"and something else" * 1000)),
    Defect("a seal more than there are signatures", "manifest", "manifest.sig",
           changed("manifest.sig", lambda data: data + bytes(64))),
    Defect("a signature and a seal that are nobody's", "keys", "checkpoint.txt",
           lambda good: changed("manifest.sig", lambda data: data + bytes(64))(
               altered(_signed_too(1))(good))),
    Defect("sealed by another key", "manifest", "manifest.sig",
           altered(lambda files: _seal(files, "another"))),
    Defect("an entry of the registry is taken out, and its mention", "manifest", "manifest.sig",
           altered(lambda files: _drop_entry(files, 5))),
    Defect("an anchor is taken out, and its mention", "manifest", "manifest.sig",
           altered(lambda files: _drop_anchor(files, 7))),
    Defect("a laboratory's result is left out by another hand", "manifest", "manifest.sig",
           altered(_drop_result)),
    Defect("a leaf under a second name", "leaf", leaf(7), altered(
        lambda files: files.update({"entries/000000007.leaf": files[leaf(7)]}))),
    Defect("a manifest with a space", "manifest", "manifest.json",
           changed("manifest.json", lambda data: data + b" ")),
    Defect("another format", "manifest", "manifest.json",
           manifest(lambda document: document.update({"format": "verbatim/bundle/2"}))),
    Defect("another logbook", "manifest", "manifest.json",
           manifest(lambda document: document.update({"logbook": identifier("elsewhere")}))),
    Defect("a disclosed part is called withheld", "manifest", "manifest.json",
           _say(7, "note", "withheld")),
    Defect("a withheld part is called erased", "manifest", "manifest.json",
           _say(8, "note", "erased")),
    Defect("a part is missing and called disclosed", "manifest", "manifest.json",
           without(part(7, "note"))),
    Defect("an entry is not listed", "manifest", "manifest.json",
           manifest(lambda document: document["entries"].pop())),  # type: ignore[attr-defined]
    Defect("true in the place of a position", "manifest", "manifest.json",
           manifest(lambda document: document["entries"][1].update({"position": True}))),  # type: ignore[index]
    Defect("true in the place of the disclosure's", "manifest", "manifest.json",
           manifest(lambda document: document.update({"disclosure": True}))),
    Defect("a file that nothing lists", "manifest", "parts/confession.txt",
           altered(lambda files: files.update({"parts/confession.txt": b"He confessed."}))),
    Defect("a proof of nothing", "manifest", proof(99),
           altered(lambda files: files.update({proof(99): files[proof(7)]}))),
]  # fmt: skip

DISCLOSURE = [
    Defect("another entry is called the disclosure", "disclosure", "manifest.json",
           sealed(manifest(lambda document: document.update({"disclosure": 9})))),
    Defect("the disclosure's part is missing", "disclosure", "manifest.json",
           sealed(altered(lambda files: _drop_part(files, 10, "disclosure")))),
    Defect("the laboratory's result is left out", "disclosure", leaf(10),
           sealed(altered(_drop_result))),
    Defect("a part is left out and called withheld", "disclosure", leaf(7),
           sealed(altered(lambda files: _drop_part(files, 7, "note")))),
]  # fmt: skip

BY_HAND = [
    *CONTAINER, *TEXTS, *CHECKPOINT, *LEAF, *INCLUSION, *PARTS, *KEYS, *ANCHOR, *MANIFEST,
    *DISCLOSURE,
]  # fmt: skip
