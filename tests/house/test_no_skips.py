"""The plugin that turns skips into failures, tried on a run of its own."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.sources import ROOT

CASES = {
    "a skip": "def test_x(): pytest.skip('not here')",
    "a mark": "@pytest.mark.skip(reason='not here')\ndef test_x(): pass",
    "an expected failure": "@pytest.mark.xfail\ndef test_x(): assert False",
    "a module skipped whole": "pytest.skip('not here', allow_module_level=True)",
}


def run_pytest(folder: Path, text: str) -> subprocess.CompletedProcess[str]:
    (folder / "test_case.py").write_text(f"import pytest\n{text}\n")
    plugins = ("-p", "tests.house.no_skips", "-p", "no:cacheprovider")
    command = [sys.executable, "-m", "pytest", "-q", *plugins, "--rootdir", str(folder)]
    return subprocess.run(
        [*command, "-c", "/dev/null", str(folder / "test_case.py")],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_does_not_run_fails(case: str, tmp_path: Path) -> None:
    answer = run_pytest(tmp_path, CASES[case])
    assert answer.returncode != 0, answer.stdout
    assert "counts as failed" in answer.stdout


def test_what_runs_passes(tmp_path: Path) -> None:
    answer = run_pytest(tmp_path, "def test_x(): pass")
    assert answer.returncode == 0, answer.stdout
