"""Flags of `coe train sft`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from coe.cli.method_flags import Level


class Schedule(StrEnum):
    """Of the learning rate."""

    COSINE = "cosine"
    LINEAR = "linear"
    CONSTANT = "constant"


class TooLong(StrEnum):
    """What happens to an example that does not fit."""

    ERROR = "error"
    SKIP = "skip"


class Tracker(StrEnum):
    """Where curves are written."""

    TENSORBOARD = "tensorboard"
    WANDB = "wandb"
    NONE = "none"


class Drafts(StrEnum):
    """What measured episodes start from."""

    MISTAKEN = "mistaken"
    EMPTY = "empty"
    MIXED = "mixed"


Model = Annotated[
    str | None, typer.Option(help="Folder, GGUF file, or name on the Hugging Face hub (coe models).")
]
Data = Annotated[
    list[Path] | None,
    typer.Option(metavar="FOLDER|FILE", help="Rows of coe demos; may be given several times."),
]
Out = Annotated[
    Path | None, typer.Option(metavar="FOLDER", help="Of the adapter; a run that is there goes on.")
]
Again = Annotated[
    Path | None,
    typer.Option("--config", metavar="FILE", help="A coe_sft.json: all settings of a run; with --out only."),
]
Adapter = Annotated[
    Path | None, typer.Option(metavar="FOLDER", help="Go on from this adapter instead of a fresh one.")
]
Epochs = Annotated[float, typer.Option(help="Passes over the data.")]
MaxMinutes = Annotated[
    float | None, typer.Option(help="Of training, evaluations left out; the schedule is fitted to it.")
]
MaxTokens = Annotated[int | None, typer.Option(help="Of training; the schedule is fitted to it.")]
Rank = Annotated[int, typer.Option(min=1, help="Of LoRA.")]
Alpha = Annotated[int, typer.Option(min=1, help="Of LoRA.")]
Dropout = Annotated[float, typer.Option(help="Of LoRA.")]
Targets = Annotated[str, typer.Option(help="Layers with LoRA, comma-separated.")]
Rate = Annotated[float, typer.Option(help="Peak of the learning rate.")]
Curve = Annotated[Schedule, typer.Option(help="Of the learning rate after the warm-up.")]
Warmup = Annotated[float, typer.Option(help="Share of the run in which the learning rate rises.")]
RowTokens = Annotated[int, typer.Option(min=1, help="Most tokens in a row of packed examples.")]
Accumulate = Annotated[int, typer.Option(min=1, help="Rows in an update, on each process.")]
Long = Annotated[TooLong, typer.Option(help="At an example that does not fit the model's context.")]
Bf16 = Annotated[bool, typer.Option("--bf16", help="Compute in bfloat16; by default where it is fast.")]
Fp16 = Annotated[bool, typer.Option("--fp16", help="Compute in float16, for GPUs without bfloat16.")]
Fp32 = Annotated[bool, typer.Option("--fp32", help="Compute in float32.")]
Bits = Annotated[
    bool, typer.Option("--load-in-4bit", help="Quantise the frozen weights (QLoRA); needs CUDA.")
]
Recompute = Annotated[
    bool, typer.Option("--gradient-checkpointing", help="Less memory, about a third more time.")
]
Device = Annotated[str, typer.Option(help="auto, cuda, mps or cpu.")]
Seed = Annotated[int, typer.Option(help="Of the first weights, the order of the data and dropout.")]
SaveMinutes = Annotated[float, typer.Option(min=0, help="Between checkpoints.")]
EvalTasks = Annotated[
    str, typer.Option(help="Measured families and groups, comma-separated; data: those of the data.")
]
EvalN = Annotated[
    int, typer.Option(min=0, help="Held-out problems of each family in an evaluation; 0 for none.")
]
EvalMinutes = Annotated[
    float, typer.Option(min=0, help="Of training between two evaluations; 0 for the last only.")
]
EvalSteps = Annotated[int, typer.Option(min=1, help="Most commands of a measured episode.")]
EvalDrafts = Annotated[Drafts, typer.Option(help="What measured episodes start from.")]
EvalFeedback = Annotated[Level, typer.Option(help="What the measured agent is told.")]
ValidationRows = Annotated[
    int,
    typer.Option(min=0, help="Most rows of the data's validation split to measure the loss on; 0: none."),
]
Patience = Annotated[
    int,
    typer.Option(
        min=0,
        help="Stop after so many evaluations without a better one, and keep the best adapter; 0: never.",
    ),
]
ReportTo = Annotated[Tracker, typer.Option(help="Where the curves are written.")]
TrustCode = Annotated[bool, typer.Option("--trust-remote-code", help="Run code that comes with the model.")]
