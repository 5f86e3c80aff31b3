"""The forward pass of the built-in model over a batch of sequences that keep their keys and values.

Every sequence stands at the start of its own place, so that one that ends, or is drafted further than
another, moves nobody; what lies behind the end of a sequence is masked, and overwritten when it goes on.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from coe.agents.tiny_memory import KeptPrompts
from coe.agents.tiny_weights import Floats, Layer, Phases, TinyWeights

Integers = NDArray[np.int64]

_HIDDEN = np.float32(-1e9)
# Tokens that are read together, about: what lies between two products of so many stays in a core's cache.
_READ = 160


class TinyBatch:
    """Keys and values of sequences that are being written.

    Args:
        weights: the model.
        phases: of at least `room` positions.
        prompts: token ids.
        kept: keys and values of earlier prompts; those of these are added.
        room: most tokens of a sequence, drafts included.
        memory: for keys and values, of an earlier batch; if it is too small or None, other is taken.
    """

    def __init__(
        self,
        weights: TinyWeights,
        phases: Phases,
        prompts: Sequence[Sequence[int]],
        kept: KeptPrompts,
        room: int,
        memory: Floats | None = None,
    ) -> None:
        self._weights = weights
        self._phases = phases
        shape = (len(weights.layers), len(prompts), 2 * weights.heads, room, weights.head_width)
        size = math.prod(shape)
        # Zeros, because what is masked is still multiplied: by a probability of 0, which must not meet a NaN.
        self.memory = np.zeros(size, np.float32) if memory is None or memory.size < size else memory
        self._held = self.memory[:size].reshape(shape)
        self._places = list(range(len(prompts)))
        self._end = max(map(len, prompts))
        self.logits = np.empty((len(prompts), len(weights.embedding)), np.float32)
        self._read_all(prompts, kept)

    def _read_all(self, prompts: Sequence[Sequence[int]], kept: KeptPrompts) -> None:
        """Fills in keys, values and logits; what is in several prompts is read once where it can be."""
        first: dict[tuple[int, ...], int] = {}
        twins = [first.setdefault(tuple(prompt), place) for place, prompt in enumerate(prompts)]
        group: dict[int, int] = {}  # tokens that are known, by place
        for place in first.values():
            group[place] = kept.load(prompts[place], self._held[:, place])
            if sum(len(prompts[each]) - start for each, start in group.items()) >= _READ:
                self._read(group, prompts, kept)
                group = {}
        if group:
            self._read(group, prompts, kept)
        for place, twin in enumerate(twins):
            if place != twin:
                end = len(prompts[place])
                self._held[:, place, :, :end] = self._held[:, twin, :, :end]
                self.logits[place] = self.logits[twin]

    def _read(self, group: Mapping[int, int], prompts: Sequence[Sequence[int]], kept: KeptPrompts) -> None:
        """Reads the prompts at some places, each from the token on that `group` says."""
        places = list(group)
        parts = [np.arange(start, len(prompts[place])) for place, start in group.items()]
        ends = np.cumsum([len(part) for part in parts])
        tokens = np.concatenate([np.asarray(prompts[place][start:]) for place, start in group.items()])
        masks = [_causal(part, part[-1] + 1) for part in parts]

        def attend(number: int, qkv: Floats) -> Floats:
            mixed = np.empty((len(qkv), self._weights.width), np.float32)
            for place, end, part, mask in zip(places, ends, parts, masks, strict=True):
                rows = slice(end - len(part), end)
                held = self._held[number, place : place + 1]
                cut = qkv[None, rows]
                held[:, :, part[0] : part[-1] + 1] = self._keys_values(cut)
                mixed[rows] = self._mix(cut, held[:, :, : part[-1] + 1], mask)[0]
            return mixed

        self.logits[places] = self._forward(tokens, np.concatenate(parts), attend, ends - 1)
        for place in places:
            kept.keep(prompts[place], self._held[:, place])

    def extend(self, tokens: Integers, lengths: Sequence[int]) -> Floats:
        """Logits [batch, count, vocabulary] after each of `tokens` [batch, count].

        Args:
            tokens: the next ones of each sequence, in its row; their keys and values are kept until the next
                call says how many of them were right.
            lengths: tokens of each sequence that stand; `tokens` come after them.
        """
        batch, count = tokens.shape
        order = np.argsort(self._places)
        starts = np.asarray(lengths)[order]
        positions = starts[:, None] + np.arange(count)
        self._end = end = int(positions.max()) + 1
        mask = None if batch == count == 1 else _causal(positions, end)[:, None]
        rows = np.arange(batch)[:, None]

        def attend(number: int, qkv: Floats) -> Floats:
            held = self._held[number, :batch]
            parts = qkv.reshape(batch, count, -1)
            if batch == 1:
                held[0, :, positions[0, 0] : end] = self._keys_values(parts)[0]
            else:
                held[rows, :, positions] = self._keys_values(parts).swapaxes(1, 2)
            return self._mix(parts, held[:, :, :end], mask).reshape(batch * count, -1)

        logits = self._forward(tokens[order].ravel(), positions.ravel(), attend)
        result = np.empty((batch, count, logits.shape[1]), np.float32)
        result[order] = logits.reshape(result.shape)
        return result

    def keep(self, rows: Sequence[int]) -> None:
        """Drops every sequence but `rows`, which become 0, 1, ..."""
        places = [self._places[row] for row in rows]
        if len(places) == len(self._places):
            return
        holes = iter(sorted(set(range(len(places))) - set(places)))
        for row, place in enumerate(places):
            if place >= len(places):
                places[row] = next(holes)
                self._held[:, places[row], :, : self._end] = self._held[:, place, :, : self._end]
        self._places = places

    def _forward(
        self,
        tokens: Integers,
        positions: Integers,
        attend: Callable[[int, Floats], Floats],
        wanted: Integers | None = None,
    ) -> Floats:
        """Logits at each of `tokens`, or at those of index `wanted`.

        Args:
            tokens: of all sequences, one after another.
            positions: of each token in its sequence.
            attend: keeps keys and values of a layer's [tokens, 3 * width], and mixes values.
            wanted: indices into `tokens`.
        """
        weights = self._weights
        eps, heads = weights.eps, weights.heads
        x = weights.embedding[tokens]
        phases = np.tile(self._phases[positions], 2 * heads)
        for number, layer in enumerate(weights.layers):
            qkv = _norm(x, eps) @ layer.qkv
            turned = qkv[:, : 2 * weights.width].view(np.complex64)
            turned *= phases
            mixed = attend(number, qkv)
            if wanted is not None and layer is weights.layers[-1]:
                x, mixed = x[wanted], mixed[wanted]
            x += mixed @ layer.out
            _add_inner(x, layer, eps)
        return _norm(x, eps) @ weights.logits

    def _keys_values(self, qkv: Floats) -> Floats:
        """Of [batch, time, 3 * width]: [batch, 2 * heads, time, head_width]."""
        batch, time, _ = qkv.shape
        heads = self._weights.heads
        return qkv.reshape(batch, time, 3 * heads, -1)[:, :, heads:].swapaxes(1, 2)

    def _mix(self, qkv: Floats, held: Floats, mask: Floats | None) -> Floats:
        """Attention of [batch, time, 3 * width] over held [batch, 2 * heads, end, head_width]."""
        batch, time, _ = qkv.shape
        heads = self._weights.heads
        query = qkv.reshape(batch, time, 3 * heads, -1)[:, :, :heads].swapaxes(1, 2)
        scores = query @ held[:, :heads].swapaxes(2, 3)
        if mask is not None:
            scores += mask
        scores -= scores.max(-1, keepdims=True)
        np.exp(scores, out=scores)
        mixed = scores @ held[:, heads:]
        mixed /= scores.sum(-1, keepdims=True)
        return np.asarray(mixed.swapaxes(1, 2).reshape(batch, time, -1), np.float32)


def _causal(positions: Integers, end: int) -> Floats:
    """What is added to scores [..., end] so that a token at a position sees no later one."""
    return np.where(np.arange(end) <= positions[..., None], np.float32(0), _HIDDEN)


def _norm(x: Floats, eps: np.float32) -> Floats:
    mean = np.vecdot(x, x)[:, None]
    mean /= np.float32(x.shape[1])
    mean += eps
    return np.asarray(x / np.sqrt(mean, out=mean))


def _add_inner(x: Floats, layer: Layer, eps: np.float32) -> None:
    """Adds the gated inner layer to x, in place."""
    gate_up = _norm(x, eps) @ layer.gate_up
    inner = gate_up.shape[1] // 2
    gate, up = gate_up[:, :inner], gate_up[:, inner:]
    weight = np.exp(-gate)
    weight += 1
    np.divide(gate, weight, out=weight)
    weight *= up
    x += weight @ layer.down
