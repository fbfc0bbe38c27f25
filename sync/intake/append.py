"""The one way into the log: judge, place, stamp, append and project a group of pushes.

Runs inside one transaction of the process's writer. A crash before the commit leaves nothing;
after it, everything, and a resend finds duplicates.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import orjson

from db.driver.statements import Statement
from db.log.contacts import note_contacts
from db.log.dead_letters import keep_dead_letters
from db.log.heads import Growth, Head, LoggedAt, StampedEntry, add_entry, grow
from db.log.lookup import Lookup, Named, lock_and_look_up
from db.log.nodes import stored_subtree
from db.log.placement import add_placement
from db.log.rows import Rows
from db.people.enrolled_keys import EnrolledKeys
from db.projections import QUARANTINED, project
from db.projections.fact import AcceptedEntry
from db.store import WriteTransaction
from proof import canonical, merkle
from proof.checkpoint import Checkpoint
from proof.entry import Malformed, Opened, leaf_bytes
from schemas.stamp import Flag, Verdict
from sync.intake.chain_flags import flags_in, neighbours
from sync.intake.entry_keys import key_made_known
from sync.rules.context import JudgingContext
from sync.rules.judge import Ruling, judge, note_ruling

_NEW = "screening.recorded/1"


@dataclass(frozen=True, slots=True)
class Pushed:
    """One push after its checks: every line opened and verified, or malformed."""

    logbook: str
    lines: tuple[Opened | Malformed, ...]
    raw: tuple[bytes, ...]
    received: str
    held_back: bool = False
    """Whether lines were left out, because the logbook is read-only."""


@dataclass(frozen=True, slots=True)
class LoggedLine:
    """What the log holds of one line; position -1 if nothing."""

    id: str
    verdict: Verdict
    code: str
    detail: str = ""
    position: int = -1
    stamp: bytes = b""
    flags: tuple[Flag, ...] = ()
    path: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Answered:
    """A push's results, the head they are proved against, and its note once it is signed."""

    head: Head
    results: tuple[LoggedLine, ...]
    growth: Growth
    note: str = ""

    @property
    def holds_entries(self) -> bool:
        """Say whether anything of the push is in the log."""
        return any(logged.position >= 0 for logged in self.results)


@dataclass(slots=True)
class Batch:
    """One logbook's part of a transaction."""

    context: JudgingContext
    before: Head
    received: str
    lookup: Lookup
    leaves: list[bytes] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)


HeldOf = Callable[[str], Checkpoint | None]
"""Returns the last signed head of a logbook that is read-only because of it, else None."""

Memory = dict[str, tuple[Head, EnrolledKeys]]
"""Who is who, by logbook, and the head at which it was so: the same head is the same log."""


def append_group(
    writing: WriteTransaction,
    jobs: Sequence[Pushed],
    memory: Memory | None = None,
    held_of: HeldOf = lambda _: None,
) -> list[Answered]:
    """Log what these pushes hold; return one answer a push, in order. Raises `logbook_unknown`.

    `memory` is what the one writer keeps from one transaction to the next. A commit that failed
    or another process leaves another head behind than the one remembered: all is read anew.
    """
    memory = {} if memory is None else memory
    answers: dict[int, Answered] = {}
    for logbook in sorted({job.logbook for job in jobs}):  # one order, so that none deadlock
        mine = [(n, job) for n, job in enumerate(jobs) if job.logbook == logbook]
        given = [job for _, job in mine]
        found = _append_logbook(writing, logbook, given, memory, held_of(logbook))
        answers |= {n: answer for (n, _), answer in zip(mine, found, strict=True)}
    return [answers[n] for n in range(len(jobs))]


