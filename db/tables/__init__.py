"""Every table, by what may happen to its rows.

`log` rows are only ever added. `projected` rows follow from the log and can be thrown away.
`access` rows are operational state that no proof rests on.
"""

from db.tables import access, log, projected
from db.tables.metadata import METADATA

__all__ = ["METADATA", "access", "log", "projected"]
