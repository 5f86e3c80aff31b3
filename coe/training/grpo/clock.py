"""What a run of GRPO has spent of its limits; a checkpoint keeps it."""

from __future__ import annotations

from dataclasses import dataclass

from coe.training.grpo.config import GrpoConfig


@dataclass(slots=True)
class Clock:
    """What a run has spent.

    Args:
        sampled: tokens that the policy drew, for updates and for refreshes, on all processes.
        seconds: of updates, sampling included; measurements and checkpoints left out.
    """

    sampled: int = 0
    seconds: float = 0.0

    def over(self, config: GrpoConfig) -> bool:
        """Whether a limit is reached."""
        tokens, minutes = config.sampled_tokens, config.max_minutes
        out_of_tokens = tokens is not None and self.sampled >= tokens
        return out_of_tokens or (minutes is not None and self.seconds >= 60 * minutes)
