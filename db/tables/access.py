"""Operational state that no proof rests on, from invites to dead letters.

Secrets are kept as hashes only. Moments are RFC 3339 texts of the server's clock, in UTC.
"""

from sqlalchemy import Index

from db.tables.metadata import binary, number, table, text

invite = table(
    "invite",
    text("logbook", key=True),
    number("number", key=True),
    text("person"),
    text("browser"),
    text("invited_by"),
    binary("secret_hash"),
    text("code_hash"),
    text("expires"),
    number("wrong_codes"),
    text("state"),
    text("waiting_spki"),
    text("approved_spki"),
    text("roles"),
)
"""`state` is open, used, cancelled or locked; a founder's invite carries `roles`."""

account = table(
    "account",
    text("logbook", key=True),
    text("person", key=True),
    text("sign_in"),
    text("password_hash"),
    text("code_hash"),
    text("code_expires"),
    number("failures"),
    text("locked_until"),
)
Index("uq_account_sign_in", account.c.sign_in, unique=True)

session = table(
    "session",
    text("token_hash", key=True),
    text("sort"),
    text("logbook"),
    text("person"),
    text("key"),
    text("last_used"),
    text("expires"),
)
Index("ix_session_person", session.c.logbook, session.c.person)

nonce = table("nonce", text("nonce_hash", key=True), text("expires"))

contact = table(
    "contact",
    text("logbook", key=True),
    text("key", key=True),
    text("last_contact"),
    number("last_seq"),
)
"""Written by every acknowledged push, duplicates too, so that it waits for the standby."""

bundle = table(
    "bundle",
    text("logbook", key=True),
    text("entry", key=True),
    text("note"),
)
"""The checkpoint under which a disclosure's bundle was made, so that it stays the same.

Another one takes its place only after a part of the bundle has been erased.
"""

dead_letter = table(
    "dead_letter",
    text("hash", key=True),
    text("logbook"),
    text("code"),
    text("received"),
    binary("line"),
)
"""Lines that could not be logged, bounded in number and size; the browser keeps its own copy."""
