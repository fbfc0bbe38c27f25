"""What the command line says at length: invites, a warning, keys, progress, faults, what is due."""

import sys
import time

from api.addresses import address_of
from api.settings import Settings
from sync.audit.check import Fault, Progress
from sync.joining.invites import Fresh
from sync.operator.key_inventory import HeldKey, Inventory
from sync.retention.retention_due import Due

_OPERATIONAL = """An operational logbook is for real work.
Its purpose stands in its first entry and never changes. What is recorded in it stays, amended
or voided but never replaced; a part of it goes only when two persons sign that it must, and that
stays. Every entry carries its author's signature.
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


_COLUMNS = ("KEY", "SPEAKS FOR", "KIND", "ENROLLED", "DAYS", "LAST CONTACT", "ENDED")


def describe_keys(found: Inventory) -> str:
    """Return the keys of a logbook as a table, moments in UTC and to the minute."""
    rows = [_COLUMNS, *map(_row_of, found.keys)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    title = f"Keys of the {found.purpose} logbook {found.name!r} ({found.logbook})"
    return "\n".join([f"{title}, {_minute(found.now)} UTC", "", *lines])


def _row_of(key: HeldKey) -> tuple[str, ...]:
    personal = key.use == "person"
    # Of a pinned key, NAME+KEY ID+KEY, the key id; of others what the app shows of them too.
    short = key.key.split("+", 2)[1] if key.use == "server_checkpoints" else key.key[:8]
    return (
        short,
        _printable(key.name or key.person) if personal else "the server",
        key.browser if personal else key.use.removeprefix("server_"),
        _minute(key.enrolled),
        str(key.age_days),
        _minute(key.last_contact),
        _end_of(key),
    )


def _end_of(key: HeldKey) -> str:
    """Say since when a key is no longer active, or until when it signs beside the next one."""
    if not key.revoked:
        return "-"
    until = "until " if key.use == "server_checkpoints" else ""
    return f"{until}{_minute(key.revoked)}, no. {key.revoked_at}: {key.reason}"


def _printable(text: str) -> str:
    """Keep what a person wrote from speaking to the operator's terminal."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text)


def _minute(moment: str) -> str:
    """Cut a moment of the server's clock, which is always in UTC."""
    return moment[:16].replace("T", " ") or "-"


def describe_due(due: Due) -> str:
    """Return the row of a part that is due: its position and name, never its content."""
    row = (
        due.logbook, f"{due.position:>9}", due.record, f"{due.part:<11}",
        f"{due.retention.value:<10}", due.since[:10], "held" if due.held else "",
    )  # fmt: skip
    return "  ".join(row).rstrip()
