"""Rollouts of whole episodes: forms `episode` and `trace`, and the methods of one reply.

Only the tokens that the policy drew are learned from, all of them with the reward of their episode.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from coe.agents.protocol import Agent
from coe.environment import Episode, Rendering
from coe.messages import Sampling
from coe.rollout import Start, run_episodes
from coe.seeding import derive_rng, derive_seed
from coe.training.grpo.config import GrpoConfig
from coe.training.grpo.rewards import judge_episode
from coe.training.grpo.rollouts import EpisodeTokens, Rollout, some


class KeepingAgent(Agent, Protocol):
    """The policy as an agent that keeps the tokens of its episodes."""

    rendering: Rendering

    def taken(self, episode: Episode) -> EpisodeTokens:
        """The tokens of a finished episode, which are then forgotten."""
        ...

    def clear(self) -> None:
        """Forgets what belongs to no finished episode."""
        ...


class EpisodeRollouts:
    """Rollouts of whole episodes.

    Args:
        config: of the run.
        starts: of the episodes.
        agent: the policy.
        process: number of this process, from 0.
    """

    def __init__(
        self, config: GrpoConfig, starts: Sequence[Start], agent: KeepingAgent, process: int = 0
    ) -> None:
        self._config, self._starts, self._agent, self._process = config, starts, agent, process

    def make(self, groups: int, generations: int, step: int) -> list[Rollout]:
        """See `Rollouts`."""
        config = self._config
        rng = derive_rng("grpo starts", config.seed, step, self._process)
        chosen = some(rng, self._starts, groups)
        places = [
            Start(start.problem, start.draft_lines, place)
            for place, start in enumerate(start for start in chosen for _ in range(generations))
        ]
        episodes = run_episodes(
            self._agent, places, config=config.environment, batch_size=len(places),
            sampling=Sampling(config.temperature, max_tokens=config.max_tokens), repeat_temperature=0.0,
            seed=derive_seed("grpo episodes", config.seed, step, self._process),
            rendering=self._agent.rendering, solution_tokens=config.solution_tokens,
        )  # fmt: skip
        finished = sorted(episodes, key=lambda episode: episode.sample)
        rollouts = [self._rollout(episode) for episode in finished]
        self._agent.clear()
        return rollouts

    def _rollout(self, episode: Episode) -> Rollout:
        refused = sum(turn.error is not None for turn in episode.turns) / max(1, len(episode.turns))
        if episode.failure is not None or not episode.turns:  # there is nothing to learn from
            return Rollout([0], [0], [0.0], [0], None, refused=refused)
        judged = judge_episode(episode, gave_up=self._config.gave_up)
        kept = self._agent.taken(episode)
        return Rollout(
            kept.prompt, kept.completion, kept.logprobs, kept.mask, judged.reward, judged.solved, refused
        )
