"""What can be known to be wrong before the model loads, and what a run will need."""

from __future__ import annotations

import math
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from coe._optional import require
from coe.agents.chat import only_edits
from coe.environment import Method
from coe.errors import UsageError
from coe.training.sft.config import SftConfig
from coe.training.sft.encoding import end_of_turn
from coe.training.sft.rows import Examples

# Bytes of a checkpoint for each trained weight: float32, and twice that for AdamW.
_KEPT = 12
# What is written at a time: two checkpoints and the one being written.
_CHECKPOINTS = 3


def check_packages(config: SftConfig) -> None:
    """Nothing, if everything that the configuration asks for is installed.

    Raises:
        MissingDependencyError: a package is missing; the message says what to install.
    """
    require("accelerate", "train")
    if config.report_to == "tensorboard":
        require("tensorboard", "train")
    if config.report_to == "wandb":
        require("wandb", "wandb")
    if config.bits is not None:
        require("bitsandbytes", "quantize")


def check_precision(kind: Any, device: str) -> None:
    """Nothing, if the device trains in this precision.

    Raises:
        UsageError: it does not.
    """
    torch = require("torch")
    if kind == torch.float16 and not device.startswith("cuda"):
        raise UsageError(
            f"training in float16 needs a CUDA device, and this is {device}; try --bf16 or --fp32"
        )
    if kind == torch.bfloat16 and device.startswith("cuda") and not torch.cuda.is_bf16_supported():
        raise UsageError("this GPU does not compute in bfloat16; use --fp16")


def check_targets(config: SftConfig, model_config: Any) -> tuple[int, int]:
    """Weights of the model and of the adapter, from the model's configuration alone.

    Raises:
        UsageError: the model has none of the layers that the adapter is to change.
    """
    torch, transformers = require("torch"), require("transformers")
    with torch.device("meta"):
        model = transformers.AutoModelForCausalLM.from_config(
            model_config, trust_remote_code=config.trust_remote_code
        )
    layers = {name: module for name, module in model.named_modules() if isinstance(module, torch.nn.Linear)}
    missing = [target for target in config.targets if not any(_named(name, target) for name in layers)]
    if missing:
        known = sorted({name.rpartition(".")[2] for name in layers if name != "lm_head"})
        raise UsageError(
            f"the model has no layer {', '.join(missing)} to put LoRA on; it has {', '.join(known)} "
            "(--targets)"
        )
    factors = sum(
        config.rank * (module.in_features + module.out_features)
        for name, module in layers.items()
        if any(_named(name, target) for target in config.targets)
    )
    return sum(parameter.numel() for parameter in model.parameters()), factors


def _named(layer: str, target: str) -> bool:
    return layer == target or layer.endswith(f".{target}")


def check_disk(out: Path, factors: int) -> None:
    """Nothing, if the checkpoints and the adapter fit on the disk as it is.

    Raises:
        UsageError: they do not.
    """
    wanted = _CHECKPOINTS * factors * _KEPT
    free = shutil.disk_usage(out).free
    if free < wanted:
        raise UsageError(
            f"{out}: {_size(free)} are free and checkpoints take up to {_size(wanted)}; free some space or "
            "give another folder"
        )


def check_template(tokenizer: Any, examples: Examples, report: Callable[[str], None]) -> None:
    """Says what is unusual about the tokenizer.

    Raises:
        UsageError: no token ends a reply, or an example begins with two beginnings of a text.
    """
    end_of_turn(tokenizer)
    first = examples.encoded[0].ids
    bos = tokenizer.bos_token_id
    if bos is not None and len(first) > 1 and first[0] == first[1] == bos:
        raise UsageError(
            "the chat template writes the token that begins a text, and the tokenizer adds it once more; "
            "mend the tokenizer's configuration (add_bos_token)"
        )
    if tokenizer.chat_template is None:
        report(
            "the tokenizer has no chat template: messages are joined as plain text, as coe solve does with it"
        )


def check_knows(method: Method, tokenizer: Any) -> None:
    """Nothing, if a model with this tokenizer can be run by the method that the data teach.

    Raises:
        UsageError: `coe train tiny` made it: such a model reads states and writes edits.
    """
    if method is not Method.COE and only_edits(tokenizer):
        raise UsageError(
            f"the data teach method {method}, and a model that coe train tiny made knows only edits; give "
            "data of coe demos --method coe, or another model"
        )


def needs(
    config: SftConfig,
    model_config: Any,
    weights: int,
    factors: int,
    width: float,
    rows: int,
    widest: int,
) -> str:
    """A line about memory and time, estimated.

    Args:
        config: of the run.
        model_config: of the model.
        weights: of the model.
        factors: weights of the adapter.
        width: bytes of a weight.
        rows: of the run.
        widest: tokens of the longest row.
    """
    hidden = getattr(model_config, "hidden_size", 0)
    inner = getattr(model_config, "intermediate_size", 4 * hidden)
    layers = getattr(model_config, "num_hidden_layers", 0)
    vocabulary = getattr(model_config, "vocab_size", 0)
    # Kept for the backward pass, per token and layer: about 80 vectors of the model's width and 20 of the
    # inner one, or one where they are computed again. Measured on a CPU: SmolLM2-135M with rows of 1,536
    # tokens takes 8 GB.
    vectors = hidden if config.checkpointing else 80 * hidden + 20 * inner
    kept = 2 * widest * layers * vectors
    logits = widest // 4 * vocabulary * 8
    memory = weights * width + factors * 16 + kept + logits
    updates = math.ceil(rows / config.accumulate)
    return (
        f"{weights / 1e6:,.0f}M weights, {factors / 1e6:,.1f}M trained; about {_size(memory)} of memory; "
        f"{rows:,} rows, at most {updates:,} updates on one process"
    )


def _size(count: float) -> str:
    for unit in ("B", "KB", "MB"):
        if count < 1000:
            return f"{count:.0f} {unit}"
        count /= 1000
    return f"{count:.1f} GB"
