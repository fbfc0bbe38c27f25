"""The files of this repository as the house checks see them."""

import ast
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("api", "cli", "db", "lab", "proof", "report", "schemas", "sync")
SUFFIXES = {".py", ".ts", ".tsx", ".json"}
# Installed, built or measured, not written by hand; `vectors` are data, often wrong on purpose.
SKIPPED = {"node_modules", "dist", "build", "data", "vectors", "results"}


@dataclass(frozen=True)
class Source:
    """One file: its path from the root of the repository, and its text."""

    path: PurePosixPath
    text: str

    @property
    def place(self) -> str:
        """The top-level folder the file lives in."""
        return self.path.parts[0]

    @property
    def is_python(self) -> bool:
        """Whether the file is Python."""
        return self.path.suffix == ".py"

    @property
    def is_script(self) -> bool:
        """Whether the file is TypeScript."""
        return self.path.suffix in {".ts", ".tsx"}

    @property
    def is_test(self) -> bool:
        """Whether the file is a test or helps tests."""
        return "tests" in self.path.parts or ".test." in self.path.name

    @cached_property
    def rows(self) -> list[str]:
        """The lines of the file."""
        return self.text.splitlines()

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree of a Python file."""
        return ast.parse(self.text, str(self.path))

    @cached_property
    def docstrings(self) -> frozenset[int]:
        """The identities of the constants that are docstrings."""
        owners = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
        bodies = (node.body for node in ast.walk(self.tree) if isinstance(node, owners))
        return frozenset(
            id(body[0].value) for body in bodies if body and isinstance(body[0], ast.Expr)
        )


def find_sources(root: Path = ROOT) -> Iterator[Source]:
    """Yield every file that is written by hand here."""
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(n for n in folders if n not in SKIPPED and not n.startswith("."))
        for path in (Path(folder, name) for name in sorted(files)):
            if path.suffix in SUFFIXES and path.name != "package-lock.json":
                relative = PurePosixPath(path.relative_to(root).as_posix())
                yield Source(relative, path.read_text(encoding="utf-8"))
