"""docs/evidence.md: one entry is checked with openssl and sha256sum, by the commands as printed."""

import base64
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from proof.verify import check_container
from tests.house.sources import ROOT
from tests.vectors import rotated
from tests.vectors.make import path_of
from tests.vectors.tales import bundle_of

VECTORS: dict[str, Any] = json.loads(path_of("bundles").read_text())
KEY = VECTORS["key"]


@pytest.fixture
def unpacked(tmp_path: Path) -> Path:
    """A good bundle, unpacked."""
    return unpack(base64.b64decode(VECTORS["good"]), tmp_path)


def unpack(bundle: bytes, folder: Path) -> Path:
    """Put every file of a bundle where its name says."""
    for name, data in check_container(bundle).files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    return folder


def commands(number: str, key: str = KEY) -> str:
    """Return the commands of the document, about an entry and under a key."""
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / "docs/evidence.md").read_text(), re.DOTALL)
    script = "\n".join(blocks)
    script = re.sub(r"^N=.*$", f"N={number}", script, flags=re.MULTILINE)
    return re.sub(r"^KEY=.*$", f"KEY='{key}'", script, flags=re.MULTILINE)


def run(folder: Path, script: str) -> "subprocess.CompletedProcess[str]":
    """Run commands in the unpacked bundle."""
    return subprocess.run(
        ["/bin/sh", "-c", script], cwd=folder, capture_output=True, text=True, timeout=30,
        check=False,
    )  # fmt: skip


SAID = [
    "item: as signed", "its key: parts/00000006.enrolment", "Verified OK",
    "the entry is in the log", "Signature Verified", "the log began with KEY", "sealed by KEY",
]  # fmt: skip


def test_the_commands_verify_an_entry(unpacked: Path) -> None:
    done = run(unpacked, commands("00000007"))
    for words in SAID:
        assert words in done.stdout, done.stderr
    (hashed,) = re.findall(r"^([0-9a-f]{64})  parts/00000007.reading$", done.stdout, re.MULTILINE)
    assert len(hashed) == 64


@pytest.mark.parametrize("number", [f"{position:08}" for position in range(11)])
def test_they_verify_every_entry_and_say_where_its_key_stands(unpacked: Path, number: str) -> None:
    done = run(unpacked, commands(number))
    assert "the entry is in the log" in done.stdout
    assert "Verified OK" in done.stdout
    by_server = number in {"00000000", "00000001", "00000006"}
    assert ("its key: parts/00000000.opening" in done.stdout) is by_server


def test_a_key_that_followed_another_is_found_in_its_rotation(tmp_path: Path) -> None:
    tale = rotated.GOOD["an officer's key that followed another"]
    said = run(unpack(bundle_of(tale), tmp_path), commands("00000008")).stdout
    assert "its key: parts/00000007.rotation\n" in said
    assert "Verified OK" in said


def test_a_salt_may_be_any_bytes(unpacked: Path) -> None:
    """A zero byte makes grep take a file for a binary one, and it would show nothing of it."""
    for name in ("00000006.enrolment", "00000000.opening"):
        path = unpacked / "parts" / name
        data = bytearray(path.read_bytes())
        data[data.index(b"{") - 9] = 0
        path.write_bytes(data)
    said = run(unpacked, commands("00000007")).stdout
    assert "its key: parts/00000006.enrolment\n" in said
    assert "Verified OK" in said
    assert "the log began with KEY" in said


def test_a_key_that_is_not_there_is_not_that_of_an_earlier_entry(unpacked: Path) -> None:
    assert "Verified OK" in run(unpacked, commands("00000007")).stdout
    (unpacked / "parts/00000001.enrolment").unlink()
    said = run(unpacked, commands("00000002")).stdout
    assert "its key" not in said
    assert "Verified OK" not in said
    assert not (unpacked / "key.der").exists()


@pytest.mark.parametrize(
    ("name", "place", "silenced"),
    [
        ("parts/00000007.reading", 60, "reading: as signed"),
        ("entries/00000007.leaf", 80, "Verified OK"),
        ("entries/00000007.leaf", -3, "the entry is in the log"),
        ("entries/00000007.tlog-proof", 40, "the entry is in the log"),
        ("manifest.json", 40, "sealed by KEY"),
        ("manifest.sig", 40, "sealed by KEY"),
    ],
)
def test_a_changed_byte_is_seen(unpacked: Path, name: str, place: int, silenced: str) -> None:
    path = unpacked / name
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)
    assert silenced not in run(unpacked, commands("00000007")).stdout


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("parts/00000007.reading", "reading: NOT as signed"),
        ("entries/00000007.leaf", "NOT in the log"),
    ],
)
def test_what_does_not_hold_is_said(unpacked: Path, name: str, said: str) -> None:
    path = unpacked / name
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert said in run(unpacked, commands("00000007")).stdout


def test_a_changed_checkpoint_is_not_the_signed_one(unpacked: Path) -> None:
    path = unpacked / "checkpoint.txt"
    path.write_bytes(path.read_bytes().replace(b"\n11\n", b"\n12\n"))
    assert run(unpacked, commands("00000007")).stdout.count("Signature Verified") == 1


def test_another_key_did_not_sign_the_checkpoint(unpacked: Path) -> None:
    other = KEY.rsplit("+", 1)[0] + "+" + base64.b64encode(b"\1" + bytes(range(32))).decode()
    said = run(unpacked, commands("00000007", other)).stdout
    assert "Signature Verified" not in said
    assert "sealed by KEY" not in said
    assert "the log began with KEY" not in said
