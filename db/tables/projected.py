"""What the log says, as rows for reading and searching. Thrown away and rebuilt at will.

Columns hold signed texts as they are, some as JSON arrays of them; only `screening.searched` is
folded.
"""

from sqlalchemy import Index, literal_column

from db.tables.metadata import binary, number, table, text

node = table(
    "node",
    text("logbook", key=True),
    number("height", key=True),
    number("number", key=True),
    binary("hash"),
)
"""Roots of complete subtrees of 2^height leaves, height a multiple of 8, for quick proofs."""

logbook = table(
    "logbook",
    text("logbook", key=True),
    text("name"),
    text("purpose"),
    number("epoch"),
    text("entry_key"),
    text("checkpoint_key"),
)

checkpoint_key = table(
    "checkpoint_key",
    text("logbook", key=True),
    text("key", key=True),
    number("position"),
    text("entry"),
    text("ends"),
)
"""Keys that sign heads, as verifier texts; `position` is that of the entry that names it first.

`ends` is the moment after which the key no longer signs, empty while no other follows it.
"""

placed = table(
    "placed",
    text("logbook", key=True),
    number("position", key=True),
    text("id"),
    text("subject"),
    text("kind"),
    text("reads"),
    text("person"),
    text("unit"),
    text("about"),
    number("aside"),
    number("superseded"),
)
"""Where an entry stands for permissions: author, the unit the key had then, whose item it is about.

`aside` is 1 while quarantined. `superseded` counts the accepted entries that put another version
in the place of this one: corrections of it, and decisions that set it aside.
"""
Index("ix_placed_subject", placed.c.subject, placed.c.logbook, placed.c.position)
ASIDE = placed.c.aside == literal_column("1")
"""Kept aside. In an index of their own, like every condition here that few rows fulfil: a query
that repeats the condition, and says `likely` of the logbook, reads those rows alone."""
Index(
    "ix_placed_aside", placed.c.logbook, placed.c.position,
    sqlite_where=ASIDE, postgresql_where=ASIDE,
)  # fmt: skip
OF_EPOCHS = placed.c.kind.in_(
    [literal_column("'epoch.approved/1'"), literal_column("'epoch.proposed/1'")]
)
Index(
    "ix_placed_epochs", placed.c.logbook, placed.c.position,
    sqlite_where=OF_EPOCHS, postgresql_where=OF_EPOCHS,
)  # fmt: skip

enrolled_key = table(
    "enrolled_key",
    text("logbook", key=True),
    text("key", key=True),
    text("spki"),
    text("person"),
    text("browser"),
    text("id"),
    text("subject"),
    number("enrolled"),
    number("revoked"),
    text("revocation"),
    text("browser_key"),
)
"""`enrolled` and `revoked` are positions; `revoked` is -1 while the key speaks.

A key that never spoke has both at one position: that of the rotation or enrolment that made it
known and was kept aside.

`browser_key` is the first key of the same browser: those that follow each other have the same.
"""
Index("ix_enrolled_key_browser_key", enrolled_key.c.browser_key, enrolled_key.c.logbook)

unit = table(
    "unit",
    text("logbook", key=True),
    text("unit", key=True),
    text("name"),
    text("kind"),
    text("site"),
    text("territory"),
    text("parent"),
    text("serves"),
    text("entry"),
)
"""`serves` is a JSON array of unit ids."""

person = table(
    "person",
    text("logbook", key=True),
    text("person", key=True),
    text("name"),
    text("number"),
    text("unit"),
    text("roles"),
    number("active"),
    text("entry"),
)
"""`roles` is a JSON array."""

instrument = table(
    "instrument",
    text("logbook", key=True),
    text("instrument", key=True),
    text("profile"),
    text("manufacturer"),
    text("model"),
    text("serial"),
    text("technique"),
    text("regime"),
    text("unit"),
    text("entry"),
)

instrument_state = table(
    "instrument_state",
    text("logbook", key=True),
    text("entry", key=True),
    text("instrument"),
    number("position"),
    text("since"),
    text("firmware"),
    text("library"),
    number("in_service"),
    text("note"),
)

