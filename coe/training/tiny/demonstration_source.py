"""Training examples from demonstrations: what was read at each turn, and the edit that answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coe.corruptions import CORE_MOST
from coe.demonstrations.generate import DemonstrationConfig, demonstration
from coe.training.tiny.stream import Example

# How often a family is demonstrated beside 1 for the others: those of many forms, with terms to rearrange,
# take a small model longest, and simplify takes fewest turns a demonstration.
WEIGHTS = {
    "simplify": 4,
    "linear_systems": 3,
    "linear_equations": 3,
    "quadratics": 3,
    "integer_arithmetic": 2,
    "expand": 3,
    "factor": 2,
    "percent_words": 3,
    "word_two_step": 4,
}


def weighted(families: tuple[str, ...]) -> tuple[str, ...]:
    """Each family as often as `WEIGHTS` says, for `DemonstrationConfig.families`."""
    most = max(WEIGHTS.values())
    return tuple(name for turn in range(most) for name in families if WEIGHTS.get(name, 1) > turn)


def demonstrated(
    families: tuple[str, ...], *, seed: int = 0, feedback: str = "mixed", calculator: bool = True
) -> DemonstrationConfig:
    """What the built-in model learns from: the mistakes and starts that it is measured on."""
    return DemonstrationConfig(
        families, seed, feedback=feedback, calculator=calculator, empty=0.2, partial=0.1,
        right=0.0, recovery=0.0, replace_word=False, mistakes="core", most_mistakes=CORE_MOST,
    )  # fmt: skip


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
            shown = demonstration(self.config, index)
            for turn, learned in zip(shown.episode.turns, shown.learned, strict=True):
                if learned:
                    yield Example(turn.observation, turn.reply)
