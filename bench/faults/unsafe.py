"""`python -m bench.faults.unsafe OFF|NORMAL serve`: the server with a database that does not sync.

The control of the power-cut test: with it, acknowledged entries must be lost, or the test would
not notice. No setting of the product does this.
"""

import sys

from sqlalchemy import Engine

from cli.main import main
from db.driver import connect

_prepare = connect._prepare  # noqa: SLF001  # the one place that names the setting


def weaken(mode: str) -> None:
    """Open every connection from now on with another `synchronous`."""

    def prepare(opened: Engine, pragmas: list[str], begin: str) -> None:
        changed = [one.replace("synchronous = FULL", f"synchronous = {mode}") for one in pragmas]
        _prepare(opened, changed, begin)

    setattr(connect, _prepare.__name__, prepare)


if __name__ == "__main__":
    weaken(sys.argv[1])
    sys.exit(main(sys.argv[2:]))
