"""Malformed lines, kept for inspection, and deleted when they may repeat an erased part."""

from collections.abc import Iterable, Sequence

import orjson
from sqlalchemy import Select, func, select

from db.driver.chunks import chunks
from db.driver.hints import likely
from db.driver.statements import DriverSql
from db.store import ReadTransaction, WriteTransaction
from db.tables.access import dead_letter
from db.tables.log import entry
from db.tables.projected import enrolled_key, erasure
from proof.encoding import sha256, to_b64u
from proof.entry import StoredPart
from schemas.entry import MAX_LINE

DEAD_LETTERS = 10_000
"""Rows at most in one logbook; a flood of rubbish must not fill the disk."""


def keep_dead_letters(
    writing: WriteTransaction, logbook: str, received: str, found: Sequence[tuple[str, bytes]]
) -> None:
    """Keep (the beginning of) malformed lines, by their codes, once, until the table is full.

    Their browsers keep them in any case. Few questions for many lines: anyone may send rubbish.
    Those of a browser whose words were erased are not kept: they may repeat them.
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
    muted = _muted_keys(writing, logbook) if room and named else ()
    rows: list[dict[str, object]] = [
        {"hash": name, "logbook": logbook, "code": code, "received": received,
         "line": line[:MAX_LINE]}
        for name, (code, line) in list(named.items())[:room]
        if not any(key in line for key in muted)
    ]  # fmt: skip
    if rows:
        writing.insert({dead_letter: rows})


def forget_lines(
    writing: WriteTransaction, logbook: str, key: str, parts: Iterable[StoredPart]
) -> None:
    """Delete the lines that hold one of these parts, and all that name a key of its browser.

    A line that was cut off, or spelt otherwise, may hold the words and neither salt nor body.
    """
    marks = _names(writing, _BESIDE.where(_own.c.logbook == logbook, _own.c.key == key))
    for part in parts:
        marks += [to_b64u(part.salt).encode(), orjson.dumps(part.body.decode())[1:-1]]
    for mark in marks:
        writing.tell((_FORGET, {"of": logbook, "what": mark}))


_FORGET = DriverSql(
    "DELETE FROM dead_letter WHERE logbook = :of AND instr(line, :what) > 0",
    "DELETE FROM dead_letter WHERE logbook = %(of)s AND position(%(what)s IN line) > 0",
)

_own, _beside = enrolled_key.alias(), enrolled_key.alias()
_SAME = likely(_beside.c.logbook == _own.c.logbook) & (_beside.c.browser_key == _own.c.browser_key)
_BESIDE = select(_beside.c.key).distinct().select_from(_own.join(_beside, _SAME))
"""All keys of the browsers of some keys."""


def _muted_keys(reading: ReadTransaction, logbook: str) -> list[bytes]:
    """Return the keys of every browser of whose entries a part has been erased."""
    target = (entry.c.logbook == logbook, entry.c.id == erasure.c.target)
    author = select(entry.c.key).where(*target).correlate(erasure).scalar_subquery().label("key")
    erased = select(author).distinct().where(erasure.c.logbook == logbook, erasure.c.erased >= 0)
    own = (row.key for row in reading.rows(erased))
    beside = _BESIDE.where(_own.c.logbook == logbook)
    named = (_names(reading, beside.where(_own.c.key.in_(chunk))) for chunk in chunks(own))
    return [name for names in named for name in names]


def _names(reading: ReadTransaction, query: Select[tuple[str]]) -> list[bytes]:
    return [row.key.encode() for row in reading.rows(query)]
