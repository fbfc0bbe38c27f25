"""Writes docs/vectors: `python -m tests.vectors.make`. A test fails when a file is stale."""

import json
from collections.abc import Callable
from pathlib import Path

from tests.vectors import bundles, counting, forms, lines, notes, receipts, trees

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "vectors"

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
    "counting": counting.make_counting,
}


def text_of(name: str) -> str:
    """Return what a file has to hold: ASCII, so that no editor can change a letter."""
    return json.dumps(MAKERS[name](), indent=1) + "\n"


def path_of(name: str) -> Path:
    """Return where a file lies."""
    return FOLDER / f"{name}.json"


CONTENTS = FOLDER / "README.md"

_HEAD = """\
# Vectors

Written by `python -m tests.vectors.make`: do not edit. Every file is a part of \
[protocol.md](../protocol.md): ASCII, one JSON object whose `about` says what it is. A list of \
cases gives each a `why`. Bytes that are no text are hexadecimal or base64url without padding; \
private keys are in the files, so that a signature can be made again.

| file | what it holds | lists |
|---|---|---|
"""


def contents() -> str:
    """Return the table of contents: each file, its `about` and how long its lists are."""
    return _HEAD + "".join(_row(name, make()) for name, make in MAKERS.items())


def _row(name: str, document: forms.Document) -> str:
    lists = [f"`{key}` {len(v)}" for key, v in document.items() if isinstance(v, list)]
    return f"| [{name}.json]({name}.json) | {document['about']} | {', '.join(lists) or '–'} |\n"


if __name__ == "__main__":
    for each in MAKERS:
        path_of(each).write_text(text_of(each), encoding="ascii")
    CONTENTS.write_text(contents(), encoding="utf-8")
