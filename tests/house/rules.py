"""House rules: what a reader may take for granted in every file of this repository.

Each rule is a function from one file to the findings in it; its docstring is the reason. A line
that must break a rule says why in a comment: `# house: reason` (`// house: reason`).
"""

import ast
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.house.sources import PACKAGES, Source

Finding = tuple[int, str]
Rule = Callable[[Source], Iterator[Finding]]

BELOW_API = {"schemas", "proof", "lab", "db", "sync", "report"}
CLOCKS = {
    "datetime": {"now", "utcnow", "today"},
    "date": {"today"},
    "time": {
        "time", "time_ns", "monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns",
        "localtime", "gmtime", "process_time",
    },
    "func": {"now", "current_timestamp", "clock_timestamp", "statement_timestamp"},
}  # fmt: skip
LOG_TABLES = {"entry", "part", "head"}
LOG_SQL = re.compile(
    r"\b(update|delete\s+from|replace\s+into|truncate(?:\s+table)?)"
    r'\s+"?(entry|part|head)\b"?(\s+set\b)?',
    re.IGNORECASE,
)
SPECTRUM = {"numpy", "scipy", "pandas"}
VAGUE = {"utils", "helpers", "common", "manager", "base", "core"}
VERDICT_WORDS = re.compile(
    r"(?<![a-z])(identified|confirmed|positive|negative)(?![a-z])", re.IGNORECASE
)
# A laboratory does identify a substance. These keys of the catalogue speak of its result alone.
LABORATORY_KEYS = {"lab.finding_status.identified"}
ESCAPE = re.compile(r"(?:#|//) house: \S")


@dataclass(frozen=True)
class Violation:
    """One line that breaks one rule."""

    path: str
    line: int
    rule: str
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.rule}: {self.text}"


def check(source: Source) -> Iterator[Violation]:
    """Yield what breaks a rule in a file and gives no reason for it."""
    for rule in RULES:
        for line, text in rule(source):
            row = source.rows[line - 1] if 0 < line <= len(source.rows) else ""
            if not ESCAPE.search(row):
                yield Violation(str(source.path), line, rule.__name__, text)


def no_clock_below_api(source: Source) -> Iterator[Finding]:
    """Time is given, never read: a test, an audit and a replay must see the time they ask for."""
    if not (source.is_python and source.place in BELOW_API):
        return
    real = read_aliases(source.tree)
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute):
            owner = real.get(last_name(node.value), last_name(node.value))
            if node.attr in CLOCKS.get(owner, ()):
                yield node.lineno, f"{owner}.{node.attr} reads a clock"
        elif isinstance(node, ast.ImportFrom) and node.module == "time":
            for name in (a.name for a in node.names if a.name in CLOCKS["time"]):
                yield node.lineno, f"time.{name} reads a clock"


def no_http_exception_outside_api(source: Source) -> Iterator[Finding]:
    """What can go wrong below HTTP is a value with a code; only `api` knows of statuses."""
    if not (source.is_python and source.place in BELOW_API):
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute | ast.Name) and last_name(node) == "HTTPException":
            yield node.lineno, "HTTPException outside api"
        elif isinstance(node, ast.ImportFrom):
            named = [alias for alias in node.names if alias.name == "HTTPException"]
            yield from ((alias.lineno, "HTTPException outside api") for alias in named)


def log_rows_stay(source: Source) -> Iterator[Finding]:
    """The log is append-only; only erasing removes a part, and only the log moves its head."""
    if not (source.is_python and source.place in PACKAGES):
        return
    for node in ast.walk(source.tree):
        for act, table in find_writes(node, source.docstrings):
            if not may_write(source, act, table):
                yield getattr(node, "lineno", 1), f"{act} of {table}"


def may_write(source: Source, act: str, table: str) -> bool:
    """Say whether this file is the one place that may do this to a table of the log."""
    if table == "head":
        return act == "update" and str(source.path) == "db/log/heads.py"
    return str(source.path) == "db/queries/erasure.py"


