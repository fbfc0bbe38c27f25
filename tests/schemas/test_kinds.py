"""Kinds and their parts: closed, without floats, and each with a golden entry."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from schemas import entry, stamp
from schemas.kinds import (
    KINDS,
    Kind,
    evidence,
    laboratory,
    organisation,
    retention,
    review,
    screening,
)
from schemas.types import Closed, Day, Moment, VerifierKey, Word
from tests.vectors.golden import VERIFIER, tell_story
from tests.vectors.notes import not_pins

GOLDEN = [
    (KINDS[one.header.kind], part.name, json.loads(part.body))
    for one in tell_story().entries
    for part in one.parts
]
MODULES = (entry, stamp, laboratory, organisation, evidence, review, screening, retention)
MODELS = sorted(
    {
        value
        for module in MODULES
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Closed) and value is not Closed
    },
    key=lambda model: model.__name__,
)
golden = pytest.mark.parametrize(
    ("kind", "name", "body"), GOLDEN, ids=[f"{kind.name} {name}" for kind, name, _ in GOLDEN]
)


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every member of every object in a document: the object and the member's name."""
    if isinstance(value, dict):
        yield from ((value, key) for key in list(value))
    for item in value.values() if isinstance(value, dict) else value:
        if isinstance(item, dict | list):
            yield from places(item)


def accepts(kind: Kind, name: str, body: object) -> bool:
    """Say whether the part has the shape that its kind asks for."""
    try:
        kind.parts[name].model_validate(body)
    except ValidationError:
        return False
    return True


@golden
def test_takes_its_golden_part(kind: Kind, name: str, body: dict[str, Any]) -> None:
    assert accepts(kind, name, body)
    model = kind.parts[name].model_validate(body)
    assert model.model_dump(mode="json", exclude_unset=True) == body


@golden
def test_takes_no_unknown_member(kind: Kind, name: str, body: dict[str, Any]) -> None:
    count = len({id(place) for place, _ in places(body)})
    for number in range(count):
        changed = copy.deepcopy(body)
        found = list({id(place): place for place, _ in places(changed)}.values())[number]
        found["unknown"] = "x"
        assert not accepts(kind, name, changed)


@golden
def test_takes_no_other_type(kind: Kind, name: str, body: dict[str, Any]) -> None:
    for number in range(len(list(places(body)))):
        for other in OTHERS:
            changed = copy.deepcopy(body)
            place, key = list(places(changed))[number]
            place[key] = other
            if (key, other) not in MAY_BE:
                assert not accepts(kind, name, changed), (key, other)


OTHERS: tuple[object, ...] = (1.5, None, {"a": 1}, [[]], "")
MAY_BE = [("coordinates", None), ("unit", ""), ("colour", "")]
"""The ways to write nothing."""


@golden
def test_needs_its_required_members(kind: Kind, name: str, body: dict[str, Any]) -> None:
    fields = kind.parts[name].model_fields
    for member in body:
        left = {key: value for key, value in body.items() if key != member}
        assert accepts(kind, name, left) is not fields[member].is_required()


@pytest.mark.parametrize("kind", list(KINDS.values()), ids=lambda kind: kind.name)
def test_kind(kind: Kind) -> None:
    assert 1 <= len(kind.parts) <= 6
    assert kind.optional <= set(kind.parts)
    assert kind.required | kind.optional == set(kind.parts)
    assert kind.reads.value.startswith("read_")
    assert kind.action is None or not kind.action.value.startswith("read_")


def test_every_kind_has_a_golden_entry_with_its_required_parts() -> None:
    for one in tell_story().entries:
        names = {part.name for part in one.parts}
        kind = KINDS[one.header.kind]
        assert kind.required <= names <= set(kind.parts)
    assert {one.header.kind for one in tell_story().entries} == set(KINDS)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_model_is_closed_strict_and_without_floats(model: type[Closed]) -> None:
    config = model.model_config
    assert (config.get("extra"), config.get("strict"), config.get("frozen")) == (
        "forbid",
        True,
        True,
    )
    assert '"type": "number"' not in json.dumps(model.model_json_schema())


def test_words_are_lower_case_and_each_once() -> None:
    for vocabulary in Word.__subclasses__():
        words = [word.value for word in vocabulary.__members__.values()]
        assert len(set(words)) == len(vocabulary.__members__) == len(words)
        assert all(word == word.lower().replace(" ", "_").replace("-", "_") for word in words)


def test_a_field_screening_has_no_stronger_word() -> None:
    """What a laboratory found may be called so; what an analyser displayed may not."""
    for value in vars(screening).values():
        if isinstance(value, type) and issubclass(value, Word):
            assert not {"identified", "confirmed", "positive", "negative"} & set(value)


@pytest.mark.parametrize("text", ["\u0662\u0660\u0662\u0666", "\uff12\uff10\uff12\uff16"])
def test_digits_are_ascii(text: str) -> None:
    """In pydantic's expressions the class for digits holds those of every script."""
    day, fixed = f"{text}-11-22", f"{text}-11-22T09:15:22.118+01:00"
    for annotated, value in ((Day, day), (Moment, fixed)):
        adapter: TypeAdapter[str] = TypeAdapter(annotated)
        with pytest.raises(ValidationError):
            adapter.validate_python(value)
        adapter.validate_python(value.replace(text, "2026"))


OTHER_KEYS = ("a later epoch than the note's", "another key")
"""Good verifier keys, only not those of the note they are tried on."""


def test_a_verifier_key_is_what_a_checkpoint_can_be_pinned_to() -> None:
    adapter: TypeAdapter[str] = TypeAdapter(VerifierKey)
    pins = dict(not_pins())
    good = {VERIFIER, *(pins.pop(why) for why in OTHER_KEYS)}
    assert {adapter.validate_python(pin) for pin in good} == good
    for why, pin in pins.items():
        with pytest.raises(ValidationError):
            raise AssertionError(f"{why}: {adapter.validate_python(pin)}")
