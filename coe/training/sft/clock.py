"""How far a run has come: what it spent of its limits, and the learning rate that follows from that."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from coe.training.sft.config import SftConfig


@dataclass(slots=True)
class Clock:
    """What a run has spent.

    Args:
        updates: made.
        tokens: of the examples, what each shares with others of its row not counted.
        learned: tokens of them that the loss is on.
        examples: learned from.
        seconds: of training; evaluations and checkpoints left out.
    """

    updates: int = 0
    tokens: int = 0
    learned: int = 0
    examples: int = 0
    seconds: float = 0.0

    def spent(self, config: SftConfig, updates: int) -> float:
        """Share of the limit that is nearest its end, from 0 to 1.

        Args:
            config: with the limits.
            updates: that all epochs take.
        """
        shares = [self.updates / updates]
        if config.max_tokens is not None:
            shares.append(self.tokens / config.max_tokens)
        if config.max_minutes is not None:
            shares.append(self.seconds / (60 * config.max_minutes))
        return min(1.0, max(shares))


Progress = Callable[[Clock, float, float], None]
"""Called after every update with the clock, the share of the run that is over, and the loss."""


def share_of_peak(spent: float, config: SftConfig, updates: int) -> float:
    """Learning rate at this point of a run, as a share of the peak; never 0, so that every update counts."""
    warmup = max(config.warmup, 1 / updates if config.warmup else 0.0)
    if spent < warmup:
        return max(spent / warmup, 0.5 / max(1.0, warmup * updates))
    rest = (1 - spent) / (1 - warmup) if warmup < 1 else 0.0
    if config.schedule == "constant":
        return 1.0
    return max(1e-3, rest if config.schedule == "linear" else 0.5 - 0.5 * math.cos(math.pi * rest))