def find_writes(node: ast.AST, docstrings: frozenset[int]) -> Iterator[tuple[str, str]]:
    """Yield (act, table) for each change of a log row, in SQL text or in SQLAlchemy."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        if id(node) not in docstrings:
            yield from find_writes_in_text(node.value)
    elif isinstance(node, ast.Call):
        yield from find_writes_in_call(node)


def find_writes_in_text(text: str) -> Iterator[tuple[str, str]]:
    """Yield (act, table) for each statement; `update part` alone is English, not SQL."""
    for match in LOG_SQL.finditer(text):
        act = match[1].split()[0].lower()
        if act != "update" or match[3]:
            yield act, match[2].lower()


def find_writes_in_call(call: ast.Call) -> Iterator[tuple[str, str]]:
    """Yield (act, table) for `update(entry)`, `entry.update()` and an upsert of `entry`."""
    act = last_name(call.func)
    if act == "on_conflict_do_update":
        inner = (node for node in ast.walk(call.func) if isinstance(node, ast.Call))
        named = {first_name(node) for node in inner if last_name(node.func) == "insert"}
        yield from (("update", table) for table in sorted(named & LOG_TABLES))
    elif act in {"update", "delete"} and first_name(call) in LOG_TABLES:
        yield act, first_name(call)


def first_name(call: ast.Call) -> str:
    """Give the table of `update(table)` and `table.update()`.

    `x.update(values)` is a dictionary's: the method of a table takes no argument, so there the
    argument is looked at, and only a table is named like a table.
    """
    if call.args:
        return last_name(call.args[0])
    return last_name(call.func.value) if isinstance(call.func, ast.Attribute) else ""


def no_float_in_schemas(source: Source) -> Iterator[Finding]:
    """Two languages print one float differently, and what is signed must have one spelling."""
    if not (source.is_python and source.place == "schemas"):
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Name) and node.id == "float":
            yield node.lineno, "float"
        elif isinstance(node, ast.Constant) and isinstance(node.value, float):
            yield node.lineno, f"float literal {node.value}"


def nothing_computed_from_a_spectrum(source: Source) -> Iterator[Finding]:
    """There is nothing here to compute from a spectrum, so nothing to compute it with."""
    if source.is_python:
        for line, module in find_imports(source.tree):
            if module in SPECTRUM:
                yield line, f"import of {module}"


def packages_import_packages(source: Source) -> Iterator[Finding]:
    """What is shipped runs without what is not."""
    if source.is_python and source.place in PACKAGES:
        for line, module in find_imports(source.tree):
            if module in {"tests", "bench", "web"}:
                yield line, f"import of {module}"


def names_say_what(source: Source) -> Iterator[Finding]:
    """A module named `utils` collects whatever nobody found a place for."""
    for part in source.path.with_suffix("").parts:
        if part in VAGUE:
            yield 1, f"{part} is a name for anything"


def field_words_in_problems(source: Source) -> Iterator[Finding]:
    """A field result is presumptive: in texts and codes the analyser displays, no more."""
    if str(source.path) != "schemas/problems.py":
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found = VERDICT_WORDS.search(node.value)
            if found and id(node) not in source.docstrings:
                yield node.lineno, found[0]


def field_words_in_catalogues(source: Source) -> Iterator[Finding]:
    """The same, for what is shown; translations follow the English text."""
    if not str(source.path).startswith(("web/locales/en/", "report/words/en.")):
        return
    for key, text in json.loads(source.text).items():
        found = VERDICT_WORDS.search(f"{key}\n{text}")
        if found and key not in LABORATORY_KEYS:
            yield find_row(source, key), f"{key}: {found[0]}"


def no_device_formats(source: Source) -> Iterator[Finding]:
    """`toLocale…` follows the device: two readers of one record would read two texts."""
    if source.is_script and str(source.path).startswith("web/src/"):
        for line, row in enumerate(source.rows, 1):
            if re.search(r"\.toLocale\w*\(", row):
                yield line, "toLocale"


RULES: tuple[Rule, ...] = (
    no_clock_below_api,
    no_http_exception_outside_api,
    log_rows_stay,
    no_float_in_schemas,
    nothing_computed_from_a_spectrum,
    packages_import_packages,
    names_say_what,
    field_words_in_problems,
    field_words_in_catalogues,
    no_device_formats,
)


def last_name(node: ast.AST) -> str:
    """Give `c` for `a.b.c` and for `c`; nothing for anything else."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def read_aliases(tree: ast.Module) -> dict[str, str]:
    """Map the names a module gives to its imports to the names they have at home."""
    imports = (n for n in ast.walk(tree) if isinstance(n, ast.Import | ast.ImportFrom))
    return {a.asname: a.name for node in imports for a in node.names if a.asname}


def find_imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield the line and the top-level name of every absolute import."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name.split(".")[0]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.lineno, node.module.split(".")[0]


def find_row(source: Source, word: str) -> int:
    """Give the line where a catalogue has this key."""
    return next((n for n, row in enumerate(source.rows, 1) if f'"{word}"' in row), 1)
