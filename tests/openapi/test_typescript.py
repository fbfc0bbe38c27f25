"""Types that a strangers' generator makes of the description are enough to read every route."""

import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.described import description
from tests.openapi.conftest import Running

HERE = Path(__file__).resolve().parent
WEB = HERE.parents[1] / "web"
READER = HERE / "reader.ts"
SETTINGS = {
    "extends": str(WEB / "tsconfig.strict.json"),
    "compilerOptions": {
        "noEmit": False, "allowImportingTsExtensions": False, "module": "nodenext",
        "moduleResolution": "nodenext", "lib": ["ES2023", "DOM", "DOM.Iterable"],
        "types": ["node"],
    },
    "files": ["reader.mts"],
}  # fmt: skip


@pytest.fixture
def place() -> Iterator[Path]:
    """Return a folder from which the packages of the app's tools are found."""
    cache = WEB / "node_modules" / ".cache"
    cache.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as name:
        yield Path(name)


@pytest.fixture
def reader(place: Path) -> Path:
    """Return the program, compiled with the types of the description."""
    (place / "openapi.json").write_text(json.dumps(description()))
    (place / "tsconfig.json").write_text(json.dumps(SETTINGS))
    shutil.copy(READER, place / "reader.mts")
    tool("openapi-typescript", str(place / "openapi.json"), "--output", str(place / "schema.d.ts"))
    tool("typescript/bin/tsc", "--project", str(place))
    return place / "reader.mjs"


def tool(name: str, *arguments: str) -> None:
    """Run a program of the app's tools. Raises if it failed."""
    script = WEB / "node_modules" / name
    node(str(script if script.is_file() else script / "bin" / "cli.js"), *arguments)


def node(*arguments: str, given: str = "") -> str:
    """Run Node; return what it printed. Raises if it failed."""
    program = shutil.which("node")
    assert program, "no Node: `make` gets one"
    done = subprocess.run(
        [program, *arguments], input=given, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_it_is_used_without_a_cast() -> None:
    text = re.sub(r"/\*.*?\*/|//.*", "", READER.read_text(encoding="utf-8"))
    assert not re.search(r"\bany\b|\bas\b|@ts-|!\.|<unknown>", text)


def test_it_reads_every_route(reader: Path, running: Running) -> None:
    running.check(node(str(reader), given=running.told))
