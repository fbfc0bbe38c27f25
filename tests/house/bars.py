"""Style bars: how long and how branched the code here may be.

Lengths are physical lines, first line of a definition to its last; tests are held to the limits
of a single function and file, not to the medians. A limit lifted for one place says why, here.
"""

import ast
import re
import statistics
from collections.abc import Iterator
from dataclasses import dataclass

from tests.house.sources import Source

FILE_LINES = 400
ROW_LENGTH = 100
FUNCTION_LINES, FUNCTION_LINES_P90, FUNCTION_LINES_MEDIAN = 50, 25, 8
COMPLEXITY = 10
OTHER_LIMITS = {
    "sync/push.py": 200,  # the page everyone reads first
    "proof/verify.py": 800,  # one file that an expert reads in an hour, and that imports nothing
}

# Written by a program, or a list of columns that is never edited again.
UNMEASURED = re.compile(r"\.gen\.ts$|/migrations/versions/")

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
# An assert is no path here: the code has none (S101), and in a test it is what the test says.
BRANCHES = (
    ast.If, ast.IfExp, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.comprehension,
    ast.match_case,
)  # fmt: skip
MARKERS = re.compile(r"(?:#|//|/\*)\s*(TODO|FIXME|XXX|HACK)\b")


@dataclass(frozen=True)
class Function:
    """One function of a Python file, measured."""

    where: str
    lines: int
    complexity: int
    typed: bool


def check_files(sources: list[Source]) -> Iterator[str]:
    """Yield every file, row and marker that is over a bar."""
    for source in sources:
        if is_measured(source):
            yield from check_file(source)


def is_measured(source: Source) -> bool:
    """Say whether people write and read the file as code."""
    return (source.is_python or source.is_script) and not UNMEASURED.search(str(source.path))


def check_file(source: Source) -> Iterator[str]:
    """Yield what is over a bar in one file."""
    limit = OTHER_LIMITS.get(str(source.path), FILE_LINES)
    if len(source.rows) > limit:
        yield f"{source.path}: {len(source.rows)} lines, at most {limit}"
    for number, row in enumerate(source.rows, 1):
        if len(row) > ROW_LENGTH:
            yield f"{source.path}:{number}: {len(row)} columns, at most {ROW_LENGTH}"
        if MARKERS.search(row):
            yield f"{source.path}:{number}: a marker: open an issue instead"


def check_functions(sources: list[Source]) -> Iterator[str]:
    """Yield every function that is over a bar, of the tests too."""
    for function in measure(sources):
        if function.lines > FUNCTION_LINES:
            yield f"{function.where}: {function.lines} lines, at most {FUNCTION_LINES}"
        if function.complexity > COMPLEXITY:
            yield f"{function.where}: complexity {function.complexity}, at most {COMPLEXITY}"
        if not function.typed:
            yield f"{function.where}: a parameter or the result has no type"


def check_spread(sources: list[Source]) -> Iterator[str]:
    """Yield the medians of the code that is not tests, where they are over a bar."""
    lines = sorted(f.lines for f in measure([s for s in sources if not s.is_test]))
    if not lines:
        return
    median, p90 = statistics.median(lines), lines[min(len(lines) - 1, int(len(lines) * 0.9))]
    if median > FUNCTION_LINES_MEDIAN:
        yield f"median function: {median} lines, at most {FUNCTION_LINES_MEDIAN}"
    if p90 > FUNCTION_LINES_P90:
        yield f"p90 function: {p90} lines, at most {FUNCTION_LINES_P90}"


def measure(sources: list[Source]) -> Iterator[Function]:
    """Yield every Python function with its measures."""
    for source in sources:
        if source.is_python and is_measured(source):
            for node in ast.walk(source.tree):
                if isinstance(node, FUNCTIONS):
                    yield measure_function(str(source.path), node)


def measure_function(path: str, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Function:
    """Measure one function."""
    return Function(
        where=f"{path}:{node.lineno}: {node.name}",
        lines=(node.end_lineno or node.lineno) - node.lineno + 1,
        complexity=count_paths(node),
        typed=is_typed(node),
    )


def is_typed(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Say whether every parameter and the result have a type."""
    given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    if given and given[0].arg in {"self", "cls"}:
        given = given[1:]
    returns = node.returns is not None or node.name == "__init__"
    return returns and all(argument.annotation for argument in given)


def count_paths(function: ast.AST) -> int:
    """Give McCabe's number; a nested function is not counted in its parent."""
    total, pending = 1, list(ast.iter_child_nodes(function))
    while pending:
        node = pending.pop()
        if not isinstance(node, FUNCTIONS):
            total += isinstance(node, BRANCHES)
            total += len(node.values) - 1 if isinstance(node, ast.BoolOp) else 0
            pending.extend(ast.iter_child_nodes(node))
    return total
