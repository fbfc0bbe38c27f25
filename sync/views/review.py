"""What a reviewer reads: the queue with what was said of each row, and the reasons people give."""

from collections import Counter
from typing import Any

import orjson

from db.people.enrolled_keys import EnrolledKeys
from db.queries.review import BEGINNING, PageEnd, list_queue, list_reasons, said_at
from db.queries.scope import reach
from db.store import ReadTransaction
from schemas.kinds.review import Concern
from schemas.roles import Action
from sync.installation import Installation
from sync.views.examination import examine

ERASED = "erased"
"""Stands for the code of a reason that has been erased."""


def read_queue(
    installation: Installation, logbook: str, person: str, about: str = "", after: str = ""
) -> dict[str, Any]:
    """Return a page of what is to be reviewed, after looking through what is new in the log.

    `examined` is how far that was: of a long log nobody had looked at, it is not all at once.
    """
    examined, size = examine(installation.store, logbook)
    with installation.store.reading() as reading:
        mine = reach(EnrolledKeys(reading, logbook).actor(person), Action.REVIEW)
        queue = list_queue(reading, logbook, mine, about, _page_end(after))
        rows = [_row(row) for row in queue.rows]
        _add_words(reading, logbook, rows)
    following = _written(queue.rows[-1]) if queue.more else ""
    return {
        "rows": rows, "next": following, "total": queue.total, "open": queue.open,
        "examined": examined, "size": size,
    }  # fmt: skip


def read_reasons(
    installation: Installation, logbook: str, person: str, first_day: str, last_day: str
) -> dict[str, Any]:
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


def _by_code(given: Given) -> list[dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = {}
    for (_, about, code), number in given.items():
        row = rows.setdefault(
            code, {"code": code, Concern.AMENDED.value: 0, Concern.VOIDED.value: 0}
        )
        row[about] += number
    return [rows[code] for code in sorted(rows)]


def _by_author(given: Given) -> list[dict[str, Any]]:
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


def _written(row: dict[str, Any]) -> str:
    return f"{row['standing']}.{row['position']}.{row['about']}"


def _row(row: dict[str, Any]) -> dict[str, Any]:
    stamp = orjson.loads(row["stamp"])
    said = {"position": row["reviewed"], "person": row["reviewer"], "decision": row["decision"]}
    wanted = ("position", "entry", "subject", "kind", "about", "author", "unit")
    return {
        **{name: row[name] for name in wanted},
        "code": stamp["code"],
        "received": stamp["received"],
        "at": orjson.loads(row["header"])["at"],
        "review": None if row["decision"] is None else said,
    }


def _add_words(reading: ReadTransaction, logbook: str, rows: list[dict[str, Any]]) -> None:
    reviews = [row["review"] for row in rows if row["review"]]
    said = said_at(reading, logbook, [review["position"] for review in reviews])
    for review in reviews:
        stamp, body = said[review["position"]]
        review["received"] = orjson.loads(stamp)["received"]
        review["text"] = orjson.loads(body).get("text", "")
