"""The log and what is derived from it, on SQLite and PostgreSQL. Only this package knows SQL."""
