"""Cells played by `coe evaluate`, one process each; what is stored is not played again."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from math import isnan
from pathlib import Path

from benchmarks.study.cells import Cell, shown
from benchmarks.study.gather import Result, read_cell, seconds_an_episode
from benchmarks.study.suites import draw_gsm8k, draw_gym


def run_cells(cells: Sequence[Cell], out: Path, n: int | None, gsm8k: Path) -> int:
    """Play what is missing; the number of cells that did not end well.

    Raises:
        UsageError: the file of GSM8K is not there and a cell needs it.
    """
    if any(cell.suite == "gsm8k" for cell in cells):
        draw_gsm8k(out, gsm8k)
    if any(cell.suite == "gym" for cell in cells):
        draw_gym(out)
    bad = 0
    for cell in cells:
        result = read_cell(cell, out)
        wanted = n or cell.n
        if result is not None and result.n >= wanted:
            continue
        if not cell.model.ready(out):
            print(f"{cell.name}: left out, {cell.arm} is not trained (action: train)", flush=True)
            continue
        command = cell.command(out, wanted)
        print(f"{cell.name}: {shown(command)}", flush=True)
        ended = subprocess.run([sys.executable, "-m", "coe", *command], check=False).returncode
        bad += ended != 0
    return bad


def print_list(cells: Sequence[Cell], out: Path) -> None:
    """Every cell with the command that repeats it."""
    for cell in cells:
        print(f"{cell.name}  [{cell.table}]  n = {cell.n}\n    {shown(cell.command(out))}")


def print_status(cells: Sequence[Cell], out: Path, n: int | None) -> None:
    """What each cell holds, and how long the rest will take by the rates measured so far."""
    found = {cell.name: read_cell(cell, out) for cell in cells}
    known = [result for result in found.values() if result is not None]
    total = 0.0
    for cell in cells:
        result, wanted = found[cell.name], n or cell.n
        done = result.n if result else 0
        seconds = max(0, wanted - done) * seconds_an_episode(known, cell)
        total += 0.0 if isnan(seconds) else seconds
        print(f"{cell.name:24} {done:>4}/{wanted:<4} {_standing(cell, result, out):40} {_left(seconds)}")
    print(f"left by the rates measured so far: {total / 60:.0f} min, cells without any rate not counted")


def _standing(cell: Cell, result: Result | None, out: Path) -> str:
    if not cell.model.ready(out):
        return f"{cell.arm} is not trained"
    if result is None:
        return "-"
    failed = f", {result.failed} failed on our side" if result.failed else ""
    return f"{result.right}{failed}"


def _left(seconds: float) -> str:
    return "no rate yet" if isnan(seconds) else f"{seconds / 60:.1f} min left" if seconds else "done"
