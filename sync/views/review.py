"""What a reviewer reads: the queue with what was said of each row, and the reasons people give."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import orjson

from db.people.enrolled_keys import EnrolledKeys
from db.queries.review import BEGINNING, PageEnd, list_queue, list_reasons, said_at
from db.queries.scope import reach
from schemas.answers.review import (
    LastReview,
    Reasons,
    ReasonsByAuthor,
    ReasonsByCode,
    ReviewQueue,
    ReviewRow,
)
from schemas.kinds.review import Concern
from schemas.roles import Action
from sync.installation import Installation
from sync.views.examination import examine

ERASED = "erased"
"""Stands for the code of a reason that has been erased."""


def read_queue(
    installation: Installation, logbook: str, person: str, about: str = "", after: str = ""
) -> ReviewQueue:
    """Return a page of what is to be reviewed, after looking through what is new in the log.

    `examined` is how far that was: of a long log nobody had looked at, it is not all at once.
    """
    examined, size = examine(installation.store, logbook)
    with installation.store.reading() as reading:
        mine = reach(EnrolledKeys(reading, logbook).actor(person), Action.REVIEW)
        queue = list_queue(reading, logbook, mine, about, _page_end(after))
        spoken_of = [row["reviewed"] for row in queue.rows if row["decision"] is not None]
        reviews = said_at(reading, logbook, spoken_of)
        rows = [_row(row, reviews) for row in queue.rows]
    following = _written(queue.rows[-1]) if queue.more else ""
    return {
        "rows": rows, "next": following, "total": queue.total, "open": queue.open,
        "examined": examined, "size": size,
    }  # fmt: skip


def read_reasons(
    installation: Installation, logbook: str, person: str, first_day: str, last_day: str
) -> Reasons:
    """Return how often each reason was given, by code and by author."""
    examined, size = examine(installation.store, logbook)
    with installation.store.reading() as reading:
        mine = reach(EnrolledKeys(reading, logbook).actor(person), Action.REVIEW)
        rows = list_reasons(reading, logbook, mine, first_day, last_day)
    given = Counter((row.person, row.about, _code(row.body)) for row in rows)
    return {
        "codes": _by_code(given),
        "authors": _by_author(given),
        "total": given.total(),
        "examined": examined,
        "size": size,
    }


Given = Counter[tuple[str, str, str]]
"""How often an author gave a reason for a sort of change: by author, concern and code."""


def _by_code(given: Given) -> list[ReasonsByCode]:
    counted: Counter[tuple[str, str]] = Counter()
    for (_, about, code), number in given.items():
        counted[code, about] += number
    return [
        {
            "code": code,
            "amended": counted[code, Concern.AMENDED],
            "voided": counted[code, Concern.VOIDED],
        }
        for code in sorted({code for code, _ in counted})
    ]


def _by_author(given: Given) -> list[ReasonsByAuthor]:
    found: dict[str, Counter[str]] = {}
    for (author, _, code), number in given.items():
        found.setdefault(author, Counter())[code] += number
    return [
        {"author": author, "codes": dict(sorted(codes.items())), "total": codes.total()}
        for author, codes in sorted(found.items())
    ]


def _code(body: bytes | None) -> str:
    return str(orjson.loads(body)["code"]) if body else ERASED


def _page_end(after: str) -> PageEnd:
    """Read where a page ended, as `_written` wrote it."""
    if not after:
        return BEGINNING
    standing, position, about = after.split(".")
    return int(standing), int(position), about


def _written(row: Any) -> str:
    return f"{row['standing']}.{row['position']}.{row['about']}"


def _row(row: Any, reviews: Mapping[int, tuple[bytes, bytes]]) -> ReviewRow:
    stamp = orjson.loads(row["stamp"])
    return {
        "position": row["position"],
        "entry": row["entry"],
        "subject": row["subject"],
        "kind": row["kind"],
        "about": row["about"],
        "author": row["author"],
        "unit": row["unit"],
        "code": stamp["code"],
        "received": stamp["received"],
        "at": orjson.loads(row["header"])["at"],
        "review": None if row["decision"] is None else _last_review(row, *reviews[row["reviewed"]]),
    }


def _last_review(row: Any, stamp: bytes, body: bytes) -> LastReview:
    return {
        "position": row["reviewed"],
        "person": row["reviewer"],
        "decision": row["decision"],
        "received": orjson.loads(stamp)["received"],
        "text": orjson.loads(body).get("text", ""),
    }
