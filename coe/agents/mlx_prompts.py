"""Prompts read by a model of mlx: what they share is read once, what was read is kept for later prompts.

A prompt whose beginning was read before brings the keys and values of it. That works for models whose every
layer keeps all tokens; the caches of others hold more than keys and values, and are made anew each time.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from coe._optional import require
from coe.agents.prefixes import Prefixes

# Of a prompt: for each layer a cache of mlx-lm that is never written to again.
Layers = list[Any]

_BYTES = 2**29


class MlxPrompts:
    """Reads prompts with one model.

    Args:
        mx: mlx.core.
        model: of mlx-lm.
    """

    def __init__(self, mx: Any, model: Any) -> None:
        self._mx, self._model = mx, model
        caches = require("mlx_lm.models.cache", "mlx")
        self._make = caches.make_prompt_cache
        self._plain = all(type(layer) is caches.KVCache for layer in self._make(model))
        self._prefixes: Prefixes[Layers] = Prefixes(_BYTES, _nbytes, _cut)

    def read(self, prompts: Sequence[Sequence[int]]) -> Layers:
        """A cache a layer, of all prompts together, each without its last token.

        Args:
            prompts: token ids, at least one each.
        """
        if not self._plain:
            return self._read(prompts, [self._make(self._model) for _ in prompts], [0] * len(prompts))
        shared = self._prefixes.to_read_once(prompts)
        if shared:
            self._read_kept([[*shared, 0]])  # the last token is not read
        return self._read_kept(prompts)

    def _read_kept(self, prompts: Sequence[Sequence[int]]) -> Layers:
        """As `read`, from what is known of each prompt on; then that much more is known."""
        known = [self._prefixes.find(prompt) or self._make(self._model) for prompt in prompts]
        caches = self._read(prompts, known, [layers[0].size() for layers in known])
        for row, prompt in enumerate(prompts):
            if len(prompt) > 1:
                layers = [cache.extract(row) for cache in caches]
                self._mx.eval([layer.state for layer in layers])
                self._prefixes.keep(prompt[:-1], layers)
        return caches

    def _read(
        self, prompts: Sequence[Sequence[int]], known: Sequence[Layers], starts: Sequence[int]
    ) -> Layers:
        """The prompts from `starts` on, after what is `known` of each.

        As mlx-lm does it, for every kind of cache: one of its own for each prompt, merged layer by layer;
        padded on the right, then moved to the right by `finalize`.
        """
        caches = [layer[0].merge(list(layer)) for layer in zip(*known, strict=True)]
        unread = [list(prompt[start:-1]) for prompt, start in zip(prompts, starts, strict=True)]
        lengths = [len(tokens) for tokens in unread]
        width = max(lengths, default=0)
        if width > 0:
            padding = [width - length for length in lengths]
            ids = [[*tokens, *[0] * missing] for tokens, missing in zip(unread, padding, strict=True)]
            for cache in caches:
                cache.prepare(lengths=lengths, right_padding=padding)
            self._model(self._mx.array(ids), cache=caches)
            for cache in caches:
                cache.finalize()
            self._mx.eval([cache.state for cache in caches])
        return caches


def _cut(layers: Layers, count: int) -> Layers:
    """The first tokens."""
    shorter = []
    for layer in layers:
        cut = type(layer)()
        cut.state = layer.keys[..., :count, :], layer.values[..., :count, :], count
        shorter.append(cut)
    return shorter


def _nbytes(layers: Layers) -> int:
    """Bytes of keys and values."""
    return sum(int(layer.nbytes) for layer in layers)
