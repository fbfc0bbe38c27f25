"""The build hook builds when the sources of the app changed, and only then."""

from pathlib import Path

import pytest

import hatch_build


@pytest.fixture
def web(tmp_path: Path) -> Path:
    (tmp_path / "src").mkdir()
    for name in ("package.json", "package-lock.json", "src/a.ts"):
        (tmp_path / name).write_text("{}")
    return tmp_path


@pytest.fixture
def calls(web: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every npm command that the hook would have run; each leaves the folder it makes."""
    made: list[str] = []

    def run(_: Path, *arguments: str) -> None:
        made.append(" ".join(arguments[:2]))
        (web / ("node_modules" if arguments[0] == "ci" else "dist")).mkdir(exist_ok=True)

    monkeypatch.setattr(hatch_build, "run_npm", run)
    return made


def test_the_first_build_installs_and_builds(web: Path, calls: list[str]) -> None:
    hatch_build.build_app(web)
    assert calls == ["ci --no-audit", "run build"]


def test_the_same_sources_are_built_once(web: Path, calls: list[str]) -> None:
    hatch_build.build_app(web)
    hatch_build.build_app(web)
    assert len(calls) == 2


def test_a_changed_source_is_built_without_installing(web: Path, calls: list[str]) -> None:
    hatch_build.build_app(web)
    (web / "src" / "a.ts").write_text("changed")
    hatch_build.build_app(web)
    assert calls[2:] == ["run build"]


def test_a_changed_lock_is_installed(web: Path, calls: list[str]) -> None:
    hatch_build.build_app(web)
    (web / "package-lock.json").write_text("[]")
    hatch_build.build_app(web)
    assert calls[2:] == ["ci --no-audit", "run build"]


def test_a_renamed_source_is_a_change(web: Path) -> None:
    before = hatch_build.hash_sources(web)
    (web / "src" / "a.ts").rename(web / "src" / "b.ts")
    assert hatch_build.hash_sources(web) != before
