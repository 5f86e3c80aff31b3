"""Training examples from demonstrations: what was read at each turn, and the edit that answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coe.demonstrations.generate import DemonstrationConfig, demonstration
from coe.training.tiny.stream import Example


@dataclass(frozen=True, slots=True)
class DemonstrationSource:
    """Chunk k is the turns of demonstrations k * size to (k + 1) * size - 1; picklable.

    Args:
        config: what is demonstrated.
        size: demonstrations in a chunk.
    """

    config: DemonstrationConfig
    size: int = 1000

    def __call__(self, chunk: int) -> Iterator[Example]:
        for index in range(chunk * self.size, (chunk + 1) * self.size):
            for turn in demonstration(self.config, index).episode.turns:
                yield Example(turn.observation, turn.reply)
