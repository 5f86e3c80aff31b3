"""`coe train tiny`: the smallest run leaves a model that `coe solve` loads; wrong usage is said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest


def test_a_short_run_leaves_a_model(coe: Callable, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    flags = ("--minutes", "0.02", "--compile", "off", "--workers", "0", "--eval-n", "1")
    done = coe("train", "tiny", "--out", str(folder), "--tasks", "expand", *flags)
    assert done.code == 0, done.err
    assert "mistaken draft, feedback lines" in done.out
    assert (folder / "model.safetensors").is_file()
    solved = coe("solve", "Expand (x + 2)^2", "--model", str(folder), "--max-steps", "1", "--json")
    assert solved.code in (0, 1)
    assert '"status"' in solved.out


@pytest.mark.parametrize(
    ("arguments", "said"), [(("--tasks", "chess"), "unknown task family"), (("--minutes", "0"), "minutes")]
)
def test_wrong_usage_is_code_2(coe: Callable, tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    done = coe("train", "tiny", "--out", str(tmp_path / "model"), *arguments)
    assert done.code == 2
    assert said in done.err
