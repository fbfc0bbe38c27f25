"""The command line, `verbatim`: one small function a command; each returns the exit code."""

import argparse
import hashlib
import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from sqlalchemy.exc import OperationalError

from api.app import open_installation, system_clock
from api.settings import Settings, SettingsError, read_settings
from cli.console import (
    describe_due,
    describe_invite,
    describe_keys,
    explain_operational,
    report_fault,
    report_progress,
)
from cli.demo.command import run_demo
from cli.serve import make_tables, run_server
from db.projections.organisation import BOTH_SIGN
from db.store import Store
from db.upkeep.backup import backup
from db.upkeep.scrub import overwrite
from report.pages import prepare, write_report
from report.words import LANGUAGES
from schemas.kinds.organisation import Purpose
from schemas.problems import VerbatimError
from schemas.retention import PERIODS, read_periods
from sync.audit.rebuild import find_fault
from sync.evidence.export import Request, disclose, key_of, make_bundle
from sync.installation import Installation
from sync.operator import bootstrap
from sync.operator.key_inventory import take_inventory
from sync.operator.key_rotation import rotate_checkpoint_key, rotate_entry_key
from sync.retention.erase import carry_out_all
from sync.retention.retention_due import list_due

Command = Callable[[Settings, argparse.Namespace], int]


def main(arguments: list[str] | None = None) -> int:
    """Run one command. What the operator must change is one sentence, never a traceback."""
    given = _parser().parse_args(arguments)
    command: Command = given.command
    try:
        return command(read_settings(), given)
    except (SettingsError, VerbatimError, OSError, ValueError) as error:
        print(f"verbatim: {error}", file=sys.stderr)
    except OperationalError as error:
        print(f"verbatim: the database does not answer: {error.orig}", file=sys.stderr)
    return 1


def serve(settings: Settings, _given: argparse.Namespace) -> int:
    """Serve the app and the API until a signal ends it."""
    return run_server(settings)


def bring_up(settings: Settings, given: argparse.Namespace) -> int:
    """Create or upgrade the tables."""
    make_tables(settings, given.application_role)
    print("The database has the tables of this program.")
    return 0


def init(settings: Settings, given: argparse.Namespace) -> int:
    """Open a logbook: the practice one, or with --operational one for real work."""
    name = given.name or settings.practice_name
    if given.operational and not (given.name and (given.yes or explain_operational(name))):
        print("Nothing was opened." if given.name else "An operational logbook needs --name.")
        return 1
    make_tables(settings)
    purpose = Purpose.OPERATIONAL if given.operational else Purpose.PRACTICE
    installation = open_installation(settings)
    try:
        logbook = bootstrap.create_logbook(installation, name, purpose)
        print(f"Opened the {purpose.value} logbook {name!r}: {logbook}")
        print(describe_invite(settings, bootstrap.invite_founder(installation, logbook)))
    finally:
        installation.close()
    return 0


def invite(settings: Settings, given: argparse.Namespace) -> int:
    """Print an invite for a new administrator, where no administrator can sign in any more."""
    installation = open_installation(settings)
    try:
        logbook = _one_logbook(bootstrap.list_logbooks(installation.store), given.logbook)
        print(describe_invite(settings, bootstrap.invite_founder(installation, logbook)))
    finally:
        installation.close()
    return 0


def keys(settings: Settings, given: argparse.Namespace) -> int:
    """List every key of a logbook: whose it is, how old, last heard, revoked where and why."""
    installation = open_installation(settings)
    try:
        logbook = _one_logbook(bootstrap.list_logbooks(installation.store), given.logbook)
        found = take_inventory(installation.store, logbook)
    finally:
        installation.close()
    print(json.dumps(asdict(found)) if given.json else describe_keys(found))
    return 0


def rotate(settings: Settings, given: argparse.Namespace) -> int:
    """Let another key of the server's own take over, stated in the log by the old one."""
    installation = open_installation(settings)
    try:
        logbook = _one_logbook(bootstrap.list_logbooks(installation.store), given.logbook)
        if given.entry:
            print(f"Entry key from now on: {rotate_entry_key(installation, logbook)}")
        else:
            print(f"Checkpoint key from now on: {rotate_checkpoint_key(installation, logbook)}")
            print(f"Publish it. The old one goes on signing beside it for {BOTH_SIGN.days} days.")
    finally:
        installation.close()
    print(f"Back up {settings.keys} now: it holds the new key.")
    return 0


def audit(settings: Settings, _given: argparse.Namespace) -> int:
    """Verify everything from the bytes; name the first row that does not hold."""
    store = Store(settings.database_url, system_clock)
    try:
        found = find_fault(store, report_progress)
    finally:
        store.close()
    if found is not None:
        return report_fault(found)
    print("Everything holds.")
    return 0


def erase(settings: Settings, _given: argparse.Namespace) -> int:
    """Carry out approved orders to erase, and overwrite the pages that erased parts have left."""
    installation = open_installation(settings)
    try:
        done = carry_out_all(installation)
        overwrite(installation.store)
    finally:
        installation.close()
    print(f"Orders carried out: {done}. No freed page is left in the database's files.")
    return 0


def retention(settings: Settings, _given: argparse.Namespace) -> int:
    """List the parts whose retention period is over. Erases nothing: people decide."""
    periods = read_periods(settings.retention.read_text()) if settings.retention else PERIODS
    store = Store(settings.database_url, system_clock)
    try:
        rows = [describe_due(due) for due in list_due(store, periods)]
    finally:
        store.close()
    for row in rows:
        print(row)
    print(f"Parts whose time is over: {len(rows)}. What two persons order and approve is erased.")
    return 0


