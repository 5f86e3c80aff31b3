"""Training examples of the built-in model: the turns of demonstrations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coe.demonstrations.generate import DemonstrationConfig, demonstration
from coe.training.tiny.stream import Example


@dataclass(frozen=True, slots=True)
class DemonstrationSource:
    """A function of the chunk number; no two chunks share a demonstration.

    Args:
        config: what is demonstrated.
        per_chunk: demonstrations of one chunk.
    """

    config: DemonstrationConfig
    per_chunk: int = 2048

    def __call__(self, chunk: int) -> Iterator[Example]:
        """One example a turn: the state as rendered, and the expert's command."""
        for index in range(chunk * self.per_chunk, (chunk + 1) * self.per_chunk):
            for turn in demonstration(self.config, index).episode.turns:
                yield Example(turn.observation, turn.reply)
