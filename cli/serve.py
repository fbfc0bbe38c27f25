"""`verbatim serve`: tables, a first logbook, the founder's invite, one address, one server."""

import errno
import gc
import signal
import socket
import sys
from contextlib import closing

import uvicorn
from sqlalchemy import make_url

from api.app import create_app, open_installation
from api.settings import Settings, SettingsError
from cli.console import describe_invite
from db.upkeep.migrate import migrate
from schemas.kinds.organisation import Purpose
from sync.installation import Installation
from sync.operator import bootstrap

GRACE = 30
"""Seconds that a stopping server gives to requests under way."""


def run_server(settings: Settings) -> int:
    """Serve until SIGTERM or SIGINT. Raises SettingsError for what the operator must change."""
    with closing(take_port(settings)) as listener:
        prepare_database(settings)
        _say(f"Verbatim is at {settings.public_url}")
        for text in _invites(settings):
            _say(text)
        if not (settings.web / "index.html").is_file():
            _say(f"The app is not built: {settings.web} has no index.html.")
        _run(settings, listener)
    return 0


def take_port(settings: Settings) -> socket.socket:
    """Return a listening socket. Another port is never taken: the address is what browsers know."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
        listener.listen(2048)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise SettingsError(
                f"Port {settings.port} is in use. Stop the other program, or choose another port "
                "with VERBATIM_PORT."
            ) from error
        raise
    return listener


def prepare_database(settings: Settings) -> None:
    """Bring the embedded database up to date; PostgreSQL is migrated by its owner, on purpose."""
    if make_url(settings.database_url).get_backend_name() == "sqlite":
        make_tables(settings)


def make_tables(settings: Settings, application_role: str = "") -> None:
    """Create or upgrade the tables, and the directory of the embedded database."""
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    migrate(settings.database_url, application_role)


def begin_logbooks(settings: Settings, installation: Installation) -> list[str]:
    """Open the practice logbook if there is none; invite an administrator where there is none."""
    store = installation.store
    if not bootstrap.list_logbooks(store):
        bootstrap.create_logbook(installation, settings.practice_name, Purpose.PRACTICE)
    return [
        describe_invite(settings, bootstrap.invite_founder(installation, logbook))
        for logbook in bootstrap.list_logbooks(store)
        if bootstrap.lacks_administrator(store, logbook)
    ]


def _invites(settings: Settings) -> list[str]:
    installation = open_installation(settings)
    try:
        return begin_logbooks(settings, installation)
    finally:
        installation.close()


def _run(settings: Settings, listener: socket.socket) -> None:
    """Let uvicorn serve on the socket.

    It ends gracefully on both signals and then raises them again, for other handlers: here
    they mean that all is done.
    """
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: sys.exit(0))
    # What is loaded by now stays: looking through it for rubbish again and again finds none.
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    config = uvicorn.Config(
        create_app(settings),
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=GRACE,
        timeout_keep_alive=30,
    )
    uvicorn.Server(config).run(sockets=[listener])


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201  # a command line prints
