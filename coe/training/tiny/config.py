"""What a training run of the built-in model is told."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from coe.errors import UsageError


@dataclass(frozen=True, slots=True)
class TrainConfig:
    """How the built-in model is trained.

    Args:
        out: folder of the model; created.
        minutes: of training, compilation and evaluations left out; None for no limit.
        tokens: to read, padding left out; None for no limit. The schedule follows the budget nearer its end.
        numbers: "digits" or "whole": see `build_tokenizer`.
        tokens_per_batch: padded tokens in an update, at most.
        matrix_lr: peak learning rate of Muon, for the matrices.
        other_lr: that of AdamW, for embedding and norms.
        prompt_weight: weight, at the start, of the loss on what the model reads, beside 1 on the commands.
        prompt_until: share of the budget over which that weight falls to 0.
        gaps: share of examples whose positions jump at one place, so that longer texts than those of training
            hold no distances never seen.
        average: updates over which the exported weights are averaged, about.
        eval_minutes: training time between two evaluations; 0 for none but the last.
        compile: torch.compile; needs a C++ compiler.
        workers: background processes that make examples.
        precision: of the products; "auto" is bfloat16 where the processor multiplies it in hardware, else
            float32. Weights, sums and the loss stay float32.
        threads: of PyTorch; 0 for its default. On a machine that others use too, fewer than there are cores.
    """

    out: Path
    minutes: float | None = 60.0
    tokens: int | None = None
    width: int = 256
    layers: int = 6
    heads: int = 8
    inner: int = 688
    context: int = 512
    rope_theta: float = 10000.0
    vocab_size: int = 768
    numbers: Literal["digits", "whole"] = "digits"
    tokens_per_batch: int = 4096
    examples_per_chunk: int = 4096
    tokenizer_examples: int = 8000
    matrix_lr: float = 0.003
    other_lr: float = 2e-3
    clip: float = 1.0
    prompt_weight: float = 0.3
    prompt_until: float = 0.6
    gaps: float = 0.3
    average: int = 50
    eval_minutes: float = 10.0
    checkpoint_minutes: float = 3.0
    print_seconds: float = 20.0
    compile: bool = True
    precision: Literal["auto", "bfloat16", "float32"] = "auto"
    workers: int = 1
    threads: int = 0
    seed: int = 0

    def __post_init__(self) -> None:
        if self.minutes is None and self.tokens is None:
            raise UsageError("a training run needs a budget: minutes or tokens")
