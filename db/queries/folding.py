"""Folds a text for searching only: case, width, Cyrillic look-alikes. Nothing stored is changed."""

import unicodedata

_LOOK_ALIKES = str.maketrans("авекмнорстухјѕі", "abekmhopctyxjsi")
"""Lower-case Cyrillic letters that look like Latin ones, by their look."""


def fold(text: str) -> str:
    """Return the search key of a text: «КУ 12/23» and «KY 12/23» become equal."""
    wide = unicodedata.normalize("NFKC", text).casefold().translate(_LOOK_ALIKES)
    return "".join(filter(str.isalnum, wide))
