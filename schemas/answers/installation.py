"""What an installation says about itself, to anyone."""

from typing import Literal

from typing_extensions import TypedDict

from schemas.answers import Empty, answer
from schemas.kinds.organisation import Purpose
from schemas.types import Digest, Identifier, KindName, Moment, VerifierKey, Word


class Database(Word):
    """Where the log is kept."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


class Feature(Word):
    """A group of calls. A server that lists it answers them, as docs/api.md says."""

    INSTALLATION = "installation"
    SESSIONS = "sessions"
    JOINING = "joining"
    INVITES = "invites"
    PUSH = "push"
    PULL = "pull"
    READING = "reading"
    REVIEW = "review"
    TREE = "tree"
    EVIDENCE = "evidence"
    REPORT = "report"
    """Only with the optional library that sets it in type."""


@answer
class Alive(TypedDict):
    """The process answers."""

    alive: Literal[True]


@answer
class Readiness(TypedDict):
    """The database answers."""

    ready: Literal[True]
    database: Database
    warnings: list[str]
    """Sentences for the operator."""
    read_only: list[Identifier]
    """Logbooks that take in nothing; people go on reading them."""


@answer
class Logbook(TypedDict):
    """One logbook, as anyone may know it."""

    logbook: Identifier
    name: str
    purpose: Purpose
    checkpoint_key: VerifierKey
    """The newest key that signs heads. Announced, and never to be believed over a pinned one."""
    read_only: bool


@answer
class Installation(TypedDict):
    """The public address, the build that is served, and the logbooks."""

    public_url: str
    now: Moment
    """The server's clock."""
    app: Digest | Empty
    """The hash of the build, as entries name it; empty without one."""
    kinds: list[KindName]
    """The kinds of entries that can be accepted here; any other is logged, and does not count."""
    features: list[Feature]
    """The groups of calls that are answered here."""
    logbooks: list[Logbook]
