"""Who holds the keys that signed."""

from collections.abc import Iterable
from typing import Any

import orjson

from db.people import registry
from db.people.enrolled_keys import EnrolledKeys


def find_authors(enrolled: EnrolledKeys, lines: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Return who holds each key that signed, under the name the person bears now."""
    keys = {orjson.loads(line["header"])["key"] for line in lines}
    people = {
        row["person"]: row for row in registry.read_people(enrolled.reading, enrolled.logbook)
    }
    known = enrolled.keys(keys)
    return {key: _author(known[key].person, people) for key in sorted(keys)}


def _author(person: str, people: dict[str, dict[str, Any]]) -> dict[str, str]:
    row = people.get(person, {})
    return {"person": person, "name": row.get("name", ""), "unit": row.get("unit", "")}
