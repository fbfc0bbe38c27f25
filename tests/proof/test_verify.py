"""The verifier that stands alone: every vector of a bundle, random damage, and how it is run."""

import ast
import base64
import json
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from proof import bundle, verify
from proof.bundle import pack_bundle
from proof.checkpoint import sign_note
from tests.vectors import rotated, tales
from tests.vectors.bundles import rebuild
from tests.vectors.keys import note_key
from tests.vectors.make import path_of

FILE = Path(verify.__file__)
VECTORS: dict[str, Any] = json.loads(path_of("bundles").read_text())
GOOD = base64.b64decode(VECTORS["good"])
KEY = verify.read_key(VECTORS["key"])
CASES = VECTORS["cases"]
BROKEN = [case for case in CASES if case["verdict"] == "FAILED"]


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_every_bundle_gets_its_verdict(case: dict[str, Any]) -> None:
    report = verify.verify(rebuild(case, GOOD), [KEY])
    assert report["verdict"] == case["verdict"], report
    assert report.get("check", "") == case.get("check", "")
    assert report.get("file", "") == case.get("file", "")
    notes = [[note["position"], note["code"]] for note in report.get("notes", [])]
    assert notes == case.get("notes", [])


def test_there_are_forty_broken_bundles_and_each_check_fails_in_one() -> None:
    assert len(BROKEN) >= 40
    assert len({case["why"] for case in BROKEN}) == len(BROKEN)
    numbered = [line.split() for line in str(verify.__doc__).splitlines() if line[:2].strip()]
    checks = {words[1] for words in numbered if words[0].isdigit()}
    assert {case["check"] for case in BROKEN} == checks


def test_a_changed_byte_is_never_verified() -> None:
    choose = random.Random(6962)  # noqa: S311
    for _ in range(200):
        damaged = damage(GOOD, choose)
        assert verify.verify(damaged, [KEY])["verdict"] == "FAILED"


def damage(data: bytes, choose: random.Random) -> bytes:
    """Change, take away or insert some bytes."""
    start, length = choose.randrange(len(data)), choose.choice((0, 1, 1, 1, 4, 100))
    put = choose.randbytes(choose.choice((0, 1, length)))
    damaged = data[:start] + put + data[start + length :]
    return damaged if damaged != data else damage(data, choose)


def test_without_a_key_nothing_is_verified() -> None:
    assert verify.verify(GOOD, [])["verdict"] == "CONSISTENT, TRUST NOT ESTABLISHED"


def test_the_key_of_another_logbook_verifies_nothing() -> None:
    other = KEY._replace(logbook="0193a000-0000-7000-8000-000000000001")
    report = verify.verify(GOOD, [other])
    assert (report["verdict"], report["check"]) == ("FAILED", "checkpoint")


def seal_with(*names: str) -> Callable[[bytes], bytes]:
    """Return what seals a manifest with each of these keys."""
    return lambda message: b"".join(note_key(name).sign(message) for name in names)


def test_a_checkpoint_key_is_trusted_that_the_trusted_log_passed_on_to() -> None:
    tale = rotated.GOOD["a checkpoint key that another follows"]
    evidence = tales.evidence(tale, tales.Choice())
    both = sign_note(evidence.checkpoint, note_key(), note_key("later"))
    bundle = pack_bundle(replace(evidence, note=both), seal_with("checkpoint", "later"))
    later = verify.read_key(rotated.LATER)
    assert verify.verify(bundle, [KEY])["verdict"] == "VERIFIED"
    assert verify.verify(bundle, [later])["verdict"] == "VERIFIED"
    alone = tales.evidence(tales.tell(), tales.Choice())
    note = sign_note(alone.checkpoint, note_key("later"))
    stolen = pack_bundle(replace(alone, note=note), seal_with("later"))
    report = verify.verify(stolen, [later])  # the log never passed on to it
    assert (report["check"], report["file"]) == ("keys", "checkpoint.txt")


def test_the_texts_are_those_that_bundles_hold() -> None:
    for name, text in bundle.TEXTS.items():
        assert verify.sha256(text).hex() in verify.TEXTS[name]


