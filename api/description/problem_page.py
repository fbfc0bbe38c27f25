"""The page of problems: one place for each code, in English, without script or style."""

from functools import cache
from html import escape

from schemas.problems import PROBLEMS, VERDICTS, Problem
from schemas.stamp import Verdict

_HEAD = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>Problems · Verbatim</title>
</head>
<body>
<main>
<h1>Problems</h1>
<p>Every problem has a code that never changes its meaning. The app shows the sentence and what to \
do next in the reader's language.</p>
"""
_FOOT = "</main>\n</body>\n</html>\n"
_BECOMES = {
    Verdict.MALFORMED: "The line of a push was not logged; it stays in the browser.",
    Verdict.QUARANTINED: "The entry is logged, and does not count until it is released.",
}


@cache
def problem_page() -> str:
    """Return the page; `#CODE` leads to a problem."""
    return _HEAD + "".join(map(_section, PROBLEMS.values())) + _FOOT


def _section(problem: Problem) -> str:
    code, sentence, next_step = map(escape, (problem.code, problem.sentence, problem.next_step))
    return (
        f'<section id="{code}">\n<h2><code>{code}</code></h2>\n'
        f"<p>{sentence}</p>\n<p>{next_step}</p>\n<p><small>{_becomes(problem)}</small></p>\n"
        "</section>\n"
    )


def _becomes(problem: Problem) -> str:
    verdict = VERDICTS.get(problem.code)
    told = f"HTTP status {problem.status}." if verdict is None else _BECOMES[verdict]
    return f"{told} No longer used." if problem.retired else told
