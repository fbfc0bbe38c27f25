"""The disk fails: an older copy comes back, two administrators open the next epoch, all is sent."""

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from proof.encoding import to_b64u
from proof.entry import Opened
from schemas.problems import VerbatimError
from tests import content
from tests.clients import body_of
from tests.older.people import Teller, Town, join
from tests.older.work import Words, accepted, state

_WHY = {"reason": {"text": "The disk failed; this is the backup of Sunday."}}


@dataclass(frozen=True, slots=True)
class Loss:
    """The copy that will be restored, and what it does not hold: a browser, an approval."""

    copy: Path
    joined: Teller
    approval: Opened


def work_after_the_copy(town: Town, database: Path, words: Words) -> Loss:
    """Copy the database, then go on: records, a new browser, an erasure, a disclosure."""
    copy = database.with_suffix(".copy")
    with closing(sqlite3.connect(database)) as old, closing(sqlite3.connect(copy)) as new:
        old.backup(new)
    recorded = state(town, town["officer"], "screening.recorded/1", words.screening())
    joined = join(town, town["officer"].person, "officer", "phone")
    accepted(town, joined, joined.write("screening.recorded/1", words.screening()))
    parts = words.screening() | {"note": {"text": "Not for ever."}}
    erased = state(town, town["officer"], "screening.recorded/1", parts)
    approval = town.office.approve(town.office.order(erased, "note"))
    town.office.disclose(recorded)
    town.people["joined"] = joined
    return Loss(copy, joined, approval)


def restore(town: Town, database: Path, loss: Loss) -> Town:
    """Return the town behind a server in its second epoch, everything sent again.

    No other process may have the database open.
    """
    for ending in ("", "-wal", "-shm"):
        Path(f"{database}{ending}").unlink(missing_ok=True)
    loss.copy.rename(database)
    town.pass_time(days=2)
    restored = town.later(town.server.url, town.server.folder)
    _open_epoch(restored)
    _send_again(restored, loss)
    return restored


def _open_epoch(town: Town) -> None:
    """Two administrators open it; a supervisor, a wrong number and one person alone do not."""
    guard = town.server.installation.guard
    split = guard.divergence_of(town.server.logbook)
    assert split is not None
    assert split.held is not None
    named = {"epoch": split.held.epoch + 1, "old_size": split.held.size,
             "old_root": to_b64u(split.held.root)}  # fmt: skip
    first, second = town["administrator"], town["second"]
    for who, epoch in ((town["chief"], named), (first, named | {"old_size": 1})):
        _unanswered(town, who.write("epoch.proposed/1", {"epoch": epoch, **_WHY}))
    proposal = first.write("epoch.proposed/1", {"epoch": named, **_WHY})
    _unanswered(town, proposal)
    alone, approval = (
        who.write("epoch.approved/1", {"epoch": named},
                  subject=proposal.header.subject, follows=[proposal.id])
        for who in (first, second)
    )  # fmt: skip
    _unanswered(town, alone)
    accepted(town, second, approval)


def _unanswered(town: Town, entry: Opened) -> None:
    """Push what is stored, and not answered while nothing can be signed."""
    with pytest.raises(VerbatimError, match="read_only"):
        town.server.push(body_of([entry]))


def _send_again(town: Town, loss: Loss) -> None:
    """Every browser sends all that it ever signed; an approval that came too early is released.

    The copy does not know the newest browser: that one sends its own enrolment first.
    """
    server, joined = town.server, loss.joined
    (line, *_) = server.push(json.dumps(joined.enrolment).encode()).results
    assert line.verdict == "accepted", line
    for name in sorted(town.people):  # the chief before the supervisor
        who = town[name]
        who.start_over()
        who.send(server, *who.own)
        town.pass_time(minutes=1)
    assert town["chief"].results[loss.approval.id].code == "follows_unknown"
    released = town["third"].write(
        "quarantine.released/1", content.REASON,
        subject=loss.approval.header.subject, follows=[loss.approval.id],
    )  # fmt: skip
    accepted(town, town["third"], released)
