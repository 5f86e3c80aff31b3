"""Files and functions stay short enough to read in one go."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).parents[1]
LINES_A_FILE = 400
LINES_A_FUNCTION = 60


def python_files() -> list[Path]:
    return [
        path
        for folder in ("coe", "tests", "benchmarks", "examples")
        for path in (ROOT / folder).rglob("*.py")
    ]


def long_functions(source: str) -> list[str]:
    return [
        f"{node.name}: {node.end_lineno - node.lineno + 1} lines"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > LINES_A_FUNCTION
    ]


def test_files_are_short() -> None:
    lengths = {str(path.relative_to(ROOT)): path.read_text("utf-8").count("\n") for path in python_files()}
    assert {name: length for name, length in lengths.items() if length > LINES_A_FILE} == {}


def test_functions_are_short() -> None:
    found = {str(path.relative_to(ROOT)): long_functions(path.read_text("utf-8")) for path in python_files()}
    assert {name: names for name, names in found.items() if names} == {}


def test_a_long_function_is_found() -> None:
    assert long_functions("def f():\n" + "    x = 1\n" * LINES_A_FUNCTION)


def test_examples_are_thin() -> None:
    lengths = {path.name: path.read_text("utf-8").count("\n") for path in (ROOT / "examples").glob("*.py")}
    assert {name: length for name, length in lengths.items() if length >= 40} == {}
