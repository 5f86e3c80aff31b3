"""What was computed for earlier prompts, for prompts that begin alike."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from threading import Lock
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

Held = TypeVar("Held")


class Prefixes(Generic[Held]):
    """Keys and values of prompts, the latest ones.

    Args:
        most: bytes kept.
        size: bytes of what is held.
        cut: the first tokens of what is held.
    """

    def __init__(self, most: int, size: Callable[[Held], int], cut: Callable[[Held, int], Held]) -> None:
        self._most = most
        self._size = size
        self._cut = cut
        self._held: OrderedDict[bytes, tuple[NDArray[np.int64], Held]] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def find(self, prompt: Sequence[int]) -> Held | None:
        """The longest beginning of the prompt that is held, at least one token short of the whole."""
        wanted = np.asarray(prompt, np.int64)
        with self._lock:
            items = list(self._held.values())
        length, best = 0, None
        for tokens, held in items:
            common = common_length(tokens, wanted)
            if common > length:
                length, best = common, held
        length = min(length, len(prompt) - 1)
        return None if best is None or length < 1 else self._cut(best, length)

    def keep(self, prompt: Sequence[int], held: Held) -> None:
        """Holds what was computed for a prompt, in the place of those that came longest ago."""
        size = self._size(held)
        if size > self._most:
            return
        tokens = np.asarray(prompt, np.int64)
        with self._lock:
            self._drop(tokens.tobytes())
            self._held[tokens.tobytes()] = tokens, held
            self._bytes += size
            while self._bytes > self._most:
                self._drop(next(iter(self._held)))

    def _drop(self, key: bytes) -> None:
        gone = self._held.pop(key, None)
        if gone is not None:
            self._bytes -= self._size(gone[1])


def common_length(first: NDArray[np.integer[Any]], second: NDArray[np.integer[Any]]) -> int:
    """How many tokens two sequences begin with alike."""
    shorter = min(len(first), len(second))
    differ = first[:shorter] != second[:shorter]
    return int(differ.argmax()) if differ.any() else shorter
