"""Two checkouts are given the same work, over HTTP and by commands alone."""

from pathlib import Path

import pytest

from bench.checkouts import Checkout, foreign_environment
from bench.databases import Sqlite
from bench.load import Plan, run_plan
from bench.processes import ROOT
from bench.trees import Tree
from bench.workload import Content


def test_what_one_tree_made_the_other_serves_and_both_take_the_same_entries(
    tmp_path: Path,
) -> None:
    databases, trees = Sqlite(tmp_path), []
    for name in ("before", "after"):
        (tmp_path / name).mkdir()
        trees.append(Tree(Checkout(name, ROOT), databases, tmp_path / name))
    earlier, later = trees
    earlier.begin([2, 1])
    content = Content()
    pulled, pushed = (
        [(phone, phone.record(content, earlier.site.instrument)) for phone in phones]
        for phones in (earlier.site.phones[:1], earlier.site.phones[1:])
    )
    earlier.fill(pulled)
    later.follow(earlier)
    for tree in trees:
        with tree.serve(full=False) as server:
            found = run_plan(Plan(server.port, [[tree.push(pushed)]]))
            assert found.statuses == [[200]]
            tree.check(found.bodies[0][0], pushed)
    with later.serve(full=True) as server:
        found = run_plan(Plan(server.port, [[later.pull()]], counted=later.counted))
        assert (found.statuses, found.count) == ([[200]], later.beside + len(pulled))
    later.audit()


def test_another_tree_does_not_find_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{ROOT}/.venv/bin:/usr/bin")
    monkeypatch.setenv("MAKEFLAGS", "AGAINST=main")
    monkeypatch.setenv("HOME", "/somewhere")
    found = foreign_environment()
    assert (found["PATH"], found["HOME"]) == ("/usr/bin", "/somewhere")
    assert "MAKEFLAGS" not in found
