"""How long things are. Symptoms to watch, with a limit where reading stops being possible."""

from __future__ import annotations

import ast
import statistics
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.sources import PACKAGE, ROOT, python_files, templates

CODE = python_files("src", "tools", "benchmarks")
Function = ast.FunctionDef | ast.AsyncFunctionDef


def is_docstring(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def code_lines(function: Function, lines: list[str]) -> int:
    """Lines of a body that say something: no docstring, no comment, no blank."""
    body = function.body[1:] if is_docstring(function.body[0]) else function.body
    if not body:
        return 0
    written = lines[body[0].lineno - 1 : function.end_lineno]
    return sum(1 for line in written if line.strip() and not line.strip().startswith("#"))


def functions(path: Path) -> Iterator[tuple[str, int]]:
    source = path.read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, Function):
            yield f"{path.relative_to(ROOT)}:{node.name}", code_lines(node, source.splitlines())


def length(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def longest(lengths: dict[str, int]) -> str:
    return "\n".join(f"{lengths[name]:4} {name}" for name in sorted(lengths, key=lambda name: -lengths[name])[:12])


def share(lengths: dict[str, int], percent: int) -> float:
    return statistics.quantiles(lengths.values(), n=100, method="inclusive")[percent - 1]


def test_functions_are_short() -> None:
    lengths = dict(found for path in CODE for found in functions(path))
    assert max(lengths.values()) <= 50, longest(lengths)
    assert share(lengths, 95) <= 25, longest(lengths)
    assert share(lengths, 50) <= 6, longest(lengths)


def test_files_are_short() -> None:
    lengths = {str(path.relative_to(ROOT)): length(path) for path in [*CODE, *python_files("tests")]}
    assert max(lengths.values()) <= 400, longest(lengths)
    assert share(lengths, 95) <= 300, longest(lengths)


def test_templates_are_short() -> None:
    lengths = {str(path.relative_to(PACKAGE)): length(path) for path in templates()}
    assert share(lengths, 95) <= 80, longest(lengths)
    assert share(lengths, 50) <= 20, longest(lengths)
