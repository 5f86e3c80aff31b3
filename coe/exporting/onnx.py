"""Folders for ONNX Runtime by transformers' own exporter; keys and values go in and out, as a cache.

One graph reads any number of tokens after any number of tokens that are in the cache, and gives logits at the
positions that are asked. With 8 bits the weights of its matrix products are integers, one scale a column, and
the activations are quantised as they come (dynamic quantisation).
"""

from __future__ import annotations

import contextlib
import io
import logging
import warnings
from pathlib import Path
from typing import Any

from coe._optional import require
from coe.agents.pretrained import Pretrained
from coe.errors import ExportError, first_line

_NOISY = ("torch.onnx", "transformers", "root", "onnxscript", "onnx_ir")


def write_onnx(folder: Path, precision: str, out: Path, _name: str) -> None:
    """The model as ONNX, with its tokenizer.

    Args:
        folder: of the model, in safetensors.
        precision: "int8" or "float32".
        out: is made.

    Raises:
        AgentError: the model does not load.
        ExportError: the model cannot be traced or converted.
    """
    torch = require("torch")
    exporters = require("transformers.exporters", "onnx")
    tokenizer, model = Pretrained(folder, "cpu", torch.float32).load()
    quantizer = None
    if precision == "int8":
        quantizer = exporters.OnnxRuntimeQuantizer(exporters.OnnxRuntimeDynamicConfig(per_channel=True))
    config = exporters.OnnxConfig(dynamic=True, quantizer=quantizer)
    try:
        # PyTorch prints each stage; standard output is the caller's.
        with _quiet(), contextlib.redirect_stdout(io.StringIO()):
            exporter = require("transformers.exporters.exporter_onnx", "onnx").OnnxExporter()
            exported = exporter.export(model, _sample(torch, model), config)
            exported.generation_config = model.generation_config
            exported.save_pretrained(out)
    except OSError:
        raise
    except Exception as error:  # whatever tracing, converting and quantising raise
        raise ExportError(f"transformers' exporter to ONNX failed: {first_line(error)}") from error
    tokenizer.save_pretrained(out)


def _sample(torch: Any, model: Any) -> dict[str, Any]:
    """Inputs to trace with: two rows that go on after a few tokens; no two sizes are alike by chance."""
    rows, read, more = 2, 7, 5
    ids = torch.arange(rows * (read + more)).reshape(rows, -1) % model.config.vocab_size
    with torch.inference_mode():
        past = model(input_ids=ids[:, :read], use_cache=True).past_key_values
    return {
        "input_ids": ids[:, read:],
        "attention_mask": torch.ones_like(ids),
        "position_ids": torch.arange(read, read + more).repeat(rows, 1),
        "past_key_values": past,
        "use_cache": True,
        "logits_to_keep": torch.arange(more - 3, more),
    }


@contextlib.contextmanager
def _quiet() -> Any:
    """Leaves out warnings about versions and packages that are not used."""
    levels = {name: logging.getLogger(name).level for name in _NOISY}
    for name in _NOISY:
        logging.getLogger(name).setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)
            yield
    finally:
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)
