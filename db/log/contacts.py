"""When each key was last heard, beside the log."""

from collections.abc import Mapping

from db.driver.statements import Statement, driver_sql

_HEARD = driver_sql(
    'INSERT INTO contact (logbook, "key", last_contact, last_seq) VALUES (:of, :by, :at, :seq) '
    'ON CONFLICT (logbook, "key") DO UPDATE '
    "SET last_contact = excluded.last_contact, last_seq = excluded.last_seq"
)


def note_contacts(logbook: str, last: Mapping[str, tuple[str, int]]) -> list[Statement]:
    """Return the statements that keep when each key was last heard, and its highest seq then."""
    return [(_HEARD, {"of": logbook, "by": key, "at": at, "seq": seq})
            for key, (at, seq) in last.items()]  # fmt: skip
