"""Answers and stored entries, changed as a bad server or a restored phone would have them."""

import json
from typing import Any

from playwright.sync_api import Page


def misplace(content: bytes) -> bytes:
    """Give every line of a receipt another position, which its proof does not prove."""
    receipt = json.loads(content)
    for result in receipt["results"]:
        result["position"] += 1
    return json.dumps(receipt).encode()


def find_malformed(content: bytes) -> bytes:
    """Let the server say that it could read none of the lines."""
    receipt = json.loads(content)
    unread = {
        "id": "", "verdict": "malformed", "code": "header_not_canonical", "position": -1,
        "stamp": "", "flags": [], "proof": [],
    }  # fmt: skip
    receipt |= {"results": [unread for _ in receipt["results"]], "nodes": [], "checkpoint": ""}
    return json.dumps(receipt).encode()


def expire(content: bytes) -> bytes:
    """Let ten minutes have passed for every open invite of a list."""
    listed = json.loads(content)
    for row in listed["invites"]:
        row["state"] = "expired" if row["state"] == "open" else row["state"]
    return json.dumps(listed).encode()


_STORE = """([store, act, value]) => new Promise((done, fail) => {
  const opening = indexedDB.open("verbatim");
  opening.onerror = () => fail(opening.error);
  opening.onsuccess = () => {
    const place = opening.result.transaction(store, "readwrite").objectStore(store);
    const asked = value === undefined ? place[act]() : place[act](value);
    asked.onerror = () => fail(asked.error);
    asked.onsuccess = () => { opening.result.close(); done(asked.result); };
  };
})"""


def entries(page: Page) -> list[dict[str, Any]]:
    """Read this browser's own entries, in the order of their signing."""
    rows: list[dict[str, Any]] = page.evaluate(_STORE, ["outbox", "getAll"])
    return sorted(rows, key=lambda row: int(row["order"]))


def lose_entry(page: Page, entry: str) -> None:
    """Take one entry out of the browser, as damage to its disk might."""
    page.evaluate(_STORE, ["outbox", "delete", entry])


def head(page: Page) -> dict[str, Any]:
    """Read where the chain of this browser's key stands."""
    found: dict[str, Any] = page.evaluate(_STORE, ["head", "getAll"])[0]
    return found


def set_head(page: Page, value: dict[str, Any]) -> None:
    """Put the chain back to an older place, as restoring a phone from a backup does.

    The newest entry goes with it: two of one number cannot stand in one browser.
    """
    lose_entry(page, str(entries(page)[-1]["id"]))
    page.evaluate(_STORE, ["head", "put", value])
