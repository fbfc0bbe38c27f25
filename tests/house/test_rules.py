"""The house rules hold in this tree, and each of them fires on what it forbids."""

from pathlib import Path, PurePosixPath

import pytest

from tests.house import rules
from tests.house.sources import Source, find_sources

PLANTED = [
    ("no_clock_below_api", "db/log/heads.py", "from datetime import datetime\nx = datetime.now()"),
    ("no_clock_below_api", "sync/push.py", "import datetime as d\nx = d.datetime.utcnow()"),
    ("no_clock_below_api", "lab/rules.py", "import time as t\nx = t.monotonic()"),
    ("no_clock_below_api", "proof/tree.py", "from time import perf_counter"),
    ("no_clock_below_api", "schemas/entry.py", "import datetime\nx = datetime.date.today()"),
    ("no_clock_below_api", "db/queries.py", "x = func.now()"),
    ("no_http_exception_outside_api", "sync/push.py", "raise HTTPException(400)"),
    ("no_http_exception_outside_api", "db/log/heads.py", "from fastapi import HTTPException as E"),
    ("log_rows_stay", "sync/push.py", "x = update(entry)"),
    ("log_rows_stay", "db/store.py", "x = delete(tables.part).where(y)"),
    ("log_rows_stay", "db/store.py", "x = entry.delete()"),
    ("log_rows_stay", "db/store.py", 'x = "UPDATE entry SET header = 1"'),
    ("log_rows_stay", "db/store.py", 'x = f"delete from part where id = {y}"'),
    ("log_rows_stay", "db/store.py", 'x = "TRUNCATE TABLE head"'),
    ("log_rows_stay", "db/store.py", "x = insert(part).values(a=1).on_conflict_do_update(b=2)"),
    ("log_rows_stay", "db/store.py", "x = update(head)"),
    ("log_rows_stay", "db/log/heads.py", "x = delete(head)"),
    ("log_rows_stay", "db/queries/erasure.py", "x = update(head)"),
    ("no_float_in_schemas", "schemas/parts/reading.py", "def f(x: float) -> None: ..."),
    ("no_float_in_schemas", "schemas/parts/reading.py", "x = 0.5"),
    ("nothing_computed_from_a_spectrum", "bench/run.py", "import numpy.linalg"),
    ("nothing_computed_from_a_spectrum", "tests/test_x.py", "from pandas import DataFrame"),
    ("packages_import_packages", "api/demo.py", "from tests.house import rules"),
    ("packages_import_packages", "db/log/heads.py", "def f():\n    import bench.run"),
    ("names_say_what", "sync/helpers.py", ""),
    ("names_say_what", "web/src/utils/day.ts", ""),
    ("field_words_in_problems", "schemas/problems.py", 'x = "the substance was identified"'),
    ("field_words_in_problems", "schemas/problems.py", 'x = "field_negative_lab_found"'),
    ("field_words_in_catalogues", "web/locales/en/x.json", '{"a.b": "A positive reading"}'),
    ("field_words_in_catalogues", "web/locales/en/x.json", '{"a.confirmed": "yes"}'),
    ("field_words_in_catalogues", "report/words/en.json", '{"a.b": "A confirmed reading"}'),
    ("no_device_formats", "web/src/page/day.ts", "const x = day.toLocaleDateString();"),
]

ALLOWED = [
    ("api/clock.py", "from datetime import datetime\nx = datetime.now()"),
    ("db/log/heads.py", "from datetime import datetime\nx = datetime.fromisoformat(y)"),
    ("api/routes.py", "raise HTTPException(400)"),
    ("db/log/heads.py", "x = update(head)"),
    ("db/queries/erasure.py", "x = delete(part)"),
    ("db/store.py", "part.update({'a': 1})\nx = delete(session)"),
    ("db/store.py", '"""We never update entry set in stone."""'),
    ("db/migrations/versions/a.py", 'x = "CREATE TRIGGER t BEFORE UPDATE ON entry"'),
    ("db/store.py", "x = update(entry)  # house: the reason"),
    ("schemas/problems.py", '"""Never say identified."""'),
    ("schemas/problems.py", 'x = "the officer is unidentified"'),
    ("web/locales/en/x.json", '{"lab.finding_status.identified": "identified"}'),
    ("web/locales/de/x.json", '{"a.b": "positive"}'),
    ("web/src/page/day.ts", "const x = y.toLocaleString(); // house: the reason"),
]


def broken_rules(path: str, text: str) -> set[str]:
    return {violation.rule for violation in rules.check(Source(PurePosixPath(path), text))}


def test_the_tree_keeps_every_rule() -> None:
    broken = [violation for source in find_sources() for violation in rules.check(source)]
    assert not broken, "\n".join(map(str, broken))


@pytest.mark.parametrize(("rule", "path", "text"), PLANTED)
def test_a_rule_fires_on_what_it_forbids(rule: str, path: str, text: str) -> None:
    assert broken_rules(path, text) == {rule}


@pytest.mark.parametrize(("path", "text"), ALLOWED)
def test_what_is_allowed_stays_allowed(path: str, text: str) -> None:
    assert broken_rules(path, text) == set()


def test_every_rule_has_a_reason_and_a_planted_violation() -> None:
    assert {rule.__name__ for rule in rules.RULES} == {rule for rule, _, _ in PLANTED}
    assert all(rule.__doc__ for rule in rules.RULES)


def test_an_empty_escape_is_none() -> None:
    assert broken_rules("db/store.py", "x = update(entry)  # house: ") == {"log_rows_stay"}


def test_what_is_installed_or_built_is_not_read(tmp_path: Path) -> None:
    for folder in ("web/node_modules", "web/dist", ".venv", "db"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "a.py").write_text("")
    assert [str(source.path) for source in find_sources(tmp_path)] == ["db/a.py"]