def _append_logbook(
    writing: WriteTransaction,
    logbook: str,
    jobs: list[Pushed],
    memory: Memory,
    held: Checkpoint | None,
) -> list[Answered]:
    before, lookup = lock_and_look_up(writing, logbook, _named(list(_opened(jobs))))
    head, remembered = memory.pop(logbook, (None, EnrolledKeys(writing, logbook)))
    enrolled = remembered.over(writing) if head == before else EnrolledKeys(writing, logbook)
    batch = _open_batch(writing, enrolled, before, lookup, jobs)
    batch.context.held = held
    first_seen = [[_take(batch, line) for line in job.lines] for job in jobs]
    batch.context.rows.flush()
    _keep_malformed(batch, jobs)
    beside = _note_contacts(batch, jobs)
    after = grow(writing, before, batch.leaves, beside, batch.context.epoch)
    memory[logbook] = (after, enrolled)
    headers = {entry.id: entry.header for entry in _opened(jobs) if entry.id in lookup.entries}
    flags = flags_in(enrolled, headers, lookup.chains)
    subtree = merkle.grown_subtree(before.frontier, before.size, batch.leaves)
    growth = Growth(before, after, subtree, enrolled.head_signers())
    paths = _Paths(writing, growth)
    return [
        Answered(
            after,
            tuple(
                _logged(batch, line, new, flags, paths)
                for line, new in zip(job.lines, news, strict=True)
            ),
            growth,
        )
        for job, news in zip(jobs, first_seen, strict=True)
    ]


def _named(entries: list[Opened]) -> Named:
    return Named(
        ids=[name for entry in entries for name in (entry.id, *entry.header.follows)],
        subjects=_subjects(entries),
        items=_items(entries),
        links=[link for entry in entries for link in neighbours(entry.header)],
    )


def _open_batch(
    writing: WriteTransaction,
    enrolled: EnrolledKeys,
    before: Head,
    lookup: Lookup,
    jobs: list[Pushed],
) -> Batch:
    context = JudgingContext(
        writing,
        before.logbook,
        enrolled.server_key(),
        Rows(writing, before.logbook),
        enrolled,
        epoch=before.epoch,
        logged=set(lookup.entries),
        taken=lookup.taken,
    )
    enrolled.keys(entry.header.key for entry in _opened(jobs))
    context.rows.reported = lookup.reported
    return Batch(context, before, max(job.received for job in jobs), lookup)


def _subjects(entries: Iterable[Opened]) -> list[str]:
    return [entry.header.subject for entry in entries if entry.header.kind == _NEW]


def _items(entries: Iterable[Opened]) -> list[str]:
    """Return the items that new screenings name; their parts are not judged yet."""
    stated = (part.body for entry in entries if entry.header.kind == _NEW
              for part in entry.parts if part.name == "item")  # fmt: skip
    found = (orjson.loads(body).get("item") for body in stated)
    return [item for item in found if isinstance(item, str)]


def _take(batch: Batch, line: Opened | Malformed) -> bool:
    """Place a line that is new; say whether it was."""
    logged = batch.lookup.entries
    if isinstance(line, Malformed) or line.id in logged:
        return False
    if _why_unlogged(batch, line)[0]:
        return False
    ruling = judge(batch.context, line)
    verdict = Verdict.QUARANTINED if ruling.code else Verdict.ACCEPTED
    stamp = canonical.serialise(
        {"code": ruling.code, "received": batch.received, "verdict": verdict.value}
    )
    position = batch.before.size + len(batch.leaves)
    leaf = merkle.leaf_hash(leaf_bytes(line.header_bytes, line.signature, stamp))
    batch.leaves.append(leaf)
    add_entry(batch.context.rows, StampedEntry(line, position, stamp, leaf))
    logged[line.id] = LoggedAt(position, stamp)
    batch.lookup.chains.setdefault((line.header.key, line.header.seq), set()).add(line.id)
    batch.codes[line.id] = ruling.code
    place_and_project(batch.context, line, position, batch.received, ruling)
    return True


