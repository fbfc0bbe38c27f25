"""`make campaign`: the long tests, one after another.

Linux only; `make` installs first what is missing, where that is possible. Ends with 1 if anything
acknowledged was lost or doubled, if the server erred, if no power cut met a checkpoint, if a
control that must lose something lost nothing, or if a fresh machine does not serve and pass.
"""

import argparse
import platform
import sys
import time
from collections.abc import Callable, Sequence

from bench.faults.kills import run_kills
from bench.faults.power import run_power
from bench.faults.surface import run_surface
from bench.fresh.machine import run_fresh_machine
from bench.processes import ends_with_us
from tests.house.programs import describe, find_missing

CONTROL_STATES = 200
"""Power cuts of a control: it only has to show that losses are noticed."""

Piece = Callable[[argparse.Namespace], bool]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the pieces that are asked for; return 1 if one found something."""
    given = _parse(arguments)
    if platform.system() != "Linux":
        print("The campaign reads /proc and strace: it runs on Linux only.", file=sys.stderr)
        return 2
    missing = find_missing("campaign")
    if missing:
        print(f"The campaign {describe(missing)}", file=sys.stderr)
        return 2
    ends_with_us()
    failed = [name for name, piece in PIECES.items() if given.only in name and not _run(
        name, piece, given)]  # fmt: skip
    print("Found something: " + ", ".join(failed) if failed else "Nothing found.")
    return 1 if failed else 0


def kill(given: argparse.Namespace) -> bool:
    """Kill the server under pushing phones, on both databases."""
    sound = True
    for database, count in (("sqlite", given.kills), ("postgresql", given.kills // 3)):
        outcome = run_kills(database, count)
        print(f"  {outcome}", flush=True)
        sound &= not outcome.fault
    return sound


def cut_power(given: argparse.Namespace) -> bool:
    """Power cuts of the server as it is, and of two that do not sync."""
    outcome = run_power(given.states, given.entries)
    print(f"  {outcome}", flush=True)
    sound = not outcome.failed and outcome.checkpoints > 0  # the cut that hurts most is in one
    for synchronous in ("NORMAL", "OFF"):
        control = run_power(min(given.states, CONTROL_STATES), given.entries // 8, synchronous)
        print(f"  control: {control}", flush=True)
        sound &= control.failed > 0
    return sound


def ask(given: argparse.Namespace) -> bool:
    """Send random requests."""
    outcome = run_surface(given.requests)
    print(f"  {outcome}", flush=True)
    return not outcome.faults


def visit(_given: argparse.Namespace) -> bool:
    """Open the app in a browser through Caddy, on a second host name."""
    from bench.faults import second_host  # noqa: PLC0415  # needs a browser, Caddy and the app

    outcome = second_host.run_second_host()
    print(f"  {outcome}", flush=True)
    return not outcome.fault


def set_up(_given: argparse.Namespace) -> bool:
    """Run the commands of the README on a fresh machine."""
    outcome = run_fresh_machine()
    print(f"  {outcome}", flush=True)
    return not outcome.fault


PIECES: dict[str, Piece] = {
    "kills": kill,
    "power": cut_power,
    "requests": ask,
    "second host": visit,
    "fresh machine": set_up,
}


def _run(name: str, piece: Piece, given: argparse.Namespace) -> bool:
    begun = time.monotonic()
    print(f"{name} ...", flush=True)
    sound = piece(given)
    print(f"  {'ok' if sound else 'FAILED'}, {time.monotonic() - begun:.0f} s", flush=True)
    return sound


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("bench.campaign", description=__doc__)
    parser.add_argument("--only", default="", choices=["", *PIECES])
    parser.add_argument("--kills", type=int, default=300, help="on SQLite; a third on PostgreSQL")
    parser.add_argument("--states", type=int, default=2000, help="power cuts")
    parser.add_argument("--entries", type=int, default=1600, help="acknowledged under strace")
    parser.add_argument("--requests", type=int, default=20_000)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
