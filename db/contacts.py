"""What a push leaves behind beside entries: the key's last contact, and lines nobody can read."""

from sqlalchemy import and_, func, select, update

from audit.encoding import sha256, to_b64u
from db.store import Writing
from db.tables.access import contact, dead_letter
from schemas.entry import MAX_LINE

DEAD_LETTERS = 10_000
"""Rows at most in one logbook; a flood of rubbish must not fill the disk."""


def note_contact(writing: Writing, logbook: str, last: dict[str, tuple[str, int]]) -> None:
    """Remember when each key was last heard, and the highest seq it sent."""
    for key, (moment, seq) in last.items():
        mine = and_(contact.c.logbook == logbook, contact.c.key == key)
        changed = writing.execute(
            update(contact).where(mine).values(last_contact=moment, last_seq=seq)
        )
        if not changed:
            row = {"logbook": logbook, "key": key, "last_contact": moment, "last_seq": seq}
            writing.execute(contact.insert(), row)


def keep_dead_letter(writing: Writing, logbook: str, code: str, received: str, line: bytes) -> None:
    """Keep (the beginning of) a malformed line once, until the table is full.

    Its browser keeps it in any case.
    """
    name = to_b64u(sha256(line))
    if writing.first(select(dead_letter.c.hash).where(dead_letter.c.hash == name)):
        return
    count = select(func.count()).where(dead_letter.c.logbook == logbook)
    if writing.first(count)[0] >= DEAD_LETTERS:
        return
    row = {"hash": name, "logbook": logbook, "code": code, "received": received}
    writing.execute(dead_letter.insert(), row | {"line": line[:MAX_LINE]})
