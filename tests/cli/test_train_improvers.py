"""`coe train self-improve` and `coe train distill`: wrong usage is said before anything is asked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.agents.test_local import make_model
from tests.cli.conftest import Script
from tests.training.sft.small import write_rows

FEW = ("--tasks", "expand", "-n", "2", "--max-steps", "2", "--eval-n", "0")
QUICK = ("--epochs", "1", "--report-to", "none", "--device", "cpu", "--rank", "2", "--row-tokens", "400")


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("models")
    make_model(place / "student", initializer_range=0.1)
    make_model(place / "teacher", width=64, seed=2)
    write_rows(place / "rows.jsonl", n=2)
    return place


def test_rows_of_a_teacher_are_written_and_a_student_learns_them(
    coe: Callable, models: Path, tmp_path: Path
) -> None:
    asked = ("train", "distill", "--teacher", "tiny", "--out", str(tmp_path / "out"), *FEW[:4])
    rows_only = coe(*asked)
    assert rows_only.code == 0, rows_only.err
    assert "2 of 2" in rows_only.out
    assert (tmp_path / "out/teaching/rows/data/train-00000.jsonl").is_file()
    done = coe(*asked, "--student", str(models / "student"), "--eval-n", "0", *QUICK)
    assert done.code == 0, done.err
    assert "teaching is over" in done.err
    assert (tmp_path / "out/student/adapter_model.safetensors").is_file()
    other = coe(*asked, "--seed", "5")
    assert other.code == 2
    assert "other settings" in other.err


def test_a_teacher_that_fails_is_code_1(coe: Callable, script: Script, tmp_path: Path) -> None:
    agent = script("EXIT")
    done = coe("train", "distill", "--teacher", agent, "--out", str(tmp_path / "out"), *FEW)
    assert done.code == 1
    assert "1 of 2 episodes are missing" in done.err
    assert "--go-on" in done.err


def test_probabilities_are_learned_on_rows(coe: Callable, models: Path, tmp_path: Path) -> None:
    done = coe(
        "train", "distill", "--logits", "--teacher", f"local={models / 'teacher'}", "--student",
        str(models / "student"), "--data", str(models / "rows.jsonl"), "--out", str(tmp_path / "out"),
        "--eval-n", "0", *QUICK, "--max-train-tokens", "300",
    )  # fmt: skip
    assert done.code == 0, done.err
    assert "divergence" in done.out
    assert (tmp_path / "out/student/adapter_model.safetensors").is_file()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--teacher", "nobody"), "nobody"),
        (("--teacher", "=x"), "AGENT=MODEL"),
        (("--teacher", "hybrid"), "--ask unsolved"),
        (("--teacher", "tiny", "--teacher", "tiny"), "named twice"),
        (("--teacher", "tiny", "--samples", "2"), "temperature"),
        (("--teacher", "tiny", "--tasks", "chess"), "chess"),
        (("--teacher", "tiny", "--data", "rows"), "--logits"),
        (("--teacher", "tiny", "--on-policy", "0.5"), "--logits"),
        (("--teacher", "tiny", "--beta", "0.1"), "--logits"),
        (("--teacher", "tiny", "--adapter", "x"), "--student"),
        (("--teacher", "tiny", "--prices", "x"), "--prices: no teacher takes it"),
        (("--teacher", "tiny", "--logits"), "local=MODEL"),
        (("--teacher", "local=/nowhere"), "/nowhere"),
        (("--teacher", "tiny", "--student", "/nowhere"), "/nowhere"),
        (("--teacher", "tiny", "--student", "x", "--rank", "0"), "rank"),
        (("--teacher", "tiny", "--budget-usd", "0"), "budget"),
        (("--teacher", "tiny", "--mistakes", "sighn"), "sighn"),
    ],
)
def test_wrong_usage_of_distill_is_code_2(
    coe: Callable, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    done = coe("train", "distill", "--out", str(tmp_path / "out"), *arguments)
    assert done.code == 2, done.err
    assert said in done.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--model", "/nowhere"), "/nowhere"),
        (("--tasks", "chess"), "chess"),
        (("--tasks", "mine.jsonl"), "--eval-tasks"),
        (("--temperature", "0"), "temperature"),
        (("--temperature", "inf"), "temperature"),
        (("--adapter", "/nowhere"), "/nowhere"),
        (("--dtype", "int7"), "dtype"),
        (("--load-in-4bit", "--device", "cpu"), "CUDA"),
        (("--report-to", "paper"), "report-to"),
    ],
)
def test_wrong_usage_of_self_improve_is_code_2(
    coe: Callable, models: Path, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    model = ("--model", str(models / "student"))
    done = coe("train", "self-improve", "--out", str(tmp_path / "out"), *model, *QUICK[:4], *arguments)
    assert done.code == 2, done.err
    assert said in done.err
    assert not (tmp_path / "out").exists()


def test_a_model_that_solves_nothing_learns_nothing(coe: Callable, models: Path, tmp_path: Path) -> None:
    asked = ("train", "self-improve", "--model", str(models / "student"), "--out", str(tmp_path / "out"))
    done = coe(*asked, *FEW[:6], "--eval-n", "1", "--samples", "1", "--max-reply-tokens", "8", *QUICK)
    assert done.code == 1, done.err
    assert "none of the 2 episodes of round 1 was accepted" in done.out
    assert "No round is better" in done.out
