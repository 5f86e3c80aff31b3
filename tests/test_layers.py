"""Imports inside `coe` go one way: a part imports only from parts to its left."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BASE = frozenset({"errors", "_optional", "_registry", "seeding", "messages", "problem"})
# Parts that share a rank are siblings: neither imports the other.
RANKS: tuple[frozenset[str], ...] = (
    frozenset({"errors"}),
    frozenset(
        {
            "_optional",
            "_registry",
            "seeding",
            "messages",
            "problem",
            "intervals",
            "typesetting",
            "assets",
            "files",
            "settings",
            "processes",
        }
    ),
    frozenset({"dsl", "pictures"}),
    frozenset({"verifier"}),
    frozenset({"corruptions"}),
    frozenset({"tasks"}),
    frozenset({"environment"}),
    frozenset({"agents"}),
    frozenset({"rollout"}),
    frozenset({"workers"}),
    frozenset({"search"}),
    frozenset({"demonstrations"}),
    frozenset({"evaluation", "training"}),
    frozenset({"exporting"}),
    frozenset({"server"}),
    frozenset({"cli"}),
    frozenset({"__main__"}),
)
# The same inside the verifier: its folders, and the files beside them.
VERIFIER_RANKS: tuple[frozenset[str], ...] = (
    frozenset({"policy"}),
    frozenset({"report"}),
    frozenset({"expressions"}),
    frozenset({"values", "workers"}),
    frozenset({"algebra", "syntax"}),
    frozenset({"calculus", "sentences"}),
    frozenset({"problems"}),
    frozenset({"lines"}),
    frozenset({"answers"}),
    frozenset({"verify"}),
    frozenset({"explanations", "reward"}),
)
# An integral may stand in any expression, and calculus is built on values.
ASKS_UPWARDS = ("values/of_calculus.py", "calculus")
RANK_OF = {part: rank for rank, parts in enumerate(RANKS) for part in parts}


def part_of(path: Path) -> str:
    relative = path.relative_to(ROOT / "coe")
    return relative.parts[0].removesuffix(".py")


def allowed(importer: str, imported: str) -> bool:
    if importer == imported:
        return True
    if importer == "agents":
        return imported in BASE
    return RANK_OF[imported] < RANK_OF[importer]


def imported_parts(source: str) -> Iterator[tuple[int, str]]:
    """(line number, part of coe) for every import, those inside functions included."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: imports inside coe are absolute"
            if node.module == "coe":
                yield from ((node.lineno, alias.name) for alias in node.names)
            elif node.module and node.module.startswith("coe."):
                yield node.lineno, node.module.split(".")[1]
        elif isinstance(node, ast.Import):
            yield from ((node.lineno, n.name.split(".")[1]) for n in node.names if n.name.startswith("coe."))


def back_edges(path: Path, source: str) -> list[str]:
    importer = part_of(path)
    return [
        f"{path.relative_to(ROOT)}:{line} ({importer}) imports coe.{imported}"
        for line, imported in imported_parts(source)
        if imported != "__version__" and not allowed(importer, imported)
    ]


def verifier_back_edges(name: str, source: str) -> list[str]:
    """Imports that do not go down; `name` is the file's path below coe/verifier."""
    rank_of = {part: rank for rank, parts in enumerate(VERIFIER_RANKS) for part in parts}
    importer = name.partition("/")[0].removesuffix(".py")
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("coe.verifier"):
            continue
        parts = (node.module or "").split(".")
        for imported in [parts[2]] if len(parts) > 2 else [alias.name for alias in node.names]:
            down = imported == importer or rank_of.get(imported, len(rank_of)) < rank_of[importer]
            if not down and (name, imported) != ASKS_UPWARDS:
                found.append(f"coe/verifier/{name}:{node.lineno} imports {imported}")
    return found


def sources() -> list[Path]:
    return [path for path in sorted((ROOT / "coe").rglob("*.py")) if path != ROOT / "coe" / "__init__.py"]


def test_every_part_has_a_rank() -> None:
    assert {part_of(path) for path in sources()} <= set(RANK_OF)


def test_imports_go_one_way() -> None:
    assert [edge for path in sources() for edge in back_edges(path, path.read_text("utf-8"))] == []


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("dsl/x.py", "from coe.verifier import verify"),
        ("agents/x.py", "def f():\n    from coe.dsl import Draft"),
        ("training/x.py", "import coe.evaluation.report"),
        ("verifier/x.py", "from coe import rollout"),
    ],
)
def test_a_back_edge_is_found(file: str, source: str) -> None:
    assert back_edges(ROOT / "coe" / file, source)


def test_imports_inside_the_verifier_go_one_way() -> None:
    root = ROOT / "coe" / "verifier"
    names = {str(path.relative_to(root)): path for path in sources() if path.is_relative_to(root)}
    del names["__init__.py"]
    found = [
        edge for name, path in names.items() for edge in verifier_back_edges(name, path.read_text("utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("values/x.py", "from coe.verifier.algebra.roots import dense"),
        ("values/x.py", "def f():\n    from coe.verifier.calculus import binder_values"),
        ("syntax/x.py", "from coe.verifier.algebra import roots"),
        ("lines/x.py", "from coe.verifier import answers"),
        ("lines/x.py", "from coe.verifier import verify"),
    ],
)
def test_a_back_edge_inside_the_verifier_is_found(file: str, source: str) -> None:
    assert verifier_back_edges(file, source)
