"""Keys and values of earlier prompts of the built-in model, for prompts that begin alike.

They lie in one array that is filled from its start to its end, again and again, over what came longest ago:
memory that was never used before takes several times as long to write to.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from coe.agents.prefixes import longest_beginning
from coe.agents.tiny_weights import Floats

Integers = NDArray[np.int64]


class KeptPrompts:
    """What was computed for the latest prompts. Several threads may ask at once.

    Args:
        most: bytes.
        layers: of the model.
        heads: of keys and of values in a layer, together.
        width: of a head.
    """

    def __init__(self, most: int, layers: int, heads: int, width: int) -> None:
        self._layers, self._heads, self._width = layers, heads, width
        self._memory: Floats = np.empty(most // 4, np.float32)
        self._kept: OrderedDict[bytes, tuple[Integers, Floats]] = OrderedDict()
        self._starts: OrderedDict[bytes, int] = OrderedDict()
        self._next = 0
        self._lock = Lock()

    def load(self, prompt: Sequence[int], held: Floats) -> int:
        """Writes what is known of the prompt's first tokens, of all but one at most; how many they are.

        Args:
            prompt: token ids.
            held: [layers, heads, tokens, width]
        """
        with self._lock:
            length, known = longest_beginning(prompt, self._kept.values())
            if known is not None:
                held[:, :, :length] = known[:, :, :length]
        return length

    def keep(self, prompt: Sequence[int], held: Floats) -> None:
        """Holds what was computed for a prompt: [layers, heads, at least as many tokens, width]."""
        size = len(prompt) * self._layers * self._heads * self._width
        if size > self._memory.size:
            return
        tokens = np.asarray(prompt, np.int64)
        key = tokens.tobytes()
        with self._lock:
            self._drop(key)
            start = self._free(size)
            place = self._memory[start : start + size]
            known = place.reshape(self._layers, self._heads, len(prompt), self._width)
            known[:] = held[:, :, : len(prompt)]
            self._kept[key], self._starts[key] = (tokens, known), start

    def _free(self, size: int) -> int:
        """Where so many numbers are free, those that lay there forgotten."""
        if self._next + size > self._memory.size:
            for key in [key for key, start in self._starts.items() if start >= self._next]:
                self._drop(key)
            self._next = 0
        start = self._next
        self._next += size
        # The oldest come first, in the order in which they lie behind `start`.
        while self._starts:
            key, oldest = next(iter(self._starts.items()))
            if not start <= oldest < self._next:
                break
            self._drop(key)
        return start

    def _drop(self, key: bytes) -> None:
        if self._kept.pop(key, None) is not None:
            del self._starts[key]
