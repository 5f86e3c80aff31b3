"""Results kept by text, bounded in memory: by their number and by the length of the texts."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, update_wrapper
from typing import Generic, ParamSpec, TypeVar

from coe.verifier.expressions.limits import MAX_CHARS

P = ParamSpec("P")
R = TypeVar("R")


class Kept(Generic[P, R]):
    """A function whose results are kept, as `lru_cache` keeps them, unless a text is too long.

    A text over MAX_CHARS characters is refused as mathematics at once, or is a solution that does not come
    again: keeping thousands of them would only hold memory.
    """

    def __init__(self, function: Callable[P, R], entries: int) -> None:
        self._function = function
        cached = lru_cache(maxsize=entries)(function)
        self.cache_clear = cached.cache_clear
        self.cache_info = cached.cache_info
        self._cached: Callable[P, R] = cached
        update_wrapper(self, function)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        for arg in args:
            if isinstance(arg, str) and len(arg) > MAX_CHARS:
                return self._function(*args, **kwargs)
        return self._cached(*args, **kwargs)


def kept(entries: int) -> Callable[[Callable[P, R]], Kept[P, R]]:
    """Keep the results of at most so many calls."""
    return lambda function: Kept(function, entries)
