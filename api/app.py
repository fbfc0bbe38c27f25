"""Makes the app: what it holds while it runs, what every request passes, and its routes."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from typing import TypedDict

from anyio import to_thread
from fastapi import FastAPI
from sqlalchemy import Connection
from starlette.middleware import Middleware

from api.gate import Compression, Gate
from api.pages import Pages
from api.polls import QuickPolls
from api.problems import UnexpectedErrors, install_translators
from api.routers import ROUTERS
from api.routes import description
from api.routes.push import QuickPushes
from api.settings import Settings, SettingsError
from db.driver.connect import READERS
from db.people.logbooks import describe_logbooks
from db.store import Clock, Store
from db.upkeep.migrate import is_current
from sync.checkpoints.keyring import Keyring
from sync.installation import Installation, start_installation
from sync.retention.erase import finish_erasures


class State(TypedDict):
    """What requests reach of the process."""

    installation: Installation
    settings: Settings


def system_clock() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)


def create_app(settings: Settings, clock: Clock = system_clock) -> FastAPI:
    """Return the app; its database is opened when it starts and closed when it stops."""
    app = FastAPI(
        title="Verbatim",
        version="1",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_lifespan(settings, clock),
        middleware=[
            Middleware(Gate, public_url=settings.public_url),
            Middleware(QuickPolls),
            Middleware(Compression),
            Middleware(UnexpectedErrors),
            Middleware(QuickPushes),
        ],
    )
    install_translators(app)
    for router in (*ROUTERS, description.router):
        app.include_router(router)
    app.mount("/", Pages(settings.web))
    return app


def open_installation(settings: Settings, clock: Clock = system_clock) -> Installation:
    """Open database, keys and writer. Raises SettingsError if they do not fit this program."""
    store = Store(settings.database_url, clock)
    try:
        with store.reading() as transaction:
            _check_tables(transaction.connection)
            _check_clock(clock, [one.purpose for one in describe_logbooks(transaction)])
    except BaseException:
        store.close()
        raise
    return start_installation(store, Keyring(settings.keys))


def _lifespan(
    settings: Settings, clock: Clock
) -> Callable[[FastAPI], AbstractAsyncContextManager[State]]:
    @asynccontextmanager
    async def live(_app: FastAPI) -> AsyncIterator[State]:
        # No more threads than reading connections: the rest waits here, not in the pool.
        to_thread.current_default_thread_limiter().total_tokens = READERS
        installation = open_installation(settings, clock)
        try:
            finish_erasures(installation)
            yield {"installation": installation, "settings": settings}
        finally:
            installation.close()

    return live


def _check_tables(connection: Connection) -> None:
    if not is_current(connection):
        raise SettingsError("The database's tables are not those of this program: "
                            "run `verbatim migrate`.")  # fmt: skip


def _check_clock(clock: Clock, purposes: list[str]) -> None:
    """An invented time may stand in practice logbooks alone."""
    if clock is not system_clock and any(purpose != "practice" for purpose in purposes):
        raise SettingsError("A clock other than the system's is for practice logbooks alone.")
