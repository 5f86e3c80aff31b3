"""The weights of a small Llama model, laid out for products with few rows.

Reads a transformers folder (config.json, model.safetensors) of the plain Llama architecture with as many key
heads as query heads; anything else is refused, not approximated.

Writing one token multiplies one row by every matrix, checking a draft of seven multiplies eight. For so few
rows a BLAS spends more time on copying a wide matrix into its own order than on the product. Matrices of 64
columns, each contiguous, need no copy: eight rows then cost hardly more than one.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file

from coe.errors import AgentError

Floats = NDArray[np.float32]
Phases = NDArray[np.complex64]

_COLUMNS = 64
# OpenBLAS multiplies without copying up to this many multiplications (its "small matrix" kernels).
_SMALL = 1_000_000
# So many rows take these kernels longer than one more.
_ODD = (1, 3)


class Panels:
    """A matrix [in, out], cut into panels of 64 columns; the last is filled up with zeros."""

    def __init__(self, matrix: Floats) -> None:
        rows, self.width = matrix.shape
        count = -(-self.width // _COLUMNS)
        padded = np.zeros((rows, count * _COLUMNS), np.float32)
        padded[:, : self.width] = matrix
        self._panels = np.ascontiguousarray(padded.reshape(rows, count, _COLUMNS).swapaxes(0, 1))
        self._most = max(16, _SMALL // (rows * _COLUMNS) // 16 * 16)

    def __rmatmul__(self, x: Floats) -> Floats:
        """x [rows, in] times the matrix: [rows, out], newly made."""
        given = len(x)
        if given in _ODD:
            x = np.concatenate((x, x[:1]))
        count, _, columns = self._panels.shape
        product = np.empty((len(x), count, columns), np.float32)
        for start in range(0, len(x), self._most):
            rows = slice(start, start + self._most)
            np.matmul(x[rows], self._panels, out=product[rows].swapaxes(0, 1))
        return product.reshape(len(x), -1)[:given, : self.width]

    def move(self, place: Floats) -> Floats:
        """Keeps the matrix at the start of an array from here on; the rest of the array."""
        size = self._panels.size
        place[:size] = self._panels.ravel()
        self._panels = place[:size].reshape(self._panels.shape)
        return place[size:]

    @property
    def size(self) -> int:
        """Numbers that it holds, zeros included."""
        return self._panels.size

    # NumPy leaves `array @ panels` to this class.
    __array_ufunc__ = None


def _move_together(matrices: Sequence[Panels]) -> None:
    """One array for all: NumPy asks for huge pages for large ones, and looking up small pages takes longer
    than reading what stands in them."""
    place = np.empty(sum(matrix.size for matrix in matrices), np.float32)
    for matrix in matrices:
        place = matrix.move(place)


@dataclass(frozen=True, slots=True)
class Layer:
    """Matrices of one layer; the norms' weights are folded into the matrix that follows.

    The columns of queries and keys are reordered so that the two numbers that are rotated together stand side
    by side; gate and up are filled with zeros to a whole number of panels, and down with as many rows.
    """

    qkv: Panels
    out: Panels
    gate_up: Panels
    down: Panels


@dataclass(frozen=True, slots=True)
class TinyWeights:
    """A model without its tokenizer.

    Args:
        embedding: [vocabulary, width].
        layers: from the bottom.
        logits: the embedding again, as a product.
        heads: of attention.
        eps: of the norms.
        context: tokens it was trained on.
        theta: base of the rotary positions.
    """

    embedding: Floats
    layers: tuple[Layer, ...]
    logits: Panels
    heads: int
    eps: np.float32
    context: int
    theta: float

    @property
    def width(self) -> int:
        """Of the residual stream."""
        return int(self.embedding.shape[1])

    @property
    def head_width(self) -> int:
        """Of one head of attention."""
        return self.width // self.heads

    def phases(self, positions: int) -> Phases:
        """[positions, head_width / 2]: what each pair of numbers, read as a complex one, is multiplied by."""
        half = self.head_width // 2
        frequencies = self.theta ** (-np.arange(half, dtype=np.float64) / half)
        phases: Phases = np.exp(1j * np.arange(positions)[:, None] * frequencies).astype(np.complex64)
        return phases


def load_weights(folder: Path) -> TinyWeights:
    """The model in a folder.

    Raises:
        AgentError: a file is missing or is not a model that this runtime computes; the message names it.
    """
    config = _read_config(folder)
    place = folder / "model.safetensors"
    try:
        stored = {name: value.astype(np.float32) for name, value in load_file(place).items()}
    except Exception as error:  # OSError, and what the Rust side raises
        raise AgentError(f"the model in {folder} cannot be read: {error}") from error
    heads = int(config["num_attention_heads"])
    try:
        embedding = stored["model.embed_tokens.weight"]
        layers = tuple(_layer(stored, number, heads) for number in range(int(config["num_hidden_layers"])))
        logits = Panels((embedding * stored["model.norm.weight"]).T)
    except KeyError as error:
        raise AgentError(f"{place} lacks the weights {error}") from error
    del stored  # or both copies and the one to come would be there at once
    _move_together(
        [m for layer in layers for m in (layer.qkv, layer.out, layer.gate_up, layer.down)] + [logits]
    )
    return TinyWeights(
        embedding,
        layers,
        logits,
        heads,
        np.float32(config["rms_norm_eps"]),
        int(config["max_position_embeddings"]),
        float(config["rope_theta"]),
    )


def _layer(stored: dict[str, Floats], number: int, heads: int) -> Layer:
    def of(name: str) -> Floats:
        return stored[f"model.layers.{number}.{name}.weight"]

    query, key, value = (of(f"self_attn.{letter}_proj") for letter in "qkv")
    scale = np.float32((len(query) // heads) ** -0.5)
    qkv = np.concatenate((_paired(query * scale, heads), _paired(key, heads), value))
    gate, up, down = of("mlp.gate_proj"), of("mlp.up_proj"), of("mlp.down_proj")
    gap = np.zeros((-len(gate) % _COLUMNS, gate.shape[1]), np.float32)
    gate_up = np.concatenate((gate, gap, up, gap))
    return Layer(
        Panels((qkv * of("input_layernorm")).T),
        Panels(of("self_attn.o_proj").T),
        Panels((gate_up * of("post_attention_layernorm")).T),
        Panels(np.concatenate((down.T, gap[:, :1].repeat(len(down), 1)))),
    )


def _paired(rows: Floats, heads: int) -> Floats:
    """The rows of each head in the order 0, half, 1, half + 1, ..."""
    return rows.reshape(heads, 2, -1, rows.shape[1]).swapaxes(1, 2).reshape(rows.shape)


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
