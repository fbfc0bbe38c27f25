"""Each import contract of `pyproject.toml` fails on the imports that it forbids."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from tests.house.sources import PACKAGES, ROOT

WAY, IN_SYNC, IN_DB, PURE, PRINT, HTTP, SPECTRUM, VERIFIER = CONTRACTS = (
    "Imports point one way",
    "Inside sync: doors above rooms, rooms in order",
    "Inside db: what is asked above what is stored",
    "schemas, proof and lab are pure: no database, no HTTP, no settings",
    "Print imports no database",
    "Only api and cli know HTTP and settings",
    "Nothing is computed from a spectrum",
    "The verifier imports nothing of ours",
)

PLANTED = [
    (WAY, "api.planted", "cli"),
    (WAY, "sync.views.planted", "api"),
    (WAY, "report.planted", "api"),
    (WAY, "sync.views.planted", "report"),
    (WAY, "report.planted", "sync"),
    (WAY, "db.queries.planted", "sync"),
    (WAY, "db.queries.planted", "report"),
    (WAY, "proof.planted", "db"),
    (WAY, "lab.planted", "db"),
    (WAY, "proof.planted", "lab"),
    (WAY, "lab.planted", "proof"),
    (WAY, "schemas.planted", "proof"),
    (WAY, "schemas.planted", "lab"),
    (IN_SYNC, "sync.audit.planted", "sync.evidence"),
    (IN_SYNC, "sync.views.planted", "sync.audit"),
    (IN_SYNC, "sync.operator.planted", "sync.evidence"),
    (IN_SYNC, "sync.push", "sync.views"),
    (IN_SYNC, "sync.retention.planted", "sync.operator"),
    (IN_SYNC, "sync.joining.planted", "sync.push"),
    (IN_SYNC, "sync.pull", "sync.retention"),
    (IN_SYNC, "sync.installation", "sync.joining"),
    (IN_SYNC, "sync.intake.planted", "sync.installation"),
    (IN_SYNC, "sync.polls", "sync.intake"),
    (IN_SYNC, "sync.rules.planted", "sync.polls"),
    (IN_SYNC, "sync.checkpoints.planted", "sync.rules"),
    (IN_SYNC, "sync.sessions.planted", "sync.checkpoints"),
    (IN_DB, "db.people.planted", "db.projections"),
    (IN_DB, "db.queries.planted", "db.people"),
    (IN_DB, "db.upkeep.planted", "db.queries"),
    (IN_DB, "db.log.planted", "db.upkeep"),
    (IN_DB, "db.writer", "db.log"),
    (IN_DB, "db.store", "db.writer"),
    (IN_DB, "db.tables.planted", "db.store"),
    (IN_DB, "db.driver.planted", "db.tables"),
    (PURE, "schemas.planted", "sqlalchemy"),
    (PURE, "proof.planted", "fastapi"),
    (PURE, "lab.planted", "pydantic_settings"),
    (PRINT, "report.planted", "db"),
    (PRINT, "report.planted", "sqlite3"),
    (HTTP, "db.queries.planted", "starlette"),
    (HTTP, "sync.views.planted", "fastapi"),
    (HTTP, "report.planted", "uvicorn"),
    (SPECTRUM, "cli.planted", "numpy"),
    (SPECTRUM, "lab.planted", "scipy"),
    (VERIFIER, "proof.verify", "schemas"),
    (VERIFIER, "proof.verify", "cryptography"),
]


CHAIN = re.compile(r"^-? +(\S+) -> (\S+) \(l\.\d+\)", re.MULTILINE)


def test_each_contract_fails_on_the_imports_that_it_forbids(tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package)
    for _, importer, imported in PLANTED:
        plant(tmp_path, importer, imported)
    assert set(PLANTED) - find_broken(lint(tmp_path)) == set()


def plant(copy: Path, importer: str, imported: str) -> None:
    """Let a module import another; make it if it is not there."""
    path = copy.joinpath(*importer.split(".")).with_suffix(".py")
    with path.open("a", encoding="utf-8") as file:
        file.write(f"import {imported}\n")


def lint(copy: Path) -> str:
    """Return what import-linter prints of a tree that breaks its contracts."""
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [linter, "--no-cache", "--no-logo"], cwd=copy, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stderr
    return done.stdout


def find_broken(report: str) -> set[tuple[str, str, str]]:
    """Return each import that a broken contract names, with the name of that contract."""
    heading = re.compile(rf"^({'|'.join(map(re.escape, CONTRACTS))})\n-+$", re.MULTILINE)
    _, *parts = heading.split(report)
    sections = zip(parts[::2], parts[1::2], strict=True)
    return {(contract, *pair) for contract, text in sections for pair in CHAIN.findall(text)}


def test_every_contract_has_a_forbidden_import() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    named = [contract["name"] for contract in settings["tool"]["importlinter"]["contracts"]]
    assert set(named) == set(CONTRACTS) == {contract for contract, _, _ in PLANTED}
