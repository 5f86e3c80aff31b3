"""Any causal language model that mlx-lm knows, with an optional adapter: on Apple's GPUs, and on Linux.

Batched, with a KV cache that drops replies as they end. Models are fetched, prompts written and tokens drawn
as for the local agent; mlx computes the logits. mlx is imported when the agent is made, not with this module.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from coe._optional import require
from coe.agents.adapters import Adapter, check_base, check_layers, read_adapter
from coe.agents.batching import Batches
from coe.agents.chat import encode, end_tokens, only_edits
from coe.agents.constrained import Constrainer
from coe.agents.decoding import Replies, Vocabulary
from coe.agents.files_hash import files_hash
from coe.agents.mlx_prompts import MlxPrompts
from coe.agents.model_store import fetch_model
from coe.agents.pretrained import DEFAULT_MODEL, DTYPES, bits_asked, check_place
from coe.agents.protocol import Conversation
from coe.errors import AgentError, UsageError, first_line
from coe.messages import Reply, Sampling

_GROUP = 64  # weights that share a scale when they are quantised


class MlxAgent:
    """Answers with a model that mlx runs.

    Args:
        model: folder, or a name on the Hugging Face hub.
        adapter_path: folder, or name in the store, of an adapter for this model, by mlx-lm or (LoRA) by peft.
        device: "auto" takes the GPU where there is one; "gpu", "cpu".
        dtype: "auto" is the model's own; "float32", "float16" or "bfloat16" casts it.
        load_in_4bit: quantise to 4 bits, on any device, the layers whose width is a multiple of 64.
        load_in_8bit: the same to 8 bits.
        batch_size: most conversations generated together.
        trust_remote_code: run code that comes with the model.
        constrained: keep to the grammar of a sampling that has one.
        name: written into records; None is "mlx:" and the model.

    Raises:
        UsageError: no such model, adapter or device, or values that do not fit together.
        AgentError: the model is there but does not load.
        MissingDependencyError: mlx-lm is not installed.
    """

    def __init__(
        self,
        model: str | Path = DEFAULT_MODEL,
        adapter_path: str | Path | None = None,
        *,
        device: str = "auto",
        dtype: str = "auto",
        load_in_4bit: bool = False,
        load_in_8bit: bool = False,
        batch_size: int = 16,
        trust_remote_code: bool = False,
        constrained: bool = True,
        name: str | None = None,
    ) -> None:
        if batch_size < 1:
            raise UsageError(f"batch_size must be at least 1, not {batch_size}")
        bits = bits_asked(load_in_4bit, load_in_8bit)
        if dtype not in DTYPES:
            raise UsageError(f"dtype is one of {', '.join(DTYPES)}, not {dtype!r}")
        self._mx = require("mlx.core", "mlx")
        self._lm = require("mlx_lm", "mlx")
        self._device = _pick_device(self._mx, device)
        self.name = name or f"mlx:{model}"
        self._settings = f"{dtype} {bits or ''}"
        self._adapter = None if adapter_path is None else read_adapter(adapter_path)
        if self._adapter is not None:
            check_base(self._adapter, str(model))
        self._place = fetch_model(str(model))
        check_place(self._place)
        if self._place.is_file():
            raise UsageError("mlx reads folders of safetensors; use --model-type local for a GGUF file")
        with self._mx.stream(self._device):
            self._load(trust_remote_code)
            if dtype != "auto":
                self._model.set_dtype(getattr(self._mx, dtype))
            if self._adapter is not None:
                self._adapt(self._adapter)
            if bits is not None:
                self._quantise(bits)
            self._model.eval()
        self._prompts = MlxPrompts(self._mx, self._model)
        self._batches = Batches(
            encode=lambda conversation: encode(self._tokenizer, conversation),
            generate=self._generate,
            vocabulary=Vocabulary(self._decode, end_tokens(self._tokenizer, self._wrapped.eos_token_ids)),
            make_constrainer=self._constrainer if constrained else None,
            context=self._config.get("max_position_embeddings"),
            size=batch_size,
            place=str(self._device),
        )

    def _load(self, trust_remote_code: bool) -> None:
        try:
            self._model, self._wrapped, self._config = self._lm.load(
                str(self._place),
                tokenizer_config={"trust_remote_code": trust_remote_code},
                return_config=True,
                trust_remote_code=trust_remote_code,
            )
        except Exception as error:  # mlx-lm raises what its parts do
            raise AgentError(f"the model in {self._place} does not load: {first_line(error)}") from error
        self._tokenizer = self._wrapped._tokenizer
        self.edits_only = only_edits(self._tokenizer)

    def _quantise(self, bits: int) -> None:
        def fits(_: str, layer: Any) -> bool:
            found = hasattr(layer, "to_quantized") and layer.weight.shape[-1] % _GROUP == 0
            chosen.append(found)
            return found

        chosen: list[bool] = []
        require("mlx.nn", "mlx").quantize(self._model, _GROUP, bits, class_predicate=fits)
        if not any(chosen):
            raise UsageError(
                f"no layer of {self.name} is a multiple of {_GROUP} wide; leave --load-in-{bits}bit out"
            )

    def _adapt(self, adapter: Adapter) -> None:
        if not adapter.is_mlx:
            return self._merge(adapter)
        try:
            tuner = require("mlx_lm.tuner.utils", "mlx")
            self._model = tuner.load_adapters(self._model, str(adapter.folder))
        except Exception as error:  # shapes, layers, formats
            said = " ".join(str(error).split()) or type(error).__name__
            raise UsageError(
                f"the adapter in {adapter.folder} does not fit this model: {said[:300]}; "
                "give the model it was trained for"
            ) from error

    def _merge(self, adapter: Adapter) -> None:
        """Adds the product of peft's two LoRA matrices to each layer's weights."""
        if not adapter.is_lora or adapter.config.get("use_dora"):
            raise UsageError(
                f"the adapter in {adapter.folder} is no plain LoRA; use it with --model-type local"
            )
        nn = require("mlx.nn", "mlx")
        layers = dict(self._model.named_modules())
        sizes = {
            name: (int(layer.weight.shape[0]), int(layer.weight.shape[1]))
            for name, layer in layers.items()
            if isinstance(layer, nn.Linear)
        }
        check_layers(adapter, sizes, set(layers))
        weights = self._mx.load(str(adapter.weights))
        for name in adapter.factors():
            if name not in sizes:
                raise UsageError(
                    f"{name} of this model is no plain linear layer, so the adapter in {adapter.folder} "
                    "cannot be added; give a model that is not quantised"
                )
            prefix = f"base_model.model.{name}"
            down, up = weights[f"{prefix}.lora_A.weight"], weights[f"{prefix}.lora_B.weight"]
            layer = layers[name]
            change = adapter.scale(name, int(down.shape[0])) * (up.astype(down.dtype) @ down)
            layer.weight = (layer.weight.astype(change.dtype) + change).astype(layer.weight.dtype)

    def _decode(self, tokens: Sequence[int]) -> str:
        return str(self._tokenizer.decode(list(tokens), skip_special_tokens=True))

    def _constrainer(self) -> Constrainer:
        size = int(self._config["vocab_size"])
        return Constrainer(self._tokenizer.backend_tokenizer.to_str(), size, self._batches.vocabulary.ends)

    @cached_property
    def identity(self) -> Mapping[str, str]:
        """Model, adapter and precision, for a cache of responses; the files are read and hashed."""
        return {
            "agent": "mlx",
            "model": files_hash(self._place),
            "adapter": "" if self._adapter is None else files_hash(self._adapter.folder),
            "precision": self._settings,
            "constrained": str(self._batches.make_constrainer is not None),
        }

    def act(
        self, conversations: Sequence[Conversation], sampling: Sequence[Sampling] | None = None
    ) -> list[Reply]:
        """One reply a conversation, in the same order; a batch that fails gives errors to its own items."""
        return self._batches.act(conversations, sampling)

    def stream(self, conversation: Conversation, sampling: Sampling, on_text: Callable[[str], None]) -> Reply:
        """The reply of `act`, its text shown piece by piece."""
        return self._batches.stream(conversation, sampling, on_text)

    def _generate(self, prompts: Sequence[Sequence[int]], replies: Replies) -> None:
        with self._mx.stream(self._device):
            self._loop([prompts[index] for index in replies.active], replies)

    def _loop(self, prompts: Sequence[Sequence[int]], replies: Replies) -> None:
        mx, caches = self._mx, self._prompts.read(prompts)
        tokens = [prompt[-1] for prompt in prompts]
        while tokens:
            logits = self._model(mx.array(tokens)[:, None], cache=caches)[:, -1]
            count = len(tokens)
            going, tokens = replies.take(np.array(logits.astype(mx.float32)))
            if 0 < len(going) < count:
                for cache in caches:
                    cache.filter(mx.array(going))


def _pick_device(mx: Any, wanted: str) -> Any:
    if wanted not in ("auto", "cpu", "gpu"):
        raise UsageError(f"{wanted!r} is no device of mlx; use auto, gpu or cpu")
    gpu = mx.is_available(mx.gpu)
    if wanted == "gpu" and not gpu:
        raise UsageError("device 'gpu' is not available here; use --device auto or cpu")
    return mx.Device(mx.cpu if wanted == "cpu" or not gpu else mx.gpu)
