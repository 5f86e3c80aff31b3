"""What one update learns from, in the form that TRL's `rollout_func` hands on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain
from random import Random
from typing import Protocol, TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Rollout:
    """One completion of one prompt.

    Args:
        prompt: token ids that the policy read first; at least one.
        completion: token ids that followed, the policy's and in forms of whole episodes the environment's; at
            least one.
        logprobs: of each completion token that the policy drew; 0 for the others.
        mask: 1 for each completion token that the policy drew, else 0.
        reward: None where it could not be computed.
        solved: whether it solved its problem.
        refused: share of its commands that were refused.
    """

    prompt: Sequence[int]
    completion: Sequence[int]
    logprobs: Sequence[float]
    mask: Sequence[int]
    reward: float | None
    solved: bool = False
    refused: float = 0.0


@dataclass(slots=True)
class EpisodeTokens:
    """The tokens of an episode, as `Rollout` has them."""

    prompt: list[int]
    completion: list[int] = field(default_factory=list)
    logprobs: list[float] = field(default_factory=list)
    mask: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.prompt) + len(self.completion)

    def add(self, ids: Sequence[int], logprobs: Sequence[float]) -> None:
        """What the policy drew."""
        self.completion += ids
        self.logprobs += logprobs
        self.mask += [1] * len(ids)

    def add_foreign(self, ids: Sequence[int]) -> None:
        """What it was given to read."""
        self.completion += ids
        self.logprobs += [0.0] * len(ids)
        self.mask += [0] * len(ids)


class Rollouts(Protocol):
    """Makes the rollouts of an update."""

    def make(self, groups: int, generations: int, step: int) -> list[Rollout]:
        """`groups * generations` rollouts, those of one prompt beside each other.

        Args:
            groups: prompts.
            generations: rollouts a prompt.
            step: number of the update, from 0; what is drawn depends on it.
        """
        ...


def to_trl(rollouts: Sequence[Rollout]) -> dict[str, list[object]]:
    """The dict that TRL expects of a `rollout_func`.

    A rollout without a reward has a mask of zeros: none of its tokens counts in any term of the loss, the KL
    divergence included.
    """
    return {
        "prompt_ids": [list(rollout.prompt) for rollout in rollouts],
        "completion_ids": [list(rollout.completion) for rollout in rollouts],
        "logprobs": [list(rollout.logprobs) for rollout in rollouts],
        "env_mask": [_mask(rollout) for rollout in rollouts],
        "rollout": list(rollouts),
    }


def _mask(rollout: Rollout) -> list[int]:
    return [0] * len(rollout.mask) if rollout.reward is None else list(rollout.mask)


def some(rng: Random, items: Sequence[Item], count: int) -> list[Item]:
    """So many of the items, each as often as the others, give or take one."""
    rounds = [rng.sample(items, len(items)) for _ in range(-(-count // len(items)))]
    return list(chain.from_iterable(rounds))[:count]
