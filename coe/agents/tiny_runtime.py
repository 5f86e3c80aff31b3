"""Inference of a small Llama model in NumPy, so that `coe solve` starts without loading PyTorch.

Reads a transformers folder (config.json, model.safetensors, tokenizer.json) of the plain Llama architecture
with as many key heads as query heads; anything else is refused, not approximated. Prefill is batched and left
padded, decoding keeps keys and values, replies that end leave the batch. Each item draws from its own random
stream: what it says does not depend on its neighbours, up to the rounding of float32 sums.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from threadpoolctl import ThreadpoolController
from tokenizers import Tokenizer

from coe.agents.constrained import Constrainer
from coe.agents.decoding import OnText, Replies, Vocabulary
from coe.errors import AgentError
from coe.messages import Reply, Sampling

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]

_HIDDEN = np.float32(-1e9)


@dataclass(frozen=True, slots=True)
class Layer:
    """Matrices of one layer, [in, out]; the norms' weights are folded into the matrix that follows."""

    qkv: Floats
    out: Floats
    gate_up: Floats
    down: Floats


class TinyRuntime:
    """A loaded model.

    Args:
        folder: of the model.

    Raises:
        AgentError: a file is missing or is not a model this runtime computes; the message names it.
    """

    def __init__(self, folder: Path) -> None:
        config = _read_config(folder)
        try:
            stored = load_file(folder / "model.safetensors")
            weights = {name: value.astype(np.float32) for name, value in stored.items()}
            self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        except Exception as error:  # tokenizers raises bare Exception
            raise AgentError(f"the model in {folder} cannot be read: {error}") from error
        self.tokenizer.encode_special_tokens = True  # "<eos>" in a problem is text, never an instruction
        self.heads = int(config["num_attention_heads"])
        self.eps = np.float32(config["rms_norm_eps"])
        self.context = int(config["max_position_embeddings"])
        try:
            self._arrange(weights, int(config["num_hidden_layers"]))
        except KeyError as error:
            raise AgentError(f"{folder / 'model.safetensors'} lacks the weights {error}") from error
        self.bos, self.eos, self.edit = (self._id(folder, text) for text in ("<bos>", "<eos>", "<edit>"))
        self._stops = self._stop_tokens()
        self._vocabulary = Vocabulary(self.decode, self._stops)
        half = self.head_width // 2
        theta = float(config["rope_theta"])
        self._frequencies = theta ** (-np.arange(half, dtype=np.float64) / half)
        self._cos, self._sin = self._angles(2 * self.context)

    def _id(self, folder: Path, text: str) -> int:
        number = self.tokenizer.token_to_id(text)
        if number is None:
            raise AgentError(f"{folder / 'tokenizer.json'} is not of the built-in model: it lacks {text}")
        return int(number)

    def _arrange(self, weights: dict[str, Floats], count: int) -> None:
        self.embedding = weights["model.embed_tokens.weight"]
        self.width = self.embedding.shape[1]
        self.head_width = self.width // self.heads
        scale = np.float32(self.head_width**-0.5)
        self.layers: list[Layer] = []
        for number in range(count):
            layer = {
                name.removeprefix(f"model.layers.{number}."): value
                for name, value in weights.items()
                if name.startswith(f"model.layers.{number}.")
            }
            before, after = layer["input_layernorm.weight"], layer["post_attention_layernorm.weight"]
            query, key, value = (layer[f"self_attn.{letter}_proj.weight"] for letter in "qkv")
            qkv = np.concatenate((query * scale, key, value)) * before
            gate_up = np.concatenate((layer["mlp.gate_proj.weight"], layer["mlp.up_proj.weight"])) * after
            out, down = layer["self_attn.o_proj.weight"], layer["mlp.down_proj.weight"]
            self.layers.append(Layer(*(np.ascontiguousarray(part.T) for part in (qkv, out, gate_up, down))))
        self._logits = np.ascontiguousarray((self.embedding * weights["model.norm.weight"]).T)

    def _stop_tokens(self) -> frozenset[int]:
        vocabulary = self.tokenizer.get_vocab()
        newlines = {number for text, number in vocabulary.items() if "\n" in text or "\u010a" in text}
        added = self.tokenizer.get_added_tokens_decoder()
        special = {number for number, token in added.items() if token.special}
        return frozenset(newlines | special)

    def _angles(self, positions: int) -> tuple[Floats, Floats]:
        angles = np.arange(positions)[:, None] * self._frequencies
        return np.cos(angles).astype(np.float32), np.sin(angles).astype(np.float32)

    def encode_prompt(self, text: str) -> list[int]:
        """Ids of a user message, as the chat template lays it out."""
        return [self.bos, *self.tokenizer.encode(text, add_special_tokens=False).ids, self.edit]

    def decode(self, tokens: Sequence[int]) -> str:
        """Text of the tokens."""
        return str(self.tokenizer.decode(list(tokens), skip_special_tokens=True))

    def logits(self, prompts: Sequence[Sequence[int]]) -> Floats:
        """Logits [batch, vocab] of the token that follows each prompt."""
        return _Batch(self, prompts, room=0).logits

    def generate(
        self,
        prompts: Sequence[Sequence[int]],
        sampling: Sequence[Sampling],
        *,
        constrained: bool = True,
        on_text: OnText | None = None,
    ) -> list[Reply]:
        """A reply to each prompt, in order; each stops at the end token, a newline or its limit.

        Args:
            prompts: as `encode_prompt` gives them.
            sampling: how each is answered.
            constrained: whether a sampling's grammar is kept to.
            on_text: called with each further piece of the first reply's text.

        Raises:
            UsageError: a grammar that cannot be used.
        """
        if not prompts:
            return []
        begun = time.perf_counter()
        wanted = constrained and any(how.grammar is not None for how in sampling)
        replies = Replies(self._vocabulary, prompts, sampling, self._constrainer if wanted else None, on_text)
        # Products this small are faster on one thread: OpenBLAS's threads would wait for each other.
        with _blas().limit(limits=1, user_api="blas"):
            batch = _Batch(self, prompts, max(how.max_tokens for how in sampling))
            batch.keep(replies.active, len(prompts))
            while replies.active:
                count = len(replies.active)
                going, tokens = replies.take(batch.logits)
                batch.keep(going, count)
                if going:
                    batch.step(np.array(tokens))
        return replies.finished((time.perf_counter() - begun) / len(prompts))

    @cached_property
    def _constrainer(self) -> Constrainer:
        return Constrainer(self.tokenizer.to_str(), len(self.embedding), self._stops)


