"""`verbatim demo`: keeps the demonstration's directory, fills it once, then serves it.

Only a directory that is empty, or that this command marked as its own, is ever written to.
"""

import os
import shutil
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from api.app import system_clock
from api.settings import Settings, SettingsError, read_settings
from cli.demo.clock import ZONE
from cli.demo.fill import Story, Tell, fill
from cli.demo.people import LOGBOOK
from cli.serve import run_server, take_port

PORT = 8001
MARK, SIGN_INS = "demonstration", "sign-ins.txt"
_INTERRUPTED = 130

_HOW_TO_WRITE = """They read at once. To write, a browser needs a key of its own: sign in as
administrator and press "Invite myself", which makes one for that browser. For anybody else
make an invite there too, and open its address in another browser profile, or scan it with
a phone that reaches this server (docs/operations.md). An invite lives ten minutes; one for
a desk asks for a new password, which replaces the one above.
Everything in this logbook is invented, and it is a practice logbook."""


class Condition(StrEnum):
    """What a directory is to this command. The last two are the texts of the mark."""

    EMPTY = "empty"
    FOREIGN = "foreign"
    INCOMPLETE = "incomplete"
    COMPLETE = "complete"


def run_demo(data: Path) -> int:
    """Fill the directory unless it is full already, and serve it until a signal ends it."""
    settings = read_demo_settings(data)
    try:
        with take_port(settings):  # held, so that a second start does not fill the same directory
            prepare(settings, Story(evening_before(system_clock())), _say)
    except KeyboardInterrupt:
        _say(f"\nStopped. {data} is incomplete; the next start begins again.")
        return _INTERRUPTED
    _say((data / SIGN_INS).read_text())
    _say(_HOW_TO_WRITE)
    return run_server(settings)


def read_demo_settings(data: Path) -> Settings:
    """Return settings of the demonstration's own: never the data of another installation.

    Of the environment only address, port and the app's directory count.
    """
    own = {
        "data": data,
        "database_url": f"sqlite:///{data.resolve()}/verbatim.db",
        "keys": data / "keys",
        "practice_name": LOGBOOK,
    }
    settings = read_settings(**own)
    chosen = "port" in settings.model_fields_set
    return settings if chosen else read_settings(**own, port=PORT)


def prepare(settings: Settings, story: Story, tell: Tell) -> None:
    """Make the directory hold a whole story. Raises SettingsError for a directory not our own."""
    data, condition = settings.data, condition_of(settings.data)
    if condition is Condition.COMPLETE:
        return
    if condition is Condition.FOREIGN:
        raise SettingsError(f"{data} is not empty and holds no demonstration. It is left as it is.")
    if condition is Condition.INCOMPLETE:
        tell(f"{data} is incomplete: the last start was stopped half-way. Beginning again.")
        shutil.rmtree(data)
    tell(f"Filling {data}; this takes about half a minute.")
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    _mark(data, Condition.INCOMPLETE)
    passwords = fill(settings, story, tell)
    write_sign_ins(data / SIGN_INS, passwords)
    _mark(data, Condition.COMPLETE)


def condition_of(data: Path) -> Condition:
    """Say what is in a directory."""
    mark = data / MARK
    if mark.is_file():
        complete = mark.read_text().strip() == Condition.COMPLETE.value
        return Condition.COMPLETE if complete else Condition.INCOMPLETE
    if data.exists() and (not data.is_dir() or any(data.iterdir())):
        return Condition.FOREIGN
    return Condition.EMPTY


def evening_before(now: datetime) -> datetime:
    """Return eight in the evening of the day before, where the story's people live."""
    yesterday = now.astimezone(ZONE) - timedelta(days=1)
    return yesterday.replace(hour=20, minute=0, second=0, microsecond=0)


def write_sign_ins(path: Path, passwords: dict[str, str]) -> None:
    """Keep the generated passwords for the next start, readable by the owner alone."""
    rows = [f"  {name:<15}{password}" for name, password in passwords.items()]
    text = "Sign in at a desk with one of these (name, password):\n" + "\n".join(rows) + "\n"
    path.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with os.fdopen(os.open(path, flags, 0o600), "w", encoding="utf-8") as file:
        file.write(text)


def _mark(data: Path, condition: Condition) -> None:
    """Replace the mark in one step: a half-written one would make the directory foreign."""
    new = data / f"{MARK}.new"
    new.write_text(condition.value + "\n", encoding="utf-8")
    new.replace(data / MARK)


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201  # a command line prints
