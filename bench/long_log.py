"""A log of a million entries, for what depends on its length and on nothing else.

Signing a million would take an hour. These rows are as wide as real ones, each with a header, an
id and a leaf hash of its own, and nothing else about them is true: they have no parts, and the
signature is that of the entry they are copied from. The tree over them is whole. What a screening
is derived into can be copied with them.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Table, select

from bench.workload import Content
from db.log.heads import grow, lock_head
from db.store import ReadTransaction, Store
from db.tables.log import entry
from db.tables.projected import placed, screening
from proof import merkle
from proof.entry import entry_id, leaf_bytes

_STEP = 20_000
"""Rows of one transaction."""

_OTHERS = 1
"""A seed that names nobody who is in the log already."""


def lengthen(store: Store, logbook: str, size: int, *, derived: bool = False) -> None:
    """Grow a logbook that has entries until its tree has `size` leaves.

    `derived` also copies the place and the screening of the last entry, which must be one.
    """
    with store.reading() as reading:
        last = _last_row(reading, entry, logbook)
        beside = {table: _last_row(reading, table, logbook) for table in _DERIVED if derived}
    copies = _copies(last)
    for start in range(last["position"] + 1, size, _STEP):
        rows = [next(copies) for _ in range(min(_STEP, size - start))]
        with store.writing() as writing:
            before = lock_head(writing, logbook)
            assert before.size == start, "somebody else writes to the log"
            writing.insert({entry: rows})
            writing.insert({
                table: [row | {own: one[its] for own, its in _DERIVED[table].items()}
                        for one in rows]
                for table, row in beside.items()
            })  # fmt: skip
            grow(writing, before, [row["leaf"] for row in rows])


def _last_row(reading: ReadTransaction, table: Table, logbook: str) -> dict[str, Any]:
    mine = select(table).where(table.c.logbook == logbook)
    return reading.mappings(mine.order_by(table.c.position.desc()).limit(1))[0]


_DERIVED = {
    placed: {"position": "position", "id": "id", "subject": "subject"},
    screening: {
        "position": "position", "current": "id", "screening": "subject", "item": "subject",
    },
}  # fmt: skip
"""Which columns of derived rows name which of their entry; an item is as new as its screening."""


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
