"""What was computed for earlier prompts, for prompts that begin alike."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Sequence
from threading import Lock
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

Held = TypeVar("Held")

WORTH = 16
"""A shared beginning of fewer tokens is read faster with each prompt than by itself."""


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
        length, best = self._longest(prompt)
        return None if best is None else self._cut(best, length)

    def to_read_once(self, prompts: Sequence[Sequence[int]]) -> list[int]:
        """What all the prompts begin with, at least one token short of each; nothing where that is little, or
        held already, or there is one prompt only."""
        if len(prompts) < 2:
            return []
        first = np.asarray(prompts[0], np.int64)
        most = min(map(len, prompts)) - 1
        for prompt in prompts[1:]:
            most = min(most, common_length(first, np.asarray(prompt, np.int64)))
        if most < WORTH:
            return []
        held, _ = self._longest(prompts[0][: most + 1])
        return list(prompts[0][:most]) if most - held >= WORTH else []

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

    def _longest(self, prompt: Sequence[int]) -> tuple[int, Held | None]:
        """See `longest_beginning`."""
        with self._lock:
            items = list(self._held.values())
        return longest_beginning(prompt, items)

    def _drop(self, key: bytes) -> None:
        gone = self._held.pop(key, None)
        if gone is not None:
            self._bytes -= self._size(gone[1])


def longest_beginning(
    prompt: Sequence[int], held: Collection[tuple[NDArray[np.int64], Held]]
) -> tuple[int, Held | None]:
    """How many of the prompt's first tokens are held, one short of all at most, and what holds them.

    Args:
        prompt: token ids.
        held: token ids and what was computed for them, the latest last.
    """
    wanted = np.asarray(prompt, np.int64)
    length, best = 0, None
    for tokens, one in reversed(list(held)):
        if length == len(wanted):
            break
        # Most are out by the one token that a longer beginning needs.
        if len(tokens) > length and tokens.item(length) == prompt[length]:
            common = common_length(tokens, wanted)
            if common > length:
                length, best = common, one
    length = min(length, len(prompt) - 1)
    return (length, best) if length > 0 else (0, None)


def common_length(first: NDArray[np.integer[Any]], second: NDArray[np.integer[Any]]) -> int:
    """How many tokens two sequences begin with alike."""
    shorter = min(len(first), len(second))
    differ = first[:shorter] != second[:shorter]
    return int(differ.argmax()) if differ.any() else shorter
