"""An adapter merged into its model, as a folder of safetensors.

A model from a GGUF file is taken out of what transformers wraps it in, which cannot be saved.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from coe._optional import require
from coe.agents.adapters import Adapter
from coe.agents.merging import merged
from coe.agents.pretrained import Pretrained, without_quantisation


def write_merged(place: Path, adapter: Adapter | None, precision: str, folder: Path) -> None:
    """Fills the folder with the model, its adapter merged, and its tokenizer.

    Args:
        place: folder or GGUF file of the model.
        adapter: of peft, or None.
        precision: name of a torch dtype, or "auto": as the weights are stored, bfloat16 from a GGUF file.
        folder: is made.

    Raises:
        UsageError: the adapter does not fit, or merged weights are no numbers.
        AgentError: the model does not load.
        OSError: the folder cannot be written.
    """
    tokenizer, model = Pretrained(place, "cpu", _dtype(place, precision), adapter).load()
    if adapter is not None:
        model = merged(model, adapter)
    folder.mkdir(parents=True)
    without_quantisation(model).save_pretrained(folder)
    tokenizer.save_pretrained(folder)


def _dtype(place: Path, precision: str) -> Any:
    torch = require("torch")
    if precision != "auto":
        return getattr(torch, precision)
    if place.is_file():
        return torch.bfloat16
    config = json.loads((place / "config.json").read_text(encoding="utf-8"))
    stored = config.get("dtype") or config.get("torch_dtype") or "float32"
    return getattr(torch, str(stored), torch.float32)
