"""Rebuilds everything derived from the entries alone and compares it with the live rows.

The replay runs the very code that runs on a push, in a scratch database of its own: judging for
where an entry stands, the stamp in the leaf for whether it counts.
"""

import json
import tempfile
from pathlib import Path

from audit.entry import Malformed, Opened
from db.comparison import first_difference
from db.log import Placed, add_entry, grow, head_of, logbooks, open_head
from db.migrate import migrate
from db.places import entry_key_of
from db.register import Register
from db.rows import Rows
from db.store import Reading, Store
from db.tables.projected import PROJECTED
from sync.append import place_and_project
from sync.bench import Bench
from sync.check import CHUNK, Fault, Progress, StoredRow, reopen, stored_rows
from sync.judge import Ruling, judge
from sync.statement import project_opening


def check_projections(store: Store, progress: Progress) -> Fault | None:
    """Rebuild all logbooks' projections beside the live ones; return the first difference."""
    with tempfile.TemporaryDirectory() as directory:
        url = f"sqlite:///{Path(directory) / 'rebuilt.db'}"
        migrate(url)
        scratch = Store(url, store.clock)
        try:
            with store.reading() as live:
                for logbook in logbooks(live):
                    _replay(live, scratch, logbook, progress)
                with scratch.reading() as rebuilt:
                    return _compare(live, rebuilt)
        finally:
            scratch.close()


def _replay(live: Reading, scratch: Store, logbook: str, progress: Progress) -> None:
    size = head_of(live, logbook).size
    with scratch.writing() as writing:
        bench = Bench(writing, logbook, "", Rows(writing, logbook), Register(writing, logbook))
        head = open_head(writing, logbook, head_of(live, logbook).epoch)
        leaves: list[bytes] = []
        for stored in stored_rows(live, logbook):
            _replay_row(bench, stored)
            leaves.append(bytes(stored.row.leaf))
            if len(leaves) == CHUNK:
                bench.rows.flush()
                head, leaves = grow(writing, head, leaves), []
                progress(head.size, size)
        bench.rows.flush()
        grow(writing, head, leaves)
    progress(size, size)


def _replay_row(bench: Bench, stored: StoredRow) -> None:
    opened = reopen(stored, bench.logbook)
    if isinstance(opened, Malformed):
        raise ValueError("the log was checked before its projections")
    row = stored.row
    copy = Placed(opened, row.position, bytes(row.stamp), bytes(row.leaf))
    add_entry(bench.rows, copy)
    stamp = json.loads(row.stamp)
    if row.position == 0:
        project_opening(bench.rows, copy, stamp["received"])
        bench.rows.flush()
        bench.fresh.add(opened.id)
        bench.server_key = entry_key_of(bench.writing, bench.logbook)
        return
    ruling = _rule(bench, opened, stamp["code"])
    place_and_project(bench, opened, row.position, stamp["received"], ruling)


def _rule(bench: Bench, opened: Opened, code: str) -> Ruling:
    """Judge again for where the entry stands; whether it counts is what the stamp says."""
    ruling = judge(bench, opened)
    return Ruling(code, ruling.row, ruling.parts)


def _compare(live: Reading, rebuilt: Reading) -> Fault | None:
    for table in PROJECTED:
        found = first_difference(live, rebuilt, table)
        if found is not None:
            return Fault(found.table, found.position, found.reason)
    return None
