"""What tests of the review queue do: record by a clock that is right or wrong, look, review."""

from datetime import timedelta
from typing import Any

import pytest

from db.store import moment
from proof.entry import Opened
from schemas.answers.review import ReviewQueue
from sync.views.examination import examine
from sync.views.review import read_queue
from tests import content
from tests.clients import START, Browser
from tests.office import Office

HOUR = timedelta(hours=1)


def queue(office: Office, who: Browser | None = None, **asked: str) -> ReviewQueue:
    """Return a page of the queue, an auditor's unless somebody else is named."""
    person = (who or office.auditor).person
    return read_queue(office.server.installation, office.server.logbook, person, **asked)


def found(office: Office, who: Browser | None = None, **asked: str) -> list[tuple[str, str]]:
    """Return entry and concern of the rows of a page."""
    return [(row["entry"], row["about"]) for row in queue(office, who, **asked)["rows"]]


def review(
    office: Office, who: Browser, entry: Opened, about: str, subject: str = "", **said: str
) -> tuple[str, str]:
    """Let somebody review an entry; return verdict and code."""
    told = {"decision": "explained", "text": "Seen together with the officer."} | said
    told = {name: value for name, value in told.items() if value}  # absent is how nothing is said
    written = who.write(
        "review.made/1", {"review": {"about": about, **told}},
        subject=subject or entry.header.subject, follows=[entry.id], **honest(),
    )  # fmt: skip
    (answer,) = who.send(office.server, written)
    return answer.verdict.value, answer.code


def honest(**told: Any) -> dict[str, Any]:
    """Return what an honest clock tells, and what one claims otherwise."""
    return {"at": moment(START), **told}


def record(office: Office, who: Browser | None = None, **told: Any) -> Opened:
    """Let somebody record a screening, by an honest clock unless told otherwise; send it."""
    who = who or office.officer
    entry = who.write("screening.recorded/1", content.screening(), **honest(**told))
    assert who.send(office.server, entry)[0].verdict == "accepted"
    return entry


def change(office: Office, before: Opened, kind: str = "amended", **reason: str) -> Opened:
    """Let the officer correct or void a record."""
    entry = office.officer.write(
        f"screening.{kind}/1", {"reason": {"code": "typing"} | reason},
        subject=before.header.subject, follows=[before.id], **honest(),
    )  # fmt: skip
    assert office.officer.send(office.server, entry)[0].verdict == "accepted"
    return entry


@pytest.fixture
def quiet(office: Office) -> Office:
    """An office of which nothing is to be reviewed: its set-up's clocks were all wrong."""
    examine(office.server.store, office.server.logbook)
    with office.server.store.writing() as writing:
        writing.connection.exec_driver_sql("DELETE FROM finding")
    return office
