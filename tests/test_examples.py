"""The demonstrations in examples/ run as their first lines say."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def example(name: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, str(ROOT / "examples" / name), *arguments],
        capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_one_episode_with_times() -> None:
    shown = example("demo_local_solver.py")
    assert "solved" in shown
    assert " ms" in shown


def test_two_agents_side_by_side(tmp_path: Path) -> None:
    shown = example("demo_comparison.py", "-n", "4", "--tasks", "linear_equations", "--out", str(tmp_path))
    assert "4 problems in common" in shown
    assert (tmp_path / "comparison.html").stat().st_size > 100_000
