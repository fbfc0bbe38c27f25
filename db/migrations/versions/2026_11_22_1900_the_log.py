"""The log, its projections, and the operational tables."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_1900"
down_revision = None
branch_labels = None
depends_on = None

_SQLITE_APPEND_ONLY = """
CREATE TRIGGER {table}_no_{event} BEFORE {event} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} rows are never changed or deleted'); END
"""

_SQLITE_HEAD_GROWS = """
CREATE TRIGGER head_grows BEFORE UPDATE ON head
WHEN NEW.logbook <> OLD.logbook OR NEW.epoch < OLD.epoch
  OR (NEW.epoch = OLD.epoch AND NEW.size < OLD.size)
BEGIN SELECT RAISE(ABORT, 'a head only grows'); END
"""

_SQLITE_HEAD_STAYS = """
CREATE TRIGGER head_stays BEFORE DELETE ON head
BEGIN SELECT RAISE(ABORT, 'a head is never deleted'); END
"""

_POSTGRESQL = """
CREATE FUNCTION verbatim_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% rows are never changed or deleted', TG_TABLE_NAME; END $$;

CREATE FUNCTION verbatim_head_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'UPDATE' OR NEW.logbook <> OLD.logbook OR NEW.epoch < OLD.epoch
     OR (NEW.epoch = OLD.epoch AND NEW.size < OLD.size) THEN
    RAISE EXCEPTION 'a head only grows';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON entry
  FOR EACH STATEMENT EXECUTE FUNCTION verbatim_append_only();
CREATE TRIGGER part_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON part
  FOR EACH STATEMENT EXECUTE FUNCTION verbatim_append_only();
CREATE TRIGGER head_grows BEFORE UPDATE ON head
  FOR EACH ROW EXECUTE FUNCTION verbatim_head_grows();
CREATE TRIGGER head_stays BEFORE DELETE ON head
  FOR EACH ROW EXECUTE FUNCTION verbatim_head_grows();
CREATE TRIGGER head_not_emptied BEFORE TRUNCATE ON head
  FOR EACH STATEMENT EXECUTE FUNCTION verbatim_append_only();
