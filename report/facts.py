"""Parts of entries as facts: a name in two languages, and their texts, letter for letter.

The parts are walked, not read with their schemas: an entry that was kept aside may hold anything,
and whatever it holds is printed.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from report.labels import LABELS, VOCABULARIES
from report.texts import spell
from report.words import Pair, Words

Piece = dict[str, Any]
"""{"runs": …}, words of an entry; {"pair": …}, words of the report; {"remark": …}, small ones."""

NameOf = Callable[[str, str], str]
"""(path of a member, its value) to the name that the log gives it, or nothing."""

_DISPLAYED, _RULING = {"text", "capture"}, {"rank", "outcome"}
"""Members that are one fact together: a displayed text, and what was decided of a line."""


@dataclass(frozen=True, slots=True)
class StatedValue:
    """One line of the report; `path` is that of the member, with numbers."""

    path: str
    label: Pair
    pieces: list[Piece]

    def document(self) -> list[Any]:
        """Return it for the template."""
        return [self.label, self.pieces]


def facts_of(words: Words, part: str, body: object, naming: NameOf) -> list[StatedValue]:
    """Return the facts of one part, in the order of its members."""
    return [
        StatedValue(path, label_of(words, path), pieces_of(words, path, value, naming))
        for path, value in _walk(part, body)
    ]


def words_of(text: str) -> Piece:
    """Return a text of an entry, to be printed letter for letter."""
    return {"runs": spell(text)}


def word_of(words: Words, prefix: str, text: str) -> Piece:
    """Return a word of a vocabulary; one that is not in it, letter for letter."""
    known = words.find(prefix + text, ("", ""))
    return {"pair": known} if known[0] else words_of(text)


def moment_of(at: str, words: Words) -> list[Piece]:
    """Return a moment as it was stated, with its own offset; an empty one is not shown."""
    if not at:
        return [{"remark": words.say("report.not_shown")}]
    return [words_of(f"{at[:10]} {at[11:23]} {at[23:]}")]


def label_of(words: Words, path: str) -> Pair:
    """Return the name of a member; from the second of a list on, with its number."""
    numbers = [int(number) for number in re.findall(r"\.(\d+)", path)]
    plain = _plain(path)
    first, second = words.find(LABELS.get(plain, ""), (plain, plain))
    number = f" {numbers[0] + 1}" if numbers else ""
    return first + number, second + number


def pieces_of(words: Words, path: str, value: object, naming: NameOf) -> list[Piece]:
    """Return what is printed of one value."""
    if isinstance(value, dict):
        return displayed(words, value)
    if isinstance(value, bool):
        return [{"pair": words.say(f"view.word.yes_no.{'yes' if value else 'no'}")}]
    if isinstance(value, list):
        empty = "view.no_findings" if path == "reading.findings" else "report.none"
        return [{"pair": words.say(empty)}]
    if isinstance(value, int):
        return [words_of(str(value))]
    return _pieces_of_text(words, path, str(value), naming)


def displayed(words: Words, shown: Mapping[str, Any]) -> list[Piece]:
    """Return the exact words of a display, and how they came into the field."""
    capture = str(shown["capture"])
    known = words.find(f"report.capture.{capture}", ("", ""))
    how = {"remark": known} if known[0] else words_of(capture)
    return [words_of(str(shown["text"])), how]


def _pieces_of_text(words: Words, path: str, text: str, naming: NameOf) -> list[Piece]:
    vocabulary = VOCABULARIES.get(_plain(path))
    if vocabulary:
        return [word_of(words, f"{vocabulary}.", text)]
    name = naming(_plain(path), text)
    return [words_of(name), {"remark": (text, text)}] if name else [words_of(text)]


def _walk(path: str, value: object) -> Iterator[tuple[str, object]]:
    """Yield every value with its path; an empty text means that nothing was stated."""
    if isinstance(value, dict) and _is_ruling(value):
        yield f"{path.rpartition('.')[0]}.{value['rank']}.outcome", value["outcome"]
    elif isinstance(value, dict) and not _is_displayed(value):
        for name in sorted(value, key=lambda name: _order(path, name)):
            yield from _walk(f"{path}.{name}", value[name])
    elif isinstance(value, list) and value:
        for number, item in enumerate(value):
            yield from _walk(f"{path}.{number}", item)
    elif value != "":
        yield path, value


def _is_displayed(value: Mapping[str, object]) -> bool:
    return value.keys() == _DISPLAYED and all(isinstance(text, str) for text in value.values())


def _is_ruling(value: Mapping[str, object]) -> bool:
    return value.keys() == _RULING and isinstance(value["rank"], int)


def _order(path: str, name: str) -> tuple[int, str]:
    """Return the place of a member: that of its label, else behind, by its name."""
    member = _plain(f"{path}.{name}")
    places = (place for place, known in enumerate(LABELS) if (known + ".").startswith(member + "."))
    return next(places, len(LABELS)), name


def _plain(path: str) -> str:
    return re.sub(r"\.\d+", "", path)
