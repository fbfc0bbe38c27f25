"""Disclosures: what stands in the log says all there is to say of them."""

from db.log.rows import Rows
from db.projections.fact import AcceptedEntry


def disclosed(_rows: Rows, _fact: AcceptedEntry) -> None:
    """Write no row: the place of the entry is what its record's page needs."""
