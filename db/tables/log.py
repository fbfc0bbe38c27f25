"""The log itself: entries, their parts, and the head of each logbook's tree.

Every column here is covered by a leaf, a header or the tree; `verbatim audit` recomputes all.
Triggers refuse every UPDATE and DELETE of entry and part on both databases, but for the DELETE of
a part that an erasure of the same transaction names; the head only grows.
"""

from sqlalchemy import Index, UniqueConstraint

from db.tables.metadata import binary, number, table, text

entry = table(
    "entry",
    text("logbook", key=True),
    number("position", key=True),
    text("id"),
    text("key"),
    number("seq"),
    text("kind"),
    text("subject"),
    binary("header"),
    binary("signature"),
    binary("stamp"),
    binary("leaf"),
    UniqueConstraint("logbook", "id"),
)
Index("ix_entry_logbook_key_seq", entry.c.logbook, entry.c.key, entry.c.seq)

part = table(
    "part",
    text("logbook", key=True),
    number("position", key=True),
    text("name", key=True),
    binary("salt"),
    binary("body"),
)

head = table(
    "head",
    text("logbook", key=True),
    number("epoch"),
    number("size"),
    binary("frontier"),
)
