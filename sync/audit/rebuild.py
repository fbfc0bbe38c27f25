"""Rebuilds everything derived from the entries alone and compares it with the live rows.

The replay runs the very code that runs on a push, in a scratch database of its own: judging for
where an entry stands, the stamp in the leaf for whether it counts.
"""

import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from db.log.heads import StampedEntry, add_entry, grow, head_of, logbooks, open_head
from db.log.placement import entry_key_of
from db.log.rows import Rows
from db.people.enrolled_keys import EnrolledKeys
from db.queries.findings import examined_to
from db.store import Clock, ReadTransaction, Store, WriteTransaction
from db.tables.projected import PROJECTED
from db.upkeep.comparison import first_difference
from db.upkeep.migrate import migrate
from proof.entry import Malformed
from sync.audit.check import (
    CHUNK,
    Fault,
    Progress,
    StoredRow,
    check_log,
    check_logbooks,
    reopen,
    stored_rows,
)
from sync.intake.append import place_and_project
from sync.intake.server_entries import project_opening
from sync.rules.context import JudgingContext
from sync.rules.judge import judge_again
from sync.views.examination import examine_stride


def find_fault(store: Store, progress_of: Callable[[str], Progress]) -> Fault | None:
    """Verify everything; return the first fault of any table.

    `progress_of` gives, for the name of each stretch of work, whom to tell.
    """
    stray = check_logbooks(store)
    if stray is not None:
        return stray
    with store.reading() as reading:
        known = logbooks(reading)
    for logbook in known:
        fault = check_log(store, logbook, progress_of(logbook))
        if fault is not None:
            return fault
    return check_projections(store, progress_of("derived rows"))


def check_projections(store: Store, progress: Progress) -> Fault | None:
    """Rebuild all logbooks' projections beside the live ones; return the first difference.

    Both sides are read in one transaction, so a push meanwhile is in neither.
    """
    with store.reading() as live, rebuilt_from(live, store.clock, progress) as rebuilt:
        return compare(live, rebuilt)


@contextmanager
def rebuilt_from(
    live: ReadTransaction, clock: Clock, progress: Progress
) -> Iterator[ReadTransaction]:
    """Give a scratch database that holds what the entries of this one mean."""
    with tempfile.TemporaryDirectory() as directory:
        url = f"sqlite:///{Path(directory) / 'rebuilt.db'}"
        migrate(url)
        scratch = Store(url, clock)
        try:
            for logbook in logbooks(live):
                _replay(live, scratch, logbook, progress)
            with scratch.reading() as rebuilt:
                yield rebuilt
        finally:
            scratch.close()


def compare(live: ReadTransaction, rebuilt: ReadTransaction) -> Fault | None:
    """Return where the live rows first depart from the rebuilt ones."""
    for table in PROJECTED:
        found = first_difference(live, rebuilt, table)
        if found is not None:
            return Fault(found.table, found.position, found.reason)
    return None


def _replay(live: ReadTransaction, scratch: Store, logbook: str, progress: Progress) -> None:
    size = head_of(live, logbook).size
    with scratch.writing() as writing:
        context = JudgingContext(
            writing, logbook, "", Rows(writing, logbook), EnrolledKeys(writing, logbook)
        )
        head = open_head(writing, logbook, head_of(live, logbook).epoch)
        leaves: list[bytes] = []
        for stored in stored_rows(live, logbook):
            _replay_row(context, stored)
            leaves.append(bytes(stored.row.leaf))
            if len(leaves) == CHUNK:
                context.rows.flush()
                head, leaves = grow(writing, head, leaves), []
                progress(head.size, size)
        context.rows.flush()
        grow(writing, head, leaves)
        _examine(writing, logbook, min(examined_to(live, logbook), size))
    progress(size, size)


def _examine(writing: WriteTransaction, logbook: str, end: int) -> None:
    """Look for findings as far as it was done live: a queue that nobody asks for is not filled."""
    while examine_stride(writing, logbook, end) < end:
        pass


def _replay_row(context: JudgingContext, stored: StoredRow) -> None:
    opened = reopen(stored, context.logbook)
    if isinstance(opened, Malformed):
        raise ValueError("the log was checked before its projections")
    row = stored.row
    copy = StampedEntry(opened, row.position, bytes(row.stamp), bytes(row.leaf))
    add_entry(context.rows, copy)
    stamp = json.loads(row.stamp)
    if row.position == 0:
        project_opening(context.rows, copy, stamp["received"])
        context.rows.flush()
        context.fresh.add(opened.id)
        context.server_key = entry_key_of(context.writing, context.logbook)
        return
    ruling = judge_again(context, opened, stamp["code"])
    place_and_project(context, opened, row.position, stamp["received"], ruling)
