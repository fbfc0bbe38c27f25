"""What is measured is kept on the side of its tree, and a larger first load is noticed."""

from pathlib import Path

import pytest

from bench.against import Run, print_scripts
from bench.checkouts import Checkout
from bench.databases import Sqlite
from bench.first_load import Scripts, Weight
from bench.jobs import Measured, Work
from bench.processes import ROOT
from bench.trees import Tree


def test_a_ratio_is_that_of_after_to_before(tmp_path: Path) -> None:
    databases = Sqlite(tmp_path)
    before, after = (
        Tree(Checkout(name, ROOT), databases, tmp_path) for name in ("before", "after")
    )
    run = Run((before, after), databases, Work([], [], []))
    for tree, cpu in ((after, 4.0), (before, 2.0)):
        run.note(tree, "push", "entries", Measured(seconds=1.0, cpu=cpu, count=100))
    assert run.rows["push"].ratios == [0.5]
    assert run.rows["push"].missed


@pytest.mark.parametrize(("plain", "larger"), [(99, False), (100, False), (101, True)])
def test_a_first_load_may_not_grow(
    plain: int, capsys: pytest.CaptureFixture[str], *, larger: bool
) -> None:
    whole = Weight(1000, 400)
    before, after = (Scripts(Weight(size, 40), whole) for size in (100, plain))
    assert print_scripts(before, after) is larger
    assert ("LARGER" in capsys.readouterr().out) is larger
