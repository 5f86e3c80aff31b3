"""The conditions under which the built-in model is measured, by `coe.training.held_out`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coe.agents.protocol import Agent
from coe.environment import Feedback
from coe.rollout import Start
from coe.training import held_out
from coe.training.held_out import Draft, FamilyRate, HeldOut, pooled

__all__ = ["Draft", "FamilyRate", "Setting", "pooled", "solved_rates", "starts"]


@dataclass(frozen=True, slots=True)
class Setting:
    """One condition of a measurement.

    Args:
        draft: what episodes start from.
        feedback: what the agent is told.
        scale: operands have this many times as many digits as in training.
        calculator: whether calculator spans are evaluated.
    """

    draft: Draft = Draft.MISTAKEN
    feedback: Feedback = Feedback.LINES
    scale: int = 1
    calculator: bool = True

    def __str__(self) -> str:
        parts = [f"{self.draft} draft", f"feedback {self.feedback}"]
        parts += [f"operands x{self.scale}"] if self.scale > 1 else []
        parts += [] if self.calculator else ["no calculator"]
        return ", ".join(parts)

    def of(self, families: Sequence[str], n: int, split: str, seed: int, max_steps: int = 20) -> HeldOut:
        """The set that is measured under this condition."""
        return HeldOut(
            tuple(families), n, seed, split, self.draft, self.feedback, self.calculator, max_steps,
            scale=self.scale,
        )  # fmt: skip


def starts(family: str, setting: Setting, n: int, *, split: str = "test", seed: int = 1) -> Iterator[Start]:
    """`n` held-out starts of a family; drafts that the mistakes left right are passed over."""
    return setting.of((family,), n, split, seed).starts(family)


def solved_rates(
    agent: Agent,
    families: Sequence[str],
    setting: Setting,
    n: int,
    *,
    split: str = "test",
    seed: int = 1,
    batch_size: int = 64,
    max_steps: int = 20,
) -> list[FamilyRate]:
    """Solved rate of each family, greedy with the temperature raised on a repeated draft."""
    wanted = setting.of(families, n, split, seed, max_steps)
    return held_out.solved_rates(agent, wanted, batch_size=batch_size)