@cache
def _blas() -> ThreadpoolController:
    return ThreadpoolController()


class _Batch:
    """Keys, values and last logits of a batch of left-padded sequences."""

    def __init__(self, model: TinyRuntime, prompts: Sequence[Sequence[int]], room: int) -> None:
        self.model = model
        self.time = max(map(len, prompts))
        self.padding = np.array([self.time - len(prompt) for prompt in prompts])
        shape = (len(prompts), model.heads, self.time + room, model.head_width)
        self.keys = [np.empty(shape, np.float32) for _ in model.layers]
        self.values = [np.empty(shape, np.float32) for _ in model.layers]
        if self.time + room > len(model._cos):
            model._cos, model._sin = model._angles(self.time + room)
        tokens = np.zeros((len(prompts), self.time), np.int64)
        for row, prompt in enumerate(prompts):
            tokens[row, self.time - len(prompt) :] = prompt
        self.logits = self._prefill(tokens)

    def _prefill(self, tokens: Integers) -> Floats:
        steps = np.arange(self.time)
        positions = np.maximum(steps[None, :] - self.padding[:, None], 0)
        real = steps[None, None, :] >= self.padding[:, None, None]
        seen = real & (steps[None, :] <= steps[:, None])[None]
        mask = np.where(seen, np.float32(0), _HIDDEN)[:, None]
        return self._forward(tokens, positions, mask, 0)

    def step(self, tokens: Integers) -> None:
        """Appends one token to each sequence and computes what follows."""
        positions = (self.time - self.padding)[:, None]
        mask = None
        if self.padding.any():
            steps = np.arange(self.time + 1)
            seen = steps[None, :] >= self.padding[:, None]
            mask = np.where(seen, np.float32(0), _HIDDEN)[:, None, None]
        self.time += 1
        self.logits = self._forward(tokens[:, None], positions, mask, self.time - 1)

    def keep(self, rows: Sequence[int], count: int) -> None:
        """Drops every sequence but `rows` of the `count` there are."""
        if len(rows) == count:
            return
        chosen = list(rows)
        self.padding, self.logits = self.padding[chosen], self.logits[chosen]
        self.keys = [part[chosen] for part in self.keys]
        self.values = [part[chosen] for part in self.values]

    def _forward(self, tokens: Integers, positions: Integers, mask: Floats | None, start: int) -> Floats:
        """Logits [batch, vocab] at the last of `tokens` [batch, time], which stand from `start` on."""
        model = self.model
        x = model.embedding[tokens]
        cos, sin = model._cos[positions][:, :, None], model._sin[positions][:, :, None]
        last = len(model.layers) - 1
        for number, layer in enumerate(model.layers):
            qkv = _norm(x, model.eps) @ layer.qkv
            query = self._store(number, qkv, cos, sin, start)
            if number == last:  # only the last position is read
                x, query = x[:, -1:], query[:, :, -1:]
                mask = None if mask is None else mask[:, :, -1:]
            x = x + self._attend(number, query, mask, start + tokens.shape[1]) @ layer.out
            gate, up = np.split(_norm(x, model.eps) @ layer.gate_up, 2, axis=-1)
            x = x + (gate / (1 + np.exp(-gate)) * up) @ layer.down
        return np.asarray(_norm(x[:, 0], model.eps) @ model._logits)

    def _store(self, number: int, qkv: Floats, cos: Floats, sin: Floats, start: int) -> Floats:
        """Writes keys and values; gives the rotated queries [batch, heads, time, head_width]."""
        batch, time, _ = qkv.shape
        heads = self.model.heads
        parts = qkv.reshape(batch, time, 3 * heads, self.model.head_width)
        rotated = _rotate(parts[:, :, : 2 * heads], cos, sin)
        self.keys[number][:, :, start : start + time] = rotated[:, :, heads:].swapaxes(1, 2)
        self.values[number][:, :, start : start + time] = parts[:, :, 2 * heads :].swapaxes(1, 2)
        return rotated[:, :, :heads].swapaxes(1, 2)

    def _attend(self, number: int, query: Floats, mask: Floats | None, end: int) -> Floats:
        scores = query @ self.keys[number][:, :, :end].swapaxes(2, 3)
        if mask is not None:
            scores += mask
        scores -= scores.max(-1, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(-1, keepdims=True)
        mixed = scores @ self.values[number][:, :, :end]
        return mixed.swapaxes(1, 2).reshape(len(mixed), -1, self.model.width)


def _norm(x: Floats, eps: np.float32) -> Floats:
    mean = np.einsum("...i,...i->...", x, x)[..., None] / np.float32(x.shape[-1])
    return np.asarray(x / np.sqrt(mean + eps))


def _rotate(x: Floats, cos: Floats, sin: Floats) -> Floats:
    first, second = np.split(x, 2, axis=-1)
    return np.concatenate((first * cos - second * sin, second * cos + first * sin), axis=-1)


def _read_config(folder: Path) -> dict[str, Any]:
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise AgentError(f"{folder / 'config.json'} cannot be read: {error}") from error
    rope = config.get("rope_parameters") or {}
    config.setdefault("rope_theta", rope.get("rope_theta", 10000.0))
    plain = (
        config.get("model_type") == "llama"
        and config.get("num_key_value_heads") == config.get("num_attention_heads")
        and config.get("tie_word_embeddings") is True
        and rope.get("rope_type", "default") == "default"
        and not config.get("attention_bias")
        and not config.get("mlp_bias")
    )
    if not plain:
        raise AgentError(f"{folder} is not of the built-in kind; use --model-type local --model {folder}")
    return dict(config)
