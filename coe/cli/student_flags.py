"""Flags of LoRA fine-tuning: those of every command that trains so, and those of commands that make their own
data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from typer import Option

if TYPE_CHECKING:
    from coe.training.sft import SftConfig


class Tracker(StrEnum):
    """Where curves are written, as typed."""

    TENSORBOARD = "tensorboard"
    WANDB = "wandb"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class LoraRequest:
    """How a model is fine-tuned, whatever its data are."""

    PANEL: ClassVar[str] = "Training"

    epochs: Annotated[float, Option(help="Passes over the data.")] = 3.0
    max_minutes: Annotated[
        float | None, Option(help="Of training, evaluations left out; the schedule is fitted to it.")
    ] = None
    rank: Annotated[int, Option(min=1, help="Of LoRA.")] = 16
    alpha: Annotated[int, Option(min=1, help="Of LoRA; updates are scaled by alpha / rank.")] = 32
    dropout: Annotated[float, Option(help="Of LoRA.")] = 0.05
    learning_rate: Annotated[float, Option(help="Peak of the learning rate.")] = 2e-4
    row_tokens: Annotated[int, Option(min=1, help="Most tokens in a row of packed examples.")] = 2048
    accumulate: Annotated[int, Option(min=1, help="Rows in an update, on each process.")] = 1
    load_in_4bit: Annotated[
        bool, Option("--load-in-4bit", help="Quantise the frozen weights (QLoRA); needs CUDA.")
    ] = False
    device: Annotated[str, Option(help="auto, cuda, cuda:1, mps or cpu.")] = "auto"
    report_to: Annotated[Tracker, Option(help="Where the curves are written.")] = Tracker.TENSORBOARD
    trust_remote_code: Annotated[
        bool, Option("--trust-remote-code", help="Run code that comes with the model.")
    ] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StudentRequest(LoraRequest):
    """How a model is fine-tuned on data that the command makes."""

    PANEL: ClassVar[str] = "Training"

    max_train_tokens: Annotated[
        int | None, Option(help="End a training after so many tokens.", show_default=False)
    ] = None
    dtype: Annotated[str, Option(help="Of the frozen weights: auto, float32, float16, bfloat16.")] = "auto"


def lora_settings(request: LoraRequest) -> dict[str, Any]:
    """The settings of `SftConfig` that these flags are."""
    same = (
        "epochs", "max_minutes", "rank", "alpha", "dropout", "learning_rate", "row_tokens", "accumulate",
        "device", "trust_remote_code",
    )  # fmt: skip
    settings = {name: getattr(request, name) for name in same}
    return settings | {"bits": 4 if request.load_in_4bit else None, "report_to": request.report_to.value}


def make_student(
    request: StudentRequest, model: str, adapter: str | None, data: tuple[Path, ...], out: Path, seed: int
) -> SftConfig:
    """How the model is fine-tuned; examples that do not fit its context are left out.

    Raises:
        UsageError: a value outside its range.
    """
    from coe.training.sft import SftConfig

    return SftConfig(
        model, data, out, adapter=None if adapter is None else Path(adapter), too_long="skip", seed=seed,
        max_tokens=request.max_train_tokens, dtype=request.dtype, **lora_settings(request),
    )  # fmt: skip
