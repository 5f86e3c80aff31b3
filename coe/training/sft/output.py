"""The adapter as files: what peft, vLLM, llama.cpp's converter and `coe solve --adapter` load."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from safetensors import SafetensorError

from coe._optional import require
from coe.agents.adapters import PEFT_WEIGHTS
from coe.errors import CoeError, first_line


@contextmanager
def writing(out: Path) -> Iterator[None]:
    """Around what is written of a run beside its checkpoints.

    Raises:
        CoeError: it cannot be written; the checkpoints stand.
    """
    try:
        yield
    except Exception as error:
        why = why_not_written(error)
        if why is None:
            raise
        raise CoeError(
            f"cannot write to {out}: {why}; what is trained stays: when that is mended, the same command "
            "goes on from it"
        ) from error


def why_not_written(error: Exception) -> str | None:
    """What kept a library from writing files, in words; None where it was something else.

    The tokenizers library has no class of its own for a full disk, and safetensors' is no OSError.
    """
    if isinstance(error, OSError | SafetensorError) or "(os error " in str(error):
        named = error.strerror if isinstance(error, OSError) else None
        return named or first_line(error)
    return None


def save_adapter(folder: Path, model: Any, base: str, weights: Any = None) -> None:
    """Writes adapter_config.json and the weights in bfloat16, each beside its place and then renamed.

    Args:
        folder: created.
        model: of peft, unwrapped.
        base: name of the model that it was trained for, whatever folder that was loaded from.
        weights: its state, where the model in this process holds only a part of it.
    """
    torch, peft = require("torch"), require("peft")
    save_file = require("safetensors.torch").save_file
    state = peft.get_peft_model_state_dict(model, weights, save_embedding_layers=False)
    half = {name: value.detach().to("cpu", torch.bfloat16).contiguous() for name, value in state.items()}
    folder.mkdir(parents=True, exist_ok=True)
    temporary = folder / f".{PEFT_WEIGHTS}.{os.getpid()}.new"
    try:
        save_file(half, temporary, metadata={"format": "pt"})
        os.replace(temporary, folder / PEFT_WEIGHTS)
    finally:
        temporary.unlink(missing_ok=True)
    config = model.peft_config["default"]
    before = config.inference_mode, config.base_model_name_or_path
    config.inference_mode, config.base_model_name_or_path = True, base
    try:
        config.save_pretrained(str(folder))
    finally:
        config.inference_mode, config.base_model_name_or_path = before
