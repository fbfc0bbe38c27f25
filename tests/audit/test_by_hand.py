"""docs/evidence.md: one entry is checked with openssl and sha256sum, by the commands as printed."""

import base64
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from audit.verify import check_container
from tests.house.sources import ROOT
from tests.vectors.make import path_of

VECTORS: dict[str, Any] = json.loads(path_of("bundles").read_text())
KEY = VECTORS["key"]


@pytest.fixture
def unpacked(tmp_path: Path) -> Path:
    """A good bundle, unpacked."""
    for name, data in check_container(base64.b64decode(VECTORS["good"])).files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    return tmp_path


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


SAID = ["item: as signed", "Verified OK", "the entry is in the log", "Signature Verified"]


def test_the_commands_verify_an_entry(unpacked: Path) -> None:
    done = run(unpacked, commands("00000007"))
    for words in SAID:
        assert words in done.stdout, done.stderr
    (hashed,) = re.findall(r"^([0-9a-f]{64})  parts/00000007.reading$", done.stdout, re.MULTILINE)
    assert len(hashed) == 64


@pytest.mark.parametrize("number", [f"{position:08}" for position in range(1, 11)])
def test_they_verify_every_entry_of_a_browser(unpacked: Path, number: str) -> None:
    """The server's own entries are signed with the key in the opening, which enrols nobody."""
    done = run(unpacked, commands(number))
    assert "the entry is in the log" in done.stdout
    by_server = number in {"00000001", "00000006"}
    assert ("Verified OK" in done.stdout) is not by_server


@pytest.mark.parametrize(
    ("name", "place", "silenced"),
    [
        ("parts/00000007.reading", 60, "reading: as signed"),
        ("entries/00000007.leaf", 80, "Verified OK"),
        ("entries/00000007.leaf", -3, "the entry is in the log"),
        ("entries/00000007.tlog-proof", 40, "the entry is in the log"),
        ("checkpoint.txt", 40, "Signature Verified"),
    ],
)
def test_a_changed_byte_is_seen(unpacked: Path, name: str, place: int, silenced: str) -> None:
    path = unpacked / name
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)
    assert silenced not in run(unpacked, commands("00000007")).stdout


def test_another_key_did_not_sign_the_checkpoint(unpacked: Path) -> None:
    other = KEY.rsplit("+", 1)[0] + "+" + base64.b64encode(b"\1" + bytes(range(32))).decode()
    assert "Signature Verified" not in run(unpacked, commands("00000007", other)).stdout
