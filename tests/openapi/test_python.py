"""A Python client that a strangers' generator makes of the description reads every route."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.api.described import description
from tests.openapi.conftest import Running

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
READER = HERE / "reader.py"
BYTES = ("application/x-ndjson", "application/zip", "application/pdf")
"""What the generator has no reader for."""
SETTINGS = {
    "package_name_override": "verbatim_client",
    "content_type_overrides": dict.fromkeys(BYTES, "application/octet-stream"),
    "post_hooks": [],
}


@pytest.fixture
def client(tmp_path: Path) -> Path:
    """Return the folder in which the client was made."""
    (tmp_path / "openapi.json").write_text(json.dumps(description()))
    (tmp_path / "settings.json").write_text(json.dumps(SETTINGS))
    package = tmp_path / "made" / "verbatim_client"
    package.parent.mkdir()
    told = run(
        "-m", "openapi_python_client", "generate", "--path", str(tmp_path / "openapi.json"),
        "--config", str(tmp_path / "settings.json"), "--output-path", str(package),
        "--meta", "none", "--fail-on-warning",
    )  # fmt: skip
    assert "WARNING" not in told
    return package.parent


def run(*arguments: str, given: str = "", path: Path | None = None) -> str:
    """Run Python; return what it printed. Raises if it failed."""
    environment = os.environ | ({"PYTHONPATH": str(path), "MYPYPATH": str(path)} if path else {})
    done = subprocess.run(
        [sys.executable, *arguments], input=given, capture_output=True, text=True,
        env=environment, cwd=ROOT, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_it_is_used_without_a_cast() -> None:
    text = READER.read_text(encoding="utf-8")
    assert not re.search(r"\bAny\b|\bcast\b|# type:|getattr", text)


def test_its_use_is_typed(client: Path) -> None:
    run("-m", "mypy", "--config-file=", "--strict", "--follow-imports=silent", str(READER),
        path=client)  # fmt: skip


def test_it_reads_every_route(client: Path, running: Running) -> None:
    running.check(run(str(READER), given=running.told, path=client))
