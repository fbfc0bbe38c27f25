"""Vectors of counting: what is logged, and which of it counts once all of it is there."""

from tests.vectors.forms import Document

Told = tuple[str, str, str, str, tuple[str, ...], str, bool]
"""Id, author, kind, subject, what it follows, the code of its stamp, and whether it counts."""


def _lost(whose: str) -> Told:
    return ("lost", "administrator", "key.revoked/1", f"{whose}'s key", (), "", True)


_LOST = _lost("officer")
_KEPT = ("kept", "officer", "screening.recorded/1", "a", (), "key_revoked", False)
_FREED = (*_KEPT[:-1], True)
_ALIAS = ("alias", "stranger", "person.changed/1", "administrator", (), "permission_missing", False)
_POST = ("post", "stranger", "unit.registered/1", "p", (), "permission_missing", False)


def _release(
    name: str, by: str, *follows: str, code: str = "permission_missing", subject: str = "a"
) -> Told:
    return (name, by, "quarantine.released/1", subject, follows, code, not code)


_STORIES: tuple[tuple[str, list[Told]], ...] = (
    ("accepted", [("a", "officer", "screening.recorded/1", "a", (), "", True)]),
    ("kept aside", [_LOST, _KEPT]),
    ("released by the supervisor", [
        _LOST, _FREED, _release("r", "supervisor", "kept", code=""),
    ]),
    ("released under another subject", [
        _LOST, _FREED, _release("r", "supervisor", "kept", code="", subject="b"),
    ]),
    ("released twice", [
        _LOST, _FREED, _release("r", "supervisor", "kept", code=""),
        _release("s", "supervisor", "kept", code="follows_other"),
    ]),
    ("a release by an officer", [_LOST, _KEPT, _release("r", "colleague", "kept")]),
    ("a release by the supervisor of another post", [
        _LOST, _KEPT, _release("r", "foreman", "kept"),
    ]),
    ("a release by the author", [
        ("kept", "supervisor", "screening.recorded/1", "a", (), "permission_missing", False),
        _release("r", "supervisor", "kept"),
    ]),
    ("a release frees only what it follows first", [
        _LOST, _FREED, ("more", "officer", "screening.recorded/1", "b", (), "key_revoked", False),
        _release("r", "supervisor", "kept", "more", code=""),
    ]),
    ("a release of what counts frees nothing behind it", [
        ("a", "colleague", "screening.recorded/1", "b", (), "", True),
        _LOST, _KEPT, _release("r", "supervisor", "a", "kept", code="follows_other"),
    ]),
    ("a release that came before its entry", [
        _LOST, _release("r", "supervisor", "kept", code="follows_unknown"), _KEPT,
    ]),
    ("a release of a release", [
        _LOST, _KEPT, _release("r", "colleague", "kept"),
        _release("s", "supervisor", "r", code="follows_other"),
    ]),
    ("an unknown kind is never released", [
        ("sky", "officer", "weather.observed/1", "a", (), "kind_unknown", False),
        _release("r", "supervisor", "sky", code="kind_unknown"),
    ]),
    ("a stranger renames the administrator", [_ALIAS]),
    ("an officer releases what keeps the registry", [
        _ALIAS, _release("r", "officer", "alias", subject="administrator"),
    ]),
    ("a supervisor releases what keeps the registry", [
        _ALIAS, _release("r", "foreman", "alias", subject="administrator"),
    ]),
    ("an administrator releases what keeps the registry", [
        _ALIAS, _release("r", "administrator", "alias", subject="administrator"),
    ]),
    ("a supervisor releases what keeps the registry and was stated by right", [
        _lost("supervisor"),
        ("firmware", "supervisor", "instrument.state.stated/1", "instrument", (), "key_revoked",
         False),
        _release("r", "chief", "firmware", subject="instrument"),
    ]),
    ("a supervisor releases a stranger's unit", [
        _POST, _release("r", "foreman", "post", subject="p"),
    ]),
)  # fmt: skip

_MEMBERS = ("id", "by", "kind", "subject", "follows", "code", "counts")


def make_counting() -> Document:
    """Stories of entries in the order of the log; authors are those of `tests/office.py`."""
    return {
        "about": "Which entries count (docs/protocol.md 6). `code` is that of the stamp: empty "
        "when accepted. `counts` is what holds once the whole story is logged.",
        "stories": [
            {"why": why, "entries": [dict(zip(_MEMBERS, told, strict=True)) for told in entries]}
            for why, entries in _STORIES
        ],
    }
