"""GRPO in two processes on the CPU, started as users start it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from coe.training.grpo.record import RECORD_FILE
from tests.training.grpo_models import PROBLEM, make_policy, problem_file

torch = pytest.importorskip("torch")

ROOT = Path(__file__).parents[2]


def train(model: Path, tasks: str, out: Path, steps: int) -> str:
    """What it says."""
    finished = subprocess.run(
        [
            sys.executable, "-m", "accelerate.commands.launch", "--config_file",
            str(ROOT / "accelerate" / "cpu.yaml"), "--main_process_port", "0", "-m", "coe", "train", "grpo",
            "--model", str(model), "--tasks", tasks, "--out", str(out), "--steps", str(steps), "-n", "4",
            "--batch-size", "16", "--micro-batch", "8", "--num-generations", "8", "--learning-rate", "1e-2",
            "--max-tokens", "6", "--max-steps", "3", "--episodes", "4", "--rank", "4", "--save-every", "1",
            "--eval-n", "1", "--eval-tasks", "percent", "--dtype", "float32", "--device", "cpu",
        ],
        cwd=ROOT, env=os.environ | {"OMP_NUM_THREADS": "1"}, capture_output=True, text=True, check=False,
        timeout=240,
    )  # fmt: skip
    assert finished.returncode == 0, finished.stderr[-3000:]
    return finished.stdout + finished.stderr


def test_two_processes_train_one_policy_and_go_on(tmp_path: Path) -> None:
    from safetensors.torch import load_file

    model, tasks, out = make_policy(tmp_path / "policy"), problem_file(tmp_path, PROBLEM), tmp_path / "out"
    said = train(model, tasks, out, 2)
    assert said.count("problems to start from") == 1  # one of them talks
    updates = [json.loads(line) for line in (out / "log.jsonl").read_text("utf-8").splitlines()]
    assert [update["step"] for update in updates] == [1, 2]
    # Sixteen completions an update, of both processes together, each of a token at least.
    assert updates[0]["sampled"] >= 16
    assert updates[1]["sampled"] >= updates[0]["sampled"] + 16
    weights = load_file(out / "adapter_model.safetensors")
    assert any(weight.any() for name, weight in weights.items() if "lora_B" in name)
    train(model, tasks, out, 3)
    steps = [json.loads(line)["step"] for line in (out / "log.jsonl").read_text("utf-8").splitlines()]
    assert steps == [1, 2, 3]
    record = json.loads((out / RECORD_FILE).read_text("utf-8"))
    assert record["before"]["n"] == record["after"]["n"] == 1