def copy(settings: Settings, given: argparse.Namespace) -> int:
    """Make a verified copy of the embedded database."""
    backup(settings.database_url, given.file)
    print(f"{given.file}: complete and sound. The keys in {settings.keys} are not in it.")
    return 0


def export(settings: Settings, given: argparse.Namespace) -> int:
    """Write the evidence bundle of a record or item, and state to whom it goes and why."""
    if given.subject and not (given.recipient and given.basis):
        raise SettingsError("Say to whom it goes, and why: --recipient and --basis.")
    if given.report:
        prepare(given.languages.split(","))
    installation = open_installation(settings)
    try:
        logbook = _one_logbook(bootstrap.list_logbooks(installation.store), given.logbook)
        asked = Request(given.subject, given.recipient, given.basis, tuple(given.withhold))
        entries = (
            [given.disclosure] if given.disclosure else _disclose(installation, logbook, asked)
        )
        for number, entry in enumerate(entries, 1):
            _export(installation, logbook, entry, given, number)
    finally:
        installation.close()
    return 0


def _export(
    installation: Installation, logbook: str, entry: str, given: argparse.Namespace, number: int
) -> None:
    bundle = make_bundle(installation, logbook, entry)
    key = key_of(installation, logbook, bundle)
    _write(_numbered(given.file, number), bundle)
    if given.report:
        report = write_report(bundle, key, given.languages.split(","))
        _write(_numbered(given.report, number), report)
    print(f"To be verified with the published key {key}")
    print(f"The same bytes again: verbatim export --disclosure={entry} FILE")


def _numbered(file: Path, number: int) -> Path:
    return file.with_name(f"{file.stem}.{number}{file.suffix}") if number > 1 else file


def _disclose(installation: Installation, logbook: str, asked: Request) -> list[str]:
    made = disclose(installation, logbook, asked)
    if len(made.entries) > 1:
        print(f"Too many entries for one bundle: there are {len(made.entries)}. Give out all.")
    if made.left_out:
        print(
            f"NOT in the bundle: {made.left_out} entries that name it and are kept aside. "
            "They count for nothing; what a supervisor releases is in the next bundle."
        )
    return made.entries


def _write(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    print(f"{file}: {len(content)} bytes, SHA-256 {hashlib.sha256(content).hexdigest()}")


def demo(_settings: Settings, given: argparse.Namespace) -> int:
    """Fill a practice logbook of its own with an invented month, and serve it."""
    return run_demo(given.data)


def _one_logbook(known: list[str], wanted: str) -> str:
    meant = [logbook for logbook in known if wanted in ("", logbook)]
    if len(meant) != 1:
        raise SettingsError("Say which logbook with --logbook: " + (", ".join(known) or "none yet"))
    return meant[0]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("verbatim", description="The field-test logbook.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add(commands, "serve", serve)
    _add(commands, "migrate", bring_up).add_argument(
        "--application-role", default="", metavar="NAME",
        help="PostgreSQL: the role that serve uses, granted only what it needs",
    )  # fmt: skip
    _add_init(_add(commands, "init", init))
    inviting = _add(commands, "invite", invite)
    inviting.add_argument("--administrator", action="store_true", required=True)
    inviting.add_argument("--logbook", default="")
    _add_keys(_add(commands, "keys", keys))
    _add(commands, "audit", audit)
    _add(commands, "erase", erase)
    _add(commands, "retention", retention)
    _add(commands, "backup", copy).add_argument("file", type=Path)
    _add_export(_add(commands, "export", export))
    _add(commands, "demo", demo).add_argument("--data", type=Path, default=Path("demo-data"))
    return parser


def _add_init(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--operational", action="store_true", help="for real work, for ever")
    parser.add_argument("--name", default="", help="how the logbook is called")
    parser.add_argument("--yes", action="store_true", help="do not ask")


def _add_keys(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--logbook", default="")
    parser.add_argument("--json", action="store_true", help="one JSON object, keys in full")
    acts = parser.add_subparsers(metavar="ACT")
    rotating = _add(acts, "rotate", rotate)
    which = rotating.add_mutually_exclusive_group(required=True)
    which.add_argument("--entry", action="store_true", help="the key of the server's entries")
    which.add_argument("--checkpoint", action="store_true", help="the key that browsers pin")
    rotating.add_argument("--logbook", default=argparse.SUPPRESS)


def _add_export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="where the ZIP goes")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--subject", default="", help="the number of a record or of an item")
    what.add_argument("--disclosure", default="", help="make the bundle of this entry again")
    parser.add_argument("--recipient", default="", help="who is given it")
    parser.add_argument("--basis", default="", help="the legal basis, in words")
    parser.add_argument("--withhold", action="append", default=[], metavar="PART")
    parser.add_argument("--logbook", default="")
    parser.add_argument("--report", type=Path, metavar="FILE", help="print it as PDF too")
    parser.add_argument("--languages", default="en,sr-Cyrl", help="two of " + ", ".join(LANGUAGES))


def _add(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, command: Command
) -> argparse.ArgumentParser:
    summary = (command.__doc__ or "").strip()
    parser = commands.add_parser(name, help=summary, description=summary)
    parser.set_defaults(command=command)
    return parser


if __name__ == "__main__":
    sys.exit(main())
