"""What was computed for earlier prompts, for prompts that begin alike."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from threading import Lock
from typing import Generic, TypeVar

Held = TypeVar("Held")


class Prefixes(Generic[Held]):
    """Keys and values of prompts, the latest ones.

    Args:
        most: prompts kept.
        cut: the first tokens of what is held.
    """

    def __init__(self, most: int, cut: Callable[[Held, int], Held]) -> None:
        self._most = most
        self._cut = cut
        self._held: OrderedDict[tuple[int, ...], Held] = OrderedDict()
        self._lock = Lock()

    def find(self, prompt: Sequence[int]) -> Held | None:
        """The longest beginning of the prompt that is held, at least one token short of the whole."""
        with self._lock:
            items = list(self._held.items())
        length, best = 0, None
        for tokens, held in items:
            common = _common(tokens, prompt)
            if common > length:
                length, best = common, held
        length = min(length, len(prompt) - 1)
        return None if best is None or length < 1 else self._cut(best, length)

    def keep(self, prompt: Sequence[int], held: Held) -> None:
        """Holds what was computed for a prompt, in the place of the one that came longest ago."""
        with self._lock:
            self._held[tuple(prompt)] = held
            self._held.move_to_end(tuple(prompt))
            while len(self._held) > self._most:
                self._held.popitem(last=False)


def _common(first: Sequence[int], second: Sequence[int]) -> int:
    """How many tokens two sequences begin with alike."""
    for place, (one, other) in enumerate(zip(first, second, strict=False)):
        if one != other:
            return place
    return min(len(first), len(second))
