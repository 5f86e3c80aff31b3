"""Any causal language model of transformers, with an optional peft adapter.

Conversations are batched and generated with a KV cache (`coe.agents.local_writer`). PyTorch is imported when
the agent is made, not with this module.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from coe._optional import require
from coe.agents.batching import Batches
from coe.agents.chat import encode, end_tokens, only_edits
from coe.agents.constrained import Constrainer
from coe.agents.decoding import Replies, Vocabulary
from coe.agents.exported import is_exported
from coe.agents.files_hash import files_hash
from coe.agents.grouped_attention import group_attention
from coe.agents.local_writer import LocalWriter
from coe.agents.merging import merged, says_the_same_merged
from coe.agents.model_store import fetch_model
from coe.agents.packing import pack_linears
from coe.agents.pretrained import (
    DEFAULT_MODEL,
    Pretrained,
    bits_asked,
    check_dtype,
    check_request,
    pick_device,
    pick_dtype,
)
from coe.agents.protocol import Conversation
from coe.errors import UsageError
from coe.messages import Reply, Sampling


class LocalAgent:
    """Answers with a local model.

    Args:
        model: folder (of safetensors, or of an export to ONNX), GGUF file, or a name on the Hugging Face hub.
        adapter_path: folder, or name in the store, of a peft adapter trained for this model.
        device: "auto" takes CUDA, then Apple's MPS, then the CPU.
        dtype: "auto" is bfloat16 on CUDA where it has it, and float16 on other accelerators; on a CPU,
            bfloat16 where it computes in that and the weights are stored in 16 bits, else float32.
        load_in_4bit: quantise to 4 bits with bitsandbytes; needs CUDA.
        load_in_8bit: the same to 8 bits.
        batch_size: most conversations generated together.
        trust_remote_code: run code that comes with the model.
        constrained: keep to the grammar of a sampling that has one.
        name: written into records; None is "local:" and the model.

    Raises:
        UsageError: no such model, adapter or device, or values that do not fit together.
        AgentError: the model is there but does not load.
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
        batch_size: int = 32,
        trust_remote_code: bool = False,
        constrained: bool = True,
        name: str | None = None,
    ) -> None:
        bits = bits_asked(load_in_4bit, load_in_8bit)
        torch = require("torch")
        device = pick_device(torch, device)
        adapter = check_request(str(model), adapter_path, device, bits)
        check_dtype(dtype)
        place = fetch_model(str(model))
        kind = pick_dtype(torch, dtype, device, place)
        wanted = Pretrained(place, device, kind, adapter, bits, trust_remote_code)
        tokenizer, loaded = wanted.load()
        if bits is None:
            if adapter is not None and says_the_same_merged(loaded, adapter):
                loaded = merged(loaded, adapter)
            pack_linears(loaded)
            group_attention(loaded)
        device = str(loaded.device) if is_exported(place) else device
        self._places: tuple[Path, Path | None] | None = (
            place,
            None if adapter is None else adapter.folder,
        )
        self._set_up(loaded, tokenizer, device, batch_size, constrained, name or f"local:{model}")

    @classmethod
    def around(
        cls,
        model: Any,
        tokenizer: Any,
        *,
        batch_size: int = 32,
        constrained: bool = True,
        name: str = "local:in memory",
    ) -> LocalAgent:
        """An agent that answers with a model in memory, as it is: nothing of it is copied or changed.

        It answers in evaluation mode, and leaves the model in the mode it was in. Call `weights_changed`
        after each change of the weights.

        Args:
            model: a causal language model of transformers, or one of peft around it, on its device.
            tokenizer: of the model.
            batch_size: most conversations generated together.
            constrained: keep to the grammar of a sampling that has one.
            name: written into records.
        """
        agent = cls.__new__(cls)
        agent._places = None
        agent._set_up(model, tokenizer, str(model.device), batch_size, constrained, name)
        return agent

    def _set_up(
        self, model: Any, tokenizer: Any, device: str, batch_size: int, constrained: bool, name: str
    ) -> None:
        if batch_size < 1:
            raise UsageError(f"batch_size must be at least 1, not {batch_size}")
        self.name, self.device = name, device
        self._constrained = constrained
        self._tokenizer, self._model = tokenizer, model
        self.edits_only = only_edits(tokenizer)
        configured = getattr(getattr(model, "generation_config", None), "eos_token_id", None)
        self._writer = self._make_writer()
        self._batches = Batches(
            encode=lambda conversation: encode(tokenizer, conversation),
            generate=self.write,
            vocabulary=Vocabulary(self._decode, end_tokens(tokenizer, configured)),
            make_constrainer=self._constrainer if constrained else None,
            context=getattr(model.config, "max_position_embeddings", None),
            size=batch_size,
            place=device,
        )

    def _make_writer(self) -> LocalWriter:
        options = inspect.signature(self._base().forward).parameters
        return LocalWriter(require("torch"), self._model, self.device, _padding(self._tokenizer), options)

    def weights_changed(self) -> None:
        """What was computed with the weights as they were is forgotten."""
        self._writer = self._make_writer()

    @property
    def vocabulary(self) -> Vocabulary:
        """What the model's tokens mean, and which of them end a reply."""
        return self._batches.vocabulary

    def write(self, prompts: Sequence[Sequence[int]], replies: Replies) -> None:
        """Writes replies to prompts of tokens, all in one batch."""
        training = self._model.training
        self._model.eval()
        try:
            self._writer.write(prompts, replies)
        finally:
            self._model.train(training)

    def _base(self) -> Any:
        inner = getattr(self._model, "get_base_model", None)
        return self._model if inner is None else inner()

    def _decode(self, tokens: Sequence[int]) -> str:
        return str(self._tokenizer.decode(list(tokens), skip_special_tokens=True))

    def _constrainer(self) -> Constrainer:
        backend = getattr(self._tokenizer, "backend_tokenizer", None)
        if backend is None:
            raise UsageError(
                f"the tokenizer of {self.name} is written in Python and cannot be constrained; "
                "use --constrained off"
            )
        size = int(self._model.config.get_text_config().vocab_size)
        return Constrainer(backend.to_str(), size, self._batches.vocabulary.ends)

    @cached_property
    def identity(self) -> Mapping[str, str]:
        """Model, adapter and precision, for a cache of responses; files of folders are read and hashed.

        Raises:
            UsageError: the model was given in memory.
        """
        if self._places is None:
            raise UsageError(f"{self.name}: a model in memory has no files to name a cache of responses by")
        place, adapter = self._places
        model = files_hash(place) if place.is_dir() else files_hash(place.parent, [place.name])
        return {
            "agent": "local",
            "model": model,
            "adapter": "" if adapter is None else files_hash(adapter),
            "precision": f"{self._model.dtype} {getattr(self._model.config, 'quantization_config', '')}",
            "constrained": str(self._constrained),
        }

    def act(
        self, conversations: Sequence[Conversation], sampling: Sequence[Sampling] | None = None
    ) -> list[Reply]:
        """One reply a conversation, in the same order; a batch that fails gives errors to its own items."""
        return self._batches.act(conversations, sampling)

    def stream(self, conversation: Conversation, sampling: Sampling, on_text: Callable[[str], None]) -> Reply:
        """The reply of `act`, its text shown piece by piece."""
        return self._batches.stream(conversation, sampling, on_text)


def _padding(tokenizer: Any) -> int:
    """A token to pad with: it is masked, so which one does not matter."""
    return int(next((i for i in (tokenizer.pad_token_id, tokenizer.eos_token_id) if i is not None), 0))
