"""Which items a record has named, once it has named more than one."""

from db.log.rows import Rows
from db.tables.projected import item_named


def keep_items(rows: Rows, record: str, before: str, after: str) -> None:
    """Keep both: what is held because of its item stays held when a correction names another."""
    if before != after:
        for item in (before, after):
            rows.put(item_named, {"record": record, "item": item})
