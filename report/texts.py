"""Texts of entries as runs that can be set in type letter for letter.

A print cannot show everything that a text may hold: a control character, a mark that turns the
direction of writing, a script that the fonts lack. Such a character is named by its code point,
and spaces that would not be seen are drawn. Nothing is left out, folded or reordered.
"""

import re
import unicodedata

Run = tuple[str, str]
"""(`text`, what is set as it is), (`code`, a code point), (`space`, "") or (`end`, "")."""

LONGEST, PIECE = 20, 4
"""A word of more characters may be cut at the end of a line, after each four of them."""

_RANGES = (
    "21-7e a1-ac ae-1c3 1cd-1e3 1e6-1f0 1f4-1f6 1f8-221 224-241 243-245 24c-24d 250-2b9 2bb-2c1 "
    "2c6-2c9 2cc-2d3 2d6-2de 2e0-2e9 2ee-2ee 2f3-2f3 300-341 343-344 358-358 361-361 374-377 "
    "37a-37f 384-38a 38c-38c 38e-3a1 3a3-3ce 3d0-3e1 3f0-45f 462-463 472-473 490-49b 4a2-4a5 "
    "4aa-4b3 4ba-4bb 4c0-4c4 4c7-4c8 4cb-4cc 4cf-4f9 510-511 51a-51d 1e00-1e99 1e9b-1e9b 1e9f-1ef9 "
    "1f00-1f15 1f18-1f1d 1f20-1f45 1f48-1f4d 1f50-1f57 1f59-1f59 1f5b-1f5b 1f5d-1f5d 1f5f-1f7d "
    "1f80-1fb4 1fb6-1fc4 1fc6-1fd3 1fd6-1fdb 1fdd-1fef 1ff2-1ff4 1ff6-1ffe 2010-2023 2026-2026 "
    "2030-2037 2039-203a 203c-203f 2045-2049 204b-204b 2070-2071 2074-208e 2090-209c 20a0-20b5 "
    "20b8-20ba 20bd-20bd 2115-2117 2122-2122 2126-2126 212a-212b 2150-2151 2153-215f 2190-21b4 "
    "21b6-2213 2215-2215 2217-2220 2223-2224 2227-222d 2234-223d 2241-2269 22c2-22c6 2500-25cb "
    "25cd-262f fb01-fb02 fffd-fffd"
)


def _points(ranges: str) -> frozenset[str]:
    limits = (part.split("-") for part in ranges.split())
    return frozenset(chr(p) for low, high in limits for p in range(int(low, 16), int(high, 16) + 1))


SHOWN = _points(_RANGES)
"""What the font has a glyph for, without the two marks that stand for spaces and line ends."""

_PIECES = re.compile(r" +|\n|[^ \n]+")


def spell(text: str) -> list[Run]:
    """Return the runs of a text; put together in order they say each of its characters.

    A line may end between two runs and at a space within one.
    """
    runs: list[Run] = []
    for match in _PIECES.finditer(text):
        piece = match[0]
        if piece == "\n":
            runs.append(("end", ""))
        elif piece[0] != " ":
            _add_word(runs, piece)
        elif _is_plain(text, match):
            _add_text(runs, " ")
        else:
            runs += [("space", "")] * len(piece)
    return runs


def _is_plain(text: str, match: re.Match[str]) -> bool:
    """Say whether it is one space between two words, which anybody sees."""
    inside = match.start() > 0 and match.end() < len(text)
    beside = text[match.start() - 1 : match.start()] + text[match.end() : match.end() + 1]
    return inside and match[0] == " " and "\n" not in beside


def _add_word(runs: list[Run], word: str) -> None:
    whole = len(word) <= LONGEST
    for number, character in enumerate(word):
        if character not in SHOWN:
            runs.append(("code", f"U+{ord(character):04X}"))
        elif whole or number % PIECE or number == 0 or unicodedata.combining(character):
            _add_text(runs, character)
        else:
            runs.append(("text", character))


def _add_text(runs: list[Run], text: str) -> None:
    if runs and runs[-1][0] == "text":
        runs[-1] = ("text", runs[-1][1] + text)
    else:
        runs.append(("text", text))
