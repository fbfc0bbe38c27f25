"""A log of a million entries, for what depends on the size of the tree and on nothing else.

Signing a million would take an hour. These rows are as wide as real ones, each with a header, an
id and a leaf hash of its own, and nothing else about them is true: they have no parts, and the
signature is that of the entry they are copied from. The tree over them is whole.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from bench.workload import Content
from db.log.heads import grow, lock_head
from db.store import ReadTransaction, Store
from db.tables.log import entry
from proof import merkle
from proof.entry import entry_id, leaf_bytes

_STEP = 20_000
"""Rows of one transaction."""

_OTHERS = 1
"""A seed that names nobody who is in the log already."""


def lengthen(store: Store, logbook: str, size: int) -> None:
    """Grow a logbook that has entries until its tree has `size` leaves."""
    with store.reading() as reading:
        last = _last_row(reading, logbook)
    copies = _copies(last)
    for start in range(last["position"] + 1, size, _STEP):
        rows = [next(copies) for _ in range(min(_STEP, size - start))]
        with store.writing() as writing:
            before = lock_head(writing, logbook)
            assert before.size == start, "somebody else writes to the log"
            writing.insert({entry: rows})
            grow(writing, before, [row["leaf"] for row in rows])


def _last_row(reading: ReadTransaction, logbook: str) -> dict[str, Any]:
    mine = select(entry).where(entry.c.logbook == logbook)
    return reading.mappings(mine.order_by(entry.c.position.desc()).limit(1))[0]


def _copies(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield rows that follow this one, each of a subject of its own."""
    content = Content(_OTHERS)
    header, signature, stamp = (bytes(row[name]) for name in ("header", "signature", "stamp"))
    before, after = header.split(row["subject"].encode())
    position, seq = row["position"], row["seq"]
    while True:
        position, seq = position + 1, seq + 1
        subject = content.identifier()
        copy = before + subject.encode() + after
        yield row | {
            "position": position,
            "seq": seq,
            "subject": subject,
            "id": entry_id(copy),
            "header": copy,
            "leaf": merkle.leaf_hash(leaf_bytes(copy, signature, stamp)),
        }
