"""The registry of problems: one meaning a code, in the words of the house."""

import re

import pytest

from schemas import problems
from schemas.problems import PROBLEMS, VERDICTS, Problem, VerbatimError
from schemas.stamp import Verdict
from tests.house.rules import VERDICT_WORDS

ROWS = (*problems._MALFORMED, *problems._QUARANTINED, *problems._ANSWERS)
every_problem = pytest.mark.parametrize("problem", ROWS, ids=lambda problem: problem.code)


def test_no_code_stands_twice() -> None:
    assert len(PROBLEMS) == len(ROWS)
    assert list(PROBLEMS) == [problem.code for problem in ROWS]


@every_problem
def test_words(problem: Problem) -> None:
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", problem.code)
    for text in (problem.sentence, problem.next_step):
        assert re.match(r"[A-Z]", text)
        assert text.endswith(".")
        assert text == " ".join(text.split())
        assert len(text) <= 120
        assert not VERDICT_WORDS.search(text)
        assert "refuse" not in text.lower()


@every_problem
def test_a_verdict_travels_with_200_and_a_failure_with_its_own_status(problem: Problem) -> None:
    assert (problem.status == 200) is (problem.code in VERDICTS)
    assert problem.status == 200 or 400 <= problem.status < 600


@pytest.mark.parametrize(
    "code", [code for code, verdict in VERDICTS.items() if verdict is Verdict.QUARANTINED]
)
def test_what_is_kept_aside_is_said_to_be_stored(code: str) -> None:
    assert PROBLEMS[code].next_step.startswith("It is stored.")


def test_an_error_names_a_problem_of_the_registry() -> None:
    error = VerbatimError("too_large", "501 lines")
    assert error.problem is PROBLEMS["too_large"]
    assert str(error) == "too_large: 501 lines"
    assert str(VerbatimError("busy")) == "busy"
    with pytest.raises(KeyError):
        VerbatimError("unheard_of")
