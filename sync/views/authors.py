"""Who holds the keys that signed."""

from collections.abc import Iterable, Mapping

import orjson

from db.people import registry
from db.people.enrolled_keys import EnrolledKeys
from schemas.answers.lines import Author, PlacedLine
from schemas.answers.organisation import PersonRow


def find_authors(enrolled: EnrolledKeys, lines: Iterable[PlacedLine]) -> dict[str, Author]:
    """Return who holds each key that signed, under the name the person bears now."""
    keys = {orjson.loads(line["header"])["key"] for line in lines}
    people = {
        row["person"]: row for row in registry.read_people(enrolled.reading, enrolled.logbook)
    }
    known = enrolled.keys(keys)
    return {key: _author(known[key].person, people) for key in sorted(keys)}


def _author(person: str, people: Mapping[str, PersonRow]) -> Author:
    row = people.get(person)
    if row is None:
        return {"person": person, "name": "", "unit": ""}
    return {"person": person, "name": row["name"], "unit": row["unit"]}
