"""The adapters of the study, made by `coe demos` and `coe train sft|grpo`, and how each came about.

Every fine-tuned arm gets the same number of training tokens, every arm trained by reward the same number of
sampled ones, and the arms of a stage the same problems and the same settings. A record is
written when an adapter is done; without it the same command goes on where it was stopped.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.study.arms import ARMS, MODEL, PROBLEMS, TRAIN_SEED, Arm
from benchmarks.study.cells import COMMAND_TOKENS, MAX_STEPS, SOLUTION_TOKENS, N, shown
from benchmarks.study.suites import FAMILIES, draw_gsm8k, draw_gym, refuse_overlap
from coe.errors import UsageError
from coe.files import write_text

TOKENS = 60_000
"""Training tokens of an arm by default: some minutes on one core."""

SAMPLED = 60_000
"""Tokens that an arm draws while it is trained by reward, by default: about half an hour on one core."""

_BY_REWARD = (
    "--steps", "10000", "--num-generations", "8", "--learning-rate", "1e-4", "--warm-up", "2",
    "--save-every", "5", "--eval-n", "0", "--seed", str(TRAIN_SEED),
)  # fmt: skip
_REPLIES = {
    "direct": ("--batch-size", "32", "--max-tokens", str(COMMAND_TOKENS)),
    "cot": ("--batch-size", "32", "--solution-tokens", str(SOLUTION_TOKENS)),
    # Whole episodes, each several times a reply's tokens, so fewer an update. A command that is refused costs
    # a turn: at more than this the penalties would outweigh what is solved.
    "coe": (
        "--form", "episode", "--batch-size", "16", "--micro-batch", "4", "--refused", "-0.02",
        "--gave-up", "-0.02", "--scale-rewards", "none",
        "--max-tokens", str(COMMAND_TOKENS), "--max-steps", str(MAX_STEPS),
        "--empty", "0.4", "--partial", "0.1", "--mistakes", "core", "--most-mistakes", "5",
    ),
}  # fmt: skip

_SETTINGS = (
    "--epochs", "10", "--row-tokens", "1536", "--learning-rate", "1e-3", "--dropout", "0",
    "--eval-n", "0", "--report-to", "none", "--seed", str(TRAIN_SEED),
)  # fmt: skip


def train_arms(names: Sequence[str], out: Path, tokens: int, gsm8k: Path, *, sampled: int = SAMPLED) -> int:
    """Train what has no record; the number of arms that did not end well.

    Args:
        names: of the arms; all if empty.
        out: folder of the study.
        tokens: training tokens of each fine-tuned arm.
        gsm8k: the data set, whose sample is compared with the training sets.
        sampled: tokens that each arm trained by reward draws.

    Raises:
        UsageError: an unknown arm, one that is not trained, a record of another number of tokens, or a
            training set that holds a problem of the suites.
    """
    bad = 0
    for arm in _chosen(names):
        asked = sampled if arm.after else tokens
        if arm.record(out).is_file():
            _check_tokens(arm, out, asked)
            continue
        bad += not _train(arm, out, asked, gsm8k)
    return bad


def _chosen(names: Sequence[str]) -> list[Arm]:
    trained = {name: arm for name, arm in ARMS.items() if arm.trained}
    unknown = [name for name in names if name not in trained]
    if unknown:
        raise UsageError(f"--arms {unknown[0]}: the study trains {', '.join(trained)}")
    return [trained[name] for name in names or trained]


def _check_tokens(arm: Arm, out: Path, tokens: int) -> None:
    asked = json.loads(arm.record(out).read_text("utf-8"))["asked_tokens"]
    if asked != tokens:
        flag = "--sampled" if arm.after else "--tokens"
        raise UsageError(
            f"{arm.name} was trained with {flag} {asked}, and {tokens} are asked for; arms are compared at "
            "the same number: give that, or another --out"
        )


def _train(arm: Arm, out: Path, tokens: int, gsm8k: Path) -> bool:
    before = ARMS.get(arm.after)
    if before is not None and not before.ready(out):
        print(f"{arm.name}: left out, {before.name} is not trained", flush=True)
        return True
    data = arm.data(out)
    commands, compared = [], {}
    if data is not None:
        commands.append(_demos(arm, data))
        compared = refuse_overlap(data, _with_problems(out, gsm8k), N)
    commands.append(training_command(arm, out, tokens))
    begun = time.perf_counter()
    if not _run(commands[-1]):
        return False
    record_arm(arm, out, tokens, commands, compared, time.perf_counter() - begun)
    return True


def _with_problems(out: Path, gsm8k: Path) -> Path:
    draw_gsm8k(out, gsm8k)
    draw_gym(out)
    return out


def _demos(arm: Arm, data: Path) -> list[str]:
    data.parent.mkdir(parents=True, exist_ok=True)
    command = ["demos", "--out", str(data), *arm.demos]
    if not _run([*command, "--resume"] if data.exists() else command):
        raise UsageError(f"no demonstrations for {arm.name}: {shown(command)}")
    return command


def training_command(arm: Arm, out: Path, tokens: int) -> list[str]:
    """`coe train` for an arm, without the program's name."""
    adapter, data = arm.adapter(out), arm.data(out)
    before = ARMS.get(arm.after)
    if before is None:
        return [
            "train", "sft", "--model", MODEL, "--data", str(data), "--out", str(adapter),
            "--max-tokens", str(tokens), *_SETTINGS,
        ]  # fmt: skip
    return [
        "train", "grpo", "--method", arm.method, "--model", MODEL, "--adapter", str(before.adapter(out)),
        "--out", str(adapter), "--tasks", FAMILIES, "-n", str(PROBLEMS), "--sampled-tokens", str(tokens),
        *_BY_REWARD, *_REPLIES[arm.method],
    ]  # fmt: skip


def record_arm(
    arm: Arm, out: Path, tokens: int, commands: list[list[str]], compared: dict[str, int], seconds: float
) -> None:
    """Write how an arm came about: from then on it is trained."""
    adapter = arm.adapter(out)
    assert adapter is not None
    record: dict[str, Any] = {
        "asked_tokens": tokens,
        "seconds": seconds,
        "seed": TRAIN_SEED,
        "commands": commands,
        "compared": compared,
        **measured(adapter),
    }
    arm.record(out).parent.mkdir(parents=True, exist_ok=True)
    write_text(arm.record(out), json.dumps(record, indent=1) + "\n")


def measured(adapter: Path) -> dict[str, Any]:
    """What the trainer counted by its last checkpoint: tokens, those of them learned, examples, updates, and
    seconds of training; nothing where there is none."""
    states = sorted(
        adapter.glob("checkpoint-*/trainer_state.json"), key=lambda path: int(path.parent.name.split("-")[1])
    )
    if not states:
        return {}
    callbacks = json.loads(states[-1].read_text("utf-8")).get("stateful_callbacks", {})
    clocks = [found["attributes"]["clock"] for found in callbacks.values() if _has_clock(found)]
    return dict(clocks[0]) if clocks else {}


def _has_clock(found: object) -> bool:
    attributes = found.get("attributes") if isinstance(found, dict) else None
    return isinstance(attributes, dict) and "clock" in attributes


def _run(command: Sequence[str]) -> bool:
    print(shown(command), flush=True)
    return subprocess.run([sys.executable, "-m", "coe", *command], check=False).returncode == 0
