"""Data sets as `coe tasks`, `coe solve` and `coe demos` take them: NAME:PATH."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import pytest


class Script(Protocol):
    """The fixture that makes scripted agents."""

    seen: list[str]

    def __call__(self, *replies: str) -> str: ...


GSM8K = Path(__file__).parents[1] / "data" / "gsm8k_sample.jsonl"


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "gsm8k.jsonl"
    lines = GSM8K.read_text("utf-8").splitlines()
    path.write_text("\n".join([lines[0], "{", *lines[1:8]]) + "\n", "utf-8")
    return path


def test_tasks_shows_one_problem_and_counts_rows(coe: Callable, broken: Path) -> None:
    done = coe("tasks", f"gsm8k:{broken}", "--bad-rows", "skip")
    assert done.code == 0
    assert "Answer: 97" in done.out
    assert f"8 problems, 8 with a worked solution, 1 bad rows; {broken}:2: not JSON" in done.out
    done = coe("tasks", f"gsm8k:{broken}", "--bad-rows", "skip", "-n", "3", "--json")
    assert [json.loads(line)["family"] for line in done.out.splitlines()] == ["gsm8k"] * 3
    assert "3 problems" in done.err


def test_a_bad_row_stops_with_its_place(coe: Callable, broken: Path) -> None:
    done = coe("tasks", f"gsm8k:{broken}")
    assert done.code == 1
    assert f"{broken}:2: not JSON" in done.err
    assert "--bad-rows skip" in done.err


def test_demos_of_a_data_set(coe: Callable, tmp_path: Path, broken: Path) -> None:
    out = tmp_path / "set"
    flags = ("--tasks", f"linear_equations,gsm8k:{broken}", "-n", "8", "--splits", "train", "--out", str(out))
    stopped = coe("demos", *flags)
    assert stopped.code == 1
    assert not out.exists()
    done = coe("demos", *flags, "--bad-rows", "skip", "--workers", "1")
    assert done.code == 0, done.err
    assert "8 with a worked solution, 1 bad rows" in done.err
    rows = [json.loads(line) for line in (out / "data" / "train-00000.jsonl").read_text("utf-8").splitlines()]
    assert {row["family"] for row in rows} == {"linear_equations", "gsm8k"}
    assert coe("demos", "report", str(out), "--workers", "1").code == 0
    found = coe("demos", "report", str(out), "--workers", "1", "--against", f"gsm8k:{broken}?bad_rows=skip")
    assert found.code == 1
    assert "are of problems of gsm8k:" in found.err
    clean = tmp_path / "clean"
    assert coe("demos", "clean", str(out), "--out", str(clean), "--against", f"gsm8k:{GSM8K}").code == 0
    left = (clean / "data" / "train-00000.jsonl").read_text("utf-8")
    assert '"gsm8k"' not in left
    broken.write_bytes(broken.read_bytes() + b"\n{}\n")
    changed = coe("demos", *flags, "--bad-rows", "skip", "--workers", "1", "--resume")
    assert changed.code == 2
    assert "other settings (data.gsm8k:" in changed.err


@pytest.mark.parametrize(
    ("tasks", "said"),
    [
        ("gsm8k:nowhere.jsonl", "no file or folder nowhere.jsonl"),
        ("chess:x.jsonl", "chess"),
        (f"gsm8k:{GSM8K}?colour=red", "is no option"),
        (f"jsonl:{GSM8K}?solution=row", "a solution is text"),
    ],
)
def test_what_cannot_be_demonstrated(coe: Callable, tmp_path: Path, tasks: str, said: str) -> None:
    done = coe("demos", "--tasks", tasks, "-n", "1", "--out", str(tmp_path / "set"))
    assert done.code in (1, 2)
    assert said in done.err


def test_solve_takes_a_row(coe: Callable, script: Script) -> None:
    coe("solve", f"gsm8k:{GSM8K}?rows=1", "--model-type", script("EXIT"), "--json")
    assert "Problem: There is very little car traffic on Happy Street." in script.seen[0]
    assert "97" not in script.seen[0]


def test_an_empty_data_set_is_told(coe: Callable, tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text("\n")
    done = coe("solve", f"gsm8k:{tmp_path / 'x.jsonl'}")
    assert done.code == 2
    assert "holds no problem" in done.err
