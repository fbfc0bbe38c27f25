"""Who had a part erased, and when: what the order, the approval and the server's word say of it.

The server's word is what the verifier asks for. Of order and approval the bundle shows what the
server names as the two, if they are about this part; of one that is not there it says so.
"""

from collections.abc import Iterator

from proof.verify import Bundle, Document, Entry
from report.facts import Piece, StatedValue, facts_of, moment_of
from report.names import name_entry, signer
from report.words import Words

_ORDERED, _APPROVED, _ERASED = "erasure.ordered/1", "erasure.approved/1", "part.erased/1"
_TOLD = ("order.basis", "order.text", "approval.reason")


def erasure_facts(bundle: Bundle, entry: Entry, part: str, words: Words) -> list[StatedValue]:
    """Return when an erased part went, who ordered and who approved it, and why."""
    erased = _erasure_of(bundle, entry, part)
    if erased is None:
        return []
    order = _find_order(bundle, erased, entry, part)
    approval = _find_approval(bundle, erased, order)
    moment = moment_of(erased.stamp["received"], words)
    named: Piece = {"remark": name_entry(erased, words)}
    return [
        StatedValue("erased", words.say("report.erased_at"), [*moment, named]),
        *_facts_of(bundle, order, "ordered", words),
        *_facts_of(bundle, approval, "approved", words),
    ]


def _erasure_of(bundle: Bundle, entry: Entry, part: str) -> Entry | None:
    """Return the first entry by which the verifier holds the part for erased."""
    others = (other for _, other in sorted(bundle.entries.items()))
    stated = (other for other in others if other.kind == _ERASED and other.by_server)
    return next((each for each in stated if _names(each, "erasure", entry, part)), None)


def _names(other: Entry, stated: str, entry: Entry, part: str) -> bool:
    """Say whether an order or an erasure is about the part; one kept aside may hold anything."""
    body: Document = other.parts.get(stated, {})
    parts = body.get("parts")
    return body.get("entry") == entry.id and isinstance(parts, list) and part in parts


def _find_order(bundle: Bundle, erased: Entry, entry: Entry, part: str) -> Entry | None:
    found = _followed(bundle, erased, _ORDERED)
    return next((each for each in found if _names(each, "order", entry, part)), None)


def _find_approval(bundle: Bundle, erased: Entry, order: Entry | None) -> Entry | None:
    found = _followed(bundle, erased, _APPROVED)
    return next((each for each in found if order and order.id in each.header["follows"]), None)


def _followed(bundle: Bundle, erased: Entry, kind: str) -> Iterator[Entry]:
    others = (bundle.by_id.get(each) for each in erased.header["follows"])
    return (other for other in others if other and other.kind == kind)


def _facts_of(bundle: Bundle, entry: Entry | None, act: str, words: Words) -> Iterator[StatedValue]:
    label = words.say(f"report.{act}_by")
    if entry is None:
        yield StatedValue(act, label, [{"remark": words.say("report.elsewhere")}])
        return
    yield StatedValue(
        act, label, [*signer(bundle, entry, words), {"remark": name_entry(entry, words)}]
    )
    for part, stated in entry.parts.items():
        told = facts_of(words, part, stated, lambda _path, _value: "")
        yield from (fact for fact in told if fact.path in _TOLD)
