"""Proves lines of the log against a head: those that were read, and those just committed."""

from collections.abc import Sequence
from dataclasses import replace

from db.log.heads import Head
from db.log.nodes import stored_subtree
from db.people.enrolled_keys import EnrolledKeys
from proof import merkle
from proof.entry import entry_id
from schemas.answers.lines import PlacedLine
from schemas.entry import Header
from schemas.problems import VerbatimError
from schemas.stamp import Flag, Receipt, Stamp
from sync.checkpoints.rollback_guard import Attested, RollbackGuard
from sync.intake.append import Answered, LoggedLine
from sync.intake.chain_flags import find_flags
from sync.intake.receipt import write_receipt


def prove_lines(attested: Attested, enrolled: EnrolledKeys, lines: Sequence[PlacedLine]) -> Receipt:
    """Return the receipt of these lines, in their order; without a note while read-only."""
    head = attested.head
    headers = {_name(line): Header.model_validate_json(line["header"]) for line in lines}
    flags = find_flags(enrolled, headers)
    subtree = stored_subtree(enrolled.reading, head.logbook)
    results = [_logged(line, flags[_name(line)], head, subtree) for line in lines]
    return write_receipt(head.logbook, results, attested.note)


def seal(guard: RollbackGuard, answers: Sequence[Answered]) -> list[Answered | Exception]:
    """Have the head of each logbook that was just committed signed; each answer gets its note."""
    logbooks = [answer.head.logbook for answer in answers]
    sealed = {
        logbook: iter(_seal_one(guard, [one for one in answers if one.head.logbook == logbook]))
        for logbook in set(logbooks)
    }
    return [next(sealed[logbook]) for logbook in logbooks]


def _seal_one(guard: RollbackGuard, answers: list[Answered]) -> list[Answered | Exception]:
    note = guard.sign_growth(answers[0].growth)
    if note:
        return [replace(answer, note=note) for answer in answers]
    # A later head was signed by another process, or is to be; or this one is refused.
    with guard.attesting(answers[0].head.logbook) as attested:
        stored = stored_subtree(attested.reading, attested.head.logbook)
        subtree = merkle.remembered(stored)
        return [_move(answer, attested, subtree) for answer in answers]


def _move(answer: Answered, attested: Attested, subtree: merkle.Subtree) -> Answered | Exception:
    if answer.holds_entries and not attested.note:
        return VerbatimError("read_only")
    size = attested.head.size
    results = tuple(_moved(logged, size, subtree) for logged in answer.results)
    return replace(answer, head=attested.head, results=results, note=attested.note)


def _moved(logged: LoggedLine, size: int, subtree: merkle.Subtree) -> LoggedLine:
    if logged.position < 0:
        return logged
    return replace(logged, path=tuple(merkle.inclusion_path(logged.position, size, subtree)))


def _name(line: PlacedLine) -> str:
    return entry_id(line["header"].encode())


def _logged(
    line: PlacedLine, flags: tuple[Flag, ...], head: Head, subtree: merkle.Subtree
) -> LoggedLine:
    stamp = Stamp.model_validate_json(line["stamp"])
    path = merkle.inclusion_path(line["position"], head.size, subtree)
    return LoggedLine(
        _name(line), stamp.verdict, stamp.code, "", line["position"], line["stamp"].encode(),
        flags, tuple(path),
    )  # fmt: skip
