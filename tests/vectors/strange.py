"""Bundles nobody would make by mistake: one value is of another sort, and all hashes fit.

Two verifiers have to say the same of them, whatever that is: where one is more patient than the
other, the same file is evidence in one court and none in the next.
"""

import random
from collections.abc import Callable, Iterator

from proof import canonical
from proof.archive import pack
from proof.verify import check_container
from tests.vectors.forgeries import resigned
from tests.vectors.golden import PERSON, SCREENING, VERIFIER, identifier
from tests.vectors.keys import ADMIN, OFFICER, SERVER
from tests.vectors.tales import Tale, begin, bundle_of, enrol_officer, record, tell

SORTS: tuple[object, ...] = (
    True, False, 0, 1, -1, 2**53 - 1, "", "x", "2026-11-22T09:15:22.118+01:00", [], ["x"],
    [["x"]], ["epoch", "size", "root"], [1, 1], {}, {"x": 1},
)  # fmt: skip
RAW = (
    b"null", b"1.0", b"1e3", b"-0", b"9007199254740992", b"NaN", b'"\\u0000"', b'"\\ud800"',
    b'"\\u0041"', b"[" * 9 + b"]" * 9, b'{"a":1,"a":1}', b'{"__proto__":1}', b'"\xff"', b" 1",
    b'"\xed\xa0\x80"', "\ufeff1".encode(), b"[" * 3000 + b"]" * 3000, b"9" * 5000,
)  # fmt: skip
HEADER = ("v", "logbook", "kind", "subject", "follows", "key", "seq", "prev", "at", "boot", "mono",
          "anchor", "app", "parts")  # fmt: skip

Step = Callable[[Tale], object]


def strange_bundles() -> Iterator[tuple[str, bytes]]:
    """Yield a name and a bundle for each place and each sort of value."""
    for sort in SORTS:
        for where, steps in _places(sort):
            try:
                yield f"{where}: {sort!r}", bundle_of(tell(*steps))
            except (ValueError, TypeError, AttributeError, KeyError, IndexError):
                continue  # not even this format's own writer can enclose it
        for member in ("entry_key", "checkpoint_key", "purpose"):
            yield f"opening {member}: {sort!r}", _with_opening(member, sort)


def _places(sort: object) -> Iterator[tuple[str, tuple[Step, ...]]]:
    for name in HEADER:
        change = resigned(lambda header, name=name: header.update({name: sort}))  # type: ignore[misc]
        yield f"header {name}", (enrol_officer, record, change, disclose_record)
    for name in ("size", "epoch", "root"):
        change = resigned(lambda header, name=name: header["anchor"].update({name: sort}))  # type: ignore[misc]
        yield f"anchor {name}", (enrol_officer, record, change, disclose_record)
    for name in ("code", "received", "verdict"):
        yield f"stamp {name}", (enrol_officer, record, _stamped(name, sort), disclose_record)
    for name in ("spki", "person"):
        yield f"enrolment {name}", (_enrolled(name, sort), record, disclose_record)
    for name in ("entries", "withheld", "recipient"):
        yield f"disclosure {name}", (enrol_officer, record, _disclosed(name, sort))
    revoked = _stated("key.revoked/1", "revocation", {"key": sort})
    yield "revocation", (enrol_officer, record, revoked, disclose_record)
    for name in ("spki", "proof"):
        step = _stated("key.rotated/1", "rotation", {"spki": OFFICER.spki, "proof": "", name: sort})
        yield f"rotation {name}", (enrol_officer, record, step, disclose_record)
    for name in ("old", "new", "by_old", "by_new"):
        handover = {"old": VERIFIER, "new": VERIFIER, "by_old": "", "by_new": "", name: sort}
        step = _stated("checkpoint.key.rotated/1", "rotation", handover)
        yield f"handover {name}", (enrol_officer, record, step, disclose_record)
    yield "name of a person", (enrol_officer, _named(sort), record, disclose_record)
    yield "enrolment beside a rotation", (_enrolled_beside(sort), record, disclose_record)
    for name in ("entry", "parts"):
        erasure = {"entry": OFFICER.id, "parts": ["note"], name: sort}
        step = _stated("part.erased/1", "erasure", erasure)
        yield f"erasure {name}", (enrol_officer, record, step, disclose_record)


