"""A cursor of PostgreSQL's driver that asks for answers in binary.

As text every byte of a header or a part travels as two digits, written there and read here: a
third of the work of a pull. SQLAlchemy's inspection of tables does not understand binary answers,
so only readers use this cursor.
"""

from typing import Any

import psycopg
from psycopg.pq import Format


class BinaryCursor(psycopg.Cursor[Any]):
    """Asks for binary where a caller does not say."""

    def __init__(self, connection: "psycopg.Connection[Any]", **options: Any) -> None:
        """Begin as any cursor does."""
        super().__init__(connection, **options)
        self.format = Format.BINARY
