"""What is generated is what stands in the tree."""

from schemas import generate
from schemas.generate_answers import answer_types
from schemas.problems import PROBLEMS, VERDICTS
from schemas.types import Word


def test_types_are_fresh() -> None:
    text = generate.TYPES.read_text(encoding="utf-8")
    assert text == generate.types(), "run: python -m schemas.generate"


def test_types_of_answers_are_fresh() -> None:
    text = generate.ANSWERS.read_text(encoding="utf-8")
    assert text == answer_types(), "run: python -m schemas.generate"


def test_the_page_of_problems_is_fresh() -> None:
    text = generate.PROBLEMS_PAGE.read_text(encoding="utf-8")
    assert text == generate.problems_page(), "run: python -m schemas.generate"


def test_the_page_says_what_becomes_of_each_code() -> None:
    page = generate.problems_page()
    for problem in PROBLEMS.values():
        becomes = VERDICTS.get(problem.code, problem.status)
        assert f"| `{problem.code}` | {becomes} | {problem.sentence} |" in page


def test_every_vocabulary_is_there() -> None:
    types = generate.types()
    named = [one for one in Word.__subclasses__() if one.__module__.startswith("schemas.")]
    assert all(f"export type {vocabulary.__name__} = " in types for vocabulary in named)


def test_types_are_written_as_code_is() -> None:
    rows = (generate.types() + answer_types()).splitlines()
    assert all(len(row) <= 100 or '"' in row for row in rows)
    assert all(row == row.rstrip() for row in rows)
    assert not [row for row in rows if "undefined" in row or row.startswith("null |")]
