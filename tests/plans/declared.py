"""Which statements may walk a table that grows, and why: the one list of them.

By the module and the function that asks, and by the table. What is not in it fails the test.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Walk:
    """Why a walk is right; `unless` is a piece of SQL with which the statement must not walk."""

    reason: str
    unless: str = ""


FEW_ROWS = {
    "logbook": "one row a logbook",
    "head": "one row a logbook",
    "examined": "one row a logbook",
    "checkpoint_key": "one row for each rotation of the key that signs heads",
    "unit": "one row a unit: some dozens",
}
"""Tables that do not grow with the log, where every planner may read all."""

_LIST = "a page of all queues is read from its newest row on, and ends when it is full"
_COUNT = "how many rows there are in all is said with each page; an index alone is read"
_REGISTRY = "the registry is read whole: it is what the app works with"
_KEYS = "asked at a console, or when somebody joins: as many rows as browsers ever joined"
_FINDINGS = "how many findings are open is said with each page, and each is asked by its keys"
_AUDIT = "the audit reads everything"
_ENDED = "what has ended is forgotten whenever one more begins, so that few are ever there"

WALKS = {
    ("worklist.list_screenings", "screening"): Walk(_LIST, unless="screening.queue ="),
    ("worklist._count", "screening"): Walk(_COUNT, unless="screening.queue ="),
    ("review._Source.count", "finding"): Walk(_FINDINGS),
    ("review.list_reasons", "finding"): Walk("reasons are counted over all changes of some days"),
    ("registry._all", "person"): Walk(_REGISTRY),
    ("registry._all", "instrument"): Walk(_REGISTRY),
    ("registry.read_instruments", "instrument_state"): Walk(_REGISTRY),
    ("registry.read_enrolled", "enrolled_key"): Walk(_REGISTRY),
    ("anchors.Browsers.__init__", "enrolled_key"): Walk(
        "which keys followed each other in one browser is learnt once for a record or a bundle"
    ),
    ("enrolled_keys.find_server_rotations.<setcomp>", "enrolled_key"): Walk(_KEYS),
    ("invites.newest_key_of", "enrolled_key"): Walk(_KEYS),
    ("invites.persons_with_keys", "enrolled_key"): Walk(_KEYS),
    ("invites.find_invites", "invite"): Walk("the list of invites; " + _ENDED),
    ("invites.add_invite", "invite"): Walk(_ENDED),
    ("invites.cancel_founders", "invite"): Walk(_ENDED),
    ("sessions.add_session", "session"): Walk(_ENDED),
    ("sessions.add_nonce", "nonce"): Walk(_ENDED),
    ("dead_letters.keep_dead_letters", "dead_letter"): Walk("at most 10,000 rows a logbook"),
    ("dead_letters.forget_lines", "dead_letter"): Walk("each line is searched for what was erased"),
    ("dead_letters._muted_keys", "erasure"): Walk(
        "whose words were erased is asked for lines that cannot be read, while there is room"
    ),
    ("erasure.is_held.<genexpr>", "hold"): Walk(
        "a person is kept by each hold in force on what they stated; where most holds are in force "
        "their own index leaves no fewer rows"
    ),
    ("retention_due.list_due", "part"): Walk("every part's age is looked at, at a console"),
    ("check.check_logbooks", "entry"): Walk(_AUDIT),
    ("check.check_logbooks", "part"): Walk(_AUDIT),
    ("check._check_strays", "part"): Walk(_AUDIT),
    ("comparison._position", "placed"): Walk("asked once, when the audit has found a difference"),
}
"""On both databases."""

_GUESS = (
    "until it has looked at a table, PostgreSQL takes a record to have a two-hundredth of all "
    "entries, and joins so many by reading the log; autovacuum looks within a minute"
)

COMPARED = "comparison._rows"
"""Reads every derived table whole: the audit compares them."""

WALKS_ON_POSTGRESQL = {
    ("worklist._count", "screening"): Walk(_COUNT),
    ("worklist.list_screenings", "screening"): Walk(_LIST + "; so is one of a queue of most rows"),
    ("retention_due.list_due", "placed"): WALKS["retention_due.list_due", "part"],
    ("retention_due.list_due", "entry"): WALKS["retention_due.list_due", "part"],
    ("registry.read_enrolled", "contact"): Walk(_REGISTRY),
    ("invites.find_invites", "person"): Walk("the name of each person who is invited"),
    ("versions.content_of", "entry"): Walk(_GUESS),
    ("nodes._read_tiles", "entry"): Walk(
        "the leaves of two tiles, 512 at most, are most of a log that is short"
    ),
    ("invites.persons_with_keys", "person"): Walk(_KEYS),
}
"""Where it would rather read a table than look up most of its rows, one by one."""

NOT_ASKED = {
    "db/driver/statements.py": "passes on what others ask",
    "db/store.py": "passes on what others ask",
    "db/log/rows.py": "passes on what others ask",
    "db/driver/connect.py": "opens connections",
    "db/driver/statistics.py": "looks for no rows",
    "db/upkeep/scrub.py": "looks for no rows",
    "db/upkeep/migrate.py": "runs once, over the tables of its time",
}
"""Modules in which no statement is to be tried."""
