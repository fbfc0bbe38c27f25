"""The registry: units, people, instruments, keys and territories."""

from typing import Any

from db.people import registry
from schemas.territories import TERRITORIES
from sync.installation import Installation


def read_registry(installation: Installation, logbook: str) -> dict[str, Any]:
    """Return units, people, instruments, keys and territories."""
    with installation.store.reading() as reading:
        return {
            "units": registry.read_units(reading, logbook),
            "people": registry.read_people(reading, logbook),
            "instruments": registry.read_instruments(reading, logbook),
            "keys": registry.read_keys(reading, logbook),
            "territories": list(TERRITORIES),
        }
