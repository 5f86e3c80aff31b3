"""One token drawn from one row of logits: greedy, or by temperature and the usual filters.

NumPy on the host, one random stream a reply, so that what a reply says depends neither on its neighbours in a
batch nor on the framework that computed the logits, up to the rounding of the logits themselves. The filters
are those of transformers, in the same order.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from coe.messages import Sampling

Floats = NDArray[np.float32]

_BLOCK = 256


def draw(logits: Floats, how: Sampling, seen: Iterable[int], stream: np.random.Generator) -> int:
    """A token.

    Args:
        logits: [vocab]; minus infinity where a token is not allowed. Overwritten.
        how: the sampling.
        seen: tokens of the prompt and of the reply so far; read only for a repetition penalty.
        stream: the reply's own; one number is taken from it unless the choice is greedy.
    """
    if how.repetition_penalty != 1:
        found = np.fromiter(set(seen), np.int64)
        found = found[found < len(logits)]
        chosen, penalty = logits[found], np.float32(how.repetition_penalty)
        logits[found] = np.where(chosen > 0, chosen / penalty, chosen * penalty)
    if how.temperature <= 0:
        return int(logits.argmax())
    scaled = logits / np.float32(how.temperature)
    scaled -= scaled.max()
    if 0 < how.top_k < len(scaled):
        scaled[scaled < np.partition(scaled, -how.top_k)[-how.top_k]] = -np.inf
    weights = np.exp(scaled, out=scaled)
    if how.top_p < 1:
        weights = _nucleus(weights, how.top_p)
    if how.min_p > 0:
        weights[weights < how.min_p * weights.max()] = 0
    return _pick(weights, stream.random())


def _pick(weights: Floats, number: float) -> int:
    """The token where the running sum of weights passes `number` (0 to 1) of the whole.

    Block by block: one running sum over a whole vocabulary would take most of the time of a draw.
    """
    ends = np.cumsum(np.add.reduceat(weights, np.arange(0, len(weights), _BLOCK)), dtype=np.float64)
    target = number * ends[-1]
    block = min(int(np.searchsorted(ends, target, side="right")), len(ends) - 1)
    inside = np.cumsum(weights[block * _BLOCK : (block + 1) * _BLOCK], dtype=np.float64)
    place = int(np.searchsorted(inside, target - (ends[block - 1] if block else 0), side="right"))
    token = block * _BLOCK + place
    # Rounding may carry the number past the last token of its block that has any weight.
    return token if place < len(inside) and weights[token] > 0 else int(weights.argmax())


def _nucleus(weights: Floats, top_p: float) -> Floats:
    """The weights, zero outside the fewest tokens that hold `top_p` of their sum."""
    # Tokens this unlikely are outside whatever the rest looks like; sorting the few others is much faster.
    few = np.flatnonzero(weights > (1 - top_p) * weights.sum() / len(weights) / 2)
    order = few[np.argsort(-weights[few], kind="stable")]
    before = np.cumsum(weights[order]) - weights[order]
    kept = order[before < top_p * weights.sum()]
    result = np.zeros_like(weights)
    result[kept] = weights[kept]
    return result
