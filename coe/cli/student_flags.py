"""Flags of the model that is trained, and of its LoRA fine-tuning, for commands that make their own data."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ClassVar

from typer import Option

if TYPE_CHECKING:
    from coe.training.sft import SftConfig


@dataclass(frozen=True, slots=True, kw_only=True)
class StudentRequest:
    """How the model is fine-tuned."""

    PANEL: ClassVar[str] = "Training"

    epochs: Annotated[float, Option(help="Passes over the rows.")] = 3.0
    max_train_tokens: Annotated[
        int | None, Option(help="End a training after so many tokens.", show_default=False)
    ] = None
    max_minutes: Annotated[
        float | None, Option(help="End a training after so many minutes.", show_default=False)
    ] = None
    learning_rate: Annotated[float, Option(help="Its peak.")] = 2e-4
    rank: Annotated[int, Option(help="Of LoRA.")] = 16
    alpha: Annotated[int, Option(help="Of LoRA; updates are scaled by alpha / rank.")] = 32
    dropout: Annotated[float, Option(help="Of LoRA.")] = 0.05
    row_tokens: Annotated[int, Option(help="Most tokens of a packed row.")] = 2048
    accumulate: Annotated[int, Option(help="Rows in an update.")] = 1
    dtype: Annotated[str, Option(help="Of the frozen weights: auto, float32, float16, bfloat16.")] = "auto"
    device: Annotated[str, Option(help="auto, cuda, cuda:1, mps, cpu.")] = "auto"
    load_in_4bit: Annotated[
        bool, Option("--load-in-4bit", help="Quantise the frozen weights (QLoRA); needs CUDA.")
    ] = False
    report_to: Annotated[str, Option(help="tensorboard, wandb or none.")] = "tensorboard"
    trust_remote_code: Annotated[
        bool, Option("--trust-remote-code", help="Run code that comes with the model.")
    ] = False


def make_student(
    request: StudentRequest, model: str, adapter: str | None, data: tuple[Path, ...], out: Path, seed: int
) -> SftConfig:
    """How the model is fine-tuned; examples that do not fit its context are left out.

    Raises:
        UsageError: a value outside its range.
    """
    from coe.errors import UsageError
    from coe.training.sft import SftConfig

    if request.report_to not in ("tensorboard", "wandb", "none"):
        raise UsageError(f"--report-to is tensorboard, wandb or none, not {request.report_to!r}")
    return SftConfig(
        model, data, out, adapter=None if adapter is None else Path(adapter), epochs=request.epochs,
        max_tokens=request.max_train_tokens, max_minutes=request.max_minutes, rank=request.rank,
        alpha=request.alpha, dropout=request.dropout, learning_rate=request.learning_rate,
        row_tokens=request.row_tokens, accumulate=request.accumulate, too_long="skip", dtype=request.dtype,
        bits=4 if request.load_in_4bit else None, device=request.device, seed=seed,
        report_to=request.report_to,  # type: ignore[arg-type]
        trust_remote_code=request.trust_remote_code,
    )  # fmt: skip
