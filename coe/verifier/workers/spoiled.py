"""A verdict that a killed or crashed worker cost is not kept: the caches forget it.

A question past its time limit is another matter: its verdict `timeout` stays, for it would run over again.
"""

from __future__ import annotations

import sys
from functools import _lru_cache_wrapper
from typing import TypeVar

Result = TypeVar("Result")
deaths = 0
"""How many questions of this process a worker did not survive; `worker.py` counts them."""

_DRAWN_ONCE = frozenset({"coe.verifier.values.modular", "coe.verifier.values.points"})
"""What these keep are random numbers of this process, and no worker is asked there."""


def forget_if_died(before: int, result: Result) -> Result:
    """The result of a cached call; the caches are emptied if `deaths` is no longer what it was before it."""
    if deaths != before:
        for name, module in list(sys.modules.items()):
            if name.startswith("coe.verifier.") and name not in _DRAWN_ONCE:
                _empty(vars(module))
    return result


def _empty(names: dict[str, object]) -> None:
    for value in list(names.values()):
        if isinstance(value, _lru_cache_wrapper):
            value.cache_clear()