screening = table(
    "screening",
    text("logbook", key=True),
    text("screening", key=True),
    number("position"),
    text("current"),
    text("person"),
    text("unit"),
    text("item"),
    text("item_number"),
    text("form"),
    text("instrument"),
    text("method"),
    text("outcome"),
    text("banner"),
    text("colour"),
    text("confidence"),
    text("findings"),
    text("references"),
    text("searched"),
    text("at"),
    text("received"),
    number("amended"),
    number("voided"),
    number("heads"),
    text("queue"),
)
"""The newest accepted version; `current` is its entry id, `position` the first version's.

`person` and `unit` are those of the first version, whose place says the same: what permissions ask
of a screening, they ask of this row.

`heads` counts the accepted versions that nothing has replaced: more than one is a conflict.

`queue` is where the worklist shows it (`lab/queues.py`), `DEPENDS` where readers differ in that.

`findings` and `references` are JSON arrays of texts, as displayed and as written. `searched` is
what a search looks through, folded and apart by spaces: references, item and receipt numbers. One
row a screening, because every further row costs a push more than it would save a reader.
"""
Index("ix_screening_item", screening.c.item, screening.c.logbook, screening.c.position)
Index("ix_screening_position", screening.c.logbook, screening.c.position, screening.c.unit)
Index(
    "ix_screening_queue",
    screening.c.queue, screening.c.logbook, screening.c.position, screening.c.unit,
)  # fmt: skip
"""Lists walk these two. The unit stands in them, so that rows out of reach are never read."""
DEPENDS = ""
"""No queue: the newest result on the item is about another unit, so that not all may read it."""
IN_CONFLICT = screening.c.heads > literal_column("1")
Index(
    "ix_screening_conflict", screening.c.logbook, screening.c.position,
    sqlite_where=IN_CONFLICT, postgresql_where=IN_CONFLICT,
)  # fmt: skip

result = table(
    "result",
    text("logbook", key=True),
    text("result", key=True),
    number("position"),
    text("current"),
    text("person"),
    text("item"),
    text("laboratory"),
    text("laboratory_number"),
    text("report_number"),
    number("version"),
    text("status"),
    text("examined"),
    text("issued_on"),
)
Index("ix_result_item", result.c.item, result.c.logbook, result.c.position)

item_named = table(
    "item_named",
    text("logbook", key=True),
    text("record", key=True),
    text("item", key=True),
)
"""Every item of a screening or result that has named more than one: a hold follows all of them."""
Index("ix_item_named_item", item_named.c.item, item_named.c.logbook)

reconciliation = table(
    "reconciliation",
    text("logbook", key=True),
    text("reconciliation", key=True),
    number("position"),
    text("current"),
    text("person"),
    text("screening"),
    text("result"),
    text("screening_version"),
    text("result_version"),
    text("outcome"),
)
"""Stale is derived: one of the two versions is no longer the current one."""
Index(
    "ix_reconciliation_screening",
    reconciliation.c.screening, reconciliation.c.logbook, reconciliation.c.position,
)  # fmt: skip
Index("ix_reconciliation_result", reconciliation.c.result, reconciliation.c.logbook)

review = table(
    "review",
    text("logbook", key=True),
    number("reviewed", key=True),
    text("about", key=True),
    number("position"),
    text("person"),
    text("decision"),
)
"""The last review of what the log shows about the entry at `reviewed`; its words stay in its part.
"""

examined = table("examined", text("logbook", key=True), number("position"))
"""The position from which on nobody has looked for findings yet."""

finding = table(
    "finding",
    text("logbook", key=True),
    number("position", key=True),
    text("about", key=True),
    text("received"),
)
"""What a reviewer should look at. Written when a queue is asked for, so that no push waits for it;
up to `examined` it follows from the log like everything here (`sync/views/examination.py`).
"""

hold = table(
    "hold",
    text("logbook", key=True),
    text("hold", key=True),
    number("position"),
    text("current"),
    text("record"),
    text("person"),
    number("lifted"),
)
"""`lifted` is the position of what ended it, -1 while it is in force."""
Index("ix_hold_record", hold.c.record, hold.c.logbook)
IN_FORCE = hold.c.lifted < literal_column("0")
Index(
    "ix_hold_in_force", hold.c.logbook, hold.c.position,
    sqlite_where=IN_FORCE, postgresql_where=IN_FORCE,
)  # fmt: skip

erasure = table(
    "erasure",
    text("logbook", key=True),
    text("erasure", key=True),
    number("position"),
    text("current"),
    text("record"),
    text("target"),
    text("parts"),
    text("person"),
    text("approval"),
    number("erased"),
)
"""An order: `parts` is a JSON array, `target` and `approval` are entry ids, `erased` a position.

`approval` is empty until another person approves, `erased` is -1 until the server has erased.
"""
Index("ix_erasure_record", erasure.c.record, erasure.c.logbook)
Index("ix_erasure_target", erasure.c.target, erasure.c.logbook)
NOT_ERASED = erasure.c.erased < literal_column("0")
Index(
    "ix_erasure_open", erasure.c.logbook, erasure.c.position,
    sqlite_where=NOT_ERASED, postgresql_where=NOT_ERASED,
)  # fmt: skip

PROJECTED = (
    node, logbook, checkpoint_key, placed, enrolled_key, unit, person, instrument,
    instrument_state, screening, result, item_named, reconciliation, review, examined, finding,
    hold, erasure,
)  # fmt: skip
