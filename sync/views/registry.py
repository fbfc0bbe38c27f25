"""The registry: units, people, instruments, keys and territories."""

from db.people import registry
from schemas.answers.organisation import Registry
from schemas.territories import TERRITORIES
from sync.installation import Installation


def read_registry(installation: Installation, logbook: str) -> Registry:
    """Return units, people, instruments, keys and territories."""
    with installation.store.reading() as reading:
        return {
            "units": registry.read_units(reading, logbook),
            "people": registry.read_people(reading, logbook),
            "instruments": registry.read_instruments(reading, logbook),
            "keys": registry.read_keys(reading, logbook),
            "territories": list(TERRITORIES),
        }
