"""The one metadata, with names for constraints that are equal on every database."""

from typing import Any

from sqlalchemy import BigInteger, Column, LargeBinary, MetaData, Table, Text

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    }
)


def text(name: str, *, key: bool = False) -> Column[str]:
    """Return a text column that always holds a value; absent is the empty string."""
    return Column(name, Text, nullable=False, primary_key=key)


def number(name: str, *, key: bool = False) -> Column[int]:
    """Return an integer column that always holds a value."""
    return Column(name, BigInteger, nullable=False, primary_key=key, autoincrement=False)


def binary(name: str) -> Column[bytes]:
    """Return a column of bytes that always holds a value."""
    return Column(name, LargeBinary, nullable=False)


def table(name: str, *items: Any, **options: Any) -> Table:
    """Return a table of the metadata."""
    return Table(name, METADATA, *items, **options)