def place_and_project(
    context: JudgingContext, entry: Opened, position: int, received: str, ruling: Ruling
) -> None:
    """Keep where an entry stands, and what it means if it counts."""
    add_placement(context.rows, entry, position, ruling.row, aside=bool(ruling.code))
    row = ruling.row
    fact = AcceptedEntry(
        entry.id, entry.header, position, received, row.author, row.unit, row.about, ruling.parts
    )
    if not ruling.code:
        project(context.rows, fact)
    elif ruling.parts and ruling.code != "rotation_invalid" and key_made_known(entry):
        # Parts that do not fit make no key known, nor does one rotation too many.
        QUARANTINED[entry.header.kind](context.rows, fact)
    note_ruling(context, entry, ruling)


def _keep_malformed(batch: Batch, jobs: list[Pushed]) -> None:
    for job in jobs:
        answers = zip(job.lines, job.raw, strict=True)
        rubbish = [(code, raw) for line, raw in answers if (code := _why_not(batch, line))]
        keep_dead_letters(batch.context.writing, batch.before.logbook, job.received, rubbish)


def _why_not(batch: Batch, line: Opened | Malformed) -> str:
    """Return why a line is not in the log, or nothing if it is."""
    if isinstance(line, Malformed):
        return line.code
    return "" if line.id in batch.lookup.entries else _why_unlogged(batch, line)[0]


def _why_unlogged(batch: Batch, line: Opened) -> tuple[str, str]:
    """Return the code and detail of what keeps a new entry out of the log; empty if nothing does.

    A browser may drop what was erased, and resend an entry that the log has. A new one is whole.
    """
    if line.lacks:
        return "part_missing", min(line.lacks)
    if line.header.key not in batch.context.enrolled.keys([line.header.key]):
        return "key_unknown", line.header.key  # restored since the check, the log has lost the key
    return "", ""


def _note_contacts(batch: Batch, jobs: list[Pushed]) -> list[Statement]:
    """Return something to write for every answer, so that even a duplicate's waits."""
    last: dict[str, tuple[str, int]] = {}
    for job in jobs:
        for entry in _opened([job]):
            if entry.id not in batch.lookup.entries:
                continue
            seq = max(entry.header.seq, last.get(entry.header.key, ("", 0))[1])
            last[entry.header.key] = (job.received, seq)
    return note_contacts(batch.before.logbook, last)


class _Paths:
    """Audit paths against the head after this transaction."""

    def __init__(self, writing: WriteTransaction, growth: Growth) -> None:
        self._first, self._size = growth.before.size, growth.after.size
        self._new = growth.subtree
        # Duplicates come in runs: a phone sends again what it sent, side by side in the tree.
        self._old = merkle.remembered(stored_subtree(writing, growth.after.logbook))

    def of(self, position: int) -> tuple[bytes, ...]:
        subtree = self._new if position >= self._first else self._old
        return tuple(merkle.inclusion_path(position, self._size, subtree))


def _logged(
    batch: Batch,
    line: Opened | Malformed,
    new: bool,
    flags: dict[str, tuple[Flag, ...]],
    paths: _Paths,
) -> LoggedLine:
    if isinstance(line, Malformed):
        return LoggedLine(line.id, Verdict.MALFORMED, line.code, line.detail)
    stood = batch.lookup.entries.get(line.id)
    if stood is None:
        return LoggedLine(line.id, Verdict.MALFORMED, *_why_unlogged(batch, line))
    code = batch.codes.get(line.id, "") if new else ""
    verdict = Verdict.DUPLICATE
    if new:
        verdict = Verdict.QUARANTINED if code else Verdict.ACCEPTED
    return LoggedLine(
        line.id, verdict, code, "", stood.position, stood.stamp, flags[line.id],
        paths.of(stood.position),
    )  # fmt: skip


def _opened(jobs: Iterable[Pushed]) -> Iterable[Opened]:
    return (line for job in jobs for line in job.lines if isinstance(line, Opened))
