"""Models that transformers exported to ONNX (`coe export --to onnx`), run by ONNX Runtime.

They answer like the model that they were made of: same inputs, a cache of keys and values among them, same
outputs. No code of theirs is run, but the operators of ONNX Runtime.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from coe._optional import require
from coe.errors import AgentError, first_line

MANIFEST = "export.json"


def is_exported(place: Path) -> bool:
    """Whether a folder holds such a model."""
    return (place / MANIFEST).is_file() and any(place.glob("*.onnx"))


def load_exported(place: Path, device: str) -> Any:
    """The model as a module of PyTorch.

    Args:
        place: folder of the export.
        device: "cuda" or "cuda:N" is used where ONNX Runtime was built for it; else it runs on the CPU.

    Raises:
        MissingDependencyError: ONNX Runtime is not installed.
        AgentError: it does not load.
    """
    runtime = require("onnxruntime", "onnx")
    require("onnxscript", "onnx")
    base = require("transformers.exporters.base", "onnx")
    if not device.startswith("cuda") or "CUDAExecutionProvider" not in runtime.get_available_providers():
        device = "cpu"
    options = runtime.SessionOptions()
    options.intra_op_num_threads = require("torch").get_num_threads()
    options.log_severity_level = 3
    try:
        exported = base.ExportedModel.from_pretrained(
            place, device=device, local_files_only=True, session_options=options
        )
    except Exception as error:  # transformers and ONNX Runtime raise a dozen kinds
        raise AgentError(f"the model in {place} does not load: {first_line(error)}") from error
    return _module_class()(exported)


@cache
def _module_class() -> Any:
    torch = require("torch")
    caches = require("transformers.cache_utils")

    class ExportedModule(torch.nn.Module):  # type: ignore[misc, name-defined]
        """An exported model where a model of transformers is expected."""

        def __init__(self, exported: Any) -> None:
            super().__init__()
            self._exported = exported
            self.config, self.generation_config = exported.config, exported.generation_config
            self.device, self.dtype = exported.device, exported.dtype

        def forward(
            self,
            input_ids: Any,
            attention_mask: Any,
            position_ids: Any,
            past_key_values: Any = None,
            use_cache: bool = True,
            logits_to_keep: int = 1,
        ) -> Any:
            width = input_ids.shape[1]
            held = self._nothing(len(input_ids)) if past_key_values is None else past_key_values
            return self._exported(
                input_ids=input_ids, attention_mask=attention_mask, position_ids=position_ids,
                past_key_values=held, logits_to_keep=torch.arange(width - logits_to_keep, width),
            )  # fmt: skip

        def _nothing(self, rows: int) -> Any:
            """A cache that holds no token."""
            made = caches.DynamicCache()
            config = self.config
            heads = config.num_key_value_heads
            size = getattr(config, "head_dim", None) or config.hidden_size // config.num_attention_heads
            for layer in range(config.num_hidden_layers):
                empty = torch.zeros(rows, heads, 0, size, dtype=self.dtype, device=self.device)
                made.update(empty, empty.clone(), layer)
            return made

    return ExportedModule
