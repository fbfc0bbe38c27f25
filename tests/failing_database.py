"""Makes the database of a server fail at its commit, as a cable or a power supply does."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.exc import OperationalError

from tests.clients import Server


@contextmanager
def failing(server: Server, moment: str, message: str = "the cable was pulled") -> Iterator[None]:
    """Let each commit fail, `before` it happens or `after`."""
    dialect: Any = server.store.engines.writer.dialect
    commit: Callable[[Any], None] = dialect.do_commit

    def fail(connection: Any) -> None:
        if moment == "after":
            commit(connection)
        raise OperationalError("COMMIT", {}, Exception(message))

    dialect.do_commit = fail
    try:
        yield
    finally:
        dialect.do_commit = commit
