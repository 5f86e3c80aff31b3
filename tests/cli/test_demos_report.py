"""`coe demos report`: pages, figures, exit code."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def demos(coe: Callable, tmp_path: Path) -> Path:
    out = tmp_path / "set"
    flags = ("--tasks", "linear_equations", "-n", "10", "--workers", "1", "--out", str(out))
    assert coe("demos", *flags).code == 0
    return out


def test_a_sound_set(coe: Callable, demos: Path) -> None:
    done = coe("demos", "report", str(demos), "--workers", "1", "--mix", "REPL=60,ADDL=40")
    assert done.code == 0, done.err
    assert "10 demonstrations" in done.out
    assert "10 replay" in done.out
    assert "| REPL |" in (demos / "report.md").read_text("utf-8")
    assert (demos / "report.html").is_file()


def test_a_file_with_a_wrong_row(coe: Callable, demos: Path, tmp_path: Path) -> None:
    path = tmp_path / "one.jsonl"
    rows = (demos / "data" / "train-00000.jsonl").read_text("utf-8").splitlines()
    path.write_text(rows[0].replace(">>>", ">>>wrong ") + "\n", "utf-8")
    done = coe("demos", "report", str(path), "--json")
    assert done.code == 1
    figures = json.loads(done.out)
    assert figures["replayed"] == 0
    assert str(path) in figures["not_replayed"][0]
    assert (tmp_path / "one.jsonl.report" / "report.html").is_file()


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (("nowhere",), "no file or folder nowhere"),
        (("{set}", "--mix", "COPY=3"), "COMMAND=PERCENT"),
        (("{set}", "--tokenizer", "no/such-model"), "tokenizer.json"),
        (("{set}", "--against", "no_such_task"), "unknown task"),
        (("{set}", "--out", "{set}/demos.json"), "cannot write"),
    ],
)
def test_wrong_usage_is_code_2(coe: Callable, demos: Path, flags: tuple[str, ...], said: str) -> None:
    done = coe("demos", "report", *(flag.format(set=demos) for flag in flags))
    assert done.code == 2
    assert said in done.err
