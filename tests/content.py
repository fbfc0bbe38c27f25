"""Parts of entries for tests, as small as their schemas allow."""

from collections.abc import Mapping
from typing import Any

from tests.clients import new_id

INSTRUMENT = new_id()
REASON = {"reason": {"code": "typing"}}


def reading(
    banner: str = "ALARM", name: str = "Cocaine HCl", confidence: str = ""
) -> dict[str, Any]:
    """Return what the instrument displayed."""
    shown = {"state": "shown", "text": confidence} if confidence else {"state": "device_shows_none"}
    return {
        "instrument": INSTRUMENT,
        "profile": {"id": "trunarc", "version": 1},
        "method": {"text": "Direct", "capture": "picked"},
        "outcome": "completed",
        "banner": {"text": banner, "capture": "picked"},
        "colour": {"state": "recorded", "colour": "red"},
        "findings": [{"name": {"text": name, "capture": "typed"}, "confidence": shown}],
        "confidence": {"state": "device_shows_none"},
        "compared_with_screen": True,
    }


def screening(
    item: str = "", *, number: str = "1", references: tuple[str, ...] = (), **shown: str
) -> dict[str, Any]:
    """Return the parts of a screening."""
    parts: dict[str, Any] = {
        "reading": reading(**shown),
        "item": {"item": item or new_id(), "number": number, "form": "powder"},
    }
    if references:
        parts["references"] = referring(*references)
    return parts


def referring(*texts: str) -> dict[str, Any]:
    """Return references to seizures."""
    listed = [{"kind": "seizure", "text": text} for text in texts]
    return {"state": "recorded", "references": listed}


def result(item: str, laboratory: str, status: str = "final", version: int = 1) -> dict[str, Any]:
    """Return the parts of a laboratory's result."""
    stated = {
        "item": item,
        "laboratory": laboratory,
        "laboratory_number": "L-1",
        "report_number": "R-1",
        "version": version,
        "status": status,
        "examined": "examined",
        "methods": [{"name": "GC-MS", "scope": "general_unknown"}],
        "findings": [{"name": "cocaine", "status": "identified"}],
        "statement": "Cocaine hydrochloride was found.",
        "issued_on": "2026-11-22",
        "saw_field_reading": False,
    }
    return {"result": stated, "signatories": {"analyst": "Vera"}}


def decision(screened: str, reported: str, outcome: str = "agree") -> dict[str, Any]:
    """Return the part of a decision."""
    stated: Mapping[str, object] = {
        "screening": screened,
        "result": reported,
        "outcome": outcome,
        "findings": [{"rank": 0, "outcome": "lab_same"}],
        "reason": "The same substance.",
    }
    return {"decision": stated}


def order(record: str, entry: str, *names: str) -> dict[str, Any]:
    """Return the part of an order to erase."""
    stated = {"record": record, "entry": entry, "parts": list(names), "basis": "retention_ended"}
    return {"order": stated}


def disclosure(*entries: str, **more: object) -> dict[str, Any]:
    """Return the part of a disclosure."""
    stated = {"recipient": "District Court", "basis": "Article 123", "withheld": []}
    return {"disclosure": {**stated, "entries": list(entries), **more}}


def unit(name: str, kind: str = "customs", **more: object) -> dict[str, Any]:
    """Return the part of a unit."""
    return {"unit": {"name": name, "kind": kind, "site": "land", "territory": "serbia", **more}}


def person(name: str, unit_id: str, *roles: str) -> dict[str, Any]:
    """Return the parts of a person."""
    return {"person": {"name": name}, "appointment": {"unit": unit_id, "roles": list(roles)}}


def instrument(unit_id: str) -> dict[str, Any]:
    """Return the part of an instrument."""
    stated = {
        "profile": "trunarc",
        "manufacturer": "Thermo",
        "model": "TruNarc",
        "serial": "1",
        "technique": "raman",
        "regime": "bulk",
        "unit": unit_id,
    }
    return {"instrument": stated}
