"""Territories as data: labels per language and the footnotes that always travel with them.

Our own table and never ISO country codes. A label is never shown without its footnote.
"""

from typing_extensions import TypedDict  # pydantic reads no other before Python 3.12


class Territory(TypedDict):
    """`labels` and `footnote` are keyed by language tag; an empty footnote means none."""

    code: str
    labels: dict[str, str]
    footnote: dict[str, str]


_KOSOVO_FOOTNOTE = {
    "en": "All references to Kosovo shall be understood to be in full compliance with "
    "United Nations Security Council resolution 1244 (1999).",
    "sr-Latn": "Sva upućivanja na Kosovo treba tumačiti u potpunosti u skladu sa "
    "Rezolucijom Saveta bezbednosti Ujedinjenih nacija 1244 (1999).",
    "sr-Cyrl": "Сва упућивања на Косово треба тумачити у потпуности у складу са "
    "Резолуцијом Савета безбедности Уједињених нација 1244 (1999).",
}


def _territory(
    code: str, english: str, latin: str, cyrillic: str, footnote: dict[str, str] | None = None
) -> Territory:
    labels = {"en": english, "sr-Latn": latin, "sr-Cyrl": cyrillic}
    return {"code": code, "labels": labels, "footnote": footnote or {}}


TERRITORIES: tuple[Territory, ...] = (
    _territory("albania", "Albania", "Albanija", "Албанија"),
    _territory(
        "bosnia_and_herzegovina", "Bosnia and Herzegovina", "Bosna i Hercegovina",
        "Босна и Херцеговина",
    ),
    _territory("kosovo", "Kosovo*", "Kosovo*", "Косово*", _KOSOVO_FOOTNOTE),
    _territory("montenegro", "Montenegro", "Crna Gora", "Црна Гора"),
    _territory(
        "north_macedonia", "North Macedonia", "Severna Makedonija", "Северна Македонија"
    ),
    _territory("serbia", "Serbia", "Srbija", "Србија"),
    _territory("other", "Other territory", "Druga teritorija", "Друга територија"),
)  # fmt: skip
