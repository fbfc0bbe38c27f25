"""Runs migrations on the connection of `db.upkeep.migrate`, each in its own transaction."""

from alembic import context

from db.tables import METADATA

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=METADATA,
    render_as_batch=connection.dialect.name == "sqlite",
    transaction_per_migration=True,
)
context.run_migrations()
