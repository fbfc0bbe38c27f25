"""Disclosures: what stands in the log says all there is to say of them."""

from db.log.rows import Rows
from db.projections.fact import Fact


def disclosed(_rows: Rows, _fact: Fact) -> None:
    """Write no row: the place of the entry is what its record's page needs."""
