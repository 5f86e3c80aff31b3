"""Results kept by text, bounded in memory: by their number and by the length of the texts."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import _lru_cache_wrapper, lru_cache, update_wrapper
from typing import Generic, ParamSpec, TypeVar

from coe.verifier.expressions.limits import MAX_CHARS

P = ParamSpec("P")
R = TypeVar("R")

_ONCE_A_PROCESS = frozenset({"_prime", "_coordinate"})


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


def text_caches() -> list[Kept[..., object] | _lru_cache_wrapper[object]]:
    """Every cache of the verifier that new texts fill."""
    found: dict[int, Kept[..., object] | _lru_cache_wrapper[object]] = {}
    for name, module in list(sys.modules.items()):
        if name.startswith("coe.verifier"):
            for value in list(vars(module).values()):
                if isinstance(value, Kept | _lru_cache_wrapper) and not _stays(value):
                    found[id(value)] = value
    return list(found.values())


def _stays(cache: Kept[..., object] | _lru_cache_wrapper[object]) -> bool:
    return getattr(cache, "__name__", "") in _ONCE_A_PROCESS


def forget_texts() -> None:
    """Let go of what is kept of texts: for a process that lives long and meets ever other problems, and would
    grow to what full caches take. Verdicts stay the same; what comes again is judged again."""
    for cache in text_caches():
        cache.cache_clear()
