"""Everything that happens to pushed entries, in order.

 1. The push is cut into lines, within the limits.                       `cut_lines`
 2. Each line is opened: canonical header, no other parts, right hashes. `proof.entry.open_line`
 3. The keys that signed are looked up.                                   `sync.intake.known_keys`
 4. Signatures are verified, in the caller's thread, outside the writer;
    an enrolment or a rotation makes its key known to the lines after it. `sync.intake.entry_keys`
 5. The push is handed to the process's one writer, which logs what queued up together:
    it locks the head, finds duplicates, judges, stamps, appends, projects `sync.intake.append`
 6. and commits, in one transaction.                                     `db.writer`
 7. The checkpoint is signed over exactly that head, if it continues the last one signed;
    else the logbook is read-only.                                        `sync.intake.proofs.seal`
 8. What the push let be erased is erased, in a transaction of its own.  `sync.retention.erase`
 9. The receipt is written: verdicts, positions, stamps, shared proofs.  `sync.intake.receipt`

Nothing is answered before 6. A push that fails before it leaves nothing behind; one that fails
after it is sent again by the browser and finds duplicates. No line can sink its neighbours: a
line that cannot be logged is a value here, not an exception.

`push` is all of it in one call. The server, which holds no thread while it waits for the writer,
calls the same steps one by one (`api/routes/push.py`).
"""

from dataclasses import replace

from proof.entry import Malformed, Opened, open_line
from schemas.entry import MAX_LINES
from schemas.problems import VerbatimError
from schemas.stamp import Receipt
from sync.installation import Installation
from sync.intake.append import Answered, Pushed
from sync.intake.entry_keys import KnownKeys
from sync.intake.receipt import write_receipt
from sync.retention import erase

WHILE_READ_ONLY = frozenset({"epoch.proposed/1", "epoch.approved/1", "key.enrolled/1"})
"""Kinds that open the next epoch of a read-only logbook, and what makes their signers known.

A rotation does that too and is held back: what its old key signed before it would come after it.
"""

PATIENCE = 20.0
"""Seconds a caller waits for the writer before the outcome counts as unknown."""


def push(installation: Installation, logbook: str, body: bytes) -> Receipt:
    """Log the entries of a push and return their receipt.

    Raises `too_large`, `logbook_unknown`, `busy`, `outcome_unknown`, `storage_full`, `read_only`.
    """
    pushed = check(installation, logbook, body)  # 1 to 4
    answer = installation.writer.submit(pushed, PATIENCE)
    erase.follow(installation, pushed)
    return conclude(pushed, answer)


def check(installation: Installation, logbook: str, body: bytes) -> Pushed:
    """Return what the writer is to log: the steps before it, which take a thread's time.

    Raises `too_large`, `logbook_unknown`, `read_only`.
    """
    lines = cut_lines(body)
    opened = [open_line(line, logbook, whole=False) for line in lines]
    names = {line.header.key for line in opened if isinstance(line, Opened)}
    known = KnownKeys(*installation.signers.find(logbook, names))
    checked = tuple(known.check(line) for line in opened)
    pushed = Pushed(logbook, checked, tuple(lines), installation.store.now())
    return _hold_back(pushed) if installation.guard.divergence_of(logbook) else pushed


def _hold_back(pushed: Pushed) -> Pushed:
    """Return what a read-only logbook takes in of a push. Raises `read_only` if that is nothing."""
    pairs = zip(pushed.lines, pushed.raw, strict=True)
    taken = [pair for pair in pairs if _is_taken(pair[0])]
    if not taken and pushed.lines:
        raise VerbatimError("read_only")
    lines, raw = tuple(line for line, _ in taken), tuple(line for _, line in taken)
    return replace(pushed, lines=lines, raw=raw, held_back=len(taken) < len(pushed.lines))


def _is_taken(line: Opened | Malformed) -> bool:
    return isinstance(line, Malformed) or line.header.kind in WHILE_READ_ONLY


def conclude(pushed: Pushed, answer: Answered) -> Receipt:
    """Return the receipt of a push that is committed: the steps after the writer.

    Raises `read_only` if lines were held back: the browser sends all of them again.
    """
    if pushed.held_back:
        raise VerbatimError("read_only")
    return write_receipt(pushed.logbook, answer.results, answer.note)


def cut_lines(body: bytes) -> list[bytes]:
    """Return the lines that are not blank. Raises `too_large`."""
    lines = [line for line in body.split(b"\n") if line.strip()]
    if len(lines) > MAX_LINES:
        raise VerbatimError("too_large", f"{len(lines)} lines; {MAX_LINES} at most")
    return lines
