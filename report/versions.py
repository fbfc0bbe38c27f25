"""Versions of a record: what a correction replaced, beside what it put there."""

from proof.verify import Bundle, Entry, states
from report.facts import Piece, StatedValue, facts_of
from report.names import NamesAt
from report.words import Pair, Words

AMENDMENT = "screening.amended/1"
_PARTS = ("reading", "item", "place", "references", "note")

ComparedRow = tuple[Pair, list[Piece], list[Piece]]


def changes(bundle: Bundle, entry: Entry, words: Words) -> list[ComparedRow]:
    """Return (name, before, after) of every fact that an amendment changed."""
    naming = NamesAt(bundle, entry).name
    rows: list[ComparedRow] = []
    for part in (name for name in _PARTS if name in entry.parts):
        new = {fact.path: fact for fact in facts_of(words, part, entry.parts[part], naming)}
        before = _stated_before(bundle, entry, part)
        if before is None or part in before.parts:
            stated = before.parts[part] if before else {}
            old = {fact.path: fact for fact in facts_of(words, part, stated, naming)}
            rows += _compare(words, old, new)
        else:
            state = words.say(f"report.part_{states(bundle, before)[part]}")
            rows.append((words.say(f"report.part.{part}"), [{"remark": state}], []))
    return rows


def unchanged(bundle: Bundle, entry: Entry, words: Words) -> list[Pair]:
    """Return the names of the parts that stand as an earlier version stated them."""
    absent = (part for part in _PARTS if part not in entry.header["parts"])
    return [
        words.say(f"report.part.{part}") for part in absent if _stated_before(bundle, entry, part)
    ]


def before_of(bundle: Bundle, entry: Entry) -> Entry | None:
    """Return the version that this one follows, if it is here."""
    follows = entry.header["follows"][:1]
    found = bundle.by_id.get(follows[0]) if follows else None
    fits = found and found.position < entry.position and found.kind.startswith("screening.")
    return found if fits else None


def _stated_before(bundle: Bundle, entry: Entry, part: str) -> Entry | None:
    """Return the newest earlier version that states a part; each amendment states whole parts."""
    version = before_of(bundle, entry)
    while version and part not in version.header["parts"]:
        version = before_of(bundle, version)
    return version


def _compare(
    words: Words, old: dict[str, StatedValue], new: dict[str, StatedValue]
) -> list[ComparedRow]:
    nothing: list[Piece] = [{"remark": words.say("report.none")}]
    rows: list[ComparedRow] = []
    for path in dict.fromkeys([*old, *new]):
        before, after = old.get(path), new.get(path)
        if before is None or after is None or before.pieces != after.pieces:
            label = (after or before or new[path]).label
            shown = [fact.pieces if fact else nothing for fact in (before, after)]
            rows.append((label, shown[0], shown[1]))
    return rows
