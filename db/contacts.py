"""What a push leaves behind beside entries: the key's last contact, and lines nobody can read."""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select

from audit.encoding import sha256, to_b64u
from db.chunks import chunks
from db.driver import Statement, words
from db.store import Writing
from db.tables.access import dead_letter
from schemas.entry import MAX_LINE

DEAD_LETTERS = 10_000
"""Rows at most in one logbook; a flood of rubbish must not fill the disk."""


_HEARD = words(
    'INSERT INTO contact (logbook, "key", last_contact, last_seq) VALUES (:of, :by, :at, :seq) '
    'ON CONFLICT (logbook, "key") DO UPDATE '
    "SET last_contact = excluded.last_contact, last_seq = excluded.last_seq"
)


def note_contacts(logbook: str, last: Mapping[str, tuple[str, int]]) -> list[Statement]:
    """Return the statements that keep when each key was last heard, and its highest seq then."""
    return [(_HEARD, {"of": logbook, "by": key, "at": at, "seq": seq})
            for key, (at, seq) in last.items()]  # fmt: skip


def keep_dead_letters(
    writing: Writing, logbook: str, received: str, found: Sequence[tuple[str, bytes]]
) -> None:
    """Keep (the beginning of) malformed lines, by their codes, once, until the table is full.

    Their browsers keep them in any case. Few questions for many lines: anyone may send rubbish.
    """
    if not found:
        return
    named = {to_b64u(sha256(line)): (code, line) for code, line in found}
    for chunk in chunks(named):
        query = select(dead_letter.c.hash).where(dead_letter.c.hash.in_(chunk))
        for row in writing.rows(query):
            del named[row.hash]
    count = select(func.count()).where(dead_letter.c.logbook == logbook)
    room = max(0, DEAD_LETTERS - writing.first(count)[0])
    rows: list[dict[str, object]] = [
        {"hash": name, "logbook": logbook, "code": code, "received": received,
         "line": line[:MAX_LINE]}
        for name, (code, line) in list(named.items())[:room]
    ]  # fmt: skip
    if rows:
        writing.insert({dead_letter: rows})
