"""Training speed of `coe train sft` beside TRL's SFTTrainer: same model, rows, LoRA and machine, in one run.

    python benchmarks/sft_throughput.py demos.jsonl --model HuggingFaceTB/SmolLM2-135M-Instruct

Each side trains in a process of its own, the sides in turn, `--rounds` times, `--seconds` each; the first
update is left out. `trl` has TRL's defaults (8 examples an update, padded; gradient checkpointing; its choice
of precision for the weights), `trl tuned` has weights in bfloat16 and no checkpointing; `coe` has our
defaults, and `coe checkpointing` gradient checkpointing besides. What is counted is the same for all:
examples learned from, and their tokens with the system message, as if each were read by itself.
Peak memory is the process's largest resident set.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

SIDES = ("coe", "coe checkpointing", "trl", "trl tuned")


class Watch:
    """Examples and seconds after the first update.

    Args:
        seconds: after which to stop.
    """

    def __init__(self, seconds: float) -> None:
        self.limit = seconds
        self.begun: float | None = None
        self.before = self.examples = 0
        self.seconds = 0.0

    def update(self, examples: int) -> bool:
        """So many examples were learned from; whether the time is up."""
        if self.begun is None:
            self.begun, self.before = time.perf_counter(), examples
        self.examples, self.seconds = examples - self.before, time.perf_counter() - self.begun
        return self.seconds >= self.limit and self.examples > 0


class TimeIsUp(Exception):
    """Ends a run from its callback."""


def train_coe(model: str, data: Path, out: Path, watch: Watch, checkpointing: bool) -> None:
    """Ours, with its defaults."""
    from coe.training.sft import SftConfig, train_sft

    def progress(clock: Any, spent: float, loss: float) -> None:
        if watch.update(clock.examples):
            raise TimeIsUp

    train_sft(
        SftConfig(model, (data,), out, report_to="none", checkpointing=checkpointing), progress=progress
    )


def train_trl(model: str, data: Path, out: Path, watch: Watch, tuned: bool) -> None:
    """TRL's, with its defaults but for the LoRA values."""
    import torch
    import transformers
    from datasets import Dataset
    from peft import LoraConfig
    from trl import SFTConfig, SFTTrainer

    from coe.agents.model_store import fetch_model
    from coe.training.sft.config import PROJECTIONS

    class Follow(transformers.TrainerCallback):  # type: ignore[misc, name-defined]
        def on_step_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:
            control.should_training_stop = watch.update(state.global_step * args.per_device_train_batch_size)

    rows = [json.loads(line)["messages"] for line in data.read_text("utf-8").splitlines()]
    options: dict[str, Any] = {"gradient_checkpointing": False} if tuned else {}
    if tuned:
        options["model_init_kwargs"] = {"dtype": "bfloat16"}
    trainer = SFTTrainer(
        model=str(fetch_model(model)),
        args=SFTConfig(
            output_dir=str(out), report_to=[], save_strategy="no", disable_tqdm=True, logging_strategy="no",
            use_cpu=not torch.cuda.is_available(), **options,
        ),
        train_dataset=Dataset.from_list([{"prompt": row[:-1], "completion": row[-1:]} for row in rows]),
        peft_config=LoraConfig(
            r=16, lora_alpha=32, lora_dropout=0.05, target_modules=list(PROJECTIONS), task_type="CAUSAL_LM"
        ),
        callbacks=[Follow()],
    )  # fmt: skip
    trainer.train()


def piece(side: str, model: str, data: Path, seconds: float) -> None:
    """One side in this process; figures as JSON on standard output."""
    import torch

    watch = Watch(seconds)
    with tempfile.TemporaryDirectory() as folder:
        if side.startswith("coe"):
            with suppress(TimeIsUp):
                train_coe(model, data, Path(folder), watch, side == "coe checkpointing")
        else:
            train_trl(model, data, Path(folder), watch, tuned=side == "trl tuned")
    found = {"examples": watch.examples, "seconds": watch.seconds}
    found["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if torch.cuda.is_available():
        found["peak_gpu_mb"] = torch.cuda.max_memory_allocated() / 2**20
    print("FIGURES", json.dumps(found))


def mean_tokens(model: str, data: Path) -> float:
    """Tokens of an example, the system message included."""
    from coe.agents.model_store import fetch_model
    from coe.training.sft.encoding import encode_lesson
    from coe.training.sft.lessons import read_lessons
    from coe.training.sft.loading import load_tokenizer

    tokenizer = load_tokenizer(fetch_model(model))
    lengths = [len(encode_lesson(tokenizer, lesson)) for lesson in read_lessons([data])]
    return sum(lengths) / len(lengths)


def measure(options: argparse.Namespace) -> None:
    """All sides in turn, and a table."""
    totals = {side: {"examples": 0.0, "seconds": 0.0, "peak_mb": 0.0} for side in SIDES}
    for _ in range(options.rounds):
        for side, total in totals.items():
            command = [
                sys.executable, __file__, str(options.data), "--model", options.model, "--seconds",
                str(options.seconds), "--piece", side,
            ]  # fmt: skip
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode or "FIGURES" not in done.stdout:
                sys.exit(f"{side} failed:\n{done.stderr[-3000:]}")
            figures = json.loads(done.stdout.rpartition("FIGURES ")[2])
            total["examples"] += figures["examples"]
            total["seconds"] += figures["seconds"]
            total["peak_mb"] = max(total["peak_mb"], figures["peak_mb"])
    each = mean_tokens(options.model, options.data)
    base = totals["trl"]["examples"] / totals["trl"]["seconds"]
    print(f"{each:.0f} tokens an example, the system message included\n")
    print("| | examples | seconds | examples/s | tokens/s | times trl | peak memory, MB |")
    print("|---|---|---|---|---|---|---|")
    for side, total in totals.items():
        rate = total["examples"] / total["seconds"]
        print(
            f"| {side} | {total['examples']:.0f} | {total['seconds']:.0f} | {rate:.2f} | {rate * each:.0f} | "
            f"{rate / base:.2f} | {total['peak_mb']:.0f} |"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("data", type=Path, help="rows of coe demos in chat form, one file")
    parser.add_argument("--model", default="HuggingFaceTB/SmolLM2-135M-Instruct")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--piece", choices=SIDES, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.piece:
        piece(options.piece, options.model, options.data, options.seconds)
    else:
        measure(options)


if __name__ == "__main__":
    main()
