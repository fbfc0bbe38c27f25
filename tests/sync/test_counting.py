"""A running server comes to the verdicts and the counting of `tests/vectors/counting.json`.

The browser reads the same stories (`web/tests/vectors/counting.test.ts`).
"""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from proof.entry import Opened
from tests import content
from tests.clients import Browser, new_id
from tests.office import Office
from tests.vectors.make import path_of

STORIES = json.loads(path_of("counting").read_text())["stories"]


class Play:
    """One story, told by the people of an office."""

    def __init__(self, office: Office, entries: list[dict[str, Any]]) -> None:
        """Sign nothing yet: an entry may follow one that is logged after it."""
        self.office = office
        self.entries = {entry["id"]: entry for entry in entries}
        self.signed: dict[str, Opened] = {}
        self.subjects = {
            "administrator": office.administrator.person,
            "instrument": content.INSTRUMENT,
        }

    def sign(self, name: str) -> Opened:
        """Return an entry of the story, signed once, after what it follows."""
        if name not in self.signed:
            told = self.entries[name]
            follows = [self.sign(each).id for each in told["follows"]]
            subject = self.subjects.setdefault(told["subject"], new_id())
            self.signed[name] = self._author(told).write(
                told["kind"], self._parts(told), subject=subject, follows=follows
            )
        return self.signed[name]

    def push(self, name: str) -> str:
        """Log an entry; return the code of its stamp."""
        (answer,) = self._author(self.entries[name]).send(self.office.server, self.sign(name))
        return answer.code

    def counted(self) -> set[str]:
        """Return which entries of the story count for the server now."""
        rows = self.office.server.rows("SELECT id FROM placed WHERE aside = 0")
        ids = {row[0] for row in rows}
        return {name for name, entry in self.signed.items() if entry.id in ids}

    def _author(self, told: dict[str, Any]) -> Browser:
        author: Browser = getattr(self.office, told["by"])
        return author

    def _parts(self, told: dict[str, Any]) -> Mapping[str, Mapping[str, object]]:
        lost = getattr(self.office, told["subject"].removesuffix("'s key"), self.office.officer)
        return {
            "screening.recorded/1": content.screening(),
            "person.changed/1": content.person("Impostor", self.office.post, "administrator"),
            "unit.registered/1": content.unit("Impostor"),
            "key.revoked/1": {"revocation": {"key": lost.key, "reason": "lost"}},
            "instrument.state.stated/1": {"state": {"since": "2026-11-22", "in_service": True}},
            "weather.observed/1": {"sky": {"colour": "grey"}},
            "quarantine.released/1": content.REASON,
        }[told["kind"]]


@pytest.mark.parametrize("story", STORIES, ids=[story["why"] for story in STORIES])
def test_a_server_counts_what_the_vector_says(office: Office, story: dict[str, Any]) -> None:
    entries = story["entries"]
    play = Play(office, entries)
    codes = {entry["id"]: play.push(entry["id"]) for entry in entries}
    assert codes == {entry["id"]: entry["code"] for entry in entries}
    assert play.counted() == {entry["id"] for entry in entries if entry["counts"]}
    assert office.server.fault() is None
