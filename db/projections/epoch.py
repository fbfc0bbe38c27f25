"""The epoch a logbook is in; proposals stand in the log alone."""

from db.log.rows import Rows
from db.projections.fact import AcceptedEntry
from db.tables.projected import logbook
from schemas.kinds.organisation import NextEpoch


def proposed(_rows: Rows, _fact: AcceptedEntry) -> None:
    """Change nothing: one person alone opens no epoch."""


def approved(rows: Rows, fact: AcceptedEntry) -> None:
    """From this entry on the logbook is in its next epoch."""
    rows.change(logbook, {}, epoch=fact.part("epoch", NextEpoch).epoch)
