"""Writes the vectors: `python -m tests.vectors.make`. A test fails when a file is stale."""

import json
from collections.abc import Callable
from pathlib import Path

from tests.vectors import bundles, forms, lines, notes, receipts, trees

FOLDER = Path(__file__).parent

MAKERS: dict[str, Callable[[], forms.Document]] = {
    "canonical": forms.make_canonical,
    "signature": forms.make_signature,
    "leaf": forms.make_leaf,
    "chain": forms.make_chain,
    "merkle": trees.make_merkle,
    "checkpoint": notes.make_checkpoint,
    "entries": lines.make_entries,
    "malformed": lines.make_malformed,
    "receipt": receipts.make_receipt,
    "bundles": bundles.make_bundles,
}


def text_of(name: str) -> str:
    """Return what a file has to hold: ASCII, so that no editor can change a letter."""
    return json.dumps(MAKERS[name](), indent=1) + "\n"


def path_of(name: str) -> Path:
    """Return where a file lies."""
    return FOLDER / f"{name}.json"


if __name__ == "__main__":
    for each in MAKERS:
        path_of(each).write_text(text_of(each), encoding="ascii")
