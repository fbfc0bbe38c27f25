"""The report's own words, in the two languages that were asked for.

Keys that the browser app has too (web/locales) hold the app's words, which a test compares: a
record reads the same on a screen and on paper.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from schemas.problems import VerbatimError

Pair = tuple[str, str]
"""The same words in both languages."""

_FOLDER = Path(__file__).with_name("words")
LANGUAGES = ("en", "sr-Latn", "sr-Cyrl", "el")


@dataclass(frozen=True, slots=True)
class Words:
    """Two catalogues, side by side."""

    languages: Pair
    first: Mapping[str, str]
    second: Mapping[str, str]

    def say(self, key: str, **values: object) -> Pair:
        """Return the words of a key, with its {names} filled in."""
        return self.first[key].format(**values), self.second[key].format(**values)

    def find(self, key: str, otherwise: Pair) -> Pair:
        """Return the words of a key that may be of a newer kind than this program knows."""
        return (self.first[key], self.second[key]) if key in self.first else otherwise


def choose_words(languages: Sequence[str]) -> Words:
    """Return the catalogues of two different languages. Raises `request_invalid`."""
    known = [language for language in dict.fromkeys(languages) if language in LANGUAGES]
    if len(known) != 2 or len(languages) != 2:
        raise VerbatimError("request_invalid", "two different languages of " + ", ".join(LANGUAGES))
    return Words((known[0], known[1]), _catalogue(known[0]), _catalogue(known[1]))


@cache
def _catalogue(language: str) -> Mapping[str, str]:
    found: dict[str, str] = json.loads((_FOLDER / f"{language}.json").read_text("utf-8"))
    return found
