"""docs/study.md, written from the stored runs and the training records alone."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.study import cells, tables
from benchmarks.study.arms import ARMS, MODEL
from benchmarks.study.cells import CELLS, REFERENCE, shown
from benchmarks.study.findings import findings
from benchmarks.study.gather import Result, read_cell
from benchmarks.study.plots import Results, write_plots
from benchmarks.study.suites import SUITES
from coe._optional import require
from coe.files import write_text

_TEMPLATE = Path(__file__).with_name("page.md")
SHOWN = Path("runs/study")
"""Folder of the study in the commands of the page, wherever it was."""

_EXAMPLES = ("sft-coe-own", "base-cot-own", "feedback-none")


def write_page(out: Path, to: Path) -> None:
    """Write the page and its pictures beside it.

    Raises:
        UsageError, RunStoreError, ProblemError: a stored run cannot be read.
        OSError: the page cannot be written.
        MissingDependencyError: a package is not installed.
    """
    found = {name: read_cell(cell, out) for name, cell in CELLS.items()}
    results = {name: result for name, result in found.items() if result is not None}
    pictures = write_plots(results, to.parent, to.stem)
    template = require("jinja2", "report").Template(
        _TEMPLATE.read_text("utf-8"), keep_trailing_newline=True, autoescape=False
    )
    text = template.render(
        model=MODEL,
        findings=list(findings(results)),
        pictures=pictures,
        suites=list(SUITES.values()),
        main=lambda suite: tables.main(results, suite),
        differences=tables.differences(results),
        reference=REFERENCE,
        ablations=tables.ablations(results),
        families=tables.families(results),
        training=tables.training(_records(out)),
        missing=_missing(results, out),
        commands=[shown(CELLS[name].command(SHOWN)) for name in _EXAMPLES],
        made_with=_made_with(results.values()),
        command_tokens=cells.COMMAND_TOKENS,
        solution_tokens=cells.SOLUTION_TOKENS,
        max_steps=cells.MAX_STEPS,
    )
    write_text(to, text)
    print(f"{to}: {len(results)} of {len(CELLS)} cells")


def _records(out: Path) -> dict[str, dict[str, Any]]:
    files = {name: arm.record(out) for name, arm in ARMS.items()}
    shared = str(out), str(SHOWN)
    return {
        name: json.loads(file.read_text("utf-8").replace(*shared))
        for name, file in files.items()
        if file.is_file()
    }


def _missing(results: Results, out: Path) -> list[str]:
    untrained = [name for name, arm in ARMS.items() if not arm.ready(out)]
    missing = [name for name in CELLS if name not in results]
    short = [f"{name} ({result.n})" for name, result in results.items() if result.n < result.cell.n]
    parts = [
        f"No stored run: {_codes(missing)}." if missing else "",
        f"Fewer problems than the cell asks for: {_codes(short)}." if short else "",
        f"Adapters that have not been trained: {_codes(untrained)}." if untrained else "",
    ]
    return list(filter(None, parts))


def _codes(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _made_with(results: Iterable[Result]) -> str:
    """Machines, versions and commits, each once."""
    machines, versions, commits = set(), set(), set()
    for result in results:
        for made in result.made_with:
            machines.add(str(made["machine"]))
            commits.add(str(made["git_commit"])[:10])
            found = made["versions"]
            if isinstance(found, dict):
                versions |= {f"{name} {found[name]}" for name in ("torch", "transformers") if name in found}
    parts = (", ".join(sorted(group)) for group in (machines, versions))
    return f"{'; '.join(parts)}; commits {', '.join(sorted(commits))}"
