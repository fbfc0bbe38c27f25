"""What the command line says at length: invites, a warning, progress, a fault."""

import sys
import time

from api.addresses import address_of
from api.settings import Settings
from sync.check import Fault, Progress
from sync.invites import Fresh

_OPERATIONAL = """An operational logbook is for real work.
Its purpose stands in its first entry and never changes. What is recorded in it stays: nothing
can be deleted, only amended or voided, and every entry carries its author's signature.
Practise in a practice logbook; both can live in one installation.
"""


def describe_invite(settings: Settings, fresh: Fresh) -> str:
    """Return the text in which an administrator's invite is printed."""
    code = f"{fresh.code[:4]}-{fresh.code[4:]}"
    return (
        "\nTo become administrator, open this address (60 minutes, once):\n"
        f"  {address_of(settings, fresh, 'first-run')}\n"
        f"or open {settings.public_url} and type: invite {fresh.number}, code {code}\n"
    )


def explain_operational(name: str) -> bool:
    """Say what opening an operational logbook means; say whether the operator typed its name."""
    print(_OPERATIONAL)  # noqa: T201  # a command line prints
    return input(f"Type the name of the logbook ({name}) to open it: ") == name


def report_progress(what: str) -> Progress:
    """Return a function that shows progress and rate on the error channel."""
    begun = time.monotonic()

    def tell(done: int, total: int) -> None:
        rate = done / max(time.monotonic() - begun, 1e-3)
        text = f"{what}: {done} of {total} entries, {rate:.0f}/s"
        print(text, file=sys.stderr)  # noqa: T201  # a command line prints

    return tell


def report_fault(fault: Fault) -> int:
    """Name the table and the position of what does not hold; return the exit code."""
    where = f"table {fault.table}, position {fault.position}"
    print(f"FAULT: {where}: {fault.reason}", file=sys.stderr)  # noqa: T201  # a command line prints
    return 1
