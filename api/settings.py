"""Settings from VERBATIM_… variables, read once, at start. Nothing below `api` sees them."""

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "VERBATIM_"
_FOR_TESTS = "VERBATIM_TEST_"
_ORIGIN = re.compile(r"https?://[^/?#@ ]+")
_HERE = Path(__file__).resolve().parent


def _find_web() -> Path:
    """Return the app inside the wheel, else the one built beside the checkout."""
    shipped = _HERE / "web"
    return shipped if shipped.is_dir() else _HERE.parent / "web" / "dist"


class SettingsError(Exception):
    """The operator must change a setting; the text says which and how."""


class Settings(BaseSettings):
    """Everything an operator may decide."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    data: Path = Path("data")
    """Where the embedded database and the server's keys live."""
    port: int = Field(default=8000, ge=1, le=65535)
    host: str = "127.0.0.1"
    """The address to listen on; a reverse proxy on the same machine needs no other."""
    database_url: str = Field(default_factory=lambda known: _database_in(known["data"]))
    keys: Path = Field(default_factory=lambda known: Path(known["data"]) / "keys")
    public_url: str = Field(default_factory=lambda known: f"http://localhost:{known['port']}")
    """What links and QR codes name; never taken from a request."""
    retention: Path | None = None
    """A file with the operator's own years by territory and class; see docs/operations.md."""
    web: Path = Field(default_factory=_find_web)
    """The built app."""
    practice_name: str = Field(default="Practice", min_length=1, max_length=300)
    """The name of the logbook that a first start opens."""

    @field_validator("public_url")
    @classmethod
    def _is_origin(cls, value: str) -> str:
        origin = value.rstrip("/")
        if not _ORIGIN.fullmatch(origin):
            raise ValueError("must be like https://verbatim.example, with no path")
        return origin.lower()


def read_settings(**given: Any) -> Settings:
    """Return the settings of the environment. Raises SettingsError with a clear sentence."""
    _refuse_unknown(os.environ)
    try:
        return Settings(**given)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = PREFIX + "_".join(str(step) for step in first["loc"]).upper()
        raise SettingsError(f"{name}: {first['msg']}.") from error


def _refuse_unknown(names: Iterable[str]) -> None:
    """A misspelt name must not leave the operator with a default they did not want."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    ours = {name for name in names if name.startswith(PREFIX) and not name.startswith(_FOR_TESTS)}
    if unknown := sorted(ours - known):
        listed = ", ".join(sorted(known))
        raise SettingsError(f"{unknown[0]} is no setting of Verbatim. There are: {listed}.")


def _database_in(data: Path) -> str:
    return f"sqlite:///{data.resolve()}/verbatim.db"
