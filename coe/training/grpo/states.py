"""Form `state`: one command to each of the states that the policy visits.

The states come from episodes that the policy itself plays, anew every few updates, so that it learns where it
goes; a share of the prompts are starts. Each command is judged by the real environment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coe.environment import Episode
from coe.errors import AgentError
from coe.messages import Sampling
from coe.problem import Problem
from coe.rollout import Start, run_episodes
from coe.seeding import derive_rng, derive_seed
from coe.training.grpo.agents import SamplerAgent
from coe.training.grpo.config import GrpoConfig
from coe.training.grpo.rewards import judge_edit
from coe.training.grpo.rollouts import Rollout, some
from coe.training.grpo.sampling import Sampled, Sampler


@dataclass(frozen=True, slots=True)
class State:
    """A state to answer.

    Args:
        problem: what is asked.
        lines: the draft.
        text: as the policy read it, with what was wrong with the command before.
    """

    problem: Problem
    lines: tuple[str, ...]
    text: str


def visited(episode: Episode) -> list[State]:
    """The states that an episode's commands answered, the start first; none where it failed."""
    if episode.failure is not None:
        return []
    drafts = [episode.initial_lines, *(turn.lines for turn in episode.turns)]
    pairs = zip(drafts, episode.turns, strict=False)
    return [State(episode.problem, lines, turn.observation) for lines, turn in pairs]


class StateRollouts:
    """Rollouts of one command.

    Args:
        config: of the run.
        starts: of the episodes.
        agent: the policy, for the episodes that refresh the states.
        sampler: the policy, for the commands that are learned from.
        process: number of this process, from 0: each visits states of its own.
    """

    def __init__(
        self,
        config: GrpoConfig,
        starts: Sequence[Start],
        agent: SamplerAgent,
        sampler: Sampler,
        process: int = 0,
    ) -> None:
        self._config, self._starts, self._agent = config, starts, agent
        self._sampler, self._process = sampler, process
        self._first: list[State] = []
        self._later: list[State] = []
        self._refreshed: int | None = None

    def make(self, groups: int, generations: int, step: int) -> list[Rollout]:
        """See `Rollouts`."""
        due = step % self._config.refresh_every == 0 and step != self._refreshed
        if self._refreshed is None or due:
            self._refresh(step)
        states = [state for state in self._draw(groups, step) for _ in range(generations)]
        prompts = [self._agent.prompt(state.text, self._config.environment) for state in states]
        sampling = [self._sampling(step, place) for place in range(len(states))]
        replies = self._sampler.sample(prompts, sampling)
        return [
            self._rollout(state, prompt, reply)
            for state, prompt, reply in zip(states, prompts, replies, strict=True)
        ]

    def _refresh(self, step: int) -> None:
        """Plays episodes and keeps the states they went through.

        Raises:
            AgentError: all of them failed.
        """
        config = self._config
        rng = derive_rng("grpo starts", config.seed, step, self._process)
        chosen = rng.sample(self._starts, min(config.episodes, len(self._starts)))
        episodes = list(
            run_episodes(
                self._agent, chosen, config=config.environment, batch_size=config.batch_size,
                sampling=Sampling(config.temperature, max_tokens=config.max_tokens), repeat_temperature=0.0,
                seed=derive_seed("grpo episodes", config.seed, step, self._process),
            )
        )  # fmt: skip
        # Batches finish in an order of their own; what is drawn must not depend on it.
        episodes.sort(key=lambda episode: (episode.problem.id, episode.sample))
        paths = [visited(episode) for episode in episodes]
        self._first = list(dict.fromkeys(path[0] for path in paths if path))
        self._later = list(dict.fromkeys(state for path in paths for state in path[1:]))
        if not self._first:
            failures = [episode.failure for episode in episodes if episode.failure is not None]
            raise AgentError(f"no episode of a refresh could be played: {(failures or ['no start'])[0]}")
        self._refreshed = step

    def _draw(self, count: int, step: int) -> list[State]:
        """States for the prompts of an update, different ones as far as there are."""
        rng = derive_rng("grpo states", self._config.seed, step, self._process)
        firsts = sum(rng.random() < self._config.start_share for _ in range(count))
        later = self._later or self._first
        return some(rng, self._first, firsts) + some(rng, later, count - firsts)

    def _sampling(self, step: int, place: int) -> Sampling:
        seed = derive_seed("grpo command", self._config.seed, step, self._process, place)
        return Sampling(self._config.temperature, seed, self._config.max_tokens)

    def _rollout(self, state: State, prompt: list[int], reply: Sampled) -> Rollout:
        config = self._config
        judged = judge_edit(
            state.problem, state.lines, reply.text, config.environment, gave_up=config.gave_up
        )
        mask = [1] * len(reply.ids)
        return Rollout(
            prompt, reply.ids, reply.logprobs, mask, judged.reward, judged.solved, float(judged.refused)
        )
