"""The report's catalogues: whole in each language, and in the app's words where it has some."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from proof import verify
from report.front import CHECKS
from report.labels import LABELS, VOCABULARIES
from report.words import LANGUAGES
from schemas.kinds import KINDS
from schemas.kinds.screening import Capture
from schemas.problems import VERDICTS
from schemas.retention import class_of
from schemas.stamp import Verdict
from schemas.types import Word
from tests.house.sources import ROOT

PRINTED = (
    "screening.recorded/1", "screening.amended/1", "screening.voided/1", "lab.result.issued/1",
    "reconciliation.decided/1", "quarantine.released/1", "conflict.resolved/1", "review.made/1",
    "disclosure.made/1", "hold.placed/1", "hold.lifted/1", "erasure.ordered/1",
    "erasure.approved/1", "part.erased/1", "epoch.proposed/1", "epoch.approved/1",
)  # fmt: skip
REGISTRY = (
    "logbook.opened/1", "key.enrolled/1", "key.revoked/1", "unit.registered/1", "unit.changed/1",
    "person.registered/1", "person.changed/1", "person.deactivated/1", "instrument.registered/1",
    "instrument.state.stated/1", "key.rotated/1", "checkpoint.key.rotated/1",
)  # fmt: skip
"""No record is about these; whoever discloses one all the same has it under its members' names."""


def read(path: Path) -> dict[str, str]:
    found: dict[str, str] = json.loads(path.read_text("utf-8"))
    return found


WORDS = {language: read(ROOT / "report/words" / f"{language}.json") for language in LANGUAGES}
NAMES = {kind.partition("/")[0] for kind in KINDS}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_catalogue_says_everything(language: str) -> None:
    here, english = WORDS[language], WORDS["en"]
    assert here.keys() == english.keys()
    assert all(here.values())
    for key, text in here.items():
        assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", english[key])), key


@pytest.mark.parametrize("language", ["en", "sr-Latn", "sr-Cyrl"])
def test_the_words_that_the_app_has_are_the_apps(language: str) -> None:
    """After a change in web/locales, say the same in report/words."""
    app: dict[str, str] = {}
    for path in (ROOT / "web/locales" / language).glob("*.json"):
        app |= read(path)
    own = {key: text for key, text in WORDS[language].items() if not key.startswith("report.")}
    assert {key: app.get(key) for key in own} == own


def members(model: type[BaseModel], path: str) -> Iterator[tuple[str, Any]]:
    """Yield every member that holds a value, with its path and its type."""
    for name, field in model.model_fields.items():
        kinds = list(inner(field.annotation))
        models = [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)]
        for each in models:
            if each.__name__ != "Displayed":
                yield from members(each, f"{path}.{name}")
        if not models or models[0].__name__ == "Displayed":
            yield f"{path}.{name}", kinds


def inner(annotation: Any) -> Iterator[Any]:
    yield annotation
    for each in get_args(annotation):
        yield from inner(each)


def printed() -> dict[str, list[Any]]:
    """Return every member of every kind; parts of one name may have others in another kind."""
    found: dict[str, list[Any]] = {}
    for kind in PRINTED:
        for name, model in KINDS[kind].parts.items():
            for path, kinds in members(model, name):
                found.setdefault(path, []).extend(kinds)
    return found


def test_of_every_kind_it_is_known_whether_it_is_printed_in_words() -> None:
    assert sorted([*PRINTED, *REGISTRY]) == sorted(KINDS)


def test_every_member_of_what_is_disclosed_has_a_name() -> None:
    unnamed = {"decision.findings.rank"}  # printed together with its outcome
    assert printed().keys() - LABELS.keys() == unnamed
    assert set(LABELS.values()) <= WORDS["en"].keys()


def test_every_word_of_a_vocabulary_has_its_words() -> None:
    for path, kinds in printed().items():
        for vocabulary in (kind for kind in kinds if is_word(kind)):
            keys = {f"{VOCABULARIES[path]}.{word.value}" for word in vocabulary}
            assert keys <= WORDS["en"].keys(), path


def test_every_part_that_may_be_erased_has_its_word() -> None:
    parts = {(kind, part) for kind in KINDS for part in KINDS[kind].parts}
    erasable = {part for kind, part in parts if class_of(kind, part)}
    for path in ("order.parts", "erasure.parts"):
        assert {f"{VOCABULARIES[path]}.{part}" for part in erasable} <= WORDS["en"].keys()


def is_word(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Word)


def test_notes_checks_and_reasons_of_the_server_have_their_words() -> None:
    aside = {code for code, verdict in VERDICTS.items() if verdict is Verdict.QUARANTINED}
    keys = {
        *(f"report.note.{code}" for code in verify.TEXT),
        *(f"report.check.{name}" for name in CHECKS),
        *(f"report.capture.{word.value}" for word in Capture),
        *(f"problem.{code}" for code in aside),
        *(f"report.part.{part}" for kind in PRINTED for part in KINDS[kind].parts),
    }
    assert keys <= WORDS["en"].keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_has_a_name_in_print(language: str) -> None:
    words = WORDS[language].keys()
    unnamed = {name for name in NAMES if f"view.kind.{name}" not in words}
    assert {f"report.kind.{name}" for name in unnamed} <= words


@pytest.mark.parametrize("language", ["en", "sr-Latn", "sr-Cyrl"])
def test_every_kind_has_a_name_on_screens_and_on_the_page_of_the_verifier(language: str) -> None:
    folder = ROOT / "web/locales" / language
    assert {f"view.kind.{name}" for name in NAMES} <= read(folder / "view.json").keys()
    checked = {f"verifier.kind.{name.replace('.', '_')}" for name in NAMES}
    assert checked <= read(folder / "verifier.json").keys()


def test_the_checks_are_those_of_the_verifier() -> None:
    listed = re.findall(r"^ ?\d+ (\w+)  ", verify.__doc__ or "", re.MULTILINE)
    assert tuple(listed) == CHECKS
