"""Brings a database to the newest tables, from the checkout or from the installed wheel."""

from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from db.driver.connect import Engines, open_engines
from db.driver.statistics import analyse
from db.tables import METADATA
from db.tables.log import entry, head, part

_LOCK = 0x7665726261746D  # any number, the same for all our processes
_APPEND_ONLY = frozenset({entry.name, part.name})


def migrate(url: str, application_role: str = "") -> None:
    """Create or upgrade the tables; on PostgreSQL grant a role only what the server needs."""
    engines = open_engines(url)
    try:
        with engines.writer.connect() as connection:
            _upgrade(connection)
            if application_role:
                _grant(connection, application_role)
            connection.commit()
        _analyse(engines)
    finally:
        engines.dispose()


def is_current(connection: Connection) -> bool:
    """Say whether the tables are those of this program."""
    newest = ScriptDirectory.from_config(_config()).get_current_head()
    return MigrationContext.configure(connection).get_current_revision() == newest


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "db:migrations")
    return config


def _upgrade(connection: Connection) -> None:
    config = _config()
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET lock_timeout = '10s'"))
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _analyse(engines: Engines) -> None:
    """Let SQLite look at its tables, outside of a transaction; PostgreSQL does that by itself."""
    if engines.writer.dialect.name != "sqlite":
        return
    raw: Any = engines.writer.raw_connection()
    try:
        analyse(raw.driver_connection)
    finally:
        raw.close()


def _grant(connection: Connection, role: str) -> None:
    """Log rows may be read and added; the head may move; everything else is the server's own."""
    name = connection.dialect.identifier_preparer.quote(role)
    for table in METADATA.sorted_tables:
        if table.name in _APPEND_ONLY:
            rights = "SELECT, INSERT"
        elif table.name == head.name:
            rights = "SELECT, INSERT, UPDATE"
        else:
            rights = "SELECT, INSERT, UPDATE, DELETE"
        connection.execute(text(f"GRANT {rights} ON {table.name} TO {name}"))
    connection.execute(text(f"GRANT SELECT ON alembic_version TO {name}"))
    connection.execute(text(f"GRANT EXECUTE ON FUNCTION erase_part(text, bigint, text) TO {name}"))