"""


def upgrade() -> None:
    create_tables()
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_POSTGRESQL)
        return
    for table in ("entry", "part"):
        for event in ("UPDATE", "DELETE"):
            op.execute(_SQLITE_APPEND_ONLY.format(table=table, event=event))
    op.execute(_SQLITE_HEAD_GROWS)
    op.execute(_SQLITE_HEAD_STAYS)


def downgrade() -> None:
    raise NotImplementedError("a log is never migrated backwards")


def create_tables() -> None:
    """Create every table and index.

    On SQLite a table of short rows is one tree by its key, so that a push writes half the pages;
    rows that may outgrow a quarter of a page are better off with a row number.
    """
    op.create_table(
        "account",
        sa.Column("logbook", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("sign_in", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("code_expires", sa.Text(), nullable=False),
        sa.Column("failures", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("locked_until", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("logbook", "person", name=op.f("pk_account")),
        sqlite_with_rowid=False,
    )
    op.create_index("uq_account_sign_in", "account", ["sign_in"], unique=True)
    op.create_table(
        "contact",
        sa.Column("logbook", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("last_contact", sa.Text(), nullable=False),
        sa.Column("last_seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("logbook", "key", name=op.f("pk_contact")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "dead_letter",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("logbook", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("received", sa.Text(), nullable=False),
        sa.Column("line", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_dead_letter")),
    )
    op.create_table(
        "enrolled_key",
        sa.Column("logbook", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("spki", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("browser", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("enrolled", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("revoked", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("revocation", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("logbook", "key", name=op.f("pk_enrolled_key")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "entry",
        sa.Column("logbook", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("header", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("stamp", sa.LargeBinary(), nullable=False),
        sa.Column("leaf", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("logbook", "position", name=op.f("pk_entry")),
        sa.UniqueConstraint("logbook", "id", name=op.f("uq_entry_logbook_id")),
    )
    op.create_index("ix_entry_logbook_key_seq", "entry", ["logbook", "key", "seq"], unique=False)
    op.create_index(
        "ix_entry_logbook_subject", "entry", ["logbook", "subject", "position"], unique=False
    )
    op.create_table(
        "finding",
        sa.Column("logbook", sa.Text(), nullable=False),
        sa.Column("screening", sa.Text(), nullable=False),
        sa.Column("rank", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("extra", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("logbook", "screening", "rank", name=op.f("pk_finding")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "head",
        sa.Column("logbook", sa.Text(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("size", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("frontier", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("logbook", name=op.f("pk_head")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "instrument",
        sa.Column("logbook", sa.Text(), nullable=False),
        sa.Column("instrument", sa.Text(), nullable=False),
        sa.Column("profile", sa.Text(), nullable=False),
        sa.Column("manufacturer", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("serial", sa.Text(), nullable=False),
        sa.Column("technique", sa.Text(), nullable=False),
        sa.Column("regime", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("logbook", "instrument", name=op.f("pk_instrument")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "instrument_state",
        sa.Column("logbook", sa.Text(), nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("instrument", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("since", sa.Text(), nullable=False),
        sa.Column("firmware", sa.Text(), nullable=False),
        sa.Column("library", sa.Text(), nullable=False),
        sa.Column("in_service", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("logbook", "entry", name=op.f("pk_instrument_state")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "invite",
        sa.Column("logbook", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("browser", sa.Text(), nullable=False),
        sa.Column("invited_by", sa.Text(), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("expires", sa.Text(), nullable=False),
        sa.Column("wrong_codes", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("waiting_spki", sa.Text(), nullable=False),
        sa.Column("approved_spki", sa.Text(), nullable=False),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("logbook", "number", name=op.f("pk_invite")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "lab_finding",
        sa.Column("logbook", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("rank", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("logbook", "result", "rank", name=op.f("pk_lab_finding")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "logbook",
        sa.Column("logbook", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("entry_key", sa.Text(), nullable=False),
        sa.Column("checkpoint_key", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("logbook", name=op.f("pk_logbook")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "needle",
        sa.Column("logbook", sa.Text(), nullable=False),
        sa.Column("screening", sa.Text(), nullable=False),
        sa.Column("rank", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("logbook", "screening", "rank", name=op.f("pk_needle")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "node",
        sa.Column("logbook", sa.Text(), nullable=False),
        sa.Column("height", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("logbook", "height", "number", name=op.f("pk_node")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "nonce",
        sa.Column("nonce_hash", sa.Text(), nullable=False),
        sa.Column("expires", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("nonce_hash", name=op.f("pk_nonce")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "part",
        sa.Column("logbook", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("logbook", "position", "name", name=op.f("pk_part")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "person",
        sa.Column("logbook", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.Column("active", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("logbook", "person", name=op.f("pk_person")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "placed",
        sa.Column("logbook", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reads", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("aside", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("superseded", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("logbook", "position", name=op.f("pk_placed")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_placed_logbook_about", "placed", ["logbook", "about", "position"], unique=False
    )
    op.create_index("ix_placed_logbook_id", "placed", ["logbook", "id"], unique=False)
    op.create_index(
        "ix_placed_logbook_subject", "placed", ["logbook", "subject", "position"], unique=False
    )
    op.create_index(
        "ix_placed_logbook_unit", "placed", ["logbook", "unit", "position"], unique=False
    )
    op.create_table(
        "reconciliation",
        sa.Column("logbook", sa.Text(), nullable=False),
        sa.Column("reconciliation", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("current", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("screening", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("screening_version", sa.Text(), nullable=False),
        sa.Column("result_version", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("logbook", "reconciliation", name=op.f("pk_reconciliation")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_reconciliation_logbook_screening",
        "reconciliation",
        ["logbook", "screening"],
        unique=False,
    )
    op.create_table(
        "reference",
        sa.Column("logbook", sa.Text(), nullable=False),
        sa.Column("screening", sa.Text(), nullable=False),
        sa.Column("rank", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("logbook", "screening", "rank", name=op.f("pk_reference")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "result",
        sa.Column("logbook", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("current", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("laboratory", sa.Text(), nullable=False),
        sa.Column("laboratory_number", sa.Text(), nullable=False),
        sa.Column("report_number", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("examined", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("logbook", "result", name=op.f("pk_result")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_result_logbook_item", "result", ["logbook", "item"], unique=False)
    op.create_table(
        "screening",
        sa.Column("logbook", sa.Text(), nullable=False),
        sa.Column("screening", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("current", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("item_number", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("instrument", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("banner", sa.Text(), nullable=False),
        sa.Column("colour", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("received", sa.Text(), nullable=False),
        sa.Column("amended", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("voided", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("logbook", "screening", name=op.f("pk_screening")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_screening_logbook_item", "screening", ["logbook", "item"], unique=False)
    op.create_index(
        "ix_screening_logbook_position", "screening", ["logbook", "position"], unique=False
    )
    op.create_index(
        "ix_screening_logbook_unit", "screening", ["logbook", "unit", "position"], unique=False
    )
    op.create_table(
        "session",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("sort", sa.Text(), nullable=False),
        sa.Column("logbook", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("last_used", sa.Text(), nullable=False),
        sa.Column("expires", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_session")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_session_person", "session", ["logbook", "person"], unique=False)
    op.create_table(
        "unit",
        sa.Column("logbook", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("territory", sa.Text(), nullable=False),
        sa.Column("parent", sa.Text(), nullable=False),
        sa.Column("serves", sa.Text(), nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("logbook", "unit", name=op.f("pk_unit")),
        sqlite_with_rowid=False,
    )