def test_it_runs_on_python_3_8_and_imports_nothing_else() -> None:
    tree = ast.parse(FILE.read_text(), feature_version=(3, 8))
    imported = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import)
                for name in node.names}  # fmt: skip
    imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in imported} <= set(sys.stdlib_module_names)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--key", VECTORS["key"], "good.zip"], 0, "VERIFIED\n"),
        (["--key", "key.txt", "good.zip"], 0, "VERIFIED\n"),
        (["--key", "key.txt", "noted.zip"], 1, "VERIFIED WITH NOTES\n"),
        (["--key", "key.txt", "broken.zip"], 2, "FAILED\ncheck container, : "),
        (["good.zip"], 3, "CONSISTENT, TRUST NOT ESTABLISHED\n"),
        (["--key", "key.txt", "absent.zip"], 3, "NOT CHECKED: FileNotFoundError("),
        (["--key", "0193+00+AA", "good.zip"], 3, "NOT CHECKED: FailedError('not a checkpoint key"),
        ([], 3, "usage: "),
    ],
)
def test_it_runs_alone(tmp_path: Path, arguments: list[str], code: int, said: str) -> None:
    shutil.copy(FILE, tmp_path / "verify.py")
    (tmp_path / "key.txt").write_text(VECTORS["key"] + "\n")
    (tmp_path / "good.zip").write_bytes(GOOD)
    (tmp_path / "broken.zip").write_bytes(GOOD[:-1])
    noted = next(case for case in CASES if case["verdict"] == "VERIFIED WITH NOTES")
    (tmp_path / "noted.zip").write_bytes(rebuild(noted, GOOD))
    run = subprocess.run(
        [sys.executable, "-I", "-S", "verify.py", *arguments],
        cwd=tmp_path, capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    assert (run.returncode, (run.stdout or run.stderr)[: len(said)]) == (code, said)


def test_what_a_terminal_would_obey_is_shown_as_its_code(
    capsys: pytest.CaptureFixture[str],
) -> None:
    name = "A\x1b[2J\nVERIFIED \u202e Žarković"
    unsaid = dict.fromkeys(
        ("not_before", "claimed", "received", "not_after", "verdict", "code"), ""
    )
    shown = {"position": 7, "kind": "x/1", "signed_by": name, "parts": {}, "missing": {}}
    entry = {**unsaid, **shown}
    verify.print_report({"verdict": "FAILED", "check": "a", "file": "\x1b[2J", "reason": "",
                         "entries": [entry], "bundle_sha256": ""})  # fmt: skip
    out = capsys.readouterr().out
    assert "check a, \\u001b[2J: \n" in out
    assert '"signed_by": "A\\u001b[2J\\nVERIFIED \\u202e Žarković"' in out


def test_a_console_of_another_alphabet_changes_no_exit_code(tmp_path: Path) -> None:
    (tmp_path / "good.zip").write_bytes(GOOD)
    run = subprocess.run(
        [sys.executable, str(FILE), "--key", VECTORS["key"], str(tmp_path / "good.zip")],
        env={"PYTHONIOENCODING": "latin-1"}, capture_output=True, timeout=30, check=False,
    )  # fmt: skip
    assert (run.returncode, run.stderr) == (0, b"")
    assert b"\\u041d\\u0438\\u0458\\u0435" in run.stdout


def test_more_files_than_a_zip_can_count_are_no_bundle() -> None:
    local = b"PK\x03\x04" + bytes(22) + b"\x08\x00\x00\x00"
    data = b"".join(local + b"%06x.a" % number for number in range(2**16))
    report = verify.verify(data, [KEY])
    assert (report["verdict"], report["check"]) == ("FAILED", "container")


def test_what_nobody_expected_is_not_the_exit_code_of_notes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "good.zip").write_bytes(GOOD)
    monkeypatch.setattr(verify, "verify", None)
    assert verify.main([str(tmp_path / "good.zip")]) == 3


def test_the_report_as_json_says_what_was_verified(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "good.zip").write_bytes(GOOD)
    assert verify.main(["--json", "--key", VECTORS["key"], str(tmp_path / "good.zip")]) == 0
    report = json.loads(capsys.readouterr().out)
    recorded, result = report["entries"]
    assert recorded["parts"]["reading"]["banner"]["text"] == "COCAINE HCl"
    assert recorded["signed_by"] == "Đ. Žarković"
    assert recorded["not_before"] == "2026-11-22T08:06:23.001+00:00"
    assert recorded["not_after"] == "2026-11-22T08:09:23.001+00:00"  # the laboratory's browser
    assert result["not_after"] == ""
    assert result["parts"]["result"]["statement"] == "Није нађена дрога."
    assert report["disclosure"]["recipient"] == "District Court"
