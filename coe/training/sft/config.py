"""What a fine-tuning run is told."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, fields
from enum import Enum
from pathlib import Path
from typing import Any, Literal

from coe.environment import Feedback, Method
from coe.errors import UsageError
from coe.training.held_out import Draft, HeldOut

PROJECTIONS = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")
MOST_EPOCHS = 1000
"""The rows of all epochs are laid out beforehand."""
SCHEDULES = ("cosine", "linear", "constant")


@dataclass(frozen=True, slots=True)
class SftConfig:
    """How a LoRA adapter is trained on demonstrations.

    Args:
        model: folder, GGUF file, or a name on the Hugging Face hub.
        data: files and folders with rows of `coe demos`.
        out: folder of the adapter; created.
        adapter: an adapter to go on from; None starts a fresh one with the LoRA values below.
        epochs: passes over the data.
        max_tokens: of training, after which it ends (`SftResult.tokens`); None for no limit.
        max_minutes: of training, evaluations left out, after which it ends; None for no limit. The schedule
            follows the limit nearer its end.
        rank: of LoRA.
        alpha: of LoRA; updates are scaled by alpha / rank.
        dropout: of LoRA.
        targets: names of the layers with LoRA.
        learning_rate: its peak.
        schedule: of the learning rate after the warm-up: to 0 by a cosine or a line, or constant.
        warmup: share of the run in which the learning rate rises from 0.
        weight_decay: of AdamW.
        clip: most norm of the gradient.
        row_tokens: most tokens in a row of packed examples.
        accumulate: rows in an update, on each process.
        too_long: what happens to an example that does not fit the model's context.
        share_prefix: compute what the examples of a row begin with once.
        dtype: of the frozen weights; "auto" as for `--model-type local`.
        bits: 4 quantises the frozen weights (QLoRA); needs CUDA and bitsandbytes.
        checkpointing: compute activations again in the backward pass instead of keeping them.
        device: "auto", "cpu", "cuda", "mps".
        seed: of the first weights, the order of the data and dropout.
        save_minutes: between checkpoints.
        held_out: problems to measure the solved rate on; None for none.
        eval_minutes: of training between two evaluations; 0 for none but the last.
        patience: evaluations without a better one after which the run stops, and the best adapter is kept; 0
            for never.
        validation_rows: most rows of the data's validation split that the loss is measured on.
        method: that the data teach, for the card.
        report_to: "tensorboard", "wandb" or "none".
        trust_remote_code: run code that comes with the model.
    """

    model: str
    data: tuple[Path, ...]
    out: Path
    adapter: Path | None = None
    epochs: float = 3.0
    max_tokens: int | None = None
    max_minutes: float | None = None
    rank: int = 16
    alpha: int = 32
    dropout: float = 0.05
    targets: tuple[str, ...] = PROJECTIONS
    learning_rate: float = 2e-4
    schedule: Literal["cosine", "linear", "constant"] = "cosine"
    warmup: float = 0.03
    weight_decay: float = 0.0
    clip: float = 1.0
    row_tokens: int = 2048
    accumulate: int = 1
    too_long: Literal["error", "skip"] = "error"
    share_prefix: bool = True
    dtype: str = "auto"
    bits: Literal[4] | None = None
    checkpointing: bool = False
    device: str = "auto"
    seed: int = 0
    save_minutes: float = 5.0
    held_out: HeldOut | None = None
    eval_minutes: float = 10.0
    patience: int = 0
    validation_rows: int = 500
    method: Method = Method.COE
    report_to: Literal["tensorboard", "wandb", "none"] = "tensorboard"
    trust_remote_code: bool = False

    def __post_init__(self) -> None:
        above_zero = ("epochs", "rank", "alpha", "learning_rate", "row_tokens", "accumulate", "clip")
        for name in (*above_zero, "max_tokens", "max_minutes"):
            value = getattr(self, name)
            if value is not None and not 0 < value < math.inf:
                raise UsageError(f"{name} is a number above 0, not {value}")
        for name in ("save_minutes", "eval_minutes", "patience", "validation_rows", "weight_decay"):
            if not 0 <= getattr(self, name) < math.inf:
                raise UsageError(f"{name} is a number from 0, not {getattr(self, name)}")
        if self.epochs > MOST_EPOCHS:
            raise UsageError(f"epochs are at most {MOST_EPOCHS:,}, not {self.epochs}")
        for name in ("dropout", "warmup"):
            if not 0 <= getattr(self, name) < 1:
                raise UsageError(f"{name} is a share from 0 to below 1, not {getattr(self, name)}")
        if self.schedule not in SCHEDULES:
            raise UsageError(f"schedule is one of {', '.join(SCHEDULES)}, not {self.schedule!r}")
        if not self.targets:
            raise UsageError("no targets: name the layers that LoRA changes, such as q_proj,v_proj")
        if not self.data:
            raise UsageError("no data: name a file or folder that `coe demos` wrote")

    def to_json(self) -> dict[str, Any]:
        """Every value, as JSON has it."""
        return {name: _plain(value) for name, value in asdict(self).items()}

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> SftConfig:
        """The configuration that `to_json` wrote.

        Raises:
            UsageError: names that are none of ours, or values outside their range.
        """
        unknown = sorted(values.keys() - {field.name for field in fields(cls)})
        if unknown:
            raise UsageError(f"no setting of fine-tuning: {', '.join(unknown)}")
        read = dict(values)
        read["data"] = tuple(map(Path, read["data"]))
        read["targets"] = tuple(read.get("targets", PROJECTIONS))
        read["out"] = Path(read["out"])
        read["adapter"] = None if read.get("adapter") is None else Path(read["adapter"])
        read["method"] = Method(read.get("method", Method.COE))
        if read.get("held_out") is not None:
            stored = dict(read["held_out"])
            stored["tasks"] = tuple(stored["tasks"])
            stored["draft"] = Draft(stored["draft"])
            stored["feedback"] = Feedback(stored["feedback"])
            stored["method"] = Method(stored["method"])
            read["held_out"] = HeldOut(**stored)
        return cls(**read)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, Path | Enum) else value
