"""Writes an installation as the program of the present commit leaves it, with what it says of it.

`before_0008/` was written at commit b7dac34, the last one before issue 8, to which only this folder
(with the module names of that commit) and the parameter `clock` of `tests.clients.Server` had been
added:

    .venv/bin/python -m tests.older.make --commit b7dac34 tests/older/before_0008

It is never written again: what later code writes says nothing about a log of that time. The story
itself runs with today's code too (`test_make.py`), and must come out the same. Another fixture of
a later state is made by the same command into another folder.
"""

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.older.story import tell
from tests.older.written import write


def main() -> None:
    """Tell the story in a folder of its own, then write what is left of it."""
    parser = argparse.ArgumentParser("tests.older.make", description=__doc__)
    parser.add_argument("--commit", required=True, help="of the program that runs")
    parser.add_argument("target", type=Path, help="a folder that is not there yet")
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        write(tell(Path(folder)), given.target, given.commit)


if __name__ == "__main__":
    main()
