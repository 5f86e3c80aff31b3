"""Keys and values of transformers models, cut out of one batch and joined into another."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from coe._optional import require

# Of each layer, [heads, tokens, head_width].
Layers = list[tuple[Any, Any]]

_ROOM = 64


def is_plain(held: Any, context: int | None) -> bool:
    """Whether every layer of a cache holds keys and values of every token that it read, and nothing else.

    Args:
        held: what a model gave as `past_key_values`.
        context: most tokens that the model holds; a window as wide leaves nothing out.
    """
    kinds = require("transformers.cache_utils")
    if type(held) is not kinds.DynamicCache:
        return False
    return all(
        layer.is_initialized
        and (
            type(layer) is kinds.DynamicLayer
            or (type(layer) is kinds.DynamicSlidingWindowLayer and layer.sliding_window >= (context or 0) > 0)
        )
        for layer in held.layers
    )


def join(parts: Sequence[Layers], width: int) -> Any:
    """A cache of transformers that holds each of `parts` in its row, left padded to `width` tokens."""
    kind = _roomy_layer()
    layers = []
    for number, pair in enumerate(parts[0]):
        layer = kind()
        joined = []
        for which, model in enumerate(pair):
            heads, _, size = model.shape
            held = model.new_zeros((len(parts), heads, width + _ROOM, size))
            for row, part in enumerate(parts):
                piece = part[number][which]
                held[row, :, width - piece.shape[1] : width] = piece
            joined.append(held)
        layer.hold(*joined, width)
        layers.append(layer)
    return require("transformers.cache_utils").Cache(layers=layers)


def take(held: Any, row: int, places: Any) -> Layers:
    """A copy of the keys and values of one row, at the places given."""
    return [(layer.keys[row][:, places], layer.values[row][:, places]) for layer in held.layers]


def shorten(held: Any, count: int) -> None:
    """Takes back the last `count` tokens of every row."""
    for layer in held.layers:
        layer.keys, layer.values = layer.keys[:, :, :-count], layer.values[:, :, :-count]


def cut(layers: Layers, count: int) -> Layers:
    """The first tokens."""
    return [(keys[:, :count], values[:, :count]) for keys, values in layers]


def nbytes(layers: Layers) -> int:
    """Bytes of keys and values."""
    return sum(part.nbytes for pair in layers for part in pair)


@cache
def _roomy_layer() -> Any:
    """The class of a layer with room for more tokens; that of transformers copies the whole at each one."""
    kinds = require("transformers.cache_utils")

    class RoomyLayer(kinds.DynamicLayer):  # type: ignore[misc, name-defined]
        def hold(self, keys: Any, values: Any, length: int) -> None:
            """Takes over tensors whose first `length` tokens count."""
            self.lazy_initialization(keys, values)
            self._whole = keys, values
            self.keys, self.values = keys[:, :, :length], values[:, :, :length]

        def update(self, key_states: Any, value_states: Any, *_: Any, **__: Any) -> tuple[Any, Any]:
            start, more = self.keys.shape[2], key_states.shape[2]
            end = start + more
            rows, room = len(self.keys), self._whole[0].shape[2]
            if end > room or self.keys.data_ptr() != self._whole[0].data_ptr() or rows != len(self._whole[0]):
                whole = []
                for held in (self.keys, self.values):
                    larger = held.new_zeros((*held.shape[:2], end + _ROOM, held.shape[3]))
                    larger[:, :, :start] = held
                    whole.append(larger)
                self._whole = whole[0], whole[1]
            self._whole[0][:, :, start:end] = key_states
            self._whole[1][:, :, start:end] = value_states
            self.keys, self.values = self._whole[0][:, :, :end], self._whole[1][:, :, :end]
            return self.keys, self.values

    return RoomyLayer
