"""Settings come from VERBATIM_… names, are checked at start and never guessed."""

import os
from pathlib import Path

import pytest
from pydantic import ValidationError

from api.settings import SettingsError, read_settings


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of the machine that runs the tests counts here."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("VERBATIM_")]:
        monkeypatch.delenv(name)


def test_what_stands_without_any(tmp_path: Path) -> None:
    settings = read_settings()
    assert settings.database_url == f"sqlite:///{tmp_path}/data/verbatim.db"
    assert settings.keys == Path("data/keys")
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert settings.public_url == "http://localhost:8000"
    assert settings.web.name in {"web", "dist"}


def test_one_setting_draws_others_along(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERBATIM_DATA", "/srv/verbatim")
    monkeypatch.setenv("VERBATIM_PORT", "8100")
    settings = read_settings()
    assert settings.database_url == "sqlite:////srv/verbatim/verbatim.db"
    assert settings.keys == Path("/srv/verbatim/keys")
    assert settings.public_url == "http://localhost:8100"


def test_a_misspelt_name_is_said_and_not_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERBATIM_PUBLIC_ULR", "https://verbatim.example")
    with pytest.raises(SettingsError, match="VERBATIM_PUBLIC_ULR is no setting of Verbatim"):
        read_settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("VERBATIM_PORT", "80000"),
        ("VERBATIM_PORT", "http"),
        ("VERBATIM_PUBLIC_URL", "verbatim.example"),
        ("VERBATIM_PUBLIC_URL", "https://verbatim.example/app"),
        ("VERBATIM_PUBLIC_URL", "ftp://verbatim.example"),
        ("VERBATIM_PRACTICE_NAME", ""),
    ],
)
def test_a_wrong_value_names_its_setting(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=name):
        read_settings()


def test_a_public_address_is_an_origin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERBATIM_PUBLIC_URL", "https://Verbatim.Example:8443/")
    assert read_settings().public_url == "https://verbatim.example:8443"


def test_settings_do_not_change() -> None:
    settings = read_settings()
    with pytest.raises(ValidationError):
        settings.port = 1  # type: ignore[misc]  # what is tried here
