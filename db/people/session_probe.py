"""The cheapest true answer to "is this session there, and how far is its log?".

One statement on a connection of its own, past the pool and past SQLAlchemy's handling of
statements: on a quiet night nearly every request asks nothing else.
"""

from contextlib import suppress
from threading import Lock

from sqlalchemy import Engine
from sqlalchemy.pool import PoolProxiedConnection

from db.driver.statements import driver_sql

_PULSE = driver_sql(
    "SELECT session.logbook, head.epoch, head.size FROM session "
    "JOIN head ON head.logbook = session.logbook WHERE session.token_hash = :hash"
)


class SessionProbe:
    """Asks one question, from one thread at a time."""

    def __init__(self, engine: Engine) -> None:
        """Connect when first asked; `engine` must commit by itself."""
        self._engine = engine
        self._statement: str = getattr(_PULSE, engine.dialect.name)
        self._lock = Lock()
        self._connection: PoolProxiedConnection | None = None

    @property
    def is_instant(self) -> bool:
        """Say whether asking never waits for a network: true for SQLite, a file."""
        return self._engine.dialect.name == "sqlite"

    def read(self, token_hash: str) -> tuple[str, int, int] | None:
        """Return a session's logbook and its epoch and size; None if there is no such session.

        A failure of the database is None too: the full request that follows reports it.
        """
        with self._lock:
            try:
                return self._ask(token_hash)
            except self._engine.dialect.loaded_dbapi.Error:
                self.close()
                return None

    def close(self) -> None:
        """Let go of the connection; the next question opens another."""
        if self._connection is not None:
            with suppress(self._engine.dialect.loaded_dbapi.Error):
                self._connection.invalidate()
        self._connection = None

    def _ask(self, token_hash: str) -> tuple[str, int, int] | None:
        if self._connection is None:
            self._connection = self._engine.raw_connection()
        cursor = self._connection.cursor()
        cursor.execute(self._statement, {"hash": token_hash})
        row = cursor.fetchone()
        cursor.close()
        return tuple(row) if row else None
