"""The style bars hold in this tree, and each of them fires on what is over it."""

from pathlib import PurePosixPath

import pytest

from tests.house.bars import check_files, check_functions, check_spread
from tests.house.sources import ROOT, Source, find_sources


def over(path: str, text: str) -> list[str]:
    sources = [Source(PurePosixPath(path), text)]
    return [
        finding
        for bar in (check_files, check_functions, check_spread)
        for finding in bar(sources)
    ]  # fmt: skip


def function_of(rows: int) -> str:
    return "def f() -> None:\n" + "    x = 1\n" * (rows - 1)


def test_the_tree_is_within_every_bar() -> None:
    sources = list(find_sources())
    findings = [f for bar in (check_files, check_functions, check_spread) for f in bar(sources)]
    assert not findings, "\n".join(findings)


def test_no_script_of_the_app_is_left_out() -> None:
    scripts = {path.relative_to(ROOT) for path in ROOT.glob("web/src/**/*.ts*")}
    assert scripts
    assert scripts <= {PurePosixPath(source.path) for source in find_sources()}


@pytest.mark.parametrize(
    ("path", "text", "words"),
    [
        ("db/a.py", "x = 1\n" * 401, "401 lines, at most 400"),
        ("web/src/a.ts", "f();\n" * 401, "401 lines, at most 400"),
        ("sync/push.py", "x = 1\n" * 201, "201 lines, at most 200"),
        ("web/src/a.ts", "/" * 101, "101 columns"),
        ("db/a.py", "# TO" + "DO: later", "a marker"),
        ("tests/a.py", function_of(51), "51 lines, at most 50"),
        ("db/a.py", "def f(x: int) -> None:\n" + "    if x: f(x)\n" * 10, "complexity 11"),
        ("db/a.py", "def f(x) -> None: ...", "no type"),
        ("db/a.py", "def f(): ...", "no type"),
        ("db/a.py", function_of(9), "median function: 9 lines"),
        ("db/a.py", "def f() -> None: ...\n" * 8 + function_of(26) * 2, "p90 function: 26 lines"),
    ],
)
def test_a_bar_fires_on_what_is_over_it(path: str, text: str, words: str) -> None:
    assert any(words in finding for finding in over(path, text))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("db/a.py", "class A:\n    def f(self) -> None: ..."),
        ("tests/a.py", function_of(30)),
        ("web/src/a.gen.ts", "f();\n" * 401),
        ("db/migrations/versions/a.py", function_of(60)),
    ],
)
def test_what_is_within_the_bars_passes(path: str, text: str) -> None:
    assert over(path, text) == []
