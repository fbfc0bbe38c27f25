"""Holds, orders to erase, and the one way in which a part can be deleted.

A part goes only together with the server's `part.erased/1` entry that names it: the triggers look
for that entry behind the head, where the entries of an unfinished transaction stand.
"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_25_2315"
down_revision = "2026_11_25_2300"
branch_labels = None
depends_on = None

_SQLITE = """
CREATE TRIGGER part_no_DELETE BEFORE DELETE ON part
WHEN NOT EXISTS (
  SELECT 1 FROM head
  JOIN entry AS erased ON erased.logbook = head.logbook AND erased.position >= head.size
   AND erased.kind = 'part.erased/1'
   AND json_extract(CAST(erased.stamp AS TEXT), '$.verdict') = 'accepted'
  JOIN part AS stated ON stated.logbook = erased.logbook AND stated.position = erased.position
   AND stated.name = 'erasure'
  JOIN entry AS target ON target.logbook = head.logbook AND target.position = OLD.position
   AND target.id = json_extract(CAST(stated.body AS TEXT), '$.entry')
  JOIN json_each(CAST(stated.body AS TEXT), '$.parts') AS named ON named.value = OLD.name
  WHERE head.logbook = OLD.logbook
)
BEGIN SELECT RAISE(ABORT, 'part rows are never changed or deleted'); END
"""

_ROLE = """
DO $$ BEGIN
  CREATE ROLE verbatim_eraser NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'verbatim_eraser'
             AND (rolcanlogin OR rolsuper)) THEN
    RAISE EXCEPTION 'the role verbatim_eraser exists and may log in or is a superuser';
  END IF;
END $$
"""
"""Roles belong to the whole cluster: another database, or another migration, may have made it."""

_GUARD = """
CREATE FUNCTION verbatim_only_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_user <> 'verbatim_eraser' OR NOT EXISTS (
    SELECT FROM head
    JOIN entry AS erased ON erased.logbook = head.logbook AND erased.position >= head.size
     AND erased.kind = 'part.erased/1'
     AND convert_from(erased.stamp, 'UTF8')::jsonb ->> 'verdict' = 'accepted'
    JOIN part AS stated ON stated.logbook = erased.logbook
     AND stated.position = erased.position AND stated.name = 'erasure'
    JOIN entry AS target ON target.logbook = head.logbook AND target.position = OLD.position
     AND target.id = convert_from(stated.body, 'UTF8')::jsonb ->> 'entry'
     AND jsonb_exists(convert_from(stated.body, 'UTF8')::jsonb -> 'parts', OLD.name)
    WHERE head.logbook = OLD.logbook
  ) THEN
    RAISE EXCEPTION '% rows are never changed or deleted', TG_TABLE_NAME;
  END IF;
  RETURN OLD;
END $$;

DROP TRIGGER part_append_only ON part;
CREATE TRIGGER part_append_only BEFORE UPDATE OR TRUNCATE ON part
  FOR EACH STATEMENT EXECUTE FUNCTION verbatim_append_only();
CREATE TRIGGER part_only_erased BEFORE DELETE ON part
  FOR EACH ROW EXECUTE FUNCTION verbatim_only_erased();
"""

_DELETE = "DELETE FROM part"  # house: the one function that may, by a role that may no more

_ERASER = f"""
CREATE FUNCTION erase_part(of_logbook text, at_position bigint, of_name text) RETURNS void
LANGUAGE sql SECURITY DEFINER AS $$
  {_DELETE}
  WHERE logbook = of_logbook AND position = at_position AND name = of_name
$$;
REVOKE ALL ON FUNCTION erase_part(text, bigint, text) FROM PUBLIC;

DO $$
DECLARE
  belonged boolean := pg_has_role(current_user, 'verbatim_eraser', 'MEMBER');
BEGIN
  -- Nothing that a caller makes, no temporary table either, may stand in for a table of the log.
  EXECUTE format('ALTER FUNCTION erase_part(text, bigint, text) SET search_path = %I, pg_temp',
                 current_schema());
  EXECUTE format('ALTER FUNCTION verbatim_only_erased() SET search_path = %I, pg_temp',
                 current_schema());
  EXECUTE format('GRANT USAGE, CREATE ON SCHEMA %I TO verbatim_eraser', current_schema());
  GRANT SELECT ON entry, head TO verbatim_eraser;
  GRANT SELECT, DELETE ON part TO verbatim_eraser;
  IF NOT belonged THEN
    EXECUTE format('GRANT verbatim_eraser TO %I', current_user);
  END IF;
  ALTER FUNCTION erase_part(text, bigint, text) OWNER TO verbatim_eraser;
  EXECUTE format('GRANT EXECUTE ON FUNCTION erase_part(text, bigint, text) TO %I '
                 'WITH GRANT OPTION', current_user);
  IF NOT belonged THEN
    EXECUTE format('REVOKE verbatim_eraser FROM %I', current_user);
  END IF;
  EXECUTE format('REVOKE CREATE ON SCHEMA %I FROM verbatim_eraser', current_schema());
END $$
"""  # noqa: S608  # our own words


def upgrade() -> None:
    create_tables()
    if op.get_bind().dialect.name == "postgresql":
        for statement in (_ROLE, _GUARD, _ERASER):
            op.execute(statement)
        return
    op.execute("DROP TRIGGER part_no_DELETE")
    op.execute(_SQLITE)


def downgrade() -> None:
    raise NotImplementedError("a log is never migrated backwards")


def create_tables() -> None:
    """Create what follows from the new kinds."""
    op.create_table(
        "hold",
        sa.Column("logbook", sa.Text(), nullable=False),
        sa.Column("hold", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("current", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("lifted", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("logbook", "hold", name=op.f("pk_hold")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_hold_logbook_record", "hold", ["logbook", "record"])
    op.create_table(
        "erasure",
        sa.Column("logbook", sa.Text(), nullable=False),
        sa.Column("erasure", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("current", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("parts", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("approval", sa.Text(), nullable=False),
        sa.Column("erased", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("logbook", "erasure", name=op.f("pk_erasure")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_erasure_logbook_record", "erasure", ["logbook", "record"])
    op.create_index("ix_erasure_logbook_target", "erasure", ["logbook", "target"])
