"""`coe train grpo`: a run of one update, and wrong usage."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from coe.cli.train_grpo import GrpoRequest, _config
from coe.training.grpo.config import GrpoConfig
from tests.training.grpo_models import PROBLEM, make_policy, problem_file


def test_a_run_of_one_update(coe: Callable, tmp_path: Path) -> None:
    policy, out = make_policy(tmp_path / "policy"), tmp_path / "adapter"
    tasks = problem_file(tmp_path, PROBLEM)
    flags = [
        "--steps",
        "1",
        "--batch-size",
        "4",
        "--micro-batch",
        "2",
        "--num-generations",
        "2",
        "--episodes",
        "1",
    ]
    flags += ["--max-steps", "1", "--max-tokens", "4", "--eval-n", "0", "-n", "1", "--device", "cpu"]
    done = coe("train", "grpo", "--model", str(policy), "--out", str(out), "--tasks", tasks, *flags)
    assert done.code == 0, done.err
    assert done.out.strip() == f"{out}: 1 updates"
    settings = json.loads((out / "coe_grpo.json").read_text())["settings"]
    assert (settings["steps"], settings["num_generations"], settings["form"]) == (1, 2, "state")
    assert "Nothing was measured" in (out / "README.md").read_text()


@pytest.mark.parametrize("method", ["direct", "cot"])
def test_one_reply_is_trained_from_the_problem_alone(coe: Callable, tmp_path: Path, method: str) -> None:
    policy, out = make_policy(tmp_path / "policy"), tmp_path / "adapter"
    tasks = problem_file(tmp_path, PROBLEM)
    flags = "--steps 1 --batch-size 4 --micro-batch 4 --num-generations 4 -n 1 --device cpu --eval-n 1"
    flags += " --eval-tasks percent --max-tokens 4 --solution-tokens 5"
    done = coe(
        "train", "grpo", "--method", method, "--model", str(policy), "--out", str(out), "--tasks", tasks,
        *flags.split(),
    )  # fmt: skip
    assert done.code == 0, done.err
    record = json.loads((out / "coe_grpo.json").read_text())
    assert record["settings"]["method"] == record["held_out"]["method"] == method
    assert record["held_out"]["draft"] == "empty"
    assert (record["settings"]["starts"]["empty"], record["settings"]["starts"]["partial"]) == (1.0, 0.0)
    card = (out / "README.md").read_text()
    assert f"method `{method}`" in card
    assert f"--adapter FOLDER --method {method}`" in card
    assert "edit" not in card.partition("## Training")[0].replace("chain-of-edits", "")


def test_the_flags_defaults_are_those_of_the_configuration() -> None:
    assert _config(GrpoRequest(model="m", out=Path("out"))) == GrpoConfig("m", Path("out"))


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (("--batch-size", "12"), "must be a multiple of num_generations 8"),
        (("--tasks", "chess"), "unknown task"),
        (("--temperature", "0"), "temperature must be above 0"),
        (("--solved", "nan"), "solved must be a number"),
        (("--learning-rate", "inf"), "learning_rate must be a number"),
        (("--vllm", "--device", "cpu"), "CUDA devices only"),
        (("--form", "edit"), "--form"),
        (("--form", "trace", "--method", "cot"), "form trace is for method coe"),
        (("--sampled-tokens", "0"), "--sampled-tokens"),
        (("--max-minutes", "0"), "max_minutes must be above 0"),
    ],
)
def test_wrong_usage_is_code_2(coe: Callable, tmp_path: Path, flags: tuple[str, ...], said: str) -> None:
    done = coe("train", "grpo", "--model", str(tmp_path), "--out", str(tmp_path / "out"), *flags)
    assert done.code == 2
    assert said in done.err
    assert not (tmp_path / "out").exists()


def test_a_file_has_no_held_out_problems(coe: Callable, tmp_path: Path) -> None:
    tasks = problem_file(tmp_path, PROBLEM)
    done = coe("train", "grpo", "--model", "m", "--out", str(tmp_path / "out"), "--tasks", tasks)
    assert (done.code, "--eval-tasks" in done.err) == (2, True)
