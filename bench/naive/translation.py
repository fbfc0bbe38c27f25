"""The product's screening as the naive server's document: the same fields with the same values."""

from typing import Any

import orjson

from bench.site import Phone
from proof.entry import Opened


def plain(entry: Opened, phone: Phone) -> dict[str, Any]:
    """Return the document of an entry that this phone signed."""
    parts = {part.name: orjson.loads(part.body) for part in entry.parts}
    header, place = entry.header, parts["place"]
    return {
        "id": header.subject,
        "unit": phone.unit,
        "officer": phone.person,
        "device": phone.name,
        "device_number": header.seq,
        "at": header.at,
        **_reading(parts["reading"]),
        **_item(parts["item"]),
        "place_state": place["state"],
        "place_unit": place["unit"],
        **place["coordinates"],
        "references_state": parts["references"]["state"],
        "references": parts["references"]["references"],
        "note": parts["note"]["text"],
    }


def _reading(reading: dict[str, Any]) -> dict[str, Any]:
    return {
        "instrument": reading["instrument"],
        "profile": reading["profile"]["id"],
        "profile_version": reading["profile"]["version"],
        "method": reading["method"]["text"],
        "method_capture": reading["method"]["capture"],
        "outcome": reading["outcome"],
        "banner": reading["banner"]["text"],
        "banner_capture": reading["banner"]["capture"],
        "colour_state": reading["colour"]["state"],
        "colour": reading["colour"]["colour"],
        "confidence_state": reading["confidence"]["state"],
        "compared_with_screen": reading["compared_with_screen"],
        "scan_number": reading["scan_number"],
        "findings": [_finding(found) for found in reading["findings"]],
    }


def _finding(found: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": found["name"]["text"],
        "name_capture": found["name"]["capture"],
        "confidence_state": found["confidence"]["state"],
        "confidence": found["confidence"]["text"],
        "label": found["confidence"]["label"],
    }


def _item(item: dict[str, Any]) -> dict[str, Any]:
    return {
        "item": item["item"],
        "item_number": item["number"],
        "form": item["form"],
        "bag": item["bag"],
    }
