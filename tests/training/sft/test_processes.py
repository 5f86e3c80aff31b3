"""Several processes: the shipped configurations of accelerate, and a run of two on the CPU."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch
import yaml
from accelerate.commands.config.config_args import ClusterConfig, load_config_from_file
from accelerate.commands.launch import _validate_launch_command, launch_command_parser
from safetensors.torch import load_file

from coe.training.sft import train_sft
from tests.agents.test_local import make_model
from tests.training.sft.small import small, write_rows

ROOT = Path(__file__).parents[3]
CONFIGS = sorted((ROOT / "accelerate").glob("*.yaml"))


def test_every_strategy_has_a_configuration() -> None:
    assert {path.stem for path in CONFIGS} == {"cpu", "multi_gpu", "fsdp", "zero2", "zero3"}


@pytest.mark.parametrize("path", CONFIGS, ids=lambda path: path.stem)
def test_accelerate_reads_the_configuration(path: Path) -> None:
    config = load_config_from_file(str(path))
    assert isinstance(config, ClusterConfig)
    stored = yaml.safe_load(path.read_text("utf-8"))
    known = vars(launch_command_parser().parse_args(["script.py"]))
    for part in ("fsdp_config", "deepspeed_config"):
        assert stored.get(part, {}).keys() <= known.keys()
    given = launch_command_parser().parse_args(["--config_file", str(path), "-m", "coe"])
    arguments, defaults, _ = _validate_launch_command(given)
    assert defaults is not None
    assert arguments.use_fsdp == (path.stem == "fsdp")
    assert arguments.use_deepspeed == path.stem.startswith("zero")
    if arguments.use_deepspeed:
        assert str(arguments.zero_stage) == path.stem[-1]
    if arguments.use_fsdp:
        assert str(arguments.fsdp_version) == "2"


def test_a_configuration_with_an_unknown_setting_is_refused(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text((ROOT / "accelerate" / "cpu.yaml").read_text("utf-8") + "colour: blue\n", "utf-8")
    with pytest.raises(ValueError, match="colour"):
        load_config_from_file(str(wrong))


def losses_in(out: Path) -> list[float]:
    state = json.loads(next(out.glob("checkpoint-*/trainer_state.json")).read_text("utf-8"))
    return [entry["loss"] for entry in state["log_history"] if "loss" in entry]


def test_two_processes_learn_what_one_learns(tmp_path: Path) -> None:
    model = make_model(tmp_path / "model", initializer_range=0.1)
    data = write_rows(tmp_path / "rows.jsonl", n=12)
    # Fewer than the rows that there are: a last row without a partner would be learned by both processes.
    alone = small(model, data, tmp_path / "one", accumulate=2, max_tokens=1500, dropout=0.0)
    train_sft(alone)
    together = small(model, data, tmp_path / "two", accumulate=1, max_tokens=1500, dropout=0.0)
    settings = tmp_path / "settings.json"
    settings.write_text(json.dumps(together.to_json()), "utf-8")
    finished = subprocess.run(
        [
            sys.executable, "-m", "accelerate.commands.launch", "--config_file",
            str(ROOT / "accelerate" / "cpu.yaml"), "--main_process_port", "0", "-m", "coe", "train", "sft",
            "--config", str(settings),
        ],
        cwd=ROOT, env=os.environ | {"OMP_NUM_THREADS": "1"}, capture_output=True, text=True, check=False,
        timeout=240,
    )  # fmt: skip
    assert finished.returncode == 0, finished.stderr[-3000:]
    assert finished.stdout.count("s of training") == 1  # one of them talks
    one, two = losses_in(tmp_path / "one"), losses_in(tmp_path / "two")
    assert len(one) == 3
    assert one == pytest.approx(two, rel=1e-4)
    weights = (load_file(tmp_path / name / "adapter_model.safetensors") for name in ("one", "two"))
    first, second = weights
    for name, value in first.items():
        torch.testing.assert_close(value, second[name], rtol=0.02, atol=2e-4)
