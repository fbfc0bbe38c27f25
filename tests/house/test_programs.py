"""What a command needs of the system is installed where it may be, or named in one line."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house import programs
from tests.house.sources import ROOT

APT = """#!/bin/sh
echo "$*" >> "{calls}"
[ -e "{broken}" ] && {{ echo "no such package"; exit 100; }}
for word in "$@"; do
  case "$word" in procps) word=ps ;; esac
  case " chromium openssl ps strace " in
    *" $word "*) printf '#!/bin/sh\\n' > "{folder}/$word"; /bin/chmod +x "{folder}/$word" ;;
  esac
done
"""


class Machine:
    """A folder that is the whole PATH, with an apt-get that notes what it is asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "bin"
        self.calls, self.broken, self.release = (folder / n for n in ("calls", "broken", "release"))
        self.folder.mkdir()
        self.release.write_text("ID=debian\n")

    def have(self, *names: str) -> None:
        for name in names:
            (self.folder / name).write_text("#!/bin/sh\n")
            (self.folder / name).chmod(0o755)

    def have_apt(self) -> None:
        self.have("apt-get")
        (self.folder / "apt-get").write_text(
            APT.format(calls=self.calls, broken=self.broken, folder=self.folder)
        )

    @property
    def called(self) -> list[str]:
        return self.calls.read_text().splitlines() if self.calls.exists() else []


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """A Linux without any program, and without the packages that the tests import."""
    made = Machine(tmp_path)
    made.have_apt()
    monkeypatch.setenv("PATH", f"{made.folder}")
    monkeypatch.setattr(programs, "RELEASE", made.release)
    monkeypatch.setattr("platform.system", lambda: "Linux")
    monkeypatch.setattr("tests.house.browser.find_spec", lambda _: None)
    return made


@pytest.fixture
def as_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0)


@pytest.fixture
def as_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)


def install(*packages: str) -> str:
    return f"apt-get install -y --no-install-recommends {' '.join(packages)}"


@pytest.mark.usefixtures("as_root")
def test_root_installs_everything_at_once_and_says_so(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    assert programs.get_programs("test") == ""
    assert machine.called == [
        "-qq update", "-qq install -y --no-install-recommends chromium openssl procps strace",
    ]  # fmt: skip
    assert capsys.readouterr().out.startswith("Installing chromium, openssl, ps, strace with apt")


@pytest.mark.usefixtures("as_root")
def test_what_is_there_is_not_installed(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    machine.have("google-chrome", "openssl", "ps", "strace")
    assert programs.get_programs("test") == ""
    assert (machine.called, capsys.readouterr().out) == ([], "")


@pytest.mark.usefixtures("as_root")
def test_what_apt_says_is_shown_when_it_fails(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    machine.broken.touch()
    machine.have("chromium", "openssl", "ps")
    assert programs.get_programs("test") == (
        f"make test needs strace. Install first: apt-get update && {install('strace')}"
    )
    assert "no such package" in capsys.readouterr().err


@pytest.mark.usefixtures("as_user")
def test_a_user_is_told_one_line_to_paste(machine: Machine) -> None:
    machine.have("openssl")
    assert programs.get_programs("test") == (
        "make test needs chromium, ps, strace. Install first, as root: "
        f"apt-get update && {install('chromium', 'procps', 'strace')}"
    )
    assert machine.called == []


@pytest.mark.usefixtures("as_user")
def test_a_user_with_sudo_is_told_a_line_with_it(machine: Machine) -> None:
    machine.have("chromium", "openssl", "ps", "sudo")
    assert programs.get_programs("test") == (
        f"make test needs strace. Install first: sudo apt-get update && sudo {install('strace')}"
    )


@pytest.mark.usefixtures("as_root")
@pytest.mark.parametrize("release", ["ID=ubuntu\n", 'ID=neon\nID_LIKE="ubuntu debian"\n'])
def test_the_snap_of_ubuntu_is_not_asked_for(machine: Machine, release: str) -> None:
    machine.release.write_text(release)
    assert programs.find_missing("test") == ["openssl", "ps", "strace"]


@pytest.mark.usefixtures("as_user")
def test_without_apt_the_programs_are_named(machine: Machine) -> None:
    (machine.folder / "apt-get").unlink()
    assert programs.get_programs("test") == ("make test needs openssl, ps, strace. Install first.")


@pytest.mark.usefixtures("as_user")
def test_strace_is_not_asked_for_where_it_does_not_exist(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.have("chromium", "openssl", "ps")
    monkeypatch.setattr("platform.system", lambda: "Darwin")
    assert programs.find_missing("test") == []


@pytest.mark.usefixtures("as_user")
def test_debootstrap_is_asked_of_root_alone(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.have("chromium", "openssl", "ps", "strace", "caddy")
    assert programs.find_missing("campaign") == []
    monkeypatch.setattr("os.geteuid", lambda: 0)
    assert programs.find_missing("campaign") == ["debootstrap"]


@pytest.mark.parametrize(("there", "code"), [(True, 0), (False, 1)])
def test_the_command_fails_while_something_is_missing(
    there: bool, code: int, tmp_path: Path
) -> None:
    """Run by a Python without packages, as `make test` runs it on a fresh machine."""
    machine = Machine(tmp_path)
    machine.have(*(["chromium"] if there else []))
    if not there:
        machine.have("apt-get")  # which installs nothing
    done = subprocess.run(
        [sys.executable, "-S", "-m", "tests.house.programs", "screens"], cwd=ROOT,
        env={"PATH": str(machine.folder)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, bool(done.stderr)) == (code, not there), done.stderr


def test_the_makefile_looks_before_it_sets_up() -> None:
    for command in programs.NEEDS:
        row = next(row for row in (ROOT / "Makefile").read_text().splitlines()
                   if row.startswith(f"{command}:"))  # fmt: skip
        assert row.split()[1] == f"{command}.programs"


def test_every_step_of_the_set_up_says_what_it_does() -> None:
    """Before each call of pip, and of venv, a line for people says what comes."""
    done = subprocess.run(
        ["make", "--dry-run", "--always-make", ".venv", ".cache/oracle/.installed"],  # noqa: S607
        cwd=ROOT, capture_output=True, text=True, check=True, env=os.environ | {"MAKEFLAGS": ""},
    )  # fmt: skip
    said, steps = False, 0
    for row in done.stdout.splitlines():
        said = said or bool(re.match(r'\s*echo "(Making|Setting up|Installing) .*\(', row))
        if "-m venv" in row or "-m pip" in row:
            assert said, row
            steps += 1
            said = row.endswith("--clear .cache/oracle")  # where pip follows in the same step
    assert steps == 7
