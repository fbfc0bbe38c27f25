"""What is pushed and pulled: believable screenings of about 1 kB, the same in every run.

One seed gives all content; keys and salts are fresh, because they must be.
"""

import random
from datetime import UTC, datetime, timedelta, timezone

from proof.identifiers import uuid7

SEED = 20261122
Parts = dict[str, dict[str, object]]

_BEGUN = datetime(2026, 3, 4, 6, 0, tzinfo=UTC)
_ZONE = timezone(timedelta(hours=1))
_SUBSTANCES = (
    "Cocaine HCl", "Amphetamine sulfate", "MDMA HCl", "Ketamine HCl", "α-PVP", "2-CB",
    "Heroin", "Caffeine", "Lidocaine", "Mannitol, D-", "4-MMC (mephedrone)", "GBL", "Кофеин",
)  # fmt: skip
_WORDS = (  # noqa: SIM905  # it reads as a note
    "found in the spare wheel during the second search of a lorry wrapped in brown tape and "
    "foil driver states that the parcel was given to him at a car park dog marked the left "
    "door twice колега присутан при отварању торбе remained sealed until the laboratory"
).split()
_FORMS = ("powder", "crystal", "tablet", "paste", "resin", "herbal")
_KINDS = ("seizure", "receipt", "police", "customs")
_STATUSES = (*["final"] * 17, "preliminary", "preliminary", "withdrawn")


class Content:
    """Makes one screening after another from a seeded generator."""

    def __init__(self, seed: int = SEED) -> None:
        """Begin at the first screening of this seed."""
        self._random = random.Random(seed)
        self._count = 0

    def identifier(self) -> str:
        """Return a new UUIDv7 whose time goes with the story."""
        milliseconds = int(_BEGUN.timestamp() * 1000) + self._count * 1000
        return uuid7(milliseconds, self._random.randbytes(10))

    def moment(self) -> str:
        """Return when the present screening was signed, by its phone's clock."""
        at = _BEGUN + timedelta(seconds=self._count, milliseconds=self._count % 997)
        return at.astimezone(_ZONE).isoformat(timespec="milliseconds")

    def screening(self, instrument: str, unit: str) -> Parts:
        """Return the parts of the next screening."""
        self._count += 1
        return {
            "reading": self._reading(instrument),
            "item": self._item(),
            "place": self._place(unit),
            "references": self._references(),
            "note": {"text": " ".join(self._random.choices(_WORDS, k=18))},
        }

    def result(self, item: str, laboratory: str) -> Parts:
        """Return the parts of a report on an item; one in ten is preliminary, few are withdrawn."""
        number = self._random.randint(1, 9999)
        stated: dict[str, object] = {
            "item": item,
            "laboratory": laboratory,
            "laboratory_number": f"L-{number}",
            "report_number": f"R-{number}/26",
            "version": 1,
            "status": self._random.choice(_STATUSES),
            "examined": "examined",
            "methods": [{"name": "GC-MS", "scope": "general_unknown"}],
            "findings": [{"name": self._random.choice(_SUBSTANCES), "status": "identified"}],
            "statement": " ".join(self._random.choices(_WORDS, k=12)),
            "issued_on": "2026-03-04",
            "saw_field_reading": False,
        }
        return {"result": stated, "signatories": {"analyst": "V. Petrović"}}

    def decision(self, screened: str, reported: str) -> Parts:
        """Return the part that relates a screening to a result."""
        stated: dict[str, object] = {
            "screening": screened,
            "result": reported,
            "outcome": "agree",
            "findings": [{"rank": 0, "outcome": "lab_same"}],
            "reason": " ".join(self._random.choices(_WORDS, k=6)),
        }
        return {"decision": stated}

    def _reading(self, instrument: str) -> dict[str, object]:
        chosen = self._random.sample(_SUBSTANCES, self._random.randint(1, 3))
        return {
            "instrument": instrument,
            "profile": {"id": "trunarc", "version": 1},
            "method": {"text": "Direct", "capture": "picked"},
            "outcome": "completed",
            "banner": {"text": "ALARM", "capture": "picked"},
            "colour": {"state": "recorded", "colour": "red"},
            "findings": [self._finding(name) for name in chosen],
            "confidence": {"state": "device_shows_none"},
            "compared_with_screen": True,
            "scan_number": str(1000 + self._count),
        }

    def _finding(self, name: str) -> dict[str, object]:
        text = f"0.{self._random.randint(700, 999)}"
        confidence = {"state": "shown", "text": text, "label": "HQI"}
        return {"name": {"text": name, "capture": "picked"}, "confidence": confidence}

    def _item(self) -> dict[str, object]:
        return {
            "item": self.identifier(),
            "number": f"{self._count % 40 + 1}.{self._random.randint(1, 9)}",
            "form": self._random.choice(_FORMS),
            "bag": f"B{self._random.randint(100000, 999999)}",
        }

    def _place(self, unit: str) -> dict[str, object]:
        coordinates = {
            "latitude": f"44.{self._random.randint(0, 999999):06}",
            "longitude": f"20.{self._random.randint(0, 999999):06}",
            "accuracy": str(self._random.randint(3, 60)),
            "fixed_at": self.moment(),
        }
        return {"state": "recorded", "unit": unit, "coordinates": coordinates}

    def _references(self) -> dict[str, object]:
        kinds = self._random.sample(_KINDS, self._random.randint(1, 2))
        return {"state": "recorded", "references": [self._reference(kind) for kind in kinds]}

    def _reference(self, kind: str) -> dict[str, object]:
        number = self._random.randint(1, 9999)
        return {"kind": kind, "text": f"КУ {number}/26-{self._count % 97}"}
