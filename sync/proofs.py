"""Proves lines that were read from the log against its present head, in one receipt."""

from collections.abc import Sequence
from typing import Any

from audit import merkle
from audit.entry import entry_id
from db.log import Head, head_of
from db.nodes import stored_subtree
from db.register import Register
from schemas.entry import Header
from schemas.stamp import Flag, Receipt, Stamp
from sync.append import Answered, Logged
from sync.flags import find_flags
from sync.installation import Installation
from sync.receipt import write_receipt

Line = dict[str, Any]
"""A wire line with position and stamp, read as JSON."""


def prove_lines(installation: Installation, register: Register, lines: Sequence[Line]) -> Receipt:
    """Return the receipt of these lines, in their order."""
    head = head_of(register.reading, register.logbook)
    headers = {_name(line): Header.model_validate_json(line["header"]) for line in lines}
    flags = find_flags(register, headers)
    subtree = stored_subtree(register.reading, head.logbook)
    results = tuple(_logged(line, flags[_name(line)], head, subtree) for line in lines)
    note = installation.keyring.of(head.logbook).note(head.checkpoint)
    return write_receipt(head.logbook, Answered(head, results), note)


def _name(line: Line) -> str:
    return entry_id(line["header"].encode())


def _logged(line: Line, flags: tuple[Flag, ...], head: Head, subtree: merkle.Subtree) -> Logged:
    stamp = Stamp.model_validate_json(line["stamp"])
    path = merkle.inclusion_path(line["position"], head.size, subtree)
    return Logged(
        _name(line), stamp.verdict, stamp.code, "", line["position"], line["stamp"].encode(),
        flags, tuple(path),
    )  # fmt: skip
