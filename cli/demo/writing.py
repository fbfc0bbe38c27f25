"""How the story's officers write: readings, items, notes, and the slips they later correct."""

import random
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from cli.demo.browser import World
from cli.demo.cases import COLOURS, DIRECT, PICKS, Case
from cli.demo.office import Device, Station

_NONE_SHOWN = {"state": "device_shows_none"}
_DESCRIPTIONS = {
    "powder": ("White powder in a knotted bag", "Beige powder, damp, in a heat-sealed bag",
               "Бели прах у провидној кесици"),
    "tablet": ("20 tablets, blue, crown on one side", "Blister without print"),
    "liquid": ("0.5 l bottle, water label", "Провидна течност, 100 ml"),
    "crystal": ("Clear shards, 3 bags", "Kristali, žućkasti"),
    "resin": ("Brown slab, stamped", "Smeđa ploča"),
    "herbal": ("Green plant matter, dried",),
}  # fmt: skip
_NOTES = (
    "Behind the spare wheel.",
    "Found by the dog; bag opened only in the inspection room.",
    "U dvostrukom dnu kofera.",
    "Во задниот браник.",
    'Parcel declared as cosmetics, "2,1 kg".',
    "= the third parcel of this sender this month",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Slip:
    """Parts as they were typed by mistake, as they should be, and the reason to give."""

    wrong: dict[str, dict[str, Any]]
    right: dict[str, dict[str, Any]]
    code: str
    text: str


def reading_part(station: Station, case: Case, attempt: int, world: World) -> dict[str, Any]:
    """Return what the analyser displayed, as the officer took it down."""
    device = _device_for(station, case, world.chance)
    scored = device.profile == "other"
    shown = {"state": "shown", "label": "HQI"} if scored and case.names else _NONE_SHOWN
    part: dict[str, Any] = {
        "instrument": device.instrument,
        "instrument_state": device.state,
        "profile": {"id": device.profile, "version": 1},
        "method": _displayed("ATR" if scored else case.method, "typed" if scored else "picked"),
        "outcome": case.ended,
        "banner": _banner(case, scored=scored),
        "colour": _colour(case, scored=scored),
        "findings": [_finding(name, world.chance, scored=scored) for name in case.names],
        "confidence": shown,
        "compared_with_screen": True,
        "scan_number": str(next(device.scans)),
        "attempt": attempt,
    }
    extra = {"message": case.message, "instrument_language": case.language,
             "instrument_clock": world.clock.local()[11:16] if attempt == 1 else "",
             "presentation": "through the bag" if case.method == DIRECT else "vial"}  # fmt: skip
    return part | {name: value for name, value in extra.items() if value}


def item_part(case: Case, item: str, number: str, chance: random.Random) -> dict[str, Any]:
    """Return the thing screened, with a seal more often than not."""
    part: dict[str, Any] = {"item": item, "number": number, "form": case.form}
    described: Sequence[str] = _DESCRIPTIONS.get(case.form, ())
    if described and chance.random() < 0.7:
        part["description"] = chance.choice(described)
    if chance.random() < 0.6:
        part["bag"] = f"{chance.choice('ABCЖ')} {chance.randrange(1, 99999):06d}"
    return part


def note_part(colleague: str, chance: random.Random) -> dict[str, Any]:
    """Return a note, a second person, both, or nothing."""
    part = {}
    if chance.random() < 0.2:
        part["text"] = chance.choice(_NOTES)
    if chance.random() < 0.4:
        part["second_person"] = colleague
    return part


def slip_in(parts: dict[str, dict[str, Any]], number: int) -> Slip:
    """Return a slip that an officer may have made in these parts."""
    reading, item = parts["reading"], parts["item"]
    wrong = deepcopy(reading)
    if number % 3 == 0 and reading["findings"]:
        name = wrong["findings"][0]["name"]
        name["text"] = _misspelt(name["text"])
        return Slip({"reading": wrong}, {"reading": reading}, "typing", "One letter was wrong.")
    if number % 3 == 1:
        other = {**item, "number": item["number"] + "1"}
        return Slip({"item": other}, {"item": item}, "wrong_field", "That was the bag's number.")
    wrong["scan_number"] = reading["scan_number"][::-1]
    return Slip({"reading": wrong}, {"reading": reading}, "read_again",
                "Scan number read again on the instrument.")  # fmt: skip


def _device_for(station: Station, case: Case, chance: random.Random) -> Device:
    """The second instrument scans without a kit, and displays its lines in English."""
    plain = case.method == DIRECT and not case.language and case.ended == "completed"
    return chance.choice(station.devices) if plain else station.devices[0]


def _banner(case: Case, *, scored: bool) -> dict[str, str]:
    if scored:
        return _displayed("Match" if case.names else "No match", "typed")
    return _displayed(case.banner, "picked" if case.banner in PICKS else "typed")


def _colour(case: Case, *, scored: bool) -> dict[str, str]:
    colour = "" if scored else COLOURS.get(case.banner, "")
    return {"state": "recorded", "colour": colour} if colour else {"state": "not_shown"}


def _finding(name: str, chance: random.Random, *, scored: bool) -> dict[str, Any]:
    confidence = _NONE_SHOWN
    if scored:
        text = chance.choice(("0.94", "0,91", "88 %", "0.97"))
        confidence = {"state": "shown", "text": text, "label": "HQI"}
    return {"name": _displayed(name, "typed"), "confidence": confidence}


def _displayed(text: str, capture: str) -> dict[str, str]:
    return {"text": text, "capture": capture}


def _misspelt(name: str) -> str:
    """Return the name with the slip that glass and gloves make likely."""
    return name[:-1] + "I" if name.endswith("l") else name[0] + name[2:]