def disclose_record(tale: Tale) -> None:
    """Disclose the screening alone."""
    tale.disclose("recorded")


def _stated(kind: str, part: str, content: dict[str, object]) -> Step:
    return lambda tale: tale.add("stated", SERVER, kind, identifier("strange"), {part: content})


def _named(sort: object) -> Step:
    return lambda tale: tale.add(
        "named", ADMIN, "person.changed/1", PERSON, {"person": {"name": sort}}
    )


def _enrolled_beside(sort: object) -> Step:
    """Enrol a key in an entry that states a rotation too."""

    def step(tale: Tale) -> None:
        enrolment = {"spki": OFFICER.spki, "person": PERSON, "browser": "phone", "roles": []}
        rotation = sort if isinstance(sort, dict) else {"spki": sort}
        parts = {"rotation": rotation, "enrolment": enrolment}
        entry = tale.add("x", SERVER, "key.enrolled/1", identifier("x"), parts)
        tale.heads[OFFICER.id] = (0, entry.id)

    return step


def _stamped(name: str, sort: object) -> Step:
    def step(tale: Tale) -> None:
        stamp = canonical.parse(tale.stamps[-1]) | {name: sort}
        tale.stamps[-1] = canonical.serialise(stamp)

    return step


def _enrolled(name: str, sort: object) -> Step:
    def step(tale: Tale) -> None:
        stated = {"spki": OFFICER.spki, "person": identifier("x"), "browser": "phone", "roles": [],
                  name: sort}  # fmt: skip
        entry = tale.add("x", SERVER, "key.enrolled/1", identifier("x"), {"enrolment": stated})
        tale.heads[OFFICER.id] = (0, entry.id)

    return step


def _disclosed(name: str, sort: object) -> Step:
    def step(tale: Tale) -> None:
        listed = [tale.entries[tale.marks["recorded"]].id]
        stated = {"recipient": "Court", "basis": "x", "entries": listed, "withheld": [], name: sort}
        tale.add("disclosure", ADMIN, "disclosure.made/1", SCREENING, {"disclosure": stated})

    return step


def _with_opening(member: str, sort: object) -> bytes:
    tale = begin({member: sort})
    for step in (enrol_officer, record, disclose_record):
        step(tale)
    return bundle_of(tale)


def damaged_bundles(good: bytes, count: int) -> Iterator[tuple[str, bytes]]:
    """Yield bundles with random damage inside of their files, packed properly."""
    choose = random.Random(6962)  # noqa: S311
    files = check_container(good).files
    for number in range(count):
        name = choose.choice(sorted(files))
        change = choose.choice((_flip, _cut, _swap, _rename, _put_raw))
        changed = dict(files)
        change(changed, name, choose)
        yield f"{number} {change.__name__} {name}", pack(changed)


def _flip(files: dict[str, bytes], name: str, choose: random.Random) -> None:
    data = bytearray(files[name])
    data[choose.randrange(len(data))] ^= 1 << choose.randrange(8)
    files[name] = bytes(data)


def _cut(files: dict[str, bytes], name: str, choose: random.Random) -> None:
    files[name] = files[name][: choose.randrange(len(files[name]))]


def _swap(files: dict[str, bytes], name: str, choose: random.Random) -> None:
    other = choose.choice(sorted(files))
    files[name], files[other] = files[other], files[name]


def _rename(files: dict[str, bytes], name: str, choose: random.Random) -> None:
    others = ("entries/00000003.leaf", "entries/000000007.leaf", "parts/00000007.constructor",
              "anchors/00000000.consistency", "anchors/00000011.consistency", "a/b.c")  # fmt: skip
    files[choose.choice(others)] = files.pop(name)


def _put_raw(files: dict[str, bytes], _name: str, choose: random.Random) -> None:
    """Put a value of any sort where the manifest or a leaf holds another."""
    name = choose.choice([name for name in sorted(files) if name.endswith((".leaf", ".json"))])
    data = files[name]
    at = data.index(b'":', choose.randrange(len(data) - 60)) + 2 if b'":' in data[-60:] else 0
    end = min(x for x in (data.find(b",", at), data.find(b"}", at), len(data)) if x > 0)
    files[name] = data[:at] + choose.choice(RAW) + data[end:]
